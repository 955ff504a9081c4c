import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Changes, images and weights that go over the links between sites, by hand: a hundred requests a second, a minute of
/// detection, and a region that is lost after an hour.
@Suite struct LinkTests {
  private let region = dated("region", .region, at: [1], lasts: 5, sites: ["a"])

  private func chat(bytes: Double) -> [TrafficClass] {
    [TrafficClass(name: "chat", share: 1, state: .replication(lag: .constant(2), bytesPerRequest: bytes))]
  }

  // MARK: Changes

  private func window(
    _ failures: [FailureMode], bytes: Double = 100_000, bandwidth: Double = 8e6, keep: Readiness = .warm,
    change: (inout Service) -> Void = { _ in }
  ) throws -> Double? {
    try run(
      twoSites(failures, keep: keep) {
        $0.traffic.classes = chat(bytes: bytes)
        $0.links = [Link(name: "backbone", ends: ["b", "a"], bytesPerSecond: bandwidth)]
        change(&$0)
      }
    ).failovers.first?.dataLossSeconds[0]
  }

  /// 100 kB a request over 8 MB/s: 80 of 100 requests a second. After an hour 20 x 3600 s = 72,000 wait, the last 720 s.
  @Test func changesWaitWhereTheLinkIsFull() throws {
    #expect(try window([region]) == 722)
    #expect(try window([region], bandwidth: 1e7) == 2, "a hundred a second pass")
    #expect(try window([region], bytes: 0) == 2, "nobody says how large changes are")
    #expect(try window([region]) { $0.links[0].ends = ["a", "c"] } == 2, "it joins another site")
  }

  /// Half of the requests leave changes of that size: the link carries 160 a second.
  @Test func classesShareTheLink() throws {
    let classes = [
      TrafficClass(name: "chat", share: 0.5, state: .replication(lag: .constant(2), bytesPerRequest: 100_000)),
      TrafficClass(name: "batch", share: 0.5, state: .stateless),
    ]
    #expect(try window([region]) { $0.traffic.classes = classes } == 2)
    // 40 of 100: 60 x 3600 s = 216,000 wait, the last 2160 s.
    #expect(try window([region], bandwidth: 2e6) { $0.traffic.classes = classes } == 2162)
  }

  /// A world of 150 a second for six hours and 25 then, and a link of 100: two hours into the drain the oldest change is
  /// 9600 s old (`BacklogTests`).
  @Test func theWindowFollowsTheBacklog() throws {
    let late = dated("region", .region, at: [8], lasts: 5, sites: ["a"])
    let service = twoSites([late]) {
      $0.traffic.peakRPS = 150
      for site in $0.sites.indices { $0.sites[site].size = .nodes(15) }
      $0.traffic.classes = chat(bytes: 100_000)
      $0.links = [Link(name: "backbone", ends: ["a", "b"], bytesPerSecond: 1e7)]
    }
    let world = DemandWorld(
      step: 21_600_000_000_000, rates: ContiguousArray((0..<40).map { $0 % 4 == 0 ? 150_000_000 : 25_000_000 }))
    var run = Replication(try Plan(service, seed: 1), world: world, number: 0)
    #expect(run.run().failovers.map { $0.dataLossSeconds[0] } == [9602])
  }

  /// Cut for the last half hour: what was made since waits, 1800 s; with 20 a second that waited before, 36,000 or 360 s more.
  /// Mended ten minutes ago after half an hour: 100 x 1800 s wait, and 600 s of 20 a second that a link of 120 carries
  /// beside, 168,000: the last 1680 s.
  @Test func whatPilesUpBehindACutIsSentLater() throws {
    func cut(at hour: Double, lasts: Double) -> FailureMode {
      dated("cable", .link, at: [hour], lasts: lasts, target: FailureTarget(between: ["a", "b"]))
    }
    #expect(try window([region, cut(at: 0.5, lasts: 2)], bandwidth: 1e7) == 1802)
    #expect(try window([region, cut(at: 0.5, lasts: 2)]) == 1800 + 360 + 2)
    #expect(try window([region, cut(at: 1.0 / 3, lasts: 0.5)], bandwidth: 1.2e7) == 1682)
    #expect(try window([region, cut(at: 1.0 / 3, lasts: 0.5)], bytes: 0) == 2, "without sizes it is sent at once")
  }

  // MARK: Images and weights

  /// Ten nodes at the standby, which fetch 0.6 GB each from a third site, over 100 MB/s: a minute.
  private func fetching(
    _ failures: [FailureMode], from source: String = "c", bandwidth: Double = 1e8, kept: Double = 0,
    change: (inout Service) -> Void = { _ in }
  ) -> Service {
    twoSites(failures, keep: .data) {
      var third = $0.sites[1]
      third.name = "c"
      third.provider = "c"
      third.region = "c"
      third.size = .nodes(1)
      $0.sites.append(third)
      $0.replica.start = ColdStart(weightsBytes: 6e8)
      $0.sites[1].fetchesFrom = source
      $0.sites[1].weightsKept = kept
      $0.links = [Link(name: "backbone", ends: [source, "b"], bytesPerSecond: bandwidth)]
      change(&$0)
    }
  }

  private func recovery(_ service: Service) throws -> [Double] { try run(service).outages.map(\.recoverySeconds) }

  @Test func weightsComeOverTheLink() throws {
    #expect(try recovery(fetching([region])) == [120])
    #expect(try recovery(fetching([region], bandwidth: 5e7)) == [180])
    #expect(try recovery(fetching([region]) { $0.sites[1].fetchBytesPerSecond = 2.5e7 }) == [300], "its own is smaller")
    #expect(try recovery(fetching([region], kept: 0.9)) == [66], "a tenth is fetched")
  }

  /// The link is cut, or the site that holds the weights is lost, from half of the minute on and for ten minutes.
  @Test func theyWaitWhereTheyCannotCome() throws {
    let half = 1 + 90.0 / 3600
    let cut = dated("cable", .link, at: [half], lasts: 1.0 / 6, target: FailureTarget(between: ["b", "c"]))
    #expect(try recovery(fetching([region, cut])) == [720])
    let lost = dated("c-lost", .region, at: [half], lasts: 1.0 / 6, sites: ["c"])
    #expect(try recovery(fetching([region, lost])) == [720])
    // From the site that is lost nothing comes before it is back, and then nobody needs it.
    #expect(try recovery(fetching([region], from: "a")) == [5 * 3600])
  }

  /// A site that answers half of its requests is left for one that fetches from it, while its changes are copied: 400 kB a
  /// request, 40 of the 100 MB/s. What takes a minute alone takes 100 s.
  @Test func changesGoFirst() throws {
    let grey = dated("grey", .region, at: [1], lasts: 5, sites: ["a"], effect: .impairs(Impairment(success: 0.5)))
    func opened(bytes: Double) throws -> Double {
      let service = fetching([grey], from: "a") {
        $0.traffic.classes = chat(bytes: bytes)
        $0.detection = .layers(
          LayeredDetection(
            detectors: [
              Detector(name: "success", layer: .business, sees: .rate(RateRule(signal: .failing, threshold: 0.05)))
            ], alarm: .any([.detector(0)])))
      }
      return try #require(run(service).failovers.first).openedAt.seconds
    }
    let alone = try opened(bytes: 0)
    #expect(alone < 2 * 3600)
    #expect(abs(try opened(bytes: 400_000) - alone - 40) < 1e-6)
  }

  /// Visiting every step of demand moves no bit, while links are full, cut and mended.
  @Test func skippingMovesNoBit() throws {
    let cut = FailureMode(
      name: "cable", scope: .link, sites: nil, lifetime: .exponential(mean: 40_000), dates: nil,
      lasts: .exponential(mean: 4000), repairs: [], target: FailureTarget(between: ["b", "c"]), effect: refused)
    let lost = dated("region", .region, at: [5], lasts: 5, sites: ["a"], everyHours: 29)
    let service = fetching([lost, cut]) {
      $0.horizonHours = 24 * 40
      $0.traffic.day = .sine(amplitude: 0.5)
      $0.traffic.classes = chat(bytes: 100_000)
      $0.failback = Failback(afterSeconds: 600)
      $0.links.append(Link(name: "other", ends: ["a", "b"], bytesPerSecond: 7e6))
    }
    let plan = try Plan(service, seed: 5)
    let world = try DemandWorld(service, seed: 5, number: 0)
    for number in UInt32(0)..<5 {
      var quick = Replication(plan, world: world, number: number)
      var slow = Replication(plan, world: world, number: number, visitsEveryStep: true)
      let (a, b) = (quick.run(), slow.run())
      #expect(a == b)
      #expect(a.failovers.count > 20 && Set(a.failovers.map { $0.dataLossSeconds[0] }).count > 10)
    }
  }
}
