import EventKernel
import FailoverSimulation
import ServiceModel

/// What the worlds of a service hold in demand, beside the peak for which its fleets are sized.
public struct DemandSurvey: Equatable, Sendable {
  /// Number of worlds looked at.
  public let worlds: Int
  /// Mean over worlds of the P99.9 of five-minute demand in the horizon, in requests a second: with noise, growth,
  /// campaigns and crowds.
  public let highLevelRPS: Double
  /// The largest five-minute demand of all worlds, in requests a second.
  public let maximumRPS: Double
  /// Mean rate over horizon and worlds, in requests a second.
  public let meanRPS: Double
  /// By how much the P99.9 exceeds the plan's peak: 0.05 for five percent. Negative where it is below.
  public let excess: Double

  /// - Parameter count: At least one. They are the first worlds of a study under the same seed.
  public init(_ service: Service, seed: UInt64, worlds count: Int) throws {
    precondition(count >= 1, "a survey looks at one world at least")
    let end = SimTime(seconds: service.horizonHours * 3600)
    var (levels, means, highest) = (0.0, 0.0, 0.0)
    for number in 0..<count {
      let world = try DemandWorld(service, seed: seed, number: UInt32(number))
      let found = world.fiveMinuteLevels(exceededFor: 0.001, until: end)
      levels += found.level
      highest = max(highest, found.maximum)
      means += world.requests(until: end) / (service.horizonHours * 3600)
    }
    worlds = count
    highLevelRPS = levels / Double(count)
    maximumRPS = highest
    meanRPS = means / Double(count)
    excess = highLevelRPS / service.traffic.peakRPS - 1
  }

  /// The excess beyond which a peak is no longer what the fleets should be sized for.
  public static let tolerance = 0.05
}
