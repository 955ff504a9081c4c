import ServiceModel
import Testing

@testable import ModelFiles

/// How several services on one fleet are read and sized, and what is refused beside them.
@Suite struct SharedFleetPlanTests {
  private static let rest = """
    sites: { east: { keep: serving, zones: 2, node: { gpus: 8xH100 } } }
    detect: { takes: 1min }
    execute: { move-traffic: { by: balancer } }
    """

  private func service(_ services: String, _ more: String = "") throws -> Service {
    let text = "service: platform\nbegins: 2027-01-01\n\(services)\n\(Self.rest)\n\(more)"
    return try #require(try PlanFile(text: text, name: "shared.yaml").services.last)
  }

  private func problems(_ services: String, _ more: String = "") -> [Diagnostic] {
    let text = "service: platform\nbegins: 2027-01-01\n\(services)\n\(Self.rest)\n\(more)"
    do throws(Diagnostics) {
      return try PlanFile(text: text, name: "shared.yaml").warnings
    } catch {
      return error.all
    }
  }

  /// Peaks that do not coincide. A day of sine with a trough of 20 % is (1 + a sin) / (1 + a) with a = 2/3; twelve hours apart
  /// two of them add up to 2 / (1 + a) = 1.2 at every hour. Each keeps 40 GPUs busy at its own peak (100 rps x 4 / 10): together
  /// they need 48, not 80. The top of a sine lies between two steps, so that the plan's peak is 2.6e-6 below it.
  @Test func aFleetIsSizedForThePeakOfTheSum() throws {
    let half = "replica: { gpus: 4, rated: 10rps }"
    let service = try service(
      """
      services:
        day: { traffic: { peak: 100rps, day: { sine-trough: 20% } }, \(half) }
        night:
          traffic: { peak: 100rps, origins: { far: { share: 100%, zone: UTC-12, day: { sine-trough: 20% } } } }
          \(half)
      """)
    let mix = try #require(service.traffic.mix)
    #expect(mix.ownPeakGPUs == [40, 40])
    #expect(abs(mix.peakGPUs - 48) < 48 * 1e-4, "\(mix.peakGPUs)")
    #expect(abs(mix.gpusAtPeak.reduce(0, +) - mix.peakGPUs) < 1e-9)
    #expect((48...49).contains(service.requirementReplicas))
  }

  /// Noise of one service beside a steady other one of the same size: P99.9 of 1 + F with F lognormal, cv 5 %, is
  /// 1 + exp(3.0902 x 0.049969 - 0.0012484) = 2.16552. Taking the sum for lognormal gives 0.3 % less.
  @Test func noiseOfServicesIsTheirOwn() throws {
    let service = try service(
      """
      services:
        steady: { traffic: { peak: 100rps }, replica: { gpus: 1, rated: 10rps } }
        noisy: { traffic: { peak: 116.552rps, noise: { cv: 5%, correlation: 30min } }, replica: { gpus: 1, rated: 10rps } }
      """)
    let mix = try #require(service.traffic.mix)
    #expect(abs(mix.meanRPS[1] - 100) < 0.01)
    #expect(abs(mix.peakGPUs - 21.6552) < 21.6552 * 0.005, "\(mix.peakGPUs)")
    #expect(mix.peakGPUs < 21.6552)
  }

  /// Prefill and decode in series: a request takes 2/20 + 4/10 = 0.5 GPU-seconds, of both.
  @Test func poolsInSeriesAddTheirWork() throws {
    let service = try service(
      "services: { chat: { traffic: { peak: 80rps }, pools: { prefill: { gpus: 2, rated: 20rps }, decode: { gpus: 4, rated: 10rps } } } }"
    )
    let mix = try #require(service.traffic.mix)
    #expect(mix.services[0].gpuSeconds == 0.5)
    #expect(mix.peakGPUs == 40)
    let placement = try #require(service.placement(at: service.sites[0]))
    #expect(placement.lots.map(\.name) == ["chat prefill", "chat decode"])
    #expect(placement.lots.map(\.replicas) == [4, 8])
  }

  /// 5 replicas of 4 GPUs, 3 of 2 and 6 of 1 are 32 GPUs, four nodes of 8. The large ones go to nodes 0 to 3 and 0 again, the
  /// next to 1, 2 and 3, the small ones where most is left: 2 on each of 1 to 3. Nothing is wasted and nothing left over.
  @Test func replicasFillNodesLargestFirst() {
    let lots = [(4, 5), (2, 3), (1, 6)].map { ReplicaPlacement.Lot(name: "\($0.0)", gpus: $0.0, replicas: $0.1) }
    let placement = ReplicaPlacement(lots, nodes: 4, gpusPerNode: 8)
    #expect(placement.unplaced == [0, 0, 0])
    #expect(placement.onNode == [[2, 0, 0], [1, 1, 2], [1, 1, 2], [1, 1, 2]])
    #expect(ReplicaPlacement(lots, nodes: 3, gpusPerNode: 8).unplaced == [0, 1, 6])
    #expect(ReplicaPlacement.fills([4, 1, 2, 8], gpusPerNode: 8))
    #expect(!ReplicaPlacement.fills([3, 1], gpusPerNode: 8))
  }

  private static let two = """
    services:
      chat: { traffic: { peak: 40rps }, replica: { gpus: 4, rated: 10rps } }
      batch: { traffic: { peak: 4rps }, replica: { gpus: 2, rated: 0.5rps }, priority: 1 }
    """

  @Test func aPlanOfTwoServicesIsRead() throws {
    #expect(problems(Self.two).isEmpty)
    let service = try service(Self.two)
    #expect(service.traffic.classes.map(\.name) == ["chat", "batch"])
    #expect(service.traffic.classes.map(\.priority) == [0, 1])
    #expect(service.replica.gpus == 1)
  }

  /// Whatever is not told apart by service is refused where it stands, with a reason.
  @Test(arguments: [
    ("traffic: { peak: 10rps }", "each service has traffic of its own"),
    ("replica: { rated: 10rps }", "each service has replicas of its own"),
    (
      "autoscaling: { maximum: 40 nodes, start-lag: 6min, policies: [{ kind: target, utilization: 70% }] }",
      "an autoscaler sizes fleets of one kind of replica"
    ),
    ("protection: { retries: { attempts: 3, backoff: 1s } }", "who comes back is not told apart by service"),
    ("prices: { outage: { per-lost-request: $0.01 } }", "a lost request of one service is worth another amount"),
    ("prices: { user-egress: { per-request: 9kB, tiers: { above: $0.05/GB } } }", "differ in size"),
    ("failures: { card: { scope: gpu, every: exponential mean 9000h, lasts: 1h } }", "cannot be told by service"),
    ("objectives: { session-success: { at-least: 99%, in: 90% of years } }", "no service has sessions"),
    ("designs: { one: { services: { batch: ~ } } }", "cannot take 'services.batch' out"),
  ])
  func whatIsNotToldApartIsRefused(more: String, words: String) {
    let found = problems(Self.two, more).filter { $0.severity == .error }
    #expect(found.contains { $0.message.contains(words) }, "\(found.map(\.message))")
  }

  @Test(arguments: [
    (
      "chat: { traffic: { peak: 40rps, classes: { a: { share: 100%, state: none } } }, replica: { gpus: 4, rated: 10rps } }",
      "'services.chat.traffic.classes' does not stand beside several services"
    ),
    (
      "chat: { traffic: { peak: 40rps, origins: { eu: { share: 100%, zone: UTC, route: nearest } } }, replica: { gpus: 4, rated: 10rps } }",
      "not routed by where they are"
    ),
    (
      "chat: { traffic: { peak: 40rps }, replica: { gpus: 4, iteration: { fixed: 11ms }, batch: 64 } }",
      "told apart by GPU time"
    ),
    (
      "chat: { traffic: { peak: 40rps }, replica: { gpus: 4, rated: 10rps, start: { boot: 3min } } }",
      "a node starts for all services"
    ),
    (
      "chat: { traffic: { peak: 40rps }, replica: { gpus: 3, rated: 10rps } }",
      "each size must divide the next larger one"
    ),
    (
      "chat: { traffic: { peak: 40rps, step: 1min }, replica: { gpus: 4, rated: 10rps } }",
      "services that share a fleet have one step"
    ),
    (
      "chat: { traffic: { peak: 40rps }, replica: { gpus: 4, rated: 10rps }, pools: { prefill: { gpus: 1, rated: 9rps } } }",
      "both say what works on a request"
    ),
  ])
  func whatAServiceMayNotHaveIsRefused(chat: String, words: String) {
    let found = problems(
      "services:\n  batch: { traffic: { peak: 4rps }, replica: { gpus: 2, rated: 0.5rps }, priority: 1 }\n  \(chat)"
    ).filter { $0.severity == .error }
    #expect(found.contains { $0.message.contains(words) }, "\(found.map(\.message))")
  }

  @Test func oneServiceAloneHasNobodyToGoBefore() {
    let found = problems(
      "services: { chat: { traffic: { peak: 40rps }, replica: { gpus: 4, rated: 10rps }, priority: 1 } }")
    #expect(found.contains { $0.message.contains("sets a service apart from others") })
  }

  /// All designs have the services of the plan: lines 3 to 5 are these, and `designs` begins at line 9.
  @Test(arguments: [
    (
      "designs:\n  x: { services: { chta: { priority: 3 } } }",
      "shared.yaml:10:20: error: the plan has no service 'chta', and all designs have the same services. Did you mean 'chat'?"
    ),
    (
      "designs:\n  x: {}\n  y: { services: ~, traffic: { peak: 40rps }, replica: { gpus: 4, rated: 10rps } }",
      "shared.yaml:11:8: error: design 'y' cannot take 'services' out: all designs share it"
    ),
  ])
  func designsHaveTheServicesOfThePlan(designs: String, expected: String) {
    let found = problems(Self.two, designs).map(\.headline)
    #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
  }

  @Test(arguments: [("b", true), ("a", false)])
  func designsBringTheSameServices(name: String, isRefused: Bool) {
    let one = "{ traffic: { peak: 40rps }, replica: { gpus: 4, rated: 10rps } }"
    let found = problems(
      "", "designs:\n  x: { services: { a: \(one) } }\n  y: { services: { \(name): \(one) } }"
    ).map(\.headline)
    let expected = "shared.yaml:9:3: error: design 'y' has the services 'b' and 'x' has the services 'a'"
    #expect(found.contains { $0.hasPrefix(expected) } == isRefused, "\(found)")
  }

  /// What services lose is a price of outages too.
  @Test(arguments: [("", true), (", per-lost-request: $0.01", false)])
  func whatServicesLoseCountsInABudget(loss: String, isRefused: Bool) {
    let budget = "objectives: { budget: { of: total, at-most: $40M/y, in: 90% of years } }"
    let found = problems(Self.two.replacing("rated: 10rps }", with: "rated: 10rps }\(loss)"), budget).map(\.headline)
    let place = "shared.yaml:9:29: error: 'of: total' is no other than 'of: cost'"
    #expect(found.contains { $0.hasPrefix(place) } == isRefused, "\(found)")
  }

  @Test func oneServiceOfTwoPoolsHasNobodyToGoBefore() {
    let found = problems(
      "services: { chat: { traffic: { peak: 80rps }, pools: { a: { gpus: 2, rated: 20rps }, b: { gpus: 4, rated: 10rps } }, priority: 1 } }"
    ).map(\.headline)
    let place = "shared.yaml:3:128: error: 'services.chat.priority' sets a service apart from others"
    #expect(found.contains { $0.hasPrefix(place) }, "\(found)")
  }
}
