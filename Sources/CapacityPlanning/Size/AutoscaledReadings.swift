import Experiments
import ServiceModel

/// 20, 25 and 30 % where an autoscaler holds the buffer: as its utilisation target, at the plan's own floor.
///
/// A target of 80 % holds 25 % over the load at any hour, one of 75 % keeps 25 % of capacity free. The floor would hold the
/// same only at the peak, and the limit holds nothing.
func readingsAsTargets(
  _ service: Service, _ fleets: [RoundedFleet], size: StudySize
) async throws -> [JudgedReading] {
  var readings: [JudgedReading] = []
  for fleet in fleets {
    let variant = service.tracking(1 / fleet.reading.factor(fleet.asked))
    var search = SizeSearch(variant, size: size) { _ in }
    let step = search.ladder.plannedFloorStep
    _ = try await search.verdict(at: step, .few)
    readings.append(JudgedReading(fleet: fleet, point: search.point(step)!, uncertainPeak: nil))
  }
  return readings
}

extension Service {
  /// The same plan with another target in its first target-tracking policy.
  func tracking(_ utilization: Double) -> Service {
    var service = self
    guard let index = service.autoscaling?.policies.firstIndex(where: { if case .target = $0 { true } else { false } }),
      case .target(var target)? = service.autoscaling?.policies[index]
    else { return self }
    target.utilization = utilization
    service.autoscaling?.policies[index] = .target(target)
    return service
  }
}
