import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// What holds for every plan and every run.
@Suite struct InvariantTests {
  private func outcome(_ service: Service, seed: UInt64, year: UInt32, visitsEveryStep: Bool = false) throws -> Outcome
  {
    let plan = try Plan(service, seed: seed)
    let world = try DemandWorld(service, seed: seed, number: 0)
    var replication = Replication(plan, world: world, number: year, visitsEveryStep: visitsEveryStep)
    return replication.run()
  }

  /// Skipping what cannot make a difference moves no bit: amounts, ledger, failovers. And of the same run: the ledger and
  /// the losses outside outages are the headline, to the last unit, and nothing is lost beyond demand.
  @Test(arguments: 0..<80 as Range<UInt64>)
  func skippingMovesNoBitAndTheLedgerIsTheHeadline(seed: UInt64) throws {
    var random = RandomPlan(seed: seed)
    let service = random.service(atMost: 1500)
    let quick = try outcome(service, seed: seed, year: 3)
    expectTheLedgerIsTheHeadline(quick, of: service)
    let literal = try outcome(service, seed: seed, year: 3, visitsEveryStep: true)
    for amount in Amount.allCases { #expect(quick.amounts[amount] == literal.amounts[amount], "\(amount)") }
    #expect(quick.lostOutside == literal.lostOutside)
    #expect(quick.nodeTime == literal.nodeTime)
    #expect(quick.drawnTime == literal.drawnTime)
    #expect(quick.answeredAt == literal.answeredAt)
    #expect(quick.billed == literal.billed)
    #expect(quick.lostByClass == literal.lostByClass)
    #expect(quick.outages.map(\.start) == literal.outages.map(\.start))
    #expect(quick.outages.map(\.end) == literal.outages.map(\.end))
    #expect(quick.outages.map(\.lost) == literal.outages.map(\.lost))
    #expect(quick.failovers.map(\.openedAt) == literal.failovers.map(\.openedAt))
  }

  private func expectTheLedgerIsTheHeadline(_ outcome: Outcome, of service: Service) {
    let booked = outcome.outages.reduce(Int128(0)) { $0 + $1.lost } + outcome.lostOutside.reduce(0, +)
    #expect(booked == outcome.lost)
    #expect(outcome.lost >= 0 && outcome.lost <= outcome.demand)
    #expect(outcome.worthLost >= 0 && outcome.worthLost <= outcome.degraded)
    #expect(
      outcome.degraded <= outcome.demand - outcome.lost
        || !service.traffic.classes.allSatisfy { $0.deadlineSeconds == nil })
    #expect(outcome.lostByClass.isEmpty || outcome.lostByClass.reduce(0, +) == outcome.lost)
    let conversations = outcome.outages.reduce(outcome.stateLossOutside) { $0 + $1.stateLoss }
    #expect(
      conversations == outcome.stateLoss && conversations == outcome.failovers.reduce(StateLoss()) { $0 + $1.stateLoss }
    )
    #expect(outcome.lostByClass.allSatisfy { $0 >= 0 })
    for outage in outcome.outages {
      #expect(outage.faultAt <= outage.start && outage.start <= outage.end)
      #expect(outage.lost >= 0)
    }
    #expect(zip(outcome.outages, outcome.outages.dropFirst()).allSatisfy { $0.end <= $1.start })
  }

  /// What is kept of sites and fleets is what looking again finds.
  private func expectWhatIsKeptToHold(_ run: Replication) {
    let earliest = run.course.fleets.batches.map(\.readyAt).min() ?? .never
    #expect(run.course.fleets.earliestClimb == earliest)
    for site in run.plan.sites.indices where run.plan.canBeImpaired && run.knowsDamage(site) {
      #expect(run.flow.damage[site].left == (run.estate.impairing > 0 ? run.impaired(site) : ImpairmentPlan()))
      for index in run.plan.dependencies.indices {
        #expect(run.answers(dependency: index, at: site) == run.isAnswering(dependency: index, site))
      }
      if run.plan.alarms != nil {
        #expect(run.flow.damage[site].grey == Int32(run.firstGreyFailure(at: site) ?? -1))
      }
    }
  }

  /// At every instant shares sum to the whole of demand, no fleet is negative, and nothing is scheduled in the past.
  @Test(arguments: 0..<30 as Range<UInt64>)
  func stateStaysSound(seed: UInt64) throws {
    var random = RandomPlan(seed: seed)
    let service = random.service(atMost: 1500)
    let plan = try Plan(service, seed: seed)
    let world = try DemandWorld(service, seed: seed, number: 0)
    var run = Replication(plan, world: world, number: 0)
    var before = run.now
    var instants = 0
    while run.advance() {
      #expect(run.flow.shares.reduce(0, +) == 1_000_000)
      #expect(run.course.home.reduce(0, +) == 1_000_000)
      #expect(run.course.fleets.sites.allSatisfy { $0.size >= 0 && $0.pending >= 0 })
      #expect(run.flow.lostRate >= 0)
      #expect(
        min(run.course.earliestDeadline, run.course.earliestEvaluation) >= run.now,
        "a deadline in the past at \(run.now.seconds)")
      // Decisions that take no time follow one another at one instant, but only so many.
      instants = run.now > before ? 0 : instants + 1
      #expect(run.now >= before && instants < 20)
      before = run.now
      for site in plan.sites.indices {
        var copy = run.estate
        copy.recount(site: site, size: run.course.fleets[site].size, plan: plan)
        #expect(copy.available[site] == run.estate.available[site])
      }
      expectWhatIsKeptToHold(run)
      guard run.now < plan.horizon else { break }
    }
  }
}
