/// The worked check sends the traffic of all sites through one ladder of tiers; a provider bills its own.
extension CheckedDesign {
  /// Dollars a year that users' traffic costs: 53 kB of each of 2.10384e10 requests, 92,919.6 GB a month, by provider through
  /// 0.09 $ to 10 TB, 0.085 to 50, 0.07 to 150. In setting X the middle one of the active sites is another provider's.
  public func egress(_ setting: CheckedSetting) -> Double {
    var shares = [1.0]
    if setting == .otherProvider && topology == .activeActive {
      shares = siteCount == 3 ? [2 / 3.0, 1 / 3.0] : [0.5, 0.5]
    }
    return 12
      * shares.reduce(0) { sum, share in
        let volume = share * 92_919.6
        return sum + 0.09 * min(volume, 10_000) + 0.085 * max(0, min(volume, 50_000) - 10_000)
          + 0.07 * max(0, volume - 50_000)
      }
  }

  /// What ladders of their own cost above the one of the worked check.
  public func ladders(_ setting: CheckedSetting) -> Double { egress(setting) - egress(.sameProvider) }
}
