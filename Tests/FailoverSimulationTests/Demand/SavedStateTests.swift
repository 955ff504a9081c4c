import EventKernel
import ServiceModel
import ServingModel
import Testing

@testable import FailoverSimulation

/// State that is saved off the GPUs, by hand.
@Suite struct SavedStateTests {
  /// Answers of ten seconds, saved every ten: an age of x is saved with the chance x / 10, half of all. Of the whole a sixth is done
  /// and saved, of a saved one a third, so that two thirds are left. With a save a second, 5 s on its way: ages beyond 5 to 6 s,
  /// (25 - 16) / 20 = 0.45.
  @Test func theShareThatWasSavedByHand() {
    let slow = SavedState(everySeconds: 10).streams(lasting: 10, uploadSeconds: 0)
    #expect(abs(slow.saved - 0.5) < 1e-12 && abs(slow.left - 2 / 3.0) < 1e-12)
    let late = SavedState(everySeconds: 1).streams(lasting: 10, uploadSeconds: 5)
    #expect(abs(late.saved - 0.45) < 1e-12)
    // Of the whole (125 - 64) / 600 is done and saved.
    #expect(abs(late.left - (1 - 61 / 600.0 / 0.45)) < 1e-12)
    #expect(SavedState(everySeconds: 1).streams(lasting: 10, uploadSeconds: 11) == (0, 1))
    // Half of the ages have passed, and saves that are always fresh lose nothing of that.
    let fresh = SavedState(everySeconds: 1e-6).streams(lasting: 10, uploadSeconds: 0)
    #expect(abs(fresh.saved - 1) < 1e-6 && abs(fresh.left - 0.5) < 1e-6)
  }

  /// Ten nodes of one replica that holds G(u) = u requests at rest: eighty a second over ten nodes of ten, G = 0.8 of
  /// each, so that an answer takes 0.1 s. One of ten nodes breaks 0.8 requests; saved every 0.1 s half of them go on.
  @Test func aNodesAnswersGoOn() throws {
    func broken(_ saves: SavedState?, resumed: Double = 0) throws -> (broken: Double, resumed: Double, lost: Double) {
      var service = pooled([dated("node", .node, at: [1], lasts: 1, target: FailureTarget(components: [0]))])
      service.traffic.resumedStreams = resumed
      service.replica.saves = saves
      let outcome = try run(service)
      return (outcome.amounts.counted(.broken), outcome.amounts.counted(.resumed), outcome.requestsLost)
    }
    let (all, _, lost) = try broken(nil)
    #expect(all > 0.5)
    let half = try broken(SavedState(everySeconds: 0.1))
    #expect(abs(half.broken / all - 0.5) < 1e-3)
    #expect(abs(lost - half.lost - all / 2) < 1e-3)
    // Of what breaks clients resume a part, as ever.
    let resumed = try broken(SavedState(everySeconds: 0.1), resumed: 0.5)
    #expect(abs(resumed.resumed / half.broken - 0.5) < 1e-3)
    // Nobody waits forty seconds for an answer to go on.
    #expect(abs(try broken(SavedState(everySeconds: 0.1, restoreSeconds: 40)).broken - all) < 1e-9)
  }

  private func pooled(_ failures: [FailureMode]) -> Service {
    let figures = LatencyFigures(mean: 0.1, p50: 0.1, p95: 0.1, p99: 0.1)
    let points = [0.25, 0.5, 0.8, 0.97].map {
      LatencyPoint(
        utilization: $0, meanInSystem: $0, firstToken: figures, perToken: figures, endToEnd: figures, refused: 0)
    }
    let curve = LatencyCurve(provenance: .birthDeath, saturation: 10, points: points)
    return twoSites(failures) {
      $0.traffic.peakRPS = 80
      for site in $0.sites.indices { $0.sites[site].pool = FlowPool(curve, sequences: 1, timeout: 1000) }
    }
  }

  /// A region that is lost takes its connections with it: all that it was answering breaks.
  @Test func aSitesAnswersBreak() throws {
    func broken(_ saves: SavedState?) throws -> Double {
      var service = pooled([dated("region", .region, at: [1], lasts: 1, sites: ["a"])])
      service.replica.saves = saves
      return try run(service).amounts.counted(.broken)
    }
    #expect(try broken(SavedState(everySeconds: 0.1)) == broken(nil))
  }

  // MARK: Prefix caches

  private func takeover(_ saves: SavedState?, change: (inout Service) -> Void = { _ in }) throws -> Double {
    var service = twoSites([dated("down", .region, at: [1], lasts: 10, sites: ["a"])])
    service.replica.coldCache = ColdCache(speed: 0.79, refillSeconds: 600)
    service.replica.saves = saves
    change(&service)
    return try run(service).requestsLost
  }

  /// A full standby takes over at 79 % of its speed: short of 21 a second until its caches are warm, in eight steps of 300 s whose mean
  /// warmths are 1 - 2 e^(-k / 2) (1 - e^(-1/2)).
  private func short(_ steps: Range<Int>) -> Double {
    let e = 0.606_530_659_712_633_4
    var (left, sum) = (1.0, 0.0)
    for step in 0..<8 {
      if steps.contains(step) { sum += 2 * left * (1 - e) }
      left *= e
    }
    return 21 * 300 * sum
  }

  /// Saved every ten seconds it is warm to (1 - e^(-1/60)) x 60 = 99.17 %, the last of the steps: nothing is short but while it is being
  /// read, 21 x 0.787 a second in the first step.
  @Test func aStandbyTakesOverWarm() throws {
    let cold = try takeover(nil)
    #expect(abs(try takeover(SavedState(everySeconds: 10)) - (cold - short(0..<8))) < 0.1)
    let read = try takeover(SavedState(everySeconds: 10, restoreSeconds: 100))
    #expect(abs(read - (cold - short(0..<8) + short(0..<1) / 3)) < 0.1)
    #expect(try takeover(SavedState(everySeconds: 10, keepsPrefixes: false)) == cold)
    // What is read after seven steps of 300 s changes little: the eighth.
    #expect(abs(try takeover(SavedState(everySeconds: 10, restoreSeconds: 2100)) - (cold - short(7..<8))) < 0.1)
  }

  /// Saved every twenty minutes it holds (1 - e^-2) / 2 = 43.2 %, of which the first step, at 39.3 %, is reached.
  @Test func anOldSaveIsWarmInPart() throws {
    let cold = try takeover(nil)
    #expect(abs(try takeover(SavedState(everySeconds: 1200)) - (cold - short(0..<1))) < 0.1)
  }

  /// Kept at the site that is lost it is lost with it; at the standby it is there.
  @Test func savesAreLostWithTheirSite() throws {
    let cold = try takeover(nil)
    #expect(try takeover(SavedState(everySeconds: 10, site: "a")) == cold)
    #expect(abs(try takeover(SavedState(everySeconds: 10, site: "b")) - (cold - short(0..<8))) < 0.1)
  }
}
