import Foundation
import ModelFiles
import Reports
import Testing

@testable import nines

/// The schema that editors read says what the table says.
@Suite struct KeySchemaTests {
  /// Each key stands in the schema, under those that it lies in.
  @Test func everyKeyIsInTheSchema() throws {
    let schema = PlanSchema.document
    let missing = PlanKey.all.map(\.path).filter { !$0.hasPrefix("LAW") && !holds(schema, schema, path: $0) }
    #expect(PlanKey.all.count > 600)
    #expect(missing.isEmpty, "the schema does not know \(missing)")
  }

  private func holds(_ schema: JSONValue, _ root: JSONValue, path: String) -> Bool {
    let steps = path.split(separator: ".").flatMap { step in
      step.hasSuffix("[]") ? [String(step.dropLast(2)), "[]"] : [String(step)]
    }
    return holds(schema, root, steps[...])
  }

  private func holds(_ schema: JSONValue, _ root: JSONValue, _ steps: ArraySlice<String>) -> Bool {
    guard let step = steps.first else { return true }
    if case .string(let reference)? = schema.node("$ref") {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      return root.node("$defs")?.node(name).map { holds($0, root, steps) } ?? false
    }
    var forms = [schema]
    if case .array(let several)? = schema.node("anyOf") { forms += several }
    return forms.contains { form in
      let next =
        step == "[]"
        ? form.node("items") : form.node("properties")?.node(step) ?? form.node("additionalProperties")
      return next.map { if case .bool = $0 { false } else { holds($0, root, steps.dropFirst()) } } ?? false
    }
  }

  /// Units are patterns: what a kind is written as matches it, and what another dimension is written as does not.
  @Test func examplesMatchTheirPatterns() throws {
    let kinds: [QuantityKind] = [
      .duration, .rate, .shareOf("production"), .bytes, .bandwidth, .money, .moneyPer("GB-month"), .hourOfDay,
      .gpuCount,
      .kOfN, .distance, .power,
    ]
    for kind in kinds {
      let pattern = try NSRegularExpression(pattern: kind.pattern)
      func matches(_ text: String) -> Bool {
        pattern.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
      }
      for example in kind.examples { #expect(matches(example), "\(example) is \(kind.noun)") }
      for other in kinds where other != kind {
        for example in other.examples where (try? kind.value(of: example)) == nil {
          #expect(!matches(example), "\(example) is not \(kind.noun)")
        }
      }
    }
    #expect(QuantityKind(keyKind: "share of rated up to 400%") == .shareOf("rated", atMost: 4))
  }
}
