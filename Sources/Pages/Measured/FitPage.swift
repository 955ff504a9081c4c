import Charts

/// The report of a fit: what was measured beside what was fitted to it, by what the table holds.
///
/// - Throws: `PageError` where the text is no fit of this version.
func fitPage(_ json: String, _ provenance: String) throws -> AnswerPage {
  struct Kind: Decodable { let kind: String }
  let kind = try stored(Kind.self, in: json).kind
  switch kind {
  case "durations": return try DurationFitPage(json: json, provenance).page
  case "rates": return try RateFitPage(json: json, provenance).page
  case "replicas": return try ReplicaFitPage(json: json, provenance).page
  case "load": return try LoadFitPage(json: json, provenance).page
  default: throw PageError("'kind' is '\(kind)', which is no fit")
  }
}

/// Which deviation a page says is none: a twentieth of what was measured.
let fitTolerance = 0.05

/// A number of things with their noun, one of them without the plural's `s`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(Figures.grouped(Double(count))) \(noun)\(count == 1 ? "" : "s")"
}
