import Foundation
import Testing

@testable import QueueingTheory

/// Oracle groups E and K: queues, fluid, buffers. The number of the case is in the name.
@Suite struct QueueOracleTests {
  @Test func e01MM1() {
    let queue = MultiServerQueue(arrivalRate: 0.8, serviceRate: 1)
    expectClose(queue.numberInSystem, 4)
    expectClose(queue.waitInQueue, 4)
    expectClose(queue.responseTime, 5)
    expectClose(queue.responseTimeQuantile(0.95), 14.97866136776995)
    expectClose(queue.responseTimeQuantile(0.99), 23.02585092994046)
    expectClose(queue.probabilityOfWaiting(longerThan: 5), 0.2943035529371539)
  }

  @Test func e02ErlangC() {
    let queue = MultiServerQueue(arrivalRate: 8, serviceRate: 1, servers: 10)
    expectClose(queue.probabilityOfWaiting, 0.4091801507964435)
    expectClose(queue.waitInQueue, 0.2045900753982218)
    expectClose(queue.numberWaiting, 1.636720603185774)
    expectClose(queue.probabilityOfWaiting(longerThan: 0.5), 0.1505289652134421)
  }

  @Test func e04ErlangB() {
    let loss = erlangB(servers: 20, offeredLoad: 15)
    expectClose(loss, 0.04559321558981184)
    expectClose(15 * (1 - loss), 14.31610176615282)
  }

  @Test func e05PollaczekKhinchine() {
    let variation = LognormalDuration(mean: 1, sigma: 1).squaredVariation
    expectClose(variation, 1.718281828459045)
    let queue = SingleServerQueue(arrivalRate: 0.7, serviceMean: 1, serviceVariation: variation)
    expectClose(queue.waitInQueue, 3.171328799868886)
    expectClose(queue.numberInSystem, 2.919930159908220)
  }

  @Test func e07ProcessorSharing() {
    let queue = SingleServerQueue(arrivalRate: 0.7, serviceMean: 1, serviceVariation: 3)
    expectClose(queue.sharedResponseTime, 10.0 / 3)
    expectClose(queue.sharedResponseTime(ofWork: 2), 20.0 / 3)
    expectClose(queue.sharedNumberInSystem, 7.0 / 3)
  }

  @Test func e08ErlangA() {
    let queue = AbandonmentQueue(arrivalRate: 100, serviceRate: 1, servers: 100, abandonmentRate: 0.5)
    expectClose(queue.probabilityOfWaiting, 0.5967031380195729)
    expectClose(queue.probabilityOfAbandoning, 0.03303015252828815)
    expectClose(queue.waitInQueue, 0.06606030505657630)
    expectClose(queue.numberWaiting, 6.606030505657630)
  }

  @Test func e10CyclicLoad() {
    let load = CyclicLoad(meanRate: 100, amplitude: 40, period: 24, serviceRate: 1)
    expectClose(load.mean(at: 6), 137.4342939427173)
    expectClose(load.mean(at: 12), 109.8002752368968)
    expectClose(load.peakMean, 138.6958881240461)
    expectClose(load.peakLag, 0.9780495368354237)
    expectClose(load.mean(at: 6 + load.peakLag), load.peakMean)
  }

  @Test func e12FluidDrain() {
    let queue = FluidQueue([
      .init(start: 0, arrivalRate: 120, capacity: 100), .init(start: 60, arrivalRate: 80, capacity: 100),
    ])
    expectClose(queue.peakBacklog, 1200)
    expectClose(queue.clearTime - queue.peakTime, 60)
    expectClose(queue.backlogArea, 72_000)
    expectClose(queue.longestDelay, 12)
    expectClose(queue.delayedVolume, 12_000)
    expectClose(queue.meanDelayOfDelayed, 6)
  }

  @Test func k01SquareRootStaffing() throws {
    #expect(serversNeeded(offeredLoad: 80, probabilityOfWaiting: 0.2) == 90)
    #expect(serversNeeded(offeredLoad: 80, probabilityOfWaiting: 0.05) == 97)
    expectClose(erlangC(servers: 90, offeredLoad: 80), 0.1951371735190365)
    expectClose(erlangC(servers: 97, offeredLoad: 80), 0.04229801158262846)
    expectClose(try halfinWhittFactor(probabilityOfWaiting: 0.2), 1.061516275418718)
    expectClose(try halfinWhittFactor(probabilityOfWaiting: 0.05), 1.739836271790503)
    #expect(try squareRootStaffing(offeredLoad: 80, probabilityOfWaiting: 0.2) == 90)
    #expect(try squareRootStaffing(offeredLoad: 80, probabilityOfWaiting: 0.05) == 96)
  }

  @Test func k02SiteLoss() {
    let two = SiteLossReserve(sites: 2)
    #expect(two.perSite(peak: 1200) == 1200 && two.total(peak: 1200) == 2400)
    #expect(two.headroomOverShare == 1 && two.highestUtilization == 0.5 && two.idleFraction == 0.5)
    #expect(SiteLossReserve(sites: 3).headroomOverShare == 0.5)
    expectClose(SiteLossReserve(sites: 4).headroomOverShare, 1.0 / 3)
    expectClose(SiteLossReserve(sites: 4).highestUtilization, 0.75)
    expectClose(SiteLossReserve(sites: 4).total(peak: 1200), 1600)
    expectClose(SiteLossReserve(sites: 5, lost: 2).headroomOverShare, 2.0 / 3)
    expectClose(SiteLossReserve(sites: 5, lost: 2).highestUtilization, 0.6)
  }

  @Test(arguments: [
    (4, 0.9999, 6, 0.9999975280126562), (4, 0.99999, 6, 0.9999975280126562), (20, 0.9999, 23, 0.9999948708409740),
    (20, 0.99999, 23, 0.9999948708409740), (100, 0.9999, 105, 0.9999835319399799),
    (100, 0.99999, 106, 0.9999987646443225),
  ])
  func k04NodeSpares(needed: Int, target: Double, units: Int, availability: Double) {
    #expect(unitsNeeded(needed: needed, unitUnavailability: 0.005, target: target) == units)
    let unavailability = poolUnavailability(needed: needed, of: units, unitUnavailability: 0.005)
    expectClose(1 - unavailability, availability)
    expectClose(unavailability, 1 - availability, 1e-9)
  }

  /// The ramp and newsvendor figures of the methodology note, printed there to the digits used here.
  @Test func rampAndNewsvendor() {
    let ramp = rampHeadroom(ramp: 0.5, metricDelay: 30, evaluationPeriod: 15, readyDelay: 180)
    #expect(ramp.lag == 225 && ramp.growth == 112.5)
    let vendor = Newsvendor(demandMean: 200, demandDeviation: 20, shortageCost: 4, surplusCost: 1)
    expectClose(vendor.bestCapacity, 216.8, 5e-4)
    expectClose(vendor.expectedCost(capacity: vendor.bestCapacity), 28.0, 2e-3)
    expectClose(vendor.expectedCost(capacity: 200), 39.9, 1e-3)
    expectClose(forecastHeadroom(confidence: 0.99, variation: 0.1), 0.23263478740408408)
  }
}
