import ServiceModel
import Stochastics

/// Work that is planned: roll-outs that go through a fleet, and drills that may go wrong.
extension PlanDecoder {
  /// Roll-outs, as failures on known dates that take some nodes at a time.
  func rollOuts(_ root: FieldReader, sites: [String]?, begins: CalendarDay) -> [FailureMode] {
    root.children("roll-outs").map { name, reader in
      if !reader.has("on") { reader.missing("on", example: "2027-01-05 10:00") }
      let dates = reader.has("on") ? dates(reader, begins: begins) : FailureDates(seconds: [])
      let work = RollOut(
        unavailable: part(reader, "unavailable") ?? .share(0.25), surge: part(reader, "surge") ?? .nodes(0),
        nodeSeconds: positive(reader, "node-takes", .duration))
      let mode = FailureMode(
        name: name, scope: .region, sites: struck(reader, sites: sites), lifetime: .constant(1e9), dates: dates,
        lasts: .constant(work.nodeSeconds), target: FailureTarget(rollOut: work, isAnnounced: true),
        effect: .loss(symptoms: [], containment: nil))
      reader.finish()
      return mode
    }
  }

  /// `2 nodes`, or `25%` of the fleet.
  private func part(_ reader: FieldReader, _ key: String) -> FleetPart? {
    guard let text = reader.text(key) else { return nil }
    if text.contains("%") { return reader.optional(key, .share).map { .share($0) } }
    return reader.whole(key, noun: "nodes").map { .nodes($0) }
  }

  /// Drills that may take down what they rehearse, as failures on the drills' dates.
  func riskyDrills(_ root: FieldReader, sites: [String]?, begins: CalendarDay) -> [FailureMode] {
    root.children("drills").compactMap { name, drill -> FailureMode? in
      guard let risk = drill.child("breaks") else { return nil }
      defer { risk.finish() }
      let site = risk.requiredText("site", example: "us-east-1")
      if let sites, !sites.contains(site), risk.has("site") {
        risk.error("site", "there is no site '\(site)'", remedy: FieldReader.suggestion(for: site, among: sites))
      }
      let chance = risk.required("chance", .share)
      let lasts = risk.requiredDistribution("lasts")
      guard let dates = calendar(drill, begins: begins, chance: chance) else { return nil }
      return FailureMode(
        name: "drill \(name)", scope: .region, sites: [site], lifetime: .constant(1e9), dates: dates, lasts: lasts,
        effect: .loss(symptoms: [], containment: nil))
    }
  }
}
