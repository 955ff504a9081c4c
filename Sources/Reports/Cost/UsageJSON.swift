import Costing

/// What a design used, at full precision: enough to price it again without simulation.
///
/// Each amount is its mean, its standard error and the means of the worlds, in one order for all amounts, and what of it
/// arose in each part of the horizon. What is priced by tiers has the parts of each world too, one world after the other.
func usageJSON(_ usage: SimulatedUsage) -> JSONValue {
  func amount(
    _ estimate: Estimate, climbs: Bool = false, _ inWorld: (SimulatedUsage) -> Estimate?
  ) -> JSONValue {
    let worlds = usage.worlds.compactMap(inWorld)
    var pairs: [(key: String, value: JSONValue)] = [
      ("mean", .number(estimate.mean)), ("standard_error", .number(estimate.standardError)),
      ("worlds", .array(worlds.map { .number($0.mean) })),
    ]
    if !estimate.parts.isEmpty { pairs.append(("parts", .array(estimate.parts.map { .number($0) }))) }
    if climbs && !estimate.parts.isEmpty {
      pairs.append(("parts_of_worlds", .array(worlds.flatMap(\.parts).map { .number($0) })))
    }
    return .object(pairs)
  }
  var pairs: [(key: String, value: JSONValue)] = [
    ("requests_answered", amount(usage.requestsAnswered, climbs: true, \.requestsAnswered)),
    ("requests_lost", amount(usage.requestsLost, \.requestsLost)),
    ("outage_minutes", amount(usage.outageMinutes, \.outageMinutes)),
  ]
  // Only where a price depends on them.
  if !usage.outageLengths.isEmpty {
    let bands = usage.outageMinutesByLength.enumerated().map { band, minutes in
      amount(minutes) { $0.outageMinutesByLength[band] }
    }
    pairs.append(("outage_lengths_minutes", .array(usage.outageLengths.map { .number($0) })))
    pairs.append(("outage_minutes_by_length", .array(bands)))
  }
  if !usage.creditLevels.isEmpty {
    let tiers = usage.creditMonths.enumerated().map { tier, months in amount(months) { $0.creditMonths[tier] } }
    pairs.append(("credit_availabilities", .array(usage.creditLevels.map { .number($0) })))
    pairs.append(("credit_months", .array(tiers)))
  }
  if !usage.lostByService.isEmpty {
    let services = usage.lostByService.enumerated().map { index, lost in amount(lost) { $0.lostByService[index] } }
    pairs.append(("requests_lost_by_service", .array(services)))
  }
  let sites = usage.sites.enumerated().map { index, site in
    JSONValue.object(
      [
        ("site", .string(site.site)),
        ("burst_node_hours", amount(site.burstNodeHours) { $0.sites[index].burstNodeHours }),
        (
          "autoscaled_node_hours",
          site.autoscaledNodeHours.map { amount($0) { $0.sites[index].autoscaledNodeHours } } ?? .null
        ),
      ]
        + SiteUsage.occasional.compactMap { key, path in
          site[keyPath: path].map {
            (key, amount($0, climbs: path == \.answeredRequests) { $0.sites[index][keyPath: path] })
          }
        })
  }
  pairs.append(("sites", .array(sites)))
  return .object(pairs)
}

extension SiteUsage {
  /// Amounts that are there only where a plan asks for them: a rented model, what is drawn of what is held, and who
  /// answers where several sites may.
  static var occasional: [(key: String, path: WritableKeyPath<SiteUsage, Estimate?>)] {
    [
      ("rented_requests", \.rentedRequests), ("drawn_owned_node_hours", \.drawnOwnedNodeHours),
      ("drawn_committed_node_hours", \.drawnCommittedNodeHours), ("reserved_run_node_hours", \.reservedRunNodeHours),
      ("answered_requests", \.answeredRequests),
    ]
  }
}
