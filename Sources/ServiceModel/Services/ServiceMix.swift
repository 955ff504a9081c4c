import Foundation
import Numerics

/// Several services on one fleet, as the GPUs see them.
///
/// Work is GPU time: a request of a service takes the GPUs of a replica over its rate. The unit of all demand is the *mean
/// request*: the GPU time of a request in the mean of the first year, over all services. So rates of different services
/// add up, and so many mean requests are in the long run as many requests.
public struct ServiceMix: Equatable, Sendable {
  /// Two at least, or one that needs several pools; in the plan's order.
  public private(set) var services: [FleetService]
  /// GPU-seconds of a mean request.
  public let meanGPUSeconds: Double
  /// Requests of each service a second, in the mean of the first year and without growth, events and noise.
  public let meanRPS: [Double]
  /// GPUs that all together keep busy at the P99.9 of five minutes, noise included, in the first year and before growth and
  /// events; without noise at most.
  public let peakGPUs: Double
  /// GPUs that each keeps busy when all together keep most: they sum to `peakGPUs`.
  public let gpusAtPeak: [Double]

  /// - Throws: `NumericalError` where a service's curves cannot be interpolated.
  public init(_ services: [FleetService], begins: CalendarDay) throws(NumericalError) {
    var demands: [OrdinaryDemand] = []
    for service in services {
      demands.append(try OrdinaryDemand(service.traffic, begins: begins, days: ServiceMix.firstYear))
    }
    let rates = demands.map(\.meanRPS)
    let work = zip(rates, services).reduce(0) { $0 + $1.0 * $1.1.gpuSeconds }
    let course = ServiceMix.course(demands, days: ServiceMix.days(of: demands))
    let busy = PeakOfSum(course, services)
    self.services = services
    meanRPS = rates
    meanGPUSeconds = work / rates.reduce(0, +)
    peakGPUs = busy.level
    let highest = busy.gpusAtHighest.reduce(0, +)
    gpusAtPeak = busy.gpusAtHighest.map { $0 * busy.level / highest }
  }

  /// What a lost request of a service costs, in dollars; 0 where the plan does not say, and then it cannot be set.
  public subscript(lossOf index: Int) -> Double {
    get { services[index].loss?.dollars ?? 0 }
    set { services[index].loss?.dollars = newValue }
  }

  private static let firstYear = 365

  /// Days after which all curves are as before; a year where one of them has a season, moved clocks or a long series.
  static func days(of demands: [OrdinaryDemand]) -> Int {
    demands.allSatisfy { $0.seasons.isEmpty && $0.changes.isEmpty && $0.period.count <= 7 * $0.stepsPerDay }
      ? 7 : firstYear
  }

  /// Rates of each service in the steps of so many days, in requests a second and without noise.
  static func course(_ demands: [OrdinaryDemand], days: Int) -> [[Double]] {
    demands.map { $0.rates(days * $0.stepsPerDay) }
  }

  /// The peak in mean requests a second, by which the fleet is sized.
  public var peakRPS: Double { peakGPUs / meanGPUSeconds }

  /// GPU time of a request of each service against that of a mean request.
  public var weights: [Double] { services.map { $0.gpuSeconds / meanGPUSeconds } }

  /// GPUs that each service keeps busy at its own peak.
  public var ownPeakGPUs: [Double] { services.map { $0.traffic.peakRPS * $0.gpuSeconds } }

  /// Share of the GPU time that each service asks for, in the mean of the first year.
  public var shares: [Double] {
    let work = zip(meanRPS, services).map { $0 * $1.gpuSeconds }
    let total = work.reduce(0, +)
    return work.map { $0 / total }
  }

  /// A replica of which the fleet is made: one GPU, rated in mean requests.
  public var replica: ReplicaType { ReplicaType(name: "GPU", ratedRPS: 1 / meanGPUSeconds, gpus: 1) }

  /// What all services together send, in mean requests, each a class of its own.
  public var traffic: Traffic {
    var traffic = Traffic(peakRPS: peakRPS, stepSeconds: services[0].traffic.stepSeconds)
    traffic.clock = services[0].traffic.clock
    traffic.mix = self
    traffic.classes = zip(services, shares).map { service, share in
      var kind = TrafficClass(name: service.name, share: share, state: .stateless)
      kind.priority = service.priority
      kind.deadlineSeconds = service.deadlineSeconds
      kind.objectives = service.objectives
      return kind
    }
    return traffic
  }
}

/// GPUs that services keep busy together for all but a thousandth of the time, in five-minute means.
private struct PeakOfSum {
  let level: Double
  /// Of each service, in the stretch in which all together keep most busy.
  let gpusAtHighest: [Double]

  /// - Parameter course: Rates by service and step.
  init(_ course: [[Double]], _ services: [FleetService]) {
    let step = services[0].traffic.stepSeconds
    let length = step < 300 ? Int((300 / step).rounded(.down)) : 1
    let starts = Array(stride(from: 0, through: course[0].count - length, by: length))
    let busy = zip(course, services).map { rates, service in
      starts.map { rates[$0..<($0 + length)].reduce(0, +) / Double(length) * service.gpuSeconds }
    }
    let sums = starts.indices.map { stretch in busy.reduce(0) { $0 + $1[stretch] } }
    let highest = sums.indices.max { sums[$0] < sums[$1] } ?? 0
    gpusAtHighest = busy.map { $0[highest] }
    // Relative variance of the five-minute mean of each service.
    let spread = services.map { $0.traffic.noise?.variance(ofMeanOver: length, step: step) ?? 0 }
    guard spread.contains(where: { $0 > 0 }) else {
      let isMeasured = services.contains { $0.traffic.series != nil }
      let sorted = isMeasured ? sums.sorted() : []
      level = isMeasured ? sorted[Int((0.999 * Double(sorted.count)).rounded(.up)) - 1] : sums[highest]
      return
    }
    // The sum is taken as lognormal with its exact mean and variance (L. Fenton, IRE Transactions on Communications
    // Systems 8 (1960) 57); services have luck of their own, so variances add.
    let sigmas = starts.indices.map { stretch -> Double in
      let variance = zip(busy, spread).reduce(0) { $0 + $1.0[stretch] * $1.0[stretch] * $1.1 }
      return sums[stretch] > 0 ? log1p(variance / (sums[stretch] * sums[stretch])).squareRoot() : 0
    }
    func exceedance(_ level: Double) -> Double {
      let count = zip(sums, sigmas).reduce(0.0) { count, next in
        let (sum, sigma) = next
        guard sigma > 0 else { return sum > level ? count + 1 : count }
        let distance = (log(level / sum) + sigma * sigma / 2) / sigma
        // Beyond eight deviations a stretch has no part in a thousandth.
        return distance > 8 ? count : count + normalUpperTail(distance)
      }
      return count / Double(sums.count)
    }
    let top = sums[highest]
    let widest = sigmas.max() ?? 0
    let low = exceedance(top * 0.5) > 0.001 ? top * 0.5 : top * 1e-6
    level = (try? findRoot(in: low...(top * exp(6 * widest))) { exceedance($0) - 0.001 }) ?? top
  }
}
