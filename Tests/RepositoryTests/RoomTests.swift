import Foundation
import Testing

/// The arrows between rooms: one table, against which the manifest, the sources and the picture are held.
@Suite struct RoomTests {
  /// What each room knows, packages of others included: docs/design/arrows.tsv. A room or an arrow that is missing there is
  /// new: argue it in docs/design/house.md first.
  static let knows: [String: Set<String>] = {
    var table: [String: Set<String>] = [:]
    for line in (Repository.file("docs/design/arrows.tsv")?.lines ?? []).dropFirst() where !line.isEmpty {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      table[String(cells[0])] = Set(cells.dropFirst().flatMap { $0.split(separator: " ") }.map(String.init))
    }
    return table
  }()
  /// Rooms that measure the others and are measured by nobody: benchmarks.
  static let besideTheHouse: Set<String> = ["Benchmarks", "CxxLoops"]

  /// What comes with the language.
  static let ofTheSystem: Set<String> = ["Foundation", "Dispatch", "Glibc", "Darwin", "Synchronization", "Swift"]

  @Test func importsFollowTheArrows() {
    var broken: [String] = []
    var imported: [String: Set<String>] = [:]
    for file in Repository.swiftSources where !Self.besideTheHouse.contains(file.room) {
      guard let allowed = Self.knows[file.room] else {
        broken.append("\(file.path): the room \(file.room) is not in the table")
        continue
      }
      for (number, line) in file.code {
        guard line.contains("import "), let found = line.wholeMatch(of: importLine) else { continue }
        let name = String(found.output.1)
        guard !Self.ofTheSystem.contains(name) else { continue }
        imported[file.room, default: []].insert(name)
        if !allowed.contains(name) { broken.append("\(file.path):\(number): \(file.room) must not know \(name)") }
      }
    }
    #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
    for room in Set(Repository.swiftSources.map(\.room)).subtracting(Self.besideTheHouse) {
      let unused = (Self.knows[room] ?? []).subtracting(imported[room] ?? [])
      #expect(unused.isEmpty, "no file of \(room) asks for \(unused.sorted()): take the arrow out of the table")
    }
  }

  /// The arrows themselves never form a circle, whoever edits the table.
  @Test func arrowsPointDownwards() {
    var settled: Set<String> = []
    var left = Self.knows.filter { !$0.key.isEmpty }
    while let next = left.keys.sorted().first(where: { name in
      left[name]!.allSatisfy { settled.contains($0) || Self.knows[$0] == nil }
    }) {
      settled.insert(next)
      left[next] = nil
    }
    #expect(left.isEmpty, "these rooms know each other in a circle: \(left.keys.sorted())")
  }

  /// The manifest grants what the table says, and no less: what compiles only by what another room knows breaks with it.
  @Test func theManifestIsTheTable() throws {
    let manifest = try #require(Repository.file("Package.swift")).text.replacing(packageName, with: "")
    var seen: Set<String> = []
    for found in manifest.matches(of: manifestRoom) {
      let name = String(found.output.1)
      guard let knows = Self.knows[name] else { continue }
      seen.insert(name)
      let granted = Set((found.output.2 ?? "").matches(of: quotedName).map { String($0.output.1) })
      #expect(granted == knows, "Package.swift and docs/design/arrows.tsv differ in what \(name) knows")
    }
    #expect(seen == Set(Self.knows.keys), "rooms of the table that Package.swift does not have, or has by another name")
  }

  /// The picture and the table of rooms show these rooms, and arrows only where one of the two knows the other.
  @Test func thePictureShowsTheTable() throws {
    let page = try #require(Repository.file("docs/design/house.md"))
    let rows = page.lines.drop { $0 != "| Room | Holds | Knows nothing of |" }.dropFirst(2).prefix { $0.hasPrefix("|") }
    let shown = rows.flatMap { row in
      row.split(separator: "|")[0].matches(of: /`([\w-]+)`/).map { String($0.output.1) }
    }
    #expect(Set(shown) == Set(Self.knows.keys) && shown.count == Set(shown).count)
    let picture = page.lines.drop { !$0.hasPrefix("```") }.dropFirst().prefix { !$0.hasPrefix("```") }
    var arrows = 0
    for line in picture where line.contains("->") {
      let parts = line.components(separatedBy: "->")
      for (left, right) in zip(parts, parts.dropFirst()) {
        guard let from = left.matches(of: /[\w-]+/).last.map({ String($0.output) }),
          let to = right.firstMatch(of: /[\w-]+/).map({ String($0.output) })
        else { continue }
        arrows += 1
        #expect(
          Self.knows[from]?.contains(to) == true || Self.knows[to]?.contains(from) == true,
          "the picture has an arrow between \(from) and \(to), and neither knows the other")
      }
    }
    #expect(arrows >= 6, "the picture was not found")
  }

  /// GSL ends the process on its own errors and takes a negative mean for a mean: one room stands between.
  @Test func onlyNumericsSeesGSL() throws {
    let places = try Repository.swiftSources.filter { $0.room != "Numerics" }.flatMap {
      try $0.places(of: #"import\s+CGSL"#)
    }
    #expect(places.isEmpty, "\(places)")
  }

  private var importLine: Regex<(Substring, Substring)> {
    /\s*(?:@\w+\s+)*(?:(?:public|package|internal|private)\s+)?import\s+(?:struct |class |enum |func )?(\w+).*/
  }
  private var manifestRoom: Regex<(Substring, Substring, Substring?)> {
    /(?:room\(|\.(?:target|executableTarget|systemLibrary)\(\s*name:)\s*"([\w-]+)"(?:,\s*(?:knows|dependencies):\s*\[([^\]]*)\])?/
  }
  /// Where a product of others comes from.
  private var packageName: Regex<Substring> { /,\s*package: "[^"]*"/ }
  private var quotedName: Regex<(Substring, Substring)> { /"([\w-]+)"/ }
}
