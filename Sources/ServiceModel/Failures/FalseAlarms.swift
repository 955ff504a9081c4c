extension Probes {
  /// False alarms a second of a site that is well, where each probe is lost with probability `loss`, independently.
  ///
  /// A vantage point calls the site lost while its latest N probes are lost, which is so with probability p^N at any
  /// instant, and begins to at the rate (1 - p) p^N / I: one probe came back and the N after it did not. An alarm rises
  /// when K of M points, whose probes are independent, come to call it lost: one of M begins while K - 1 of the others do.
  /// The rate M (1 - p) p^N / I x P(Bin(M - 1, p^N) = K - 1) is exact for any p. Counted by renewal it is
  /// 1 / (I (E + 1/(1 - p))) for one point, with E the mean number of probes to a run of N losses (W. Feller, An
  /// Introduction to Probability Theory 1, section XIII.7) and 1/(1 - p) the mean number until one comes back.
  ///
  /// - Parameter loss: Between 0 and 1, 1 excluded.
  public func falseAlarmsPerSecond(loss: Double) -> Double {
    guard loss > 0, loss < 1 else { return 0 }
    var run = 1.0
    for _ in 0..<failures { run *= loss }
    var others = 1.0
    // C(M - 1, K - 1) p^(N (K - 1)) (1 - p^N)^(M - K)
    for i in 0..<(agreeing - 1) { others *= run * Double(vantagePoints - 1 - i) / Double(i + 1) }
    for _ in 0..<(vantagePoints - agreeing) { others *= 1 - run }
    return Double(vantagePoints) * (1 - loss) * run / intervalSeconds * others
  }

  /// Share of the time in which a site that is well is taken for lost, P(Bin(M, p^N) >= K).
  public func falselyLostShare(loss: Double) -> Double {
    var run = 1.0
    for _ in 0..<failures { run *= loss }
    var share = 0.0
    for k in agreeing...vantagePoints {
      var part = 1.0
      for i in 0..<k { part *= run * Double(vantagePoints - i) / Double(i + 1) }
      for _ in 0..<(vantagePoints - k) { part *= 1 - run }
      share += part
    }
    return share
  }
}

extension FailureMode {
  /// The name under which false alarms stand among the causes.
  public static let falseAlarmName = "false alarm"

  /// Alarms of sites that are well, as a failure mode: every region has a clock.
  ///
  /// - Parameters:
  ///   - perSecond: Rate of one region; positive.
  ///   - seenThrough: Chance that whoever decides sees that the alarm is false.
  public static func falseAlarms(perSecond: Double, seenThrough: Double) -> FailureMode {
    FailureMode(
      name: falseAlarmName, scope: .region, lifetime: .exponential(mean: 1 / perSecond), lasts: .constant(0),
      effect: .alarms(seenThrough: seenThrough))
  }
}
