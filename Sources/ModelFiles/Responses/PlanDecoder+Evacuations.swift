import ServiceModel
import Stochastics

/// Traffic that is moved away from a site on purpose, with the people who do it.
extension PlanDecoder {
  /// Evacuations, as causes on known dates; see `FailureMode.evacuation`.
  func evacuations(_ root: FieldReader, sites: [String]?, begins: CalendarDay) -> [FailureMode] {
    root.children("evacuations").map { name, reader in
      defer { reader.finish() }
      for key in ["people", "hours", "rate"] { _ = reader.node(key) }
      let site = reader.requiredText("site", example: "us-east-1")
      if let sites, !sites.contains(site), reader.has("site") {
        reader.error("site", "there is no site '\(site)'", remedy: FieldReader.suggestion(for: site, among: sites))
      }
      let rollBack = reader.optional("roll-back", .duration)
      return .evacuation(
        name, of: site, on: evacuationDates(reader, begins: begins), lasts: reader.requiredDistribution("lasts"),
        Evacuation(
          drainSeconds: reader.optional("drain", .duration) ?? 0, fails: reader.optional("fails", .share) ?? 0,
          rollBackSeconds: rollBack ?? Evacuation().rollBackSeconds, stopsSite: reader.flag("stops") ?? false))
    }
  }

  private func evacuationDates(_ reader: FieldReader, begins: CalendarDay) -> FailureDates {
    guard reader.has("on") else {
      reader.missing("on", example: "2027-01-20 03:00")
      return FailureDates(seconds: [])
    }
    return dates(reader, begins: begins, isApart: false)
  }

  /// The people of evacuations, paid as those of drills are, so many times a year as traffic would be moved.
  func evacuationLabour(_ root: FieldReader, _ service: Service) -> [Drill] {
    root.children("evacuations").compactMap { name, reader in
      guard let mode = service.failures.first(where: { $0.name == "evacuation \(name)" }), service.isHeld(mode),
        let dates = mode.dates
      else { return nil }
      let drill = Drill(
        name: name, perYear: service.horizon.perYear(dates.expected(before: service.horizon.seconds)),
        people: reader.optional("people", .number) ?? 0, hours: (reader.optional("hours", .duration) ?? 0) / 3600,
        dollarsPerPersonHour: reader.optional("rate", .moneyPer("h")) ?? 0, origin: origin(reader, "rate"),
        block: .evacuations)
      return drill.people > 0 || reader.has("rate") ? drill : nil
    }
  }

  /// Evacuations of a site that takes no traffic, or that has nowhere to send it, in every design; and times that are
  /// shorter than clients take to follow.
  func findDeadEvacuations(_ service: Service, _ root: FieldReader) {
    let isOneOfSeveral = (root.node["designs"]?.entries ?? context.document.root["designs"]?.entries ?? []).count > 1
    for (name, node) in (root.node["evacuations"]?.entries ?? []).map({ ($0.key, $0.value) }) {
      guard let mode = service.failures.first(where: { $0.name == "evacuation \(name)" }) else { continue }
      if service.design.topology == .singleSite && isOneOfSeveral { continue }
      note(
        node["site"], isDead: !service.isHeld(mode),
        "'\(mode.sites?.first ?? "")' takes no traffic, or no other site could take it, so that nobody is moved",
        "Name a site that serves beside another that keeps something")
      let move = service.execution.move
      let drain = mode.evacuation?.drainSeconds ?? 0
      note(
        node["drain"], isDead: move.mechanism.hasTimeToLive && drain > 0 && drain <= move.ttlSeconds,
        "clients follow the record over its time to live, which is no shorter", "Write more than 'ttl', or leave it out"
      )
    }
  }
}

extension Service {
  /// Whether an evacuation has traffic to move, and somewhere to send it.
  fileprivate func isHeld(_ mode: FailureMode) -> Bool {
    let serves = sites.contains { $0.keep == .serving && mode.sites?.contains($0.name) ?? true }
    return serves && sites.count { $0.keep > .nothing } > 1
  }
}

extension FailureDates {
  /// How many dates before an instant count on average.
  fileprivate func expected(before end: Double) -> Double { Double(number(atOrAfter: end)) * chance }
}
