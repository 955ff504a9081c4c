import Experiments
import FailoverSimulation
import ModelFiles
import ServiceModel
import TestSupport

@testable import Telemetry

/// A plan of two sites whose first is lost at 12:00 of the first day for 93 minutes: a hundred requests a second, without noise.
struct StruckService {
  let service: Service
  static let begins = 12 * 3600.0
  static let lasts = 93 * 60.0

  /// - Parameters:
  ///   - symptom: How the loss shows.
  ///   - more: Further lines of the plan.
  init(design: String = "single-site", symptom: String = "refused", _ more: String = "") throws {
    let text =
      TwoSites.plan + """
        designs:
          single-site: {}
          hot-standby: { sites: { b: { keep: warm, size: 100% of production } } }
          active-active: { sites: { b: { keep: serving, weight: 50% }, a: { weight: 50% } } }
        failures:
          loss: { scope: region, sites: [a], on: 2027-01-01 12:00, lasts: 93min, shows-as: { \(symptom): 100% } }
        \(more)
        """
    service = try PlanFile(text: text, name: "small.yaml").services.first { $0.design.name == design }!
  }

  func course(from: Double = 11.5 * 3600, lasts: Double = 3 * 3600, every: Double = 15) throws -> CounterCourse {
    try counters(
      service, size: DrillSize(seed: 42, fromSeconds: from, lastsSeconds: lasts, everySeconds: every))
  }

  func settings(_ ordinary: OrdinaryFailures = .none, every: Double = 15, isPerReplica: Bool = false) -> ScrapeSettings
  {
    ScrapeSettings(
      seed: 42, everySeconds: every, beginsAt: service.beginsAtSeconds, ordinary: ordinary, isPerReplica: isPerReplica)
  }
}
