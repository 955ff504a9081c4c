import ModelFiles
import Reports

/// JSON Schema 2020-12 of a plan, grown from the table of its keys.
///
/// It knows words, units, choices and the shape of the whole. What hangs on other values - which names there are, what a
/// scope allows, what must be said - is for `nines validate`.
enum PlanSchema {
  static var document: JSONValue {
    let root = KeyTree.plan
    let blocks = root.named.map {
      (key: $0.name, value: $0.name == "services" ? services($0.tree, in: root) : schema(of: $0.tree))
    }
    let references = root.named.map {
      (key: $0.name, value: JSONValue.object([("$ref", .string("#/$defs/\($0.name)"))]))
    }
    let overlay = mapping(references.filter { !["designs", "expect", "plan"].contains($0.key) })
    return .object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("title", .string("A plan of Nines")),
        ("description", .string("One service and the designs that are compared: docs/reference/plan-format.md")),
      ] + pairs(mapping(references)) + [("$defs", .object([("overlay", overlay)] + blocks.map(withDesigns)))])
  }

  /// A design lays a piece of a plan over it; nothing at all where it is the plan itself.
  private static func withDesigns(_ block: (key: String, value: JSONValue)) -> (key: String, value: JSONValue) {
    guard block.key == "designs" else { return block }
    let design = JSONValue.object([
      ("anyOf", .array([.object([("$ref", .string("#/$defs/overlay"))]), .object([("type", .string("null"))])]))
    ])
    return (
      "designs",
      .object([
        ("description", .string("overlays by the names of designs")), ("type", .string("object")),
        ("minProperties", .integer(1)), ("additionalProperties", design),
      ])
    )
  }

  /// A service's traffic, replicas and promises are written as those of a plan and of a class.
  private static func services(_ tree: KeyTree, in root: KeyTree) -> JSONValue {
    let own = (tree.placeholder?.named ?? []).map { (key: $0.name, value: schema(of: $0.tree)) }
    let pieces = ["traffic", "replica"].map {
      (key: $0, value: JSONValue.object([("$ref", .string("#/$defs/\($0)"))]))
    }
    let promised = root.child("traffic")?.child("classes")?.placeholder?.child("objectives")
    let objectives = promised.map { [(key: "objectives", value: schema(of: $0))] } ?? []
    return .object(
      description(of: tree) + pairs(mapping([], others: mapping(own + pieces + objectives))))
  }

  private static func pairs(_ value: JSONValue) -> [(key: String, value: JSONValue)] {
    if case .object(let pairs) = value { pairs } else { [] }
  }

  /// An object with these keys and no others, but for what it imports.
  private static func mapping(_ properties: [(key: String, value: JSONValue)], others: JSONValue = .bool(false))
    -> JSONValue
  {
    .object([
      ("type", .string("object")), ("properties", .object(properties + [("import", importing)])),
      ("additionalProperties", others),
    ])
  }

  private static let importing = JSONValue.object([
    ("description", .string("files whose keys are laid under these")),
    ("type", .array([.string("string"), .string("array")])),
  ])

  private static func schema(of tree: KeyTree) -> JSONValue {
    var forms = (tree.key?.kinds ?? []).flatMap(KindSchema.forms)
    if !tree.named.isEmpty || tree.placeholder != nil {
      forms.append(
        mapping(
          tree.named.map { ($0.name, schema(of: $0.tree)) }, others: tree.placeholder.map(schema) ?? .bool(false)))
    }
    if let items = tree.child("[]") {
      forms.removeAll { $0 == KindSchema.forms(of: "list")[0] }
      forms.append(KindSchema.list(item(items)))
    }
    let described = description(of: tree)
    switch forms.count {
    case 0: return .object(described)
    case 1: return .object(described + pairs(forms[0]))
    default: return .object(described + [("anyOf", .array(forms))])
    }
  }

  /// The items of a list stand by themselves, so that what they must say is known.
  private static func item(_ tree: KeyTree) -> JSONValue {
    let required = tree.named.filter { $0.tree.key?.standard == "required" }.map { JSONValue.string($0.name) }
    let keys = mapping(tree.named.map { ($0.name, schema(of: $0.tree)) })
    return required.isEmpty || tree.child("kind") != nil
      ? keys : .object(pairs(keys) + [("required", .array(required))])
  }

  private static func description(of tree: KeyTree) -> [(key: String, value: JSONValue)] {
    guard let key = tree.key, !key.meaning.isEmpty else { return [] }
    var pairs: [(key: String, value: JSONValue)] = []
    let standard = ["", "-"].contains(key.standard) ? "" : ". Default: \(key.standard)"
    let isRequired = key.standard.hasPrefix("required")
    pairs.append(("description", .string(key.meaning + (isRequired ? " (\(key.standard))" : standard))))
    if isWord(key.standard, of: key) { pairs.append(("default", .string(key.standard))) }
    if !key.examples.isEmpty { pairs.append(("examples", .array(key.examples.map { .string($0) }))) }
    return pairs
  }

  /// Whether a default is what a plan would write there.
  private static func isWord(_ text: String, of key: PlanKey) -> Bool {
    key.kinds.contains { kind in
      if kind.hasPrefix("choice of ") { return kind.dropFirst(10).split(separator: "|").contains { $0 == text } }
      let name = kind.hasPrefix("law of ") ? String(kind.dropFirst(7)) : kind
      return QuantityKind(keyKind: name).map { (try? $0.value(of: text)) != nil } ?? false
    }
  }
}
