import EventKernel
import FailoverSimulation
import ServiceModel
import Stochastics
import Testing

/// What is said to be certain is the same in every replication, and what is not said to be is not.
@Suite struct CertaintyTests {
  private typealias Change = @Sendable (inout Service) -> Void

  /// A site that is lost for two hours on a known day, and whose nodes stand by elsewhere: clients lose a minute of 100 requests
  /// a second until a law without chance notices it.
  private static func service(_ changes: Change...) -> Service {
    twoSites([loss]) { for change in changes { change(&$0) } }
  }

  private static let loss = dated("region", .region, at: [7], lasts: 2, sites: ["a"])
  private static let odd = Distribution.uniform(low: 1, high: 600)

  private static func outcomes(_ service: Service) throws -> [Outcome] {
    try (0..<24).map { try run(service, number: $0) }
  }

  /// Requests lost, failovers, recoveries, data-loss windows: what the figures are made of.
  private static func told(_ outcome: Outcome) -> [Double] {
    [outcome.requestsLost, Double(outcome.failovers.count)] + outcome.outages.map(\.recoverySeconds)
      + outcome.failovers.flatMap(\.dataLossSeconds)
  }

  @Test func aDatedLossWithoutChanceIsCertain() throws {
    let service = Self.service()
    #expect(service.isCertain)
    for outcome in try Self.outcomes(service) {
      #expect(abs(outcome.requestsLost - 60 * 100) < 1e-6 && outcome.outages.map(\.recoverySeconds) == [60])
    }
  }

  private static let certain: [(name: String, change: Change)] = [
    ("both serve", { $0.sites[1].keep = .serving }),
    ("nobody else", { $0.sites[1].keep = .nothing }),
    // Laws that nothing asks for: nobody starts a node, nobody takes over by hand.
    (
      "idle laws",
      {
        $0.replica.start.boot = odd; $0.acquisition.calm.wait = odd; $0.execution.otherwise = odd
      }
    ),
    (
      "nodes that start",
      {
        $0.sites[1].keep = .data; $0.replica.start.boot = .constant(90)
      }
    ),
    ("a person", { $0.decision.person = .constant(300) }),
    ("a restart", { $0.decision.responses = [restart(works: 1)] }),
    ("a restart in vain", { $0.decision.responses = [restart(works: 0)] }),
    ("a record", { $0.execution.move = TrafficMove(mechanism: .dns, ttlSeconds: 300, ignoringTTL: 0.1) }),
    ("a rule", { $0.detection = layers(.rate(RateRule(signal: .failing, threshold: 0.5))) }),
    // A site whose answers are bad is no lost site: probes see nothing, and nobody takes over.
    (
      "grey beside probes",
      {
        $0.failures = [grey]; $0.detection = probes
      }
    ),
    (
      "nothing fails",
      {
        $0.failures = []; $0.detection = probes
      }
    ),
    ("state", { $0.traffic.classes = [TrafficClass(name: "c", share: 1, state: .replication(lag: .constant(5)))] }),
  ]

  private static let probes = Detection.probes(Probes(intervalSeconds: 10, timeoutSeconds: 5, failures: 3))
  private static let grey = dated("grey", .region, at: [7], sites: ["a"], effect: .impairs(Impairment(success: 0.5)))

  private static func restart(works: Double, takes: Distribution = .constant(120)) -> ScopedResponse {
    ScopedResponse(.region, .restart(RestartInPlace(takes: takes, works: works)))
  }

  private static func layers(_ sight: Sight) -> Detection {
    .layers(LayeredDetection(detectors: [Detector(name: "d", layer: .service, sees: sight)]))
  }

  @Test(arguments: certain.indices)
  func whatIsSaidToBeCertainIsTheSame(index: Int) throws {
    let (name, change) = Self.certain[index]
    let service = Self.service(change)
    #expect(service.isCertain, "\(name)")
    let told = try Self.outcomes(service).map(Self.told)
    #expect(told.allSatisfy { $0 == told[0] }, "\(name): \(told)")
  }

  private static let uncertain: [(name: String, change: Change)] = [
    ("a length", { $0.failures[0].lasts = .uniform(low: 10, high: 50) }),
    ("a chance", { $0.failures[0].dates?.chance = 0.5 }),
    ("noise", { $0.traffic.noise = TrafficNoise(cv: 0.1, correlationSeconds: 600) }),
    ("a law of detection", { $0.detection = .takes(odd) }),
    ("probes", { $0.detection = probes }),
    ("a check in layers", { $0.detection = layers(.loss(odd)) }),
    (
      "a rule that is read now and then",
      { $0.detection = layers(.rate(RateRule(signal: .failing, threshold: 0.5, scrapeSeconds: 60))) }
    ),
    ("a pre-check", { $0.decision.preCheck = odd }),
    ("a person", { $0.decision.person = odd }),
    ("a restart", { $0.decision.responses = [restart(works: 0.5)] }),
    ("its length", { $0.decision.responses = [restart(works: 1, takes: odd)] }),
    ("a step", { $0.execution.steps = [FailoverStep(name: "promote", takes: odd)] }),
    (
      "a procedure",
      {
        $0.execution.works = 0.5; $0.execution.otherwise = .constant(900)
      }
    ),
    (
      "its end by hand",
      {
        $0.execution.works = 0; $0.execution.otherwise = odd
      }
    ),
    ("the change of traffic", { $0.execution.move.takes = odd }),
    (
      "a controller's sync",
      { $0.execution.move = TrafficMove(mechanism: .externalDNS, ttlSeconds: 30, syncSeconds: 300) }
    ),
    (
      "a start",
      {
        $0.sites[1].keep = .data; $0.replica.start.boot = odd
      }
    ),
    (
      "a wait for nodes",
      {
        $0.sites[1].keep = .data; $0.acquisition.calm.wait = odd; $0.acquisition.rush.wait = odd
      }
    ),
    ("state", { $0.traffic.classes = [TrafficClass(name: "c", share: 1, state: .replication(lag: odd))] }),
    (
      "backups",
      {
        $0.sites[1].keep = .backups; $0.traffic.classes = [replicated]
      }
    ),
  ]

  private static let replicated = TrafficClass(name: "c", share: 1, state: .replication(lag: .constant(5)))

  /// The neighbours: one thing that is random, and it shows.
  @Test(arguments: uncertain.indices)
  func oneRandomThingIsEnough(index: Int) throws {
    let (name, change) = Self.uncertain[index]
    let service = Self.service(change)
    #expect(!service.isCertain, "\(name)")
    let told = Set(try Self.outcomes(service).map(Self.told))
    #expect(told.count > 1 || name == "noise", "\(name): \(told)")
  }
}
