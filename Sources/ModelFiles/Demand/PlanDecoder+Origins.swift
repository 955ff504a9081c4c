internal import Intake
import ServiceModel

/// Where users are, what time it is there, and how far they are from the sites.
extension PlanDecoder {
  /// - Parameter sites: nil where they could not be read.
  func origins(
    _ reader: FieldReader, begins: CalendarDay, horizonSeconds: Double, sites: [String]?
  ) -> [TrafficOrigin] {
    let origins = reader.children("origins").map { name, part -> TrafficOrigin in
      let share = part.required("share", .share)
      let clock = originClock(part, begins: begins, horizonSeconds: horizonSeconds)
      var origin = TrafficOrigin(
        name: name, share: share, utcOffsetSeconds: clock.utcOffsetSeconds, clock: clock, day: dailyCurve(part),
        week: week(part))
      origin.roundTrips = roundTrips(part, sites: sites)
      origin.servedBy = servedBy(part, sites: sites)
      origin.route = part.choice("route", OriginRoute.self) ?? .weighted
      part.finish()
      return origin
    }
    checkShares(origins.map(\.share), of: "origins", reader)
    if !origins.isEmpty {
      let isRouted = origins.contains { $0.servedBy != nil || $0.route != .weighted }
      interpret(
        "origins shape demand by their local time; which site answers is decided by "
          + (isRouted ? "'served-by', 'route' and the sites' weights" : "the sites' weights"))
      if origins.contains(where: { $0.clock?.zone != nil }) {
        interpret("time zones are those of the IANA database \(ZoneRule.version), which the program holds")
      }
    }
    return origins
  }

  /// `round-trip: { east: 20ms, west: 110ms }`.
  private func roundTrips(_ origin: FieldReader, sites: [String]?) -> [String: Double] {
    guard let reader = origin.child("round-trip") else { return [:] }
    var seconds: [String: Double] = [:]
    for name in reader.names("NAME") {
      seconds[name] = reader.required(name, .duration)
      if let sites, !sites.contains(name) { reader.unknown(name, "the plan has no site '\(name)'", among: sites) }
    }
    return seconds
  }

  /// `served-by: [eu-1, eu-2]`.
  private func servedBy(_ origin: FieldReader, sites: [String]?) -> [String]? {
    guard let names = origin.textList("served-by") else { return nil }
    // What is no list has been reported as that.
    guard let items = origin.node("served-by")?.items else { return nil }
    for (name, item) in zip(names, items) {
      if let sites, !sites.contains(name) {
        context.report(
          at: item.position, "the plan has no site '\(name)'", remedy: FieldReader.suggestion(for: name, among: sites))
      }
    }
    if items.isEmpty {
      origin.error("served-by", "an empty list serves nobody", remedy: "Name sites, or leave 'served-by' out for all")
    }
    return names
  }

  // MARK: Kinds of clients

  /// `clients: { mobile: { share: 60%, adds: 80ms }, desktop: { share: 40%, adds: 10ms } }`.
  func clients(_ reader: FieldReader) -> [ClientKind] {
    let clients = reader.children("clients").map { name, part -> ClientKind in
      defer { part.finish() }
      return ClientKind(
        name: name, share: part.required("share", .share), addsSeconds: part.optional("adds", .duration) ?? 0)
    }
    checkShares(clients.map(\.share), of: "clients", reader)
    return clients
  }

  private func checkShares(_ shares: [Double], of key: String, _ reader: FieldReader) {
    let total = shares.reduce(0, +)
    if !shares.isEmpty && abs(total - 1) > 1e-6 {
      reader.error(key, "the shares of the \(key) sum to \(nearestWhole(total * 100)) %, not to 100 %")
    }
  }
}

extension PlanDecoder {
  /// What says how far users are moves the first token at the user, and nothing else.
  func findDeadDistances(_ service: Service, _ root: FieldReader) {
    let isJudged = service.objectives.firstToken.contains { $0.place == .user }
    let traffic = root.node["traffic"]
    for origin in service.traffic.origins {
      note(
        traffic?["origins"]?[origin.name]?["round-trip"], isDead: !isJudged && origin.route != .nearest,
        "nobody asks when the first token is at the user, so how far users are moves nothing",
        "Add 'objectives.first-token-at-user', or leave 'round-trip' out")
    }
    note(
      traffic?["clients"], isDead: !isJudged,
      "nobody asks when the first token is at the user, so kinds of clients move nothing",
      "Add 'objectives.first-token-at-user', or leave 'clients' out")
  }
}
