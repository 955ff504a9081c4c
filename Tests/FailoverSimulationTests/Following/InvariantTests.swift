import EventKernel
import Foundation
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

  private static let isLong = ProcessInfo.processInfo.environment["NINES_LONG"] == "1"
  /// Of a run: rather short runs of many plans than long ones of a few.
  private static let hours: Double = isLong ? 1500 : 600

  /// Skipping what cannot make a difference moves no bit: amounts, ledger, failovers. And of the same run: the ledger and
  /// the losses outside outages are the headline, to the last unit, and nothing is lost beyond demand.
  @Test(arguments: 0..<80 as Range<UInt64>)
  func skippingMovesNoBitAndTheLedgerIsTheHeadline(seed: UInt64) throws {
    var random = RandomPlan(seed: seed)
    try expectSkippingToMoveNoBit(of: random.service(atMost: Self.hours), seed: seed)
  }

  /// The same with what plans have learnt last.
  @Test(arguments: 500..<(isLong ? 900 : 530) as Range<UInt64>)
  func skippingMovesNoBitOfTheLatestPlans(seed: UInt64) throws {
    var random = RandomPlan(seed: seed)
    try expectSkippingToMoveNoBit(of: random.latestService(atMost: Self.hours), seed: seed)
  }

  private func expectSkippingToMoveNoBit(of service: Service, seed: UInt64) throws {
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

  /// What of a run does not hold at this instant; nil where all does. Asked at every step: an expectation each would cost more than
  /// the run.
  private func fault(of run: Replication, movedFrom before: SimTime) -> String? {
    if run.flow.shares.reduce(0, +) != 1_000_000 { return "shares that are not the whole" }
    if run.course.home.reduce(0, +) != 1_000_000 { return "homes that are not the whole" }
    if run.course.fleets.sites.contains(where: { $0.size < 0 || $0.pending < 0 }) { return "a negative fleet" }
    if run.flow.lostRate < 0 { return "a negative loss" }
    let active = run.estate.failures
    if active.count > 1, Set(active.map(\.clock)).count < active.count { return "a clock that has struck twice" }
    if min(run.course.earliestDeadline, run.course.earliestEvaluation) < run.now { return "a deadline in the past" }
    if run.now < before { return "time goes back" }
    if run.course.fleets.earliestClimb != run.course.fleets.batches.map(\.readyAt).min() ?? .never {
      return "another earliest climb than that of the batches"
    }
    if !areRecounted(run) { return "nodes that are available by what is kept alone" }
    return isDamageKept(run) ? nil : "damage that looking again does not find"
  }

  private func areRecounted(_ run: Replication) -> Bool {
    run.plan.sites.indices.allSatisfy { site in
      var copy = run.estate
      copy.recount(site: site, size: run.course.fleets[site].size, plan: run.plan)
      return copy.available[site] == run.estate.available[site]
    }
  }

  /// What is kept of sites is what looking again finds.
  private func isDamageKept(_ run: Replication) -> Bool {
    run.plan.sites.indices.allSatisfy { site in
      guard run.plan.canBeImpaired && run.knowsDamage(site) else { return true }
      return run.flow.damage[site].left == (run.estate.impairing > 0 ? run.impaired(site) : ImpairmentPlan())
        && run.plan.dependencies.indices.allSatisfy {
          run.answers(dependency: $0, at: site) == run.isAnswering(dependency: $0, site)
        }
        && (run.plan.alarms == nil || run.flow.damage[site].grey == Int32(run.firstGreyFailure(at: site) ?? -1))
    }
  }

  /// At every instant shares sum to the whole of demand, no fleet is negative, and nothing is scheduled in the past.
  @Test(arguments: 0..<30 as Range<UInt64>)
  func stateStaysSound(seed: UInt64) throws {
    var random = RandomPlan(seed: seed)
    let service = random.service(atMost: Self.hours)
    let plan = try Plan(service, seed: seed)
    let world = try DemandWorld(service, seed: seed, number: 0)
    var run = Replication(plan, world: world, number: 0)
    var before = run.now
    var (instants, steps) = (0, 0)
    while run.advance() {
      if let fault = fault(of: run, movedFrom: before) {
        Issue.record("\(fault) at \(run.now.seconds) s")
        return
      }
      // Decisions that take no time follow one another at one instant, but only so many.
      instants = run.now > before ? 0 : instants + 1
      guard instants < 20 else {
        Issue.record("twenty decisions at \(run.now.seconds) s")
        return
      }
      before = run.now
      steps += 1
      guard run.now < plan.horizon else { break }
    }
    #expect(steps > 0)
  }
}
