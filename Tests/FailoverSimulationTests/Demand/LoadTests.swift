import EventKernel
import ServiceModel
import ServingModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Pools under overload, against the fluid computed by hand.
@Suite struct LoadTests {
  /// One replica that answers 100 requests a second, holds next to nothing below saturation, and does not fail.
  private func service(timeout: Double) -> Service {
    let figures = LatencyFigures(mean: 0.01, p50: 0.01, p95: 0.01, p99: 0.01)
    let curve = LatencyCurve(
      provenance: .birthDeath, saturation: 100,
      points: [0.5, 0.97].map { u in
        LatencyPoint(
          utilization: u, meanInSystem: u, firstToken: figures, perToken: figures, endToEnd: figures,
          lateFirstTokens: [LateShare(limitSeconds: 2, share: 0)])
      })
    return Service(
      name: "fluid", design: Design(name: "single-site", topology: .singleSite),
      begins: CalendarDay(year: 2027, month: 1, day: 1), horizonHours: 1,
      objectives: Objectives(
        firstToken: [
          FirstTokenObjective(
            place: .service, withinSeconds: 2, percentile: 0.99, basis: .requests, atLeast: 0.99, share: 0.9)
        ], holdSeconds: 0),
      traffic: Traffic(peakRPS: 100, stepSeconds: 60), replica: ReplicaType(name: "m", ratedRPS: 100, gpus: 8),
      sites: [
        Site(
          name: "a", provider: "p", region: "r", keep: .serving, size: .nodes(1),
          node: NodeType(gpuModel: "g", gpus: 8), pool: FlowPool(curve, sequences: 1, timeout: timeout))
      ], sizing: Sizing(buffer: 0, siteLoss: .none), failures: [], detection: .takes(.constant(0)),
      decision: Decision(preCheck: .constant(0)), execution: Execution(move: TrafficMove(mechanism: .balancer)))
  }

  /// 120 requests a second for a minute, then 80: oracle E12.
  private func world() -> DemandWorld {
    var rates = ContiguousArray<Int64>(repeating: 80_000_000, count: 120)
    rates[0] = 120_000_000
    return DemandWorld(step: Span(seconds: 60).nanoseconds, rates: rates)
  }

  /// A pool by itself: at rest it answers what is offered and holds nothing; beyond saturation it holds what it cannot
  /// answer, until those at the queue's end give up.
  @Test func aPoolHoldsWhatItCannotAnswer() throws {
    let plan = try Plan(service(timeout: 10), seed: 1).pools[0]
    func demand(_ rps: Int64) -> PoolDemand {
      PoolDemand(offered: rps * 1_000_000, nodes: 1, saturation: 100_000_000, answersAbandoned: false)
    }
    var load = PoolLoad()
    var carried = load.carry(demand(80), plan, at: .zero)
    #expect(carried == (80_000_000, 0) && load == PoolLoad() && load.tickAt == .never)
    carried = load.carry(demand(120), plan, at: .zero)
    #expect(carried == (120_000_000, 0) && load.isMoving && load.tickAt < .never)
    #expect(load.inflow == 120_000_000 && load.outflow <= 100_000_000 && load.outflow >= 95_000_000)
    let (began, net) = (load.inSystem, Int128(load.inflow - load.outflow))
    load.fill(for: Span(seconds: 1000))
    #expect(load.inSystem - began == net * 1_000_000_000_000)
    let held = load.inSystem
    carried = load.carry(demand(120), plan, at: SimTime(seconds: 1000))
    #expect(load.inSystem == PoolLoad.amount(plan.fullLoad) && carried.givenUp == held - load.inSystem)
    #expect(load.isFull(plan, answersAbandoned: false) && load.tickAt == .never)
    #expect(load.hanging(20_000_000, plan, answersAbandoned: false) == 20_000_000)
    let full = load.inSystem
    load.breakOff(full / 2, resumed: full / 4)
    #expect(load.inSystem == full - full / 2 + full / 4)
    carried = load.carry(
      PoolDemand(offered: 120_000_000, nodes: 0, saturation: 0, answersAbandoned: false), plan,
      at: SimTime(seconds: 1001))
    #expect(carried == (0, 0) && load == PoolLoad())
  }

  /// Backlog peaks at 1200 requests and is drained 60 s later; nobody gives up.
  @Test func overloadIsQueuedAndDrained() throws {
    var run = Replication(try Plan(service(timeout: 1000), seed: 1), world: world(), number: 0)
    var peak = 0.0
    var drainedAt = SimTime.never
    while run.advance() {
      if run.course.loads[0].isMoving {
        peak = max(peak, Double(run.course.loads[0].inSystem) / 1e15)
      } else if drainedAt == .never {
        drainedAt = run.now
      }
    }
    #expect(abs(peak - 1201) < 2, "the peak is \(peak)")
    #expect(abs((drainedAt - SimTime.zero).seconds - 120) < 1, "drained at \(drainedAt)")
    #expect(run.meters.amounts.lost == 0)
    // Whoever arrives while more than 200 requests wait gets its first token after 2 s: 10 s to 110 s.
    let late = Double(run.meters.amounts.late1) / 1e15
    #expect(abs(late - 10_000) < 150, "late: \(late)")
    #expect(abs(Double(run.meters.amounts.missed1) / 1e9 - 100) < 2)
  }

  /// While 1200 requests wait and as many come as are answered, the fluid says least: a minute of 100 answers a second.
  @Test func answersNearSaturationAreCounted() throws {
    let demand = DemandWorld(
      step: Span(seconds: 60).nanoseconds,
      rates: ContiguousArray((0..<120).map { $0 == 0 ? 120_000_000 : $0 == 1 ? 100_000_000 : 80_000_000 }))
    var run = Replication(try Plan(service(timeout: 1000), seed: 1), world: demand, number: 0)
    let outcome = run.run()
    #expect(abs(Double(outcome.nearSaturation) / 1e15 - 6000) < 1)
    #expect(abs(outcome.nearSaturationShare - 6000 / (13_200 + 80 * 3480)) < 1e-6)
  }

  /// A scaler that counts requests sees the backlog: 20 requests a second more than are answered exceed 400 by a tenth
  /// after 22 s, so the evaluation at 30 s doubles the pool. By Little's law alone it would count one request for ever.
  @Test func aScalerCountsTheBacklog() throws {
    var plan = service(timeout: 1000)
    plan.autoscaling = Autoscaling(
      evaluationSeconds: 10, responseSeconds: 0.01,
      policies: [.horizontalPod(HorizontalPodScaling(target: .requestsPerReplica(400)))], maximumNodes: 4,
      startLag: .constant(0))
    var run = Replication(try Plan(plan, seed: 1), world: world(), number: 0)
    var grownAt = SimTime.never
    while run.advance() {
      if grownAt == .never && run.course.fleets[0].size > 1 { grownAt = run.now }
    }
    #expect((grownAt - SimTime.zero).seconds == 30)
  }

  /// With a patience of 5 s the queue holds 500 requests; the other 700 of the surplus of 1200 are lost.
  @Test func impatientClientsLimitTheQueue() throws {
    var run = Replication(try Plan(service(timeout: 5), seed: 1), world: world(), number: 0)
    let outcome = run.run()
    #expect(abs(outcome.requestsLost - 700) < 2, "lost: \(outcome.requestsLost)")
    // From 25 s on a sixth of demand is refused: an outage until demand falls.
    #expect(outcome.outages.count == 1)
    #expect(abs((outcome.outages[0].start - SimTime.zero).seconds - 25) < 0.2)
    #expect(abs((outcome.outages[0].end - SimTime.zero).seconds - 60) < 0.2)
  }

  /// A node that fails takes what it was answering with it: G(80 a second) = 0.8 requests here; all of its queue when
  /// one has built up.
  @Test func aLostNodeBreaksItsStreams() throws {
    var plan = service(timeout: 1000)
    plan.failures = [
      FailureMode(
        name: "node", scope: .node, lifetime: .constant(30), startsInEquilibrium: false, lasts: .constant(3000),
        effect: .loss(symptoms: [SymptomShare(.refused, 1)], containment: nil))
    ]
    plan.traffic.resumedStreams = 0
    var run = Replication(try Plan(plan, seed: 1), world: world(), number: 0)
    let outcome = run.run()
    // 20 more a second than are answered, for 30 s.
    #expect(abs(Double(outcome.broken) / 1e15 - 601) < 2, "\(Double(outcome.broken) / 1e15)")
    #expect(outcome.resumed == 0)
  }

  /// A pool whose curve was measured with a queue limit: 2 % are refused at half load, 10 % at 95 %, and beyond
  /// saturation what a measured throughput of 98 % leaves over.
  private func limitedService() -> Service {
    let figures = LatencyFigures(mean: 0.01, p50: 0.01, p95: 0.01, p99: 0.01)
    let points: [(u: Double, x: Double, refused: Double)] = [
      (0.5, 0.5, 0.02), (0.95, 1, 0.1), (1, 1.1, 0.12), (1.25, 1.6, 0.25), (2, 2, 0.51),
    ]
    let curve = LatencyCurve(
      provenance: .tabulated(
        RequestLevelRun(
          routing: "random", replicas: 1, dispersion: 1, queueLimit: 1, halfWidth: 0, firstTokenHalfWidthAt80: 0,
          firstTokenHalfWidthAt95: 0)),
      saturation: 100,
      points: points.map {
        LatencyPoint(
          utilization: $0.u, meanInSystem: $0.x, firstToken: figures, perToken: figures, endToEnd: figures,
          refused: $0.refused)
      })
    var plan = service(timeout: 1000)
    plan.objectives.firstToken = []
    plan.protection.queue = QueueRule(limit: 1)
    plan.sites[0].pool = FlowPool(curve, sequences: 1, timeout: 1000)
    return plan
  }

  /// At rest, near saturation and beyond it, a full queue refuses the curve's share and not a fluid's: of 50, 100 and
  /// 125 requests a second 2, 12 and 25 %, for a minute each, and nothing else is lost.
  @Test(arguments: [(50, 0.02), (100, 0.12), (125, 0.25), (200, 0.51)])
  func aFullQueueRefusesTheCurvesShare(rate: Int64, share: Double) throws {
    var rates = ContiguousArray<Int64>(repeating: 0, count: 120)
    rates[0] = rate * 1_000_000
    let world = DemandWorld(step: Span(seconds: 60).nanoseconds, rates: rates)
    var run = Replication(try Plan(limitedService(), seed: 1), world: world, number: 0)
    let outcome = run.run()
    let offered = 60 * Double(rate)
    // The pool holds two requests at most: what happens while it fills is less than that.
    #expect(abs(outcome.requestsLost - share * offered) < 2.5, "\(outcome.requestsLost) of \(offered)")
  }
}
