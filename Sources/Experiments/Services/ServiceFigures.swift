import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// What became of one of several services on a fleet, in its own requests and per year of 8766 h.
public struct ServiceFigures: Sendable {
  public let name: String
  public let priority: Int
  public let requestsPerYear: Double
  public let requestsLost: Estimate
  public let meanRequestsLost: Double
  /// (1 - availability by its requests) x the minutes of a year.
  public let lostMinutes: Estimate
  public let meanLostMinutes: Double
  /// Minutes in which less of its own demand was answered than the threshold of an outage; nil where its requests may wait.
  public let downtimeMinutes: Double?
  /// GPU time of a request, in seconds.
  public let gpuSeconds: Double
  /// Share of the GPU time of all answers that its own took: by it the costs of the fleet are shown to services.
  public let gpuTimeShare: Double
  /// Lost minutes by cause, in the order of the causes of the design; they sum to its lost minutes.
  public let lostMinutesByCause: [(cause: String, minutes: Double)]

  /// Availability by its own requests.
  public var availability: Double { 1 - meanLostMinutes / Horizon.yearMinutes }
  public var gpuHoursPerYear: Double { (requestsPerYear - meanRequestsLost) * gpuSeconds / 3600 }

  /// Of all services in the plan's order; empty where one has the fleet.
  static func all(_ record: DesignRecord) -> [ServiceFigures] {
    guard let mix = record.service.traffic.mix else { return [] }
    let tallies = record.worlds.map(\.services)
    // What was answered is counted in mean requests, each of which takes the same GPU time.
    let answered = mix.services.indices.map { index in
      tallies.reduce(Int128(0)) { $0 + max(0, $1.demand[index] - $1.lost[index]) }
    }
    let all = answered.reduce(0, +)
    return mix.services.indices.map { index in
      ServiceFigures(
        record, index, mix,
        share: all > 0 ? Double(answered[index]) / Double(all) : 1 / Double(mix.services.count))
    }
  }

  private init(_ record: DesignRecord, _ index: Int, _ mix: ServiceMix, share: Double) {
    let (service, own) = (record.service, mix.services[index])
    let counts = record.worlds.map { Double($0.replications.count) }
    let weight = mix.weights[index]
    /// Own requests per year, in each world.
    func requests(_ amount: (ServiceTally) -> Int128) -> [Double] {
      zip(record.worlds, counts).map { world, count in
        service.horizon.perYear(Double(amount(world.services)) / Amount.demand.unit / weight / count)
      }
    }
    func mean(_ worlds: [Double]) -> Double { worlds.reduce(0, +) / Double(worlds.count) }
    func minutes(_ amount: (ServiceTally) -> Int128) -> [Double] {
      record.worlds.map { world in
        let demand = world.services.demand[index]
        return demand > 0 ? Double(amount(world.services)) / Double(demand) * Horizon.yearMinutes : 0
      }
    }
    // What few outages say is a bound, as of the fleet; many small losses outside them make a mean.
    let outages = record.worlds.reduce(0) { sum, world in
      sum + (world.services.lost[index] > 0 ? world.outages.count : 0)
    }
    let isPartlyOutside = record.worlds.contains { $0.services.losesOutside(index) }
    func interval(_ worlds: [Double], upTo most: Double) -> Estimate {
      estimate(
        worldMeans: worlds, of: .upTo(most), observations: record.replications, isCertain: service.isCertain,
        incidents: isPartlyOutside ? max(RareEventStatement.fewestIncidents, outages) : outages,
        exposure: record.exposureYears)
    }
    name = own.name
    priority = own.priority
    gpuSeconds = own.gpuSeconds
    gpuTimeShare = share
    requestsPerYear = mean(requests { $0.demand[index] })
    let (lost, lostTime) = (requests { $0.lost[index] }, minutes { $0.lost[index] })
    (requestsLost, meanRequestsLost) = (interval(lost, upTo: requestsPerYear), mean(lost))
    (lostMinutes, meanLostMinutes) = (interval(lostTime, upTo: Horizon.yearMinutes), mean(lostTime))
    let down = zip(record.worlds, counts).map { Double($0.services.downtime[index]) / 6e10 / $1 }
    downtimeMinutes = own.deadlineSeconds == nil ? service.horizon.perYear(mean(down)) : nil
    lostMinutesByCause = service.causes.map(\.name).enumerated().map { cause, name in
      (name, mean(minutes { $0.lost(index, cause: cause) }))
    }
  }
}
