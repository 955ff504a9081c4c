import EventKernel
import FailoverSimulation
import ModelFiles
import ServiceModel
import Testing

/// Three services on one fleet whose shortages can be worked out by hand.
///
/// GPU time of a request: chat 4 / 10 = 0.4 s, embeddings 1 / 40 = 0.025 s, batch 2 / 0.5 = 4 s. At 40, 320 and 4 requests a
/// second they keep 16, 8 and 16 GPUs busy: 40 in all, which is 10 nodes of 4. Demand is steady.
struct SharedFleetCase {
  let text: String

  /// - Parameters:
  ///   - priorities: Of chat, embeddings and batch.
  ///   - batch: More keys of batch.
  init(priorities: [Int], batch: String = "", rest: String) {
    text = """
      service: platform
      begins: 2027-01-01
      horizon: 10d
      services:
        chat: { traffic: { peak: 40rps }, replica: { gpus: 4, rated: 10rps }, priority: \(priorities[0]) }
        embeddings: { traffic: { peak: 320rps }, replica: { gpus: 1, rated: 40rps }, priority: \(priorities[1]) }
        batch: { traffic: { peak: 4rps }, replica: { gpus: 2, rated: 0.5rps }, priority: \(priorities[2])\(batch) }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      \(rest)
      """
  }

  static let oneSite = "sites: { east: { keep: serving, nodes: 10, node: { gpus: 4xH100, price: $40/h } } }"

  /// Half of a site's nodes, or another part of them, do not work for two hours of the third day.
  static func shortage(_ capacity: String, at site: String = "east") -> String {
    "failures: { thermal: { scope: region, sites: [\(site)], on: 2027-01-03 06:00, lasts: 2h, impairs: { capacity: \(capacity) } } }"
  }

  func outcome(number: UInt32 = 0) throws -> (service: Service, outcome: Outcome) {
    let service = try #require(try PlanFile(text: text, name: "shared.yaml").services.last)
    var run = Replication(
      try Plan(service, seed: 7), world: try DemandWorld(service, seed: 7, number: 0), number: number)
    return (service, run.run())
  }

  /// Requests that chat, embeddings and batch lost, each in its own.
  func lost() throws -> [Double] {
    let (service, outcome) = try outcome()
    let mix = try #require(service.traffic.mix)
    return zip(outcome.requestsLostByClass, mix.weights).map { $0 / $1 }
  }
}

@Suite struct SharedFleetTests {
  /// The unit: 364 requests a second keep 40 GPUs busy, so a mean request takes 40 / 364 GPU-seconds; chat's takes 3.64 of it,
  /// embeddings' 0.2275, batch's 36.4. The requirement is 40 GPUs.
  @Test func theMeanRequestIsTheUnit() throws {
    let service = try SharedFleetCase(priorities: [0, 1, 2], rest: SharedFleetCase.oneSite).outcome().service
    let mix = try #require(service.traffic.mix)
    #expect(abs(mix.meanGPUSeconds - 40.0 / 364) < 1e-12)
    #expect(zip(mix.weights, [3.64, 0.2275, 36.4]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(abs(mix.peakGPUs - 40) < 1e-9)
    #expect(service.requirementReplicas == 40)
    #expect(service.requirementNodes(at: service.sites[0]) == 10)
  }

  /// 70 % of ten nodes are 28 GPUs, 12 too few, for 7,200 s. All fall on batch, which is shed first: 12 of its 16 GPUs are 3
  /// requests a second, 21,600 in two hours. Nobody else loses any.
  @Test func aSmallShortageFallsOnWhoIsShedFirst() throws {
    let lost = try SharedFleetCase(
      priorities: [0, 1, 2], rest: SharedFleetCase.oneSite + "\n" + SharedFleetCase.shortage("70%")
    ).lost()
    #expect(lost[0] == 0 && lost[1] == 0)
    #expect(abs(lost[2] - 21_600) < 0.01, "\(lost)")
  }

  /// Half of ten nodes are 20 GPUs, 20 too few. Batch loses all of its 16 (4 requests a second, 28,800), embeddings the
  /// other 4 of their 8 (160 a second, 1,152,000), chat nothing.
  @Test func aLargerShortageGoesOnToTheNext() throws {
    let lost = try SharedFleetCase(
      priorities: [0, 1, 2], rest: SharedFleetCase.oneSite + "\n" + SharedFleetCase.shortage("50%")
    ).lost()
    #expect(lost[0] == 0)
    #expect(abs(lost[1] - 1_152_000) < 0.1, "\(lost)")
    #expect(abs(lost[2] - 28_800) < 0.01, "\(lost)")
  }

  /// The same shortage among equals takes the same share of the GPU time of each, a half: 20, 160 and 2 requests a second.
  @Test func equalsLoseInProportionToTheirWork() throws {
    let lost = try SharedFleetCase(
      priorities: [0, 0, 0], rest: SharedFleetCase.oneSite + "\n" + SharedFleetCase.shortage("50%")
    ).lost()
    #expect(zip(lost, [144_000, 1_152_000, 14_400.0]).allSatisfy { abs($0 - $1) < 0.1 }, "\(lost)")
  }

  /// Two sites with half of everything each: 8, 4 and 8 GPUs on five nodes. One of them keeps one node, 4 GPUs, and is 16
  /// short: there batch loses its 8 (2 requests a second), embeddings their 4 (160) and chat 4 of its 8 (10 a second). Batch
  /// of the other site goes on, for it could not help.
  @Test func aShortageOfOneSiteIsSharedAmongThoseWhoAreThere() throws {
    let sites = """
      sites:
        east: { keep: serving, nodes: 5, node: { gpus: 4xH100 } }
        west: { keep: serving, nodes: 5, node: { gpus: 4xH100 } }
      """
    let lost = try SharedFleetCase(
      priorities: [0, 1, 2], rest: sites + "\n" + SharedFleetCase.shortage("20%")
    ).lost()
    #expect(zip(lost, [72_000, 1_152_000, 14_400.0]).allSatisfy { abs($0 - $1) < 0.1 }, "\(lost)")
  }

  /// Eleven nodes leave 4 GPUs spare, one batch request a second. 70 % of eleven are seven nodes (28 GPUs): 3 requests of batch
  /// a second are put off for two hours, 21,600, and served in the six hours after it, the oldest first: nobody waits longer than
  /// an hour and a half, and nothing fails.
  @Test func requestsThatMayWaitAreServedLater() throws {
    let larger = SharedFleetCase.oneSite.replacing("nodes: 10", with: "nodes: 11")
    let lost = try SharedFleetCase(
      priorities: [0, 1, 2], batch: ", deadline: 12h", rest: larger + "\n" + SharedFleetCase.shortage("70%")
    ).lost()
    #expect(lost == [0, 0, 0])
  }

  /// With an hour of patience, and nothing spare: one request of batch a second is served of four that come, so that after T
  /// seconds the oldest has waited 0.75 T, an hour after 4,800 s. From then to the end at 7,200 s three a second run out of time,
  /// 7,200 in all. Then as many are served as come, and whoever is served has waited an hour.
  @Test func requestsThatMayWaitFailWhenTheirTimeIsUp() throws {
    let lost = try SharedFleetCase(
      priorities: [0, 1, 2], batch: ", deadline: 1h",
      rest: SharedFleetCase.oneSite + "\n" + SharedFleetCase.shortage("70%")
    ).lost()
    #expect(lost[0] == 0 && lost[1] == 0)
    #expect(abs(lost[2] - 7_200) < 1, "\(lost)")
  }

  /// Of what nobody can reach all services lose alike: the only site is away for an hour, so each loses 3,600 s of its demand.
  @Test func aLostSiteTakesAPartOfEverybody() throws {
    let lost = try SharedFleetCase(
      priorities: [0, 1, 2],
      rest: SharedFleetCase.oneSite
        + "\nfailures: { outage: { scope: region, on: 2027-01-03 06:00, lasts: 1h, shows-as: { refused: 100% } } }"
    ).lost()
    #expect(zip(lost, [144_000, 1_152_000, 14_400.0]).allSatisfy { abs($0 - $1) < 0.1 }, "\(lost)")
  }
}
