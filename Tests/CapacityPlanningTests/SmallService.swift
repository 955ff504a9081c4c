import Experiments
import ModelFiles
import ServiceModel
import Stochastics

@testable import CapacityPlanning

/// A fleet small enough to simulate in a moment: thirty nodes that are up 97 % of the time, flat demand.
///
/// Its year goes at the pace of ten days: everything lasts so much longer that a year holds what 240 hours would. Objectives
/// want years, and a year of failures at the pace of a year takes 36 times as long.
struct SmallService {
  /// Hours of a year for each hour of those ten days.
  static let pace = 8766.0 / 240

  var sites = 1
  var peakRPS = 30.0
  var noise = 0.0
  /// In 36 such spells of ten days, an hour of them each.
  var edgeOutagesPerYear = 0.0
  var atLeast = 0.9995
  var siteLoss = ServiceModel.Sizing.SiteLoss.none

  var service: Service {
    var failures = [
      FailureMode(
        name: "node", scope: .node, lifetime: .exponential(mean: 97 * 3600 * Self.pace),
        lasts: .exponential(mean: 3 * 3600 * Self.pace),
        effect: .loss(symptoms: [], containment: nil))
    ]
    if edgeOutagesPerYear > 0 {
      failures.append(
        FailureMode(
          name: "edge", scope: .edge, lifetime: .exponential(mean: 8766 * 3600 * Self.pace / edgeOutagesPerYear),
          lasts: .constant(3600 * Self.pace), effect: .loss(symptoms: [], containment: nil)))
    }
    return Service(
      name: "small", design: Design(name: "plan", topology: sites == 1 ? .singleSite : .activeActive),
      begins: CalendarDay(year: 2027, month: 1, day: 1),
      objectives: Objectives(
        availability: [AvailabilityObjective(figure: .requests, atLeast: atLeast, share: 0.9)]),
      traffic: Traffic(
        peakRPS: peakRPS, noise: noise > 0 ? TrafficNoise(cv: noise, correlationSeconds: 1800 * Self.pace) : nil),
      replica: ReplicaType(name: "unit", ratedRPS: 1, gpus: 1),
      sites: (0..<sites).map {
        Site(
          name: "site\($0)", provider: "p\($0)", region: "r\($0)", keep: .serving,
          node: NodeType(gpuModel: "any", gpus: 1, dollarsPerHour: 10))
      },
      sizing: ServiceModel.Sizing(buffer: 0.25, siteLoss: siteLoss), failures: failures,
      detection: .takes(.constant(0)), decision: Decision(preCheck: .constant(0)),
      execution: Execution(move: TrafficMove(mechanism: .balancer)))
  }

  var plan: PlanSource { PlanSource(services: [service], uncertainInputs: []) { _ in [self.service] } }

  /// Sized once for all who ask something of it.
  static let sized = Task { try await size(SmallService().plan, design: 0, size: .small()) }
}

extension StudySize {
  static func small() -> StudySize {
    StudySize(seed: 5, worlds: 10, replicationsPerWorld: 20, threads: 2)
  }
}

extension PlanFile {
  /// The plan as the planner sees it.
  var planSource: PlanSource {
    PlanSource(
      services: services,
      uncertainInputs: inputs.map { UncertainInputName(path: $0.path, low: $0.low, mid: $0.mid, high: $0.high) }
    ) { try services(at: $0) }
  }
}
