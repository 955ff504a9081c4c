import Testing

@testable import QueueingTheory

/// Oracle groups F to I and M: failover timing, DNS, data loss, yearly downtime, laws.
@Suite struct FailoverOracleTests {
  @Test func f01ProbeDetection() {
    let detection = ProbeDetection(interval: 10, threshold: 3, timeout: 2)
    expectClose(detection.mean, 27)
    expectClose(detection.minimum, 22)
    expectClose(detection.maximum, 32)
    expectClose(detection.standardDeviation, 2.886751345948129)
    expectClose(detection.quantile(0.5), 27)
    expectClose(detection.quantile(0.95), 31.5)
    expectClose(detection.quantile(0.99), 31.9)
  }

  /// The median of three phases: beta(2, 2), whose mean is 1/2 and variance 1/20.
  @Test func quorumOfVantagePoints() {
    let detection = ProbeDetection(interval: 10, threshold: 3, timeout: 2, quorum: 2, vantagePoints: 3)
    expectClose(detection.mean, 27)
    expectClose(detection.standardDeviation, 5.0.squareRoot())
    expectClose(detection.quantile(0.5), 27)
    // P(beta(2, 2) <= 0.25) = 3x² - 2x³.
    expectClose(detection.cdf(24.5), 0.15625)
    let all = ProbeDetection(interval: 10, threshold: 1, timeout: 0, quorum: 4, vantagePoints: 4)
    expectClose(all.mean, 8)
    expectClose(all.quantile(0.5), 10 * 0.8408964152537145)
  }

  @Test func falseAlarmRuns() {
    expectClose(meanProbesToRun(length: 3, loss: 0.01), 1_010_100)
    #expect(meanProbesToRun(length: 3, loss: 1) == 3)
  }

  @Test func f03RecoveryTime() throws {
    let recovery = RecoveryTime(detection: 22...32, fixed: 15, step: LognormalDuration(median: 60, sigma: 0.5))
    expectClose(recovery.mean, 109.9889071840096)
    expectClose(recovery.standardDeviation, 36.34884327977887)
    expectClose(try recovery.quantile(0.5), 102.0692113980402)
    expectClose(try recovery.quantile(0.95), 178.6917662047302)
    expectClose(try recovery.quantile(0.99), 234.1270177210116)
    expectClose(recovery.cdf(180), 0.9519361333815208)
  }

  /// The closed form against quadrature of the convolution, into both tails.
  @Test(arguments: [50.0, 80, 110, 180, 400])
  func recoveryTimeIsTheConvolution(time: Double) throws {
    let step = LognormalDuration(median: 60, sigma: 0.5)
    let recovery = RecoveryTime(detection: 22...32, fixed: 15, step: step)
    expectClose(recovery.cdf(time), try convolvedCDF(time - 15, uniform: 22...32) { step.cdf($0) })
  }

  @Test func g01DNSDrain() {
    let drain = DNSDrain(publishedAfter: 30, ttl: 60)
    expectClose(500 * drain.lostTime, 30_000)
    expectClose(drain.lostTime(within: 300) / 300, 0.2)
    expectClose(drain.shareRemaining(at: 45), 0.75)
    expectClose(drain.timeUntil(moved: 0.95), 87)
  }

  /// A tenth of the clients sit behind resolvers that hold records for ten minutes.
  @Test func dnsCohorts() {
    let drain = DNSDrain(publishedAfter: 30, cohorts: [.init(share: 0.9, ttl: 60), .init(share: 0.1, ttl: 600)])
    expectClose(drain.lostTime, 30 + 0.9 * 30 + 0.1 * 300)
    expectClose(drain.lostTime(within: 1000), drain.lostTime)
    expectClose(drain.shareRemaining(at: 90), 0.09)
    for moved in [0.1, 0.5, 0.9, 0.91, 0.95, 1] {
      expectClose(1 - drain.shareRemaining(at: drain.timeUntil(moved: moved)), moved)
    }
  }

  @Test func h01Lag() {
    let lag = ExponentialLag(mean: 2)
    expectClose(lag.mean, 2)
    expectClose(lag.quantile(0.5), 1.386294361119891)
    expectClose(lag.quantile(0.95), 5.991464547107982)
    expectClose(lag.quantile(0.99), 9.210340371976183)
    expectClose(lag.probability(longerThan: 10), 0.006737946999085467)
    expectClose(lag.meanLostWrites(rate: 100), 200)
  }

  @Test func h02Checkpoints() {
    let instant = CheckpointLoss(interval: 30)
    expectClose(instant.mean, 15)
    expectClose(instant.standardDeviation, 8.660254037844386)
    expectClose(instant.quantile(0.95), 28.5)
    expectClose(instant.quantile(0.99), 29.7)
    let delayed = CheckpointLoss(interval: 30, uploadDelay: 5)
    expectClose(delayed.mean, 20)
    expectClose(delayed.quantile(0.99), 34.7)
    expectClose(delayed.maximum, 35)
    expectClose(CheckpointLoss(interval: 30, intervalVariation: 1).mean, 30)
  }

  @Test func i01TakacsExponential() {
    let year = IntervalDowntime(failureRate: 2.0 / 525_960, repair: .exponential(mean: 100), period: 525_960)
    expectClose(year.probability(ofAvailability: 0.9999), 0.2758170063234743)
    expectClose(year.probabilityOfNoOutage, 0.1353352832366127)
    expectClose(year.cdf(0), 0.1353352832366127)
    expectClose(year.cdf(100), 0.3943773705919236)
    expectClose(year.cdf(500), 0.9140912729513957)
    expectClose(year.meanDowntimeIfExponential, 199.8859806945611)
  }

  @Test func i03TakacsGamma() {
    let year = IntervalDowntime(failureRate: 2.0 / 525_960, repair: .gamma(shape: 0.5, scale: 200), period: 525_960)
    expectClose(year.probability(ofAvailability: 0.9999), 0.3605246162835258)
    expectClose(year.cdf(500), 0.8894844389082685)
  }

  @Test func i04CompoundPoisson() {
    let year = FailoverDowntime(
      incidents: 2, failover: 3, probabilityOfFailing: 0.05, recovery: .exponential(mean: 60))
    expectClose(year.mean, 12)
    expectClose(year.standardDeviation, 27.82085548648711)
    expectClose(year.cdf(52.596), 0.9523626827799416)
    expectClose(year.probabilityOfNoIncident, 0.1353352832366127)
  }

  @Test func m01Lognormal() {
    let law = LognormalDuration(median: 60, sigma: 1)
    expectClose(law.logMedian, 4.094344562222101)
    expectClose(law.mean, 98.92327624200769)
    expectClose(law.standardDeviation, 129.6718449537053)
    expectClose(law.quantile(0.95), 310.8150961339810)
    expectClose(law.quantile(0.99), 614.4284193787281)
    expectClose(law.meanResidual(at: 60), 106.4571574602006)
  }

  @Test func m03LognormalFromPercentiles() {
    let law = LognormalDuration(median: 60, p95: 240)
    expectClose(law.sigma, 0.8428071278835985)
    expectClose(law.mean, 85.58469664280825)
  }

  /// The money note's table: E[min(F, R)] and E[min(F + M, R)], printed to four decimals.
  @Test func limitedExpectations() throws {
    let outage = LognormalDuration(median: 60, sigma: 1)
    for (limit, value) in [(1.0, 1.0000), (3, 2.9991), (15, 14.5994), (25, 23.2372), (170, 76.3987)] {
      #expect(abs(outage.limitedMean(limit) - value) < 5e-5)
      expectClose(outage.limitedMean(limit) + outage.meanExcess(over: limit), outage.mean)
    }
    for (limit, value) in [(3.0, 48.9066), (25, 58.1501), (170, 84.3637)] {
      #expect(abs(try meanOfRace(shift: limit, outage, against: outage) - value) < 5e-5)
    }
    let race = try meanDowntimeOfRace(failover: 3, probabilityOfFailing: 0.05, manualRecovery: outage, outage: outage)
    #expect(abs(race - (0.95 * 2.9991 + 0.05 * 48.9066)) < 1e-4)
  }
}
