import ExactTwins
import Experiments
import Foundation
import ModelFiles
import ServiceModel
import TestSupport
import Testing

@testable import CapacityPlanning

/// What theory rules out, years would tell to miss.
struct ObjectiveScreenTests {
  private static func services(_ model: String) throws -> [Service] {
    return try PlanFile(path: Checkout.models.appending(path: "\(model).yaml").path).services
  }

  /// No design keeps an objective more often than theory allows; four standard errors of a share of so many years.
  @Test(arguments: ["chat-api", "growing-service", "llm-serving", "seed-failover"])
  func noDesignKeepsMoreThanTheoryAllows(model: String) async throws {
    let services = try Self.services(model)
    let size = StudySize(seed: 77, worlds: 8, replicationsPerWorld: 15, threads: 2)
    var screen = ObjectiveScreen()
    var limited = 0
    for record in try await Study(services, size: size).run() {
      let service = record.service
      let demand = try screen.demand(of: service, seed: size.seed)
      let shares = ObjectiveScreen.shares(of: service, BestCase(service), demand: demand)
      for (limit, verdict) in zip(shares, ObjectiveVerdict.all(record)) {
        #expect(limit.required == verdict.requiredShare)
        let (kept, judged) = verdict.worlds.reduce((0, 0)) { ($0.0 + $1.met, $0.1 + $1.years) }
        guard judged > 0, limit.atMost < 1 else { continue }
        limited += 1
        let error = (limit.atMost * (1 - limit.atMost) / Double(judged)).squareRoot()
        let share = Double(kept) / Double(judged)
        #expect(
          share <= limit.atMost + 4 * error + BestCase.neglected,
          "\(model), \(service.design.name), \(verdict.text): \(share) of \(judged), at most \(limit.atMost)")
      }
    }
    #expect(limited > 0, "theory limits nothing in \(model)")
  }

  /// A site whose region is lost once in ten days for an hour cannot keep three and a half nines; a second site can.
  @Test func aSearchSimulatesWhatIsRuledOutForTheFrontAlone() async throws {
    var alone = SmallService(edgeOutagesPerYear: 36, atLeast: 0.9995).service
    alone.failures[1].scope = .region
    var pair = SmallService(sites: 2, peakRPS: 15, edgeOutagesPerYear: 36, atLeast: 0.9995, siteLoss: .kept).service
    pair.failures[1].scope = .region
    let candidates = [("alone", alone.holding([45])), ("pair", pair.holding([45, 45]))].map { name, service in
      SearchCandidate(settings: [.init(path: "design", text: name)], form: .service(service))
    }
    let result = try await searchDesigns(
      SearchQuestion(
        candidates: candidates, indifferenceDollars: 40_000, confidence: 0.95, seed: 5, yearsPerWorld: 10,
        mostWorlds: 40, threads: 2))
    guard case .ruledOut(let ceiling) = result.designs[0].fate else {
      Issue.record("\(result.designs[0].fate)")
      return
    }
    #expect(ceiling.causes == ["edge"] && ceiling.objective == 0)
    // No loss in ten days of 240 hours: exp(-240 / 244.5), and a few losses that end with them.
    #expect(abs(ceiling.atMost - exp(-240 / 244.5)) < 0.01)
    #expect(result.designs[0].years == 40 && result.designs[0].objectives[0].verdict == .misses)
    #expect(result.designs[0].excuse?.contains("edge alone leaves 37.5 % at most") == true)
    #expect(result.winner == 1)
    #expect(result.front.contains { $0.index == 0 }, "what is cheap and bad is on the front")
  }
}
