import Experiments
import Foundation
import ModelFiles
import OutputAnalysis
import Reports
import ServiceModel
import TestSupport
import Testing

@testable import CapacityPlanning

/// Buffers over a peak that nobody knows for certain.
struct UncertainPeakTests {
  private static let models = Checkout.models

  private let peak = UncertainInputName(path: "traffic.peak", low: 25, mid: 30, high: 37)

  private func uncertain(_ small: SmallService) -> PlanSource {
    let peak = peak
    return PlanSource(services: [small.service], uncertainInputs: [peak]) { point in
      var service = small.service
      service.traffic.peakRPS = peak.value(at: point[peak.path] ?? 0.5)
      return [service]
    }
  }

  @Test func strataCoverTheLawAndAreFinestWhereTheObjectiveIsDecided() {
    let strata = PeakStrata(peak, share: 0.99, count: 40, seed: 3)
    #expect(strata.bounds.first == 0 && abs((strata.bounds.last ?? 0) - 1) < 1e-12)
    #expect(strata.bounds == strata.bounds.sorted())
    #expect(abs((0..<40).reduce(0) { $0 + strata.weight(of: $1) } - 1) < 1e-12)
    // Half of the strata share the highest four per cent.
    #expect(strata.bounds.filter { $0 < 0.96 - 1e-9 }.count == 20)
    for world in 0..<200 {
      let stratum = strata.stratum(ofWorld: world)
      #expect((strata.bounds[stratum]...strata.bounds[stratum + 1]).contains(strata.quantile(inWorld: world)))
    }
    // An objective in half of the years has no tail of its own.
    #expect(abs(PeakStrata(peak, share: 0.5, count: 4, seed: 3).weight(of: 3) - 0.25) < 1e-12)
  }

  /// The law that is drawn from is the law that plans have.
  @Test func thePlannersLawIsThePlansLaw() throws {
    let file = try PlanFile(path: UncertainPeakTests.models.appending(path: "single-site.yaml").path)
    let input = try #require(file.planSource.uncertainInputs.first { $0.path == "traffic.peak" })
    for u in [0.0005, 0.01, 0.05, 0.3, 0.5, 0.8, 0.95, 0.99, 0.9999] {
      let service = try file.planSource.designs([input.path: u])[0]
      #expect(abs(service.traffic.peakRPS / input.value(at: u) - 1) < 1e-9, "at \(u)")
    }
    // A coefficient of variation of 10 %: 1 % and 99 % points of the normal law.
    #expect(abs(input.value(at: 0.99) - 1232.6) < 0.3 && abs(input.value(at: 0.01) - 767.4) < 0.3)
  }

  @Test func theAnswerOverThePeakHoldsForecastAndLuckTogether() async throws {
    let sized = try await size(uncertain(SmallService(atLeast: 0.999)), design: 0, size: .small())
    let uncertain = try #require(sized.uncertainPeak)
    let answer = try #require(uncertain.answer)
    #expect(answer.totalNodes > sized.conclusion.point.totalNodes)
    #expect(answer.verdict == .meets)
    #expect(uncertain.fleet(at: answer.step - 1)?.verdict != .meets)
    #expect(sized.binding == .term(.forecastError))
    #expect(sized.points.contains { $0.step == answer.step })
    // Larger fleets keep the objective in more years, exactly: the same worlds, and nothing scales.
    let shares = uncertain.judged.filter { $0.years == answer.years }.compactMap { $0.shares.first?.estimate }
    #expect(shares == shares.sorted())
    let text = SizeTable(sized, width: 200, showsDetails: true).lines.joined(separator: " ")
    #expect(text.contains("Over the uncertain peak") && text.contains("simulated, any peak"))
  }

  @Test func theSameBytesWhateverTheNumberOfThreads() async throws {
    func sized(threads: Int) async throws -> SizedDesign {
      let amount = StudySize(seed: 5, worlds: 4, replicationsPerWorld: 10, threads: threads)
      return try await size(uncertain(SmallService(atLeast: 0.999)), design: 0, size: amount)
    }
    let (one, three) = (try await sized(threads: 1), try await sized(threads: 3))
    #expect(sizeJSON(one).text == sizeJSON(three).text)
    #expect(curveTable(one).text == curveTable(three).text)
  }

  /// The reference of the buffer's terms, by formula; exact.
  @Test func theReferenceSingleSiteHasItsTerms() throws {
    let file = try PlanFile(path: UncertainPeakTests.models.appending(path: "single-site.yaml").path)
    let peak = file.planSource.uncertainInputs.first { $0.path == "traffic.peak" }
    let terms = SizeTerms(file.services[0], peak: peak)
    func term(_ term: SizeTerm) -> TermAlone? { terms.alone.first { $0.term == term } }
    #expect(term(.stochastic)?.replicas == 110)
    #expect(term(.stochastic)?.basis.contains("116 replicas") == true)
    #expect(term(.forecastError)?.replicas == 132)
    #expect(term(.forecastError)?.basis.contains("+23.3 %") == true)
    #expect(term(.nodeSpares)?.nodes == 58)
    #expect(terms.compositeReplicas == 144)
    #expect(abs(terms.compositeOverRequirement - 0.346) < 0.0005)
  }

  /// The same by simulation, small: 1,000 years of each fleet.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["NINES_LONG"] == "1"))
  func theReferenceSingleSiteIsBoundByItsForecast() async throws {
    let file = try PlanFile(path: UncertainPeakTests.models.appending(path: "single-site.yaml").path)
    let amount = StudySize(seed: 42, worlds: 20, replicationsPerWorld: 50, threads: 2)
    let sized = try await size(file.planSource, design: 0, size: amount)
    let answer = try #require(sized.uncertainPeak?.answer)
    let over = Double(2 * answer.totalNodes) / 107 - 1
    #expect(over >= 0.233 && over <= 0.346, "\(over)")
    #expect(sized.binding == .term(.forecastError))
    guard case .holds = sized.termLaw else {
      Issue.record("\(sized.termLaw)")
      return
    }
  }
}
