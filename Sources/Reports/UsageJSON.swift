import Costing

/// What a design used, at full precision: enough to price it again without simulation.
///
/// Each amount is its mean, its standard error and the means of the worlds, in one order for all amounts.
func usageJSON(_ usage: SimulatedUsage) -> JSONValue {
  func amount(_ estimate: Estimate, _ inWorld: (SimulatedUsage) -> Estimate?) -> JSONValue {
    .object([
      ("mean", .number(estimate.mean)), ("standard_error", .number(estimate.standardError)),
      ("worlds", .array(usage.worlds.compactMap(inWorld).map { .number($0.mean) })),
    ])
  }
  return .object([
    ("requests_answered", amount(usage.requestsAnswered, \.requestsAnswered)),
    ("requests_lost", amount(usage.requestsLost, \.requestsLost)),
    ("outage_minutes", amount(usage.outageMinutes, \.outageMinutes)),
    (
      "sites",
      .array(
        usage.sites.enumerated().map { index, site in
          .object([
            ("site", .string(site.site)),
            ("burst_node_hours", amount(site.burstNodeHours) { $0.sites[index].burstNodeHours }),
            (
              "autoscaled_node_hours",
              site.autoscaledNodeHours.map { amount($0) { $0.sites[index].autoscaledNodeHours } } ?? .null
            ),
          ])
        })
    ),
  ])
}
