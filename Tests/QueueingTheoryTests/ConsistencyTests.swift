import Foundation
import Testing

@testable import QueueingTheory

/// What holds between the formulas, for any parameters.
@Suite struct ConsistencyTests {
  /// Erlang A with endless patience is Erlang C, with none Erlang B; a finite queue without waiting room is Erlang B.
  @Test(arguments: [(1, 0.5), (4, 3.2), (16, 12.0), (300, 280.0)])
  func limitsOfQueues(servers: Int, load: Double) {
    let patient = AbandonmentQueue(arrivalRate: load, serviceRate: 1, servers: servers, abandonmentRate: 1e-9)
    expectClose(patient.probabilityOfWaiting, erlangC(servers: servers, offeredLoad: load), 1e-6)
    let loss = FiniteQueue(arrivalRate: load, serviceRate: 1, servers: servers, capacity: servers)
    expectClose(loss.probabilityOfLoss, erlangB(servers: servers, offeredLoad: load), 1e-12)
    let large = FiniteQueue(arrivalRate: load, serviceRate: 1, servers: servers, capacity: 3000)
    let endless = MultiServerQueue(arrivalRate: load, serviceRate: 1, servers: servers)
    expectClose(large.waitInQueue, endless.waitInQueue, 1e-9)
  }

  /// The mean response is the integral of its tail; at 3 arrivals the queue drains as fast as one server works.
  @Test(arguments: [2, 3, 3.5])
  func responseTailIntegratesToTheMean(arrivalRate: Double) {
    let queue = MultiServerQueue(arrivalRate: arrivalRate, serviceRate: 1, servers: 4)
    let step = 0.001
    let integral = stride(from: step / 2, to: 60, by: step).reduce(0) {
      $0 + queue.probabilityOfResponse(longerThan: $1) * step
    }
    expectClose(integral, queue.responseTime, 1e-6)
    expectClose(queue.probabilityOfResponse(longerThan: queue.responseTimeQuantile(0.95)), 0.05, 1e-9)
    expectClose(queue.probabilityOfWaiting(longerThan: queue.waitQuantile(0.95)), 0.05, 1e-9)
    #expect(queue.probabilityOfResponse(longerThan: 1e4).isFinite)
    #expect(MultiServerQueue(arrivalRate: 0.1, serviceRate: 1, servers: 4).waitQuantile(0.5) == 0)
  }

  @Test func staffingIsMinimal() {
    for load in [0.5, 5, 50, 500] {
      for waiting in [0.2, 0.05, 1e-6] {
        let servers = serversNeeded(offeredLoad: load, probabilityOfWaiting: waiting)
        #expect(erlangC(servers: servers, offeredLoad: load) <= waiting)
        #expect(erlangC(servers: servers - 1, offeredLoad: load) > waiting)
      }
      let lines = serversNeeded(offeredLoad: load, probabilityOfLoss: 0.01)
      #expect(erlangB(servers: lines, offeredLoad: load) <= 0.01)
      #expect(erlangB(servers: lines - 1, offeredLoad: load) > 0.01)
    }
  }

  /// Unlike components that happen to be alike give the binomial answer.
  @Test func poissonBinomialContainsTheBinomial() {
    for needed in 0...6 {
      expectClose(
        probabilityOfTooFewUp(needed: needed, unavailabilities: [0.01, 0.01, 0.01, 0.01, 0.01]),
        poolUnavailability(needed: needed, of: 5, unitUnavailability: 0.01), 1e-12)
    }
    expectClose(probabilityOfTooFewUp(needed: 1, unavailabilities: [0.1, 0.2]), 0.02, 1e-14)
  }

  /// A pool that stops when it is down has no states beyond the first; a hot pair is 1-of-2.
  @Test func poolVariants() {
    let stopping = KOutOfN(
      units: 4, needed: 3, failureRate: 0.01, repairRate: 0.5, crews: 1, failsWhileDown: false)
    #expect(stopping.chain.steadyState.count == 3)
    expectClose(stopping.meanDownDuration, 2)
    for crews in [1, 2] {
      let pair = StandbyPair(failureRate: 0.001, repairRate: 0.5, dormancy: 1, crews: crews)
      let pool = KOutOfN(units: 2, needed: 1, failureRate: 0.001, repairRate: 0.5, crews: crews)
      expectClose(pair.unavailability, pool.unavailability, 1e-12)
      expectClose(pair.meanTimeToFailure, pool.meanTimeToFailure, 1e-12)
    }
  }

  @Test func allOfATail() {
    #expect(probabilityOfFailures(atLeast: 0, of: 5, unavailability: 0.3) == 1)
    #expect(probabilityOfFailures(atLeast: 6, of: 5, unavailability: 0.3) == 0)
    #expect(probabilityOfFailures(atLeast: 5, of: 5, unavailability: 1) == 1)
    expectClose(probabilityOfFailures(atLeast: 5, of: 5, unavailability: 1e-4), 1e-20, 1e-12)
    expectClose(probabilityOfFailures(atLeast: 1, of: 3, unavailability: 0.5), 0.875, 1e-14)
  }

  /// The autoscaler trace of the notes: capacity 100 for 285 s under 120/s, then 140; the longest delay belongs to the
  /// arrival served when the capacity changes, not to the last one before it.
  @Test func delayPeaksBeforeCapacityArrives() {
    let queue = FluidQueue([
      .init(start: 0, arrivalRate: 120, capacity: 100), .init(start: 285, arrivalRate: 120, capacity: 140),
    ])
    // Served until 285 s: 28,500, which arrived by 237.5 s.
    expectClose(queue.longestDelay, 285 - 237.5)
    expectClose(queue.peakBacklog, 5700)
    expectClose(queue.clearTime, 285 + 285)
    #expect(FluidQueue([.init(start: 0, arrivalRate: 2, capacity: 1)]).backlogArea == .infinity)
    #expect(FluidQueue([.init(start: 0, arrivalRate: 1, capacity: 2)]).clearTime == 0)
  }

  /// A fixed repair: two failures make twice the repair, so the distribution function is a staircase.
  @Test func deterministicRepairs() {
    let year = IntervalDowntime(failureRate: 0.001, repair: .deterministic(10), period: 1000)
    expectClose(year.cdf(5), exp(-0.995))
    expectClose(year.cdf(15), exp(-0.985) * (1 + 0.985))
    #expect(year.cdf(1000) == 1 && year.cdf(-1) == 0)
  }

  @Test func shortTimesKeepTheirDigits() {
    let component = TwoStateComponent(failureRate: 1e-6, repairRate: 0.01)
    expectClose(component.meanDowntime(over: 0.1), 1e-6 * 0.01 / 2, 1e-3)
    // Either side of the switch between series and difference.
    let total = 0.010001
    expectClose(
      component.meanDowntime(over: 1.0000001e-3 / total), component.meanDowntime(over: 0.9999999e-3 / total), 1e-6)
  }
}
