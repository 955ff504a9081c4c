import Experiments
import Foundation
import ModelFiles
import OutputAnalysis
import Reports
import ServiceModel
import TestSupport
import Testing

@testable import CapacityPlanning

/// Buffer curves of small services.
struct SizeTests {
  private func sized(_ small: SmallService) async throws -> SizedDesign {
    try await size(small.plan, design: 0, size: .small())
  }

  @Test func theCurveContainsItsAnswerAndTheFleetBeforeItFallsShort() async throws {
    let sized = try await SmallService.sized.value
    guard case .answer(let answer) = sized.conclusion else {
      Issue.record("a buffer of nodes was not found: \(sized.conclusion)")
      return
    }
    let steps = sized.points.map(\.step)
    let index = try #require(steps.firstIndex(of: answer.step))
    #expect(steps == steps.sorted())
    #expect(answer.verdict == .meets)
    #expect(index > 0 && sized.points[index - 1].step == answer.step - 1)
    #expect(sized.points[index - 1].verdict != .meets)
    #expect(answer.worlds == 10 && sized.points[index - 1].worlds == 10)
    #expect(sized.binding == .term(.nodeSpares))
    #expect(sized.withoutBuffer.step == 0 && sized.withoutBuffer.bufferNodes == 0)
    // Each node costs ten dollars an hour.
    #expect(abs(answer.dollars - sized.withoutBuffer.dollars - Double(answer.bufferNodes) * 87_660) < 0.01)
  }

  /// Exact, not statistical: both fleets meet the same failures and the same traffic, and nothing scales.
  @Test func oneMoreNodeNeverLosesMoreOnTheSameLuck() async throws {
    var search = SizeSearch(SmallService(noise: 0.1).service, size: .small()) { _ in }
    let steps = Array(0...6)
    try await search.simulate(steps, worlds: 10)
    let curves = try steps.map { try #require(search.point($0)).lostMinutesByWorld }
    for (fewer, more) in zip(curves, curves.dropFirst()) {
      #expect(zip(fewer, more).allSatisfy { $0 >= $1 })
    }
    #expect(curves[0][0] > curves[6][0])
  }

  @Test func noBufferMendsAnOutageInFrontOfAllSites() async throws {
    let sized = try await sized(SmallService(edgeOutagesPerYear: 24))
    guard case .notReachable(let enough) = sized.conclusion else {
      Issue.record("expected an objective out of reach, found \(sized.conclusion)")
      return
    }
    #expect(sized.binding == .notCapacity("edge"))
    #expect(enough.lostMinutes(above: sized.largest).high <= sized.tolerance)
    #expect(sized.points.contains { $0.step == enough.step })
    let text = SizeTable(sized, width: 160).lines.joined(separator: "\n")
    #expect(text.contains("No buffer mends this"))
    #expect(text.contains("what is missing is not capacity"))
  }

  @Test func aFlatBufferCannotSurviveTheLossOfOneOfThreeSites() async throws {
    let amount = StudySize(seed: 5, worlds: 8, replicationsPerWorld: 5, threads: 2)
    let sized = try await size(
      SmallService(sites: 3, peakRPS: 60, siteLoss: .consumed).plan, design: 0, size: amount)
    #expect(sized.reserve.share == 0.5)
    #expect(sized.readings.count == 6)
    for reading in sized.readings { #expect(reading.survivesSiteLoss == false) }
    // Thirty nodes a site carry half the peak each: the reserve is then held in full, and nothing is buffer.
    let whole = try #require(sized.points.first { $0.nodes == [30, 30, 30] })
    #expect(whole.reserveNodes == 30 && whole.bufferReplicas == 0)
    #expect(abs(try #require(whole.utilizationSiteLost) - 1) < 1e-12)
    let text = SizeTable(sized, width: 160, showsDetails: true).lines.joined(separator: " ")
    #expect(text.contains("20-30 % in either reading cannot survive a site loss at peak"))
  }

  /// Six worlds for three threads, of years enough to differ in every row.
  @Test func theSameBytesWhateverTheNumberOfThreads() async throws {
    func sized(threads: Int, seed: UInt64 = 5) async throws -> SizedDesign {
      let amount = StudySize(seed: seed, worlds: 6, replicationsPerWorld: 5, threads: threads)
      return try await size(SmallService(noise: 0.05).plan, design: 0, size: amount)
    }
    let (one, three) = (try await sized(threads: 1), try await sized(threads: 3))
    #expect(sizeJSON(one).text == sizeJSON(three).text)
    #expect(curveTable(one).text == curveTable(three).text)
    #expect(curveTable(one).text != curveTable(try await sized(threads: 3, seed: 6)).text)
  }

  @Test func aPlanWithoutAnObjectiveCannotBeSized() async throws {
    var service = SmallService().service
    service.objectives = Objectives()
    let plan = PlanSource(services: [service], uncertainInputs: []) { [service] _ in [service] }
    await #expect(throws: SizeProblem.self) { try await size(plan, design: 0, size: .small()) }
  }

  /// Each of two sites needs four nodes, and eight if it is to carry the other's users too. Six at each are committed, and paid in
  /// either case: of the four more two are bought by the hour, and all four pay a licence. Twice 2 x $10 + 4 x $1 an hour.
  @Test func theSiteLossReserveIsPaidAsThePlanPays() throws {
    let site = "{ keep: serving, node: { gpus: 1xH100, price: $10/h }, committed: { nodes: 6, term: 1y, price: $6/h } }"
    let file = try PlanFile(
      text: """
        service: two
        begins: 2027-01-01
        traffic: { peak: 80rps }
        replica: { rated: 10rps }
        sites:
          a: \(site)
          b: \(site)
        detect: { takes: 2min }
        execute: { move-traffic: { by: balancer } }
        prices: { lines: { licence: { per-node-hour: $1 } } }
        """, name: "two.yaml")
    let service = try #require(file.services.last)
    let reserve = SiteLossNeed(service)
    #expect(reserve.nodes == 8 && reserve.share == 1)
    let dollars: Double = 2 * (2 * 10 + 4 * 1) * 8766
    #expect(isNear(try #require(reserve.dollars), dollars, within: 1))
  }

  @Test func theShippedPlansSayWhatTheyClaim() throws {
    let models = Checkout.models
    let three = try PlanFile(path: models.appending(path: "three-regions.yaml").path)
    let service = try #require(three.services.last)
    #expect(service.siteLossReserveShare == 0.5)
    #expect(service.servingSites.map { service.requirementNodes(at: $0) } == [20, 20, 20])
    #expect(service.servingSites.map { service.survivorNodes(at: $0) } == [30, 30, 30])
    let single = try PlanFile(path: models.appending(path: "single-site.yaml").path)
    #expect(single.services[0].requirementReplicas == 107)
    #expect(single.inputs.map(\.path) == ["traffic.peak"])
  }
}
