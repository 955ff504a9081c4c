import Testing

@testable import QueueingTheory

/// Oracle groups A to D: availability of components, pools, sites and standbys. The number of the case is in the name.
@Suite struct AvailabilityOracleTests {
  @Test func a01ExponentialRenewal() {
    let component = AlternatingRenewal(meanUp: 1000, meanDown: 4)
    expectClose(component.availability, 0.9960159362549801)
    expectClose(component.unavailability, 0.003984063745019920)
    expectClose(component.failureFrequency * 8766, 8.731075697211155)
  }

  @Test func a02WeibullUpLognormalDown() {
    let up = weibullMean(shape: 1.5, scale: 1200)
    let down = LognormalDuration(median: 1, sigma: 1).mean
    expectClose(up, 1083.294351541120)
    expectClose(down, 1.648721270700128)
    let component = AlternatingRenewal(meanUp: up, meanDown: down)
    expectClose(component.availability, 0.9984803614935969)
    expectClose(component.unavailability, 0.001519638506403085)
    expectClose(weibullScale(shape: 1.5, mean: up), 1200)
  }

  @Test func a04TransientAvailability() {
    let component = TwoStateComponent(failureRate: 0.1, repairRate: 1)
    expectClose(component.pointAvailability(at: 2), 0.9191639234874849)
    expectClose(component.meanIntervalAvailability(over: 2), 0.9458345802329614)
  }

  @Test func b01OneCrew() {
    let pool = KOutOfN(units: 4, needed: 3, failureRate: 1.0 / 720, repairRate: 0.5, crews: 1)
    expectClose(pool.unavailability, 9.207677636624271e-5)
    expectClose(pool.failureFrequency, 4.578332981793195e-5)
    expectClose(pool.meanDownDuration, 2.011141975308642)
    expectClose(pool.meanTimeToFailure, 22020)
  }

  @Test func b02CrewPerUnit() {
    let pool = KOutOfN(units: 4, needed: 3, failureRate: 1.0 / 720, repairRate: 0.5, crews: 4)
    expectClose(pool.unavailability, 4.587029224193522e-5)
    expectClose(pool.failureFrequency, 4.578544549943947e-5)
    expectClose(pool.meanTimeToFailure, 22020)
    let unit = AlternatingRenewal(meanUp: 720, meanDown: 2)
    expectClose(poolUnavailability(needed: 3, of: 4, unitUnavailability: unit.unavailability), pool.unavailability)
  }

  @Test func b04OneOfTwo() {
    let pair = KOutOfN(units: 2, needed: 1, failureRate: 0.001, repairRate: 0.5, crews: 2)
    expectClose(pair.meanTimeToFailure, 251_500)
  }

  /// The rare-event reference: two regions of 4-of-5 nodes.
  static func twoRegions() -> ActiveActive {
    let outage = LognormalDuration(median: 60, sigma: 1).mean
    return ActiveActive(
      sites: 2, site: AlternatingRenewal(meanUp: 262_980, meanDown: outage), nodes: 5, nodesNeeded: 4,
      node: AlternatingRenewal(meanUp: 86_400, meanDown: 10 + LognormalDuration(median: 45, sigma: 0.8).mean))
  }

  @Test func b05ActiveActive() {
    var regions = Self.twoRegions()
    expectClose(regions.node.unavailability, 0.0008323014818720494)
    expectClose(regions.nodePoolUnavailability, 6.915733630224035e-6)
    expectClose(regions.siteIncapable, 0.0003829344236987827)
    expectClose(regions.unavailability, 1.466387728535188e-7)
    regions.sharedPlane = AlternatingRenewal(
      meanUp: 52_596_000, meanDown: LognormalDuration(median: 60, sigma: 1).mean)
    expectClose(regions.unavailability, 2.027448638245297e-6)
  }

  /// The accelerated twins, known to five digits.
  @Test(arguments: [(100.0, 7.2195e-3), (30.0, 2.8074e-4)])
  func b05AcceleratedTwin(factor: Double, unavailability: Double) {
    expectClose(Self.twoRegions().acceleratingFailures(by: factor).unavailability, unavailability, 1e-5)
  }

  @Test func c01ColdStandby() {
    let pair = StandbyPair(failureRate: 0.001, repairRate: 0.5, dormancy: 0, crews: 1)
    expectClose(pair.unavailability, 3.992000031936000e-6)
    expectClose(pair.meanTimeToFailure, 502_000)
  }

  @Test func c03HotStandbyWithCoverage() throws {
    let pair = try CoveredStandby(
      failureRate: 0.002, repairRate: 0.5, coverage: 0.95, switchRate: 20, manualRate: 2)
    let expected = [
      0.9920477452738845, 9.193691913083507e-5, 0.007804794853401013, 3.965018965922800e-5, 1.587276392438215e-5,
    ]
    for (probability, value) in zip(pair.probabilities, expected) { expectClose(probability, value) }
    expectClose(pair.unavailability, 0.0001474598727144452)
  }

  @Test func c04FailoverReward() {
    let incidents = IncidentReward(
      failureRate: 2.0 / 525_960, failover: 3, probabilityOfFailing: 0.05,
      manualRecovery: LognormalDuration(median: 60, sigma: 1))
    expectClose(incidents.meanDowntime, 7.946163812100384)
    expectClose(incidents.unavailability, 3.021493542959118e-5)
    expectClose(incidents.unavailability * 525_960, 15.89184743854778)
    expectClose(incidents.downtimeVariance, 1305.565561351386)
  }

  @Test func c06ColdStandbyRecovery() {
    let recovery = RecoveryTime(detection: 27...27, fixed: 120, step: LognormalDuration(median: 300, sigma: 0.5))
    expectClose(recovery.mean, 486.9445359200479)
    let incidents = IncidentReward(failureRate: 2.0 / (525_960 * 60), meanDowntime: recovery.mean)
    expectClose(incidents.unavailability, 3.085973007726233e-5)
    expectClose(incidents.availability, 0.9999691402699227)
  }

  @Test func d01CommonCause() throws {
    let pair = try CommonCausePair(failureRate: 1e-4, beta: 0.05, repairRate: 0.25)
    expectClose(pair.unavailability, 1.014798151152078e-5)
    let apart = try CommonCausePair(failureRate: 1e-4, beta: 0, repairRate: 0.25)
    expectClose(apart.unavailability, 1.598720767590605e-7)
    expectClose(try CommonCausePair.penalty(failureRate: 1e-4, beta: 0.05, repairRate: 0.25), 63.47563450254401)
  }
}
