import Foundation

@testable import ModelFiles

/// A fixture with what a line of the table lays over it.
struct KeyPlan {
  var document: SourceDocument

  /// - Throws: `Diagnostics` where the fixture is no YAML.
  init(fixture: String, pieces: [String] = []) throws {
    let base = try SourceDocument(path: KeyTable.fixtures.appending(path: "\(fixture).yaml").path)
    document = base
    for piece in pieces.flatMap({ $0.components(separatedBy: " ;; ") }) where !piece.isEmpty {
      let over = try SourceDocument(text: piece, name: "needs")
      document = document.with(pruned(merge(base: document.root, overlay: over.root)))
    }
  }

  /// With a value at a path with names; `-` takes the key away.
  func setting(_ place: String, to value: String) throws -> KeyPlan {
    let steps = place.split(separator: ".").flatMap { step -> [Step] in
      let parts = step.split(separator: "[")
      return [.key(String(parts[0]).replacing("/", with: "."))]
        + parts.dropFirst().map { .item(Int($0.dropLast()) ?? 0) }
    }
    var plan = self
    let written = value == "-" ? nil : try SourceDocument(text: "value: \(value)", name: place).root["value"]
    plan.document = document.with(document.root.setting(steps[...], to: written))
    return plan
  }

  /// The plan as the reader takes it.
  func file() throws(Diagnostics) -> PlanFile {
    try PlanFile(document.withImports())
  }

  /// Every problem that the reader has with it, errors and warnings.
  var problems: [Diagnostic] {
    do throws(Diagnostics) { return try file().warnings } catch { return error.all }
  }

  enum Step { case key(String), item(Int) }

  /// `~` in what is laid over takes a key away.
  private func pruned(_ node: SourceNode) -> SourceNode {
    guard let entries = node.entries else { return node }
    let kept = entries.filter { !$0.value.isEmpty || $0.value.text == "" }
    return SourceNode(
      .mapping(kept.map { .init(key: $0.key, keyPosition: $0.keyPosition, value: pruned($0.value)) }),
      at: node.position)
  }
}

extension SourceDocument {
  func with(_ root: SourceNode) -> SourceDocument {
    SourceDocument(self, root: root, imported: imported, diagnostics: diagnostics)
  }
}

extension SourceNode {
  fileprivate func setting(_ steps: ArraySlice<KeyPlan.Step>, to value: SourceNode?) -> SourceNode {
    guard let step = steps.first else { return value ?? self }
    let rest = steps.dropFirst()
    switch step {
    case .key(let key):
      var entries = self.entries ?? []
      let index = entries.firstIndex { $0.key == key }
      if value == nil, rest.isEmpty || index == nil {
        // What is not there need not be taken away.
        index.map { _ = entries.remove(at: $0) }
      } else {
        let under = index.map { entries[$0].value } ?? SourceNode(.mapping([]), at: position)
        // At its value's own place, so that what is set is reported where it stands.
        let entry = Entry(key: key, keyPosition: position, value: under.setting(rest, to: value))
        if let index { entries[index] = entry } else { entries.append(entry) }
      }
      return SourceNode(.mapping(entries), at: position)
    case .item(let number):
      var items = self.items ?? []
      while items.count <= number { items.append(SourceNode(.mapping([]), at: position)) }
      items[number] = items[number].setting(rest, to: value)
      return SourceNode(.sequence(items), at: position)
    }
  }
}
