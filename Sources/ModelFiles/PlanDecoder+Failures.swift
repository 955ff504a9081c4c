import ServiceModel
import Stochastics

/// Failure modes.
extension PlanDecoder {
  func failures(_ root: FieldReader, sites: [String]?) -> [FailureMode] {
    root.children("failures").map { name, reader in
      let mode = FailureMode(
        name: name, scope: reader.requiredChoice("scope", FailureScope.self) ?? .region,
        sites: struck(reader, sites: sites), lifetime: lifetime(reader),
        startsInEquilibrium: reader.text("starts").map { $0 != "new" } ?? true,
        lasts: reader.requiredDistribution("lasts"), effect: effect(reader))
      if let starts = reader.node("starts")?.text, starts != "new", starts != "equilibrium" {
        reader.error("starts", "expected 'new' or 'equilibrium' at '\(reader.path).starts', found '\(starts)'")
      }
      reader.finish()
      return mode
    }
  }

  private func struck(_ reader: FieldReader, sites: [String]?) -> [String]? {
    guard let names = reader.textList("sites") else { return nil }
    guard let sites else { return names }
    for name in names where !sites.contains(name) {
      let item = reader.node["sites"]?.items?.first { $0.text == name }
      context.report(
        at: item?.position ?? reader.node.position, "there is no site '\(name)'",
        remedy: FieldReader.suggestion(for: name, among: sites))
    }
    return names
  }

  private func lifetime(_ reader: FieldReader) -> Distribution {
    if reader.has("every") {
      if reader.has("per-year") {
        reader.error("per-year", "'every' and 'per-year' both say how often", remedy: "Keep one")
      }
      return usual(reader.distribution("every"), reader, "every")
    }
    let rate = positive(reader, "per-year", .perYear, remedy: "Leave the failure mode out if it never happens")
    let highest = context.inputs.first { $0.path == reader.path(of: "per-year") }?.high ?? rate
    _ = usual(.exponential(mean: 8766 * 3600 / highest), reader, "per-year")
    return .exponential(mean: 8766 * 3600 / rate)
  }

  /// Failures that come faster than one a minute are load, and would keep a simulation busy for ever.
  private func usual(_ lifetime: Distribution?, _ reader: FieldReader, _ key: String) -> Distribution {
    guard let lifetime else { return .constant(1e9) }
    if lifetime.mean < 60 {
      reader.error(key, "'\(reader.path)' fails more often than once a minute", remedy: "Write '0.8' a year, or '264d'")
    }
    return lifetime
  }

  private func effect(_ reader: FieldReader) -> FailureEffect {
    if reader.has("blocks") {
      for key in ["shows-as", "contained-by"] where reader.has(key) {
        reader.error(key, "a failure that only blocks actions has no '\(key)'")
      }
      return .blocks(reader.choices("blocks", BlockedAction.self) ?? [])
    }
    return .loss(symptoms: symptoms(reader), containment: containment(reader))
  }

  private func symptoms(_ reader: FieldReader) -> [SymptomShare] {
    guard let shown = reader.child("shows-as") else { return [] }
    let shares = Symptom.allCases.compactMap { symptom in
      shown.optional(symptom.rawValue, .share).map { SymptomShare(symptom, $0) }
    }
    shown.finish()
    let total = shares.reduce(0) { $0 + $1.share }
    if abs(total - 1) > 1e-6 {
      reader.error("shows-as", "the shares of the symptoms sum to \(Int((total * 100).rounded())) %, not to 100 %")
    }
    return shares
  }

  private func containment(_ reader: FieldReader) -> Containment? {
    guard let contained = reader.child("contained-by") else { return nil }
    let found = contained.required("staged-roll-out", .share)
    let containment = Containment(
      foundInFirstWave: found, foundWithoutTraffic: contained.optional("without-traffic", .share) ?? found)
    contained.finish()
    return containment
  }
}
