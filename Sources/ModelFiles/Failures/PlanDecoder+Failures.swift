internal import Intake
import ServiceModel
import Stochastics

/// Failure modes.
extension PlanDecoder {
  func failures(_ root: FieldReader, sites: [String]?, begins: CalendarDay) -> [FailureMode] {
    root.children("failures").flatMap { name, reader -> [FailureMode] in
      if !reader.has("scope") { reader.missing("scope", example: "node") }
      let clock = clock(reader, begins: begins)
      let repair = repair(reader, root)
      let mode = FailureMode(
        name: name, scope: reader.choice("scope", FailureScope.self) ?? .region,
        sites: struck(reader, sites: sites), lifetime: clock.lifetime,
        startsInEquilibrium: reader.text("starts").map { $0 != "new" } ?? true, dates: clock.dates,
        rateWithoutDemand: clock.withoutDemand, rushFactor: clock.inRush,
        rateWhenDormant: clock.dormant, lasts: repair.lasts, repairs: repair.kinds,
        found: found(reader, root, begins: begins), target: target(reader, root, sites: sites), effect: effect(reader))
      if let starts = reader.node("starts")?.text, starts != "new", starts != "equilibrium" {
        reader.error("starts", "expected 'new' or 'equilibrium' at '\(reader.path).starts', found '\(starts)'")
      }
      let modes = withRestore(withCommonCause(mode, reader), reader)
      checkScope(mode, reader)
      reader.finish()
      return modes
    }
  }

  /// A name stands for one cause in the ledger, also where the plan's own words make one.
  func checkFailureNames(_ modes: [FailureMode], _ root: FieldReader) {
    let written = root.node["failures"]?.entries?.map(\.key) ?? []
    let taken = modes.map(\.name) + [OutageCause.overloadName]
    for name in written where taken.filter({ $0 == name }).count > 1 {
      context.report(
        at: root.node["failures"]?[name]?.position ?? root.node.position,
        "'\(name)' is the name of another cause in the ledger", remedy: "Give the failure a name of its own")
    }
  }

  func struck(_ reader: FieldReader, sites: [String]?) -> [String]? {
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

  private func effect(_ reader: FieldReader) -> FailureEffect {
    if reader.has("blocks") {
      for key in ["shows-as", "contained-by", "impairs", "fails"] where reader.has(key) {
        reader.error(key, "a failure that only blocks actions has no '\(key)'")
      }
      return .blocks(reader.choices("blocks", BlockedAction.self) ?? [])
    }
    if reader.flag("corrupts") == true {
      for key in ["shows-as", "contained-by", "impairs", "fails"] where reader.has(key) {
        reader.error(key, "nobody notices spoilt data until they are found: it has no '\(key)'")
      }
      return .corrupts
    }
    if let left = reader.child("impairs") { return .impairs(impairment(left)) }
    if reader.has("fails") { return .rots(reader.required("fails", .share)) }
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
      reader.error("shows-as", "the shares of the symptoms sum to \(nearestWhole(total * 100)) %, not to 100 %")
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
