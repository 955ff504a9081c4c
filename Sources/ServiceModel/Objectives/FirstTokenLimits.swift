import ServingModel

/// First-token limits at the replicas of a site: what is left of the user's after the round trip and of both after a change
/// has been confirmed elsewhere, in the curve's own pace.
///
/// Users who are differently far away leave different times to the replica. With a limit *L* at the user, a round trip *r* of
/// an origin and *a* that a kind of client adds, its first token comes late with the probability that the replica takes
/// longer than *L - r - a*; a mixture of kinds has the mean of these probabilities by their shares.
public struct FirstTokenLimits: Equatable, Sendable {
  /// Limits whose excess the curve is to report, in seconds.
  public private(set) var seconds: [Double] = []
  /// For each objective, and where origins are told apart for each of them, the parts of its requests with the limit that
  /// holds for each; empty where each objective has one limit for everybody.
  public private(set) var mixtures: [[LimitPart]] = []

  /// - Parameter confirmed: Seconds until a change has been confirmed elsewhere.
  public init(_ objectives: Objectives, _ traffic: Traffic, at site: Site, confirmed: Double) {
    let origins = traffic.tellsOriginsApart ? traffic.origins : []
    let kinds = traffic.clients.isEmpty ? [ClientKind(name: "", share: 1, addsSeconds: 0)] : traffic.clients
    func limit(_ objective: FirstTokenObjective, _ roundTrip: Double, _ kind: ClientKind) -> Double {
      let within = objective.withinSeconds - confirmed
      return max(0, objective.place == .user ? within - (roundTrip + kind.addsSeconds) : within) * site.throughput
    }
    guard !origins.isEmpty || !traffic.clients.isEmpty else {
      seconds = objectives.firstToken.map { limit($0, site.roundTripSeconds, kinds[0]) }
      return
    }
    let roundTrips = origins.isEmpty ? [site.roundTripSeconds] : origins.map { $0.roundTripSeconds(to: site) }
    for objective in objectives.firstToken {
      for roundTrip in roundTrips {
        var parts: [LimitPart] = []
        for kind in kinds { add(kind.share, limit(objective, roundTrip, kind), to: &parts) }
        mixtures.append(parts)
      }
    }
  }

  private mutating func add(_ share: Double, _ limit: Double, to parts: inout [LimitPart]) {
    let index = seconds.firstIndex(of: limit) ?? seconds.count
    if index == seconds.count { seconds.append(limit) }
    if let part = parts.firstIndex(where: { $0.limit == index }) {
      parts[part].share += share
    } else {
      parts.append(LimitPart(limit: index, share: share))
    }
  }
}
