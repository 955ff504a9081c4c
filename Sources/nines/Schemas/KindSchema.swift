import ModelFiles
import Reports

/// JSON Schema of what may stand behind a key.
enum KindSchema {
  /// The forms of a kind as the table calls it; empty where anything may stand there.
  static func forms(of kind: String) -> [JSONValue] {
    if let quantity = QuantityKind(keyKind: kind) { return quantities(quantity) }
    if kind.hasPrefix("law of "), let quantity = QuantityKind(keyKind: String(kind.dropFirst(7))) {
      return quantities(quantity) + laws
    }
    if kind.hasPrefix("choice of ") { return [choice(kind)] }
    if kind.hasPrefix("list of choice of ") { return [list(choice(String(kind.dropFirst(8))))] }
    return switch kind {
    case "text": [scalar]
    case "list of texts": [list(scalar)]
    case "list": [.object([("type", .string("array"))])]
    default: []
    }
  }

  /// A word or a number, which a plan need not put in quotes.
  static let scalar = JSONValue.object([("type", .array([.string("string"), .string("number")]))])

  static func list(_ items: JSONValue) -> JSONValue {
    .object([("type", .string("array")), ("items", items)])
  }

  private static func choice(_ kind: String) -> JSONValue {
    .object([("enum", .array(kind.dropFirst(10).split(separator: "|").map { .string(String($0)) }))])
  }

  /// A quantity by itself, and as `[low, mid, high]`.
  private static func quantities(_ kind: QuantityKind) -> [JSONValue] {
    var forms: [JSONValue] = [.object([("type", .string("string")), ("pattern", .string(pattern(of: kind)))])]
    if kind.takesPlainNumbers {
      forms.append(
        .object([
          ("type", .string("number")), ("minimum", .number(kind.bounds.lowerBound)),
          ("maximum", .number(kind.bounds.upperBound)),
        ]))
    }
    guard kind != .kOfN, kind != .gpuCount else { return forms }
    let items = forms.count == 1 ? forms[0] : .object([("anyOf", .array(forms))])
    return forms + [
      .object([
        ("type", .string("array")), ("items", items), ("minItems", .integer(3)), ("maxItems", .integer(3)),
      ])
    ]
  }

  /// Rates and chances may be written as what was seen: `2 in 1y`, `19 of 20`.
  private static func pattern(of kind: QuantityKind) -> String {
    switch kind {
    case .perYear: "(\(kind.pattern))|^\\d+ (\\S+ )?in .+$"
    case .share: "(\(kind.pattern))|^\\d+ of \\d+$"
    case .duration, .rate, .factor, .shareOf, .bytes, .bandwidth, .money, .moneyPer, .count, .hourOfDay, .number,
      .gpuCount, .kOfN, .distance, .power:
      kind.pattern
    }
  }

  /// What a law may be beside one quantity.
  private static let laws: [JSONValue] = [
    .object([
      ("type", .string("string")),
      (
        "pattern",
        .string(
          #"^(\S+ \+ )*(uniform|triangular|pert|exponential|weibull|lognormal|gamma|pareto|quantiles) .+$"#)
      ),
    ]),
    .object([
      ("type", .string("array")),
      (
        "items",
        .object([
          ("type", .string("object")), ("required", .array([.string("share"), .string("law")])),
          ("properties", .object([("share", scalar), ("law", .bool(true)), ("import", .bool(true))])),
          ("additionalProperties", .bool(false)),
        ])
      ),
    ]),
    .object([
      ("type", .string("object")),
      ("propertyNames", .object([("pattern", .string(#"^[\d.]+%?$"#))])), ("additionalProperties", scalar),
    ]),
  ]
}

extension QuantityKind {
  /// Whether YAML may give it as a number instead of a text.
  fileprivate var takesPlainNumbers: Bool {
    switch self {
    case .perYear, .share, .factor, .count, .number, .gpuCount: true
    case .duration, .rate, .shareOf, .bytes, .bandwidth, .money, .moneyPer, .hourOfDay, .kOfN, .distance, .power: false
    }
  }
}
