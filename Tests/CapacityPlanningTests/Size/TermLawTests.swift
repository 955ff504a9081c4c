import Experiments
import Foundation
import ModelFiles
import OutputAnalysis
import Reports
import ServiceModel
import TestSupport
import Testing

@testable import CapacityPlanning

/// Largest cause alone <= simulated <= all terms added up.
struct TermLawTests {
  /// A plan of models/ that has an answer; others are looked at in the long run.
  ///
  /// Exact at the lower end: the luck is the same, and a cause alone loses no more than all together.
  @Test(arguments: ["three-regions"])
  func theLawHoldsOrSaysWhyNot(model: String) async throws {
    try await check(model)
  }

  /// The other plans with an objective and fixed fleets; some simulate for minutes.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["NINES_LONG"] != nil),
    arguments: ["chat-api", "growing-service", "llm-serving", "retry-storm", "seed-failover", "single-site"])
  func theLawHoldsOrSaysWhyNotInLongModels(model: String) async throws {
    try await check(model)
  }

  private func check(_ model: String) async throws {
    let file = try PlanFile(path: Checkout.models.appending(path: "\(model).yaml").path)
    let amount = StudySize(seed: 42, worlds: 6, replicationsPerWorld: 10, threads: 2)
    var judged = 0
    for index in file.services.indices where !file.services[index].objectives.availability.isEmpty {
      // Designs whose serving sites are alike differ in their standby only: the first and the last will do.
      guard index == 0 || index == file.services.count - 1 else { continue }
      let sized = try await size(file.planSource, design: index, size: amount)
      judged += 1
      switch sized.termLaw {
      case .holds: continue
      case .fails: Issue.record("\(model), \(sized.service.design.name): \(sized.termLaw)")
      case .silent:
        // The reason must be true: no fleet of the ladder is known to meet the objective.
        #expect(sized.simulatedNodes == nil && sized.largest.verdict != .meets, "\(model): \(sized.termLaw)")
      }
    }
    #expect(judged > 0)
  }

  /// Thirty nodes are required. What takes some of a site at once asks for others beside them, and is no loss of the site.
  @Test func partOfASiteIsATermOfItsOwn() throws {
    func nodes(_ target: FailureTarget) throws -> Int? {
      var service = SmallService().service
      service.failures.append(
        FailureMode(
          name: "part", scope: .region, lifetime: .exponential(mean: 100 * 3600), lasts: .constant(600), target: target,
          effect: .loss(symptoms: [], containment: nil)))
      let terms = SizeTerms(service, peak: nil)
      let term = try #require(terms.alone.first { $0.term == .partialLoss })
      #expect(terms.compositeNodes >= term.nodes ?? .max)
      #expect(SizeTerm("part", in: service) == .partialLoss)
      return term.nodes
    }
    #expect(try nodes(FailureTarget(nodes: 4)) == 34)
    // A tenth of 33, rounded down, is 3.
    let work = RollOut(unavailable: .share(0.1), surge: .nodes(0), nodeSeconds: 60)
    #expect(try nodes(FailureTarget(rollOut: work)) == 33)
    // In nine strikes of ten no more than 15 of 45 nodes are hit by coins of a quarter, 14 of 44 in 88.6 %.
    #expect(try nodes(FailureTarget(share: 0.25)) == 45)
    #expect(!SizeTerms(SmallService().service, peak: nil).alone.contains { $0.term == .partialLoss })
  }

  @Test func eachCauseAloneIsFoundOnTheLuckOfTheWhole() async throws {
    let sized = try await size(
      SmallService(sites: 3, peakRPS: 30, noise: 0.05, siteLoss: .consumed).plan, design: 0, size: .small())
    let nodes = try #require(sized.terms.alone.first { $0.term == .nodeSpares }?.simulatedNodes)
    let demand = try #require(sized.terms.alone.first { $0.term == .demandAbovePeak }?.simulatedNodes)
    #expect(demand <= nodes && nodes <= (sized.simulatedNodes ?? 0))
    // No region fails in this plan, so its loss cannot be simulated alone; the formula holds room for it all the same.
    #expect(sized.terms.alone.first { $0.term == .siteLoss }?.simulatedNodes == nil)
    #expect(sized.terms.compositeNodes >= 45)
  }

  @Test func lessBufferSavesMoneyAndLosesMinutes() async throws {
    let sized = try await SmallService.sized.value
    let rows = sized.replacements
    #expect(!rows.isEmpty && rows.allSatisfy { $0.way == .shed })
    #expect(rows.map(\.nodesFewer) == rows.map(\.nodesFewer).sorted())
    for row in rows {
      #expect(abs(row.dollarsSaved - Double(row.nodesFewer) * 87_660) < 0.01)
      #expect(row.minutesAdded.estimate >= 0)
    }
    // Refused demand grows faster than the nodes that are saved.
    let prices = rows.compactMap(\.dollarsPerMinute)
    #expect(prices == prices.sorted(by: >) && !prices.isEmpty)
  }

  @Test func aDegradedModeCostsFewerMinutesThanShedding() async throws {
    var service = SmallService().service
    service.protection.degradedMode = DegradedMode(
      above: 0.98, below: 0.9, holdSeconds: 300, capacity: 1.04, quality: 0.8)
    let plan = PlanSource(services: [service], uncertainInputs: []) { [service] _ in [service] }
    // Three nodes in a hundred are down; the mode makes up for one of thirty, not for two.
    let amount = StudySize(seed: 5, worlds: 5, replicationsPerWorld: 20, threads: 2)
    let sized = try await size(plan, design: 0, size: amount)
    #expect(sized.replacements.contains { $0.way == .degrade })
    for degrade in sized.replacements.filter({ $0.way == .degrade }) {
      let shed = try #require(sized.replacements.first { $0.way == .shed && $0.stepsFewer == degrade.stepsFewer })
      #expect(degrade.minutesAdded.estimate < shed.minutesAdded.estimate)
    }
    let text = SizeTable(sized, width: 200).lines.joined(separator: " ")
    #expect(!text.contains("Degrading instead of buffer: not in the plan"))
  }

  @Test func theCurveStopsWhereItIsDecidedUnlessAllIsAskedFor() async throws {
    let short = try await SmallService.sized.value
    let whole = try await size(SmallService().plan, design: 0, size: .small(), range: .whole)
    let answer = short.conclusion.point.step
    #expect(whole.conclusion.point.step == answer)
    #expect(short.points.map(\.step).starts(with: 0...(answer + 3)))
    #expect(whole.points.map(\.step) == Array(0...whole.largest.step))
    #expect(short.points.count < whole.points.count)
  }

  /// The buffer of an autoscaler is its target: 20, 25 and 30 % are judged so, at the floor that the plan has.
  @Test func anAutoscalersBufferIsItsTarget() async throws {
    var service = SmallService().service
    service.autoscaling = Autoscaling(
      targetTracking: TargetTracking(utilization: 0.7, scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 300),
      minimumNodes: 4, startLagSeconds: 60)
    let plan = PlanSource(services: [service], uncertainInputs: []) { [service] _ in [service] }
    let amount = StudySize(seed: 5, worlds: 2, replicationsPerWorld: 2, threads: 2)
    let sized = try await size(plan, design: 0, size: amount)
    #expect(sized.readings.map(\.point.totalNodes) == [36, 38, 39, 38, 40, 43])
    for reading in sized.readings { #expect(reading.point.floor == 4) }
    let text = SizeTable(sized, width: 200).lines.joined(separator: " ")
    #expect(text.contains("A target of 83 %/80 %/77 % at the plan's floor"))
    #expect(sized.termLaw != .holds(largest: 0, simulated: 0, composite: 0))
    guard case .silent = sized.termLaw else {
      Issue.record("\(sized.termLaw)")
      return
    }
  }
}
