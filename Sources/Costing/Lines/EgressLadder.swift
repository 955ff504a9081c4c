import ServiceModel

/// Monthly volumes of the sites of one provider, climbing through its tiers together.
///
/// A month that is covered in part is priced at the tiers that the whole month would reach, so its limits shrink with its
/// hours.
struct EgressLadder {
  /// By tier, site and month.
  private(set) var gigabytes: [[[Double]]]
  /// The highest tier that is reached in any month.
  private(set) var top = 0

  /// - Parameter volumes: GB by site and month.
  init(_ tiers: [EgressPrice.Tier], periods: [BillingPeriod], volumes: [[Double]]) {
    let none = volumes.map { _ in [Double](repeating: 0, count: periods.count) }
    gigabytes = Array(repeating: none, count: tiers.count)
    for (month, period) in periods.enumerated() {
      let total = volumes.reduce(0) { $0 + $1[month] }
      guard total > 0 else { continue }
      var lower = 0.0
      for (tier, limits) in tiers.enumerated() {
        let upper = tier == tiers.count - 1 ? total : min(total, limits.upToGBPerMonth * period.coverage)
        guard upper > lower else { continue }
        top = max(top, tier)
        for (site, volume) in volumes.enumerated() {
          gigabytes[tier][site][month] = (upper - lower) * volume[month] / total
        }
        lower = upper
      }
    }
  }
}
