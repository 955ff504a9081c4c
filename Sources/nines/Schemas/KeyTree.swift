import ModelFiles

/// The keys of a plan as they stand in one another.
final class KeyTree {
  private(set) var key: PlanKey?
  /// By the last piece of their paths, in the order of the table; the items of a list under `[]`.
  private(set) var children: [(name: String, tree: KeyTree)] = []

  init() {}

  /// The tree of all keys of a plan; parts of laws are no keys of a place of their own.
  static var plan: KeyTree {
    let root = KeyTree()
    for key in PlanKey.all where !key.path.hasPrefix("LAW") { root.add(key) }
    return root
  }

  func child(_ name: String) -> KeyTree? { children.first { $0.name == name }?.tree }

  /// Children under names of the format; placeholders and items are none.
  var named: [(name: String, tree: KeyTree)] { children.filter { $0.name != "[]" && !KeyTree.isPlaceholder($0.name) } }

  /// What stands under a name of the plan's own.
  var placeholder: KeyTree? { children.first { KeyTree.isPlaceholder($0.name) }?.tree }

  private func add(_ key: PlanKey) {
    let steps = key.path.split(separator: ".").flatMap { step in
      step.hasSuffix("[]") ? [String(step.dropLast(2)), "[]"] : [String(step)]
    }
    var here = self
    for step in steps {
      if here.child(step) == nil { here.children.append((step, KeyTree())) }
      here = here.child(step)!
    }
    here.key = key
  }

  private static func isPlaceholder(_ name: String) -> Bool { name.allSatisfy { $0.isUppercase } && name != "[]" }
}
