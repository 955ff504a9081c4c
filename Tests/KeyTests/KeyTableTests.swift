import Foundation
import Testing

@testable import ModelFiles

/// The table and the reader know the same keys.
@Suite struct KeyTableTests {
  /// What all plans that lie here ask for, with the plans of the table.
  static let asked: [AskedKey: [String]] = {
    var asked: [AskedKey: [String]] = [:]
    func add(_ document: SourceDocument) {
      for (key, kinds) in PlanFile.keys(askedOf: document).asked {
        asked[key] = (asked[key] ?? []) + kinds.filter { !(asked[key] ?? []).contains($0) }
      }
    }
    for path in plans {
      if let document = try? SourceDocument(path: path).withImports() { add(document) }
    }
    var seen: Set<String> = []
    for row in KeyTable.rows where !row.fixture.isEmpty {
      for context in row.contexts.isEmpty ? [""] : row.contexts {
        let pieces = [KeyContext.piece(of: context), row.needs]
        for value in [row.values.low, row.values.high] where value != "-" {
          // Of one key in one surrounding one value says enough, unless it brings keys of its own.
          let form = value.hasPrefix("{") || value.hasPrefix("[") ? value : ""
          guard seen.insert("\(row.fixture) \(context) \(row.needs) \(row.place) \(form)").inserted,
            let plan = try? KeyPlan(fixture: row.fixture, pieces: pieces),
            let document = try? plan.setting(row.place, to: value).document.withImports()
          else { continue }
          add(document)
        }
      }
    }
    return asked
  }()

  /// Plans of the models and of tests; what imports and price lists are is no plan.
  static let plans: [String] = {
    let folders = ["models", "Tests"].map { KeyTable.root.appending(path: $0) }
    return folders.flatMap { folder -> [String] in
      let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      return (walk?.compactMap { $0 as? URL } ?? []).filter {
        $0.pathExtension == "yaml" && !$0.path.contains("/library/") && !$0.path.contains("/Cases/")
      }.map(\.path)
    }.sorted()
  }()

  @Test func theTableIsWellFormed() {
    #expect(KeyTable.lines.first == Substring(KeyTable.columns.joined(separator: "\t")))
    let broken = KeyTable.lines.dropFirst().enumerated().filter { KeyRow($1, line: 0) == nil }
    #expect(broken.isEmpty, "lines \(broken.map { $0.offset + 2 }) have other columns or an unknown effect")
  }

  /// Nothing is asked for that the table does not have, and the table has nothing that nobody asks for.
  @Test func theTableHoldsWhatTheReaderAsksFor() {
    if ProcessInfo.processInfo.environment["LIST_KEYS"] == "1" {
      for key in Self.asked.keys.sorted() {
        print("KEY\t\(key.path)\t\(key.context)\t\(Self.asked[key]!.joined(separator: " / "))")
      }
    }
    let asked = Set(Self.asked.keys.map(\.path))
    let listed = Set(KeyTable.rows.map(\.path))
    #expect(asked.subtracting(listed).isEmpty, "not in the table: \(asked.subtracting(listed).sorted())")
    #expect(listed.subtracting(asked).isEmpty, "nobody asks for: \(listed.subtracting(asked).sorted())")
  }

  /// A key is of the kinds that its readers ask for.
  @Test func kindsAreThoseThatAreAskedFor() {
    for (path, rows) in Dictionary(grouping: KeyTable.rows, by: \.path).sorted(by: { $0.key < $1.key }) {
      let asked = Set(Self.asked.filter { $0.key.path == path }.flatMap(\.value))
      let listed = Set(rows[0].kind.components(separatedBy: " / ").filter { !$0.isEmpty })
      #expect(asked == listed, "\(path) is asked for as \(asked.sorted()) and listed as \(listed.sorted())")
    }
  }

  /// A key of a failure says of each scope what it does there.
  @Test func everyScopeHasACell() {
    let scopes = Set(KeyContext.failures.keys)
    let failures = KeyTable.rows.filter { $0.path.hasPrefix("failures.NAME.") && $0.effect != .holds }
    for (path, rows) in Dictionary(grouping: failures, by: \.path) where path != "failures.NAME.scope" {
      let missing = scopes.subtracting(rows.flatMap(\.contexts))
      #expect(missing.isEmpty, "\(path) says nothing of \(missing.sorted())")
    }
  }

  /// Every key has a line in which it acts or is refused; what only holds others has others that it holds.
  @Test func everyKeyIsShown() {
    for (path, rows) in Dictionary(grouping: KeyTable.rows, by: \.path) where rows.allSatisfy({ $0.effect == .holds }) {
      let holds = KeyTable.rows.contains { $0.path.hasPrefix("\(path).") || $0.path.hasPrefix("\(path)[]") }
      #expect(holds, "nothing shows what \(path) does")
    }
  }
}
