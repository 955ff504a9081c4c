import Foundation
import Numerics

/// Demand as the curves alone give it, scaled so that the P99.9 of five-minute demand with noise, in the first year and
/// before growth and events, is the plan's peak.
///
/// It is a period of steps (a day, a week or a measured series) that repeats, times a factor for each day. Where clocks are
/// moved, another period holds from then on.
public struct OrdinaryDemand: Sendable {
  /// One period, as shares of anything: only their ratios matter. The one that holds at the plan's first instant.
  public let period: [Double]
  /// From which step on which other period of equal length holds, rising; empty where no clock is ever moved.
  let changes: [(step: Int, period: [Double])]
  public let stepSeconds: Double
  /// The season of each day from the plan's first one; empty where all days are alike.
  public let seasons: [Double]
  /// Millionths of a request a second that a share of one stands for.
  public private(set) var scale: Double
  /// Mean rate of the first year without noise, in requests a second.
  public private(set) var meanRPS: Double
  /// Of each service where several share the fleet, in its own requests; empty where one has it.
  public let parts: [OrdinaryDemand]
  private var peakRPS: Double
  private let levels: PeakLevels
  /// The P99.9 and the mean in shares: what it costs to find the first is a root of sums over the whole period.
  private let peakFactor: Double
  private let meanShare: Double

  /// - Parameter days: Days from the plan's first one that are wanted.
  public init(_ traffic: Traffic, begins: CalendarDay, days: Int) throws(NumericalError) {
    if let mix = traffic.mix {
      try self.init(mix, peakRPS: traffic.peakRPS, begins: begins, days: days)
      return
    }
    self.init(
      try ShapeOfDemand(traffic, begins: begins, days: days), peakRPS: traffic.peakRPS, noise: traffic.noise)
  }

  /// The sum of several services, in mean requests.
  private init(_ mix: ServiceMix, peakRPS: Double, begins: CalendarDay, days: Int) throws(NumericalError) {
    var parts: [OrdinaryDemand] = []
    for service in mix.services { parts.append(try OrdinaryDemand(service.traffic, begins: begins, days: days)) }
    let cycle = ServiceMix.days(of: parts)
    let course = ServiceMix.course(parts, days: cycle > 7 ? max(cycle, days) : cycle)
    let weights = mix.weights
    period = course[0].indices.map { step in zip(course, weights).reduce(0) { $0 + $1.0[step] * $1.1 } }
    (changes, seasons, stepSeconds) = ([], [], parts[0].stepSeconds)
    levels = PeakLevels(period, stepSeconds: stepSeconds, isMeasured: false)
    peakFactor = mix.peakRPS
    meanShare = zip(mix.meanRPS, weights).reduce(0) { $0 + $1.0 * $1.1 }
    scale = peakRPS * 1e6 / peakFactor
    meanRPS = scale * meanShare / 1e6
    self.peakRPS = peakRPS
    self.parts = parts
  }

  /// Rates of the first steps, in requests a second and without noise, growth and events.
  func rates(_ count: Int) -> [Double] {
    let shares = changingShares(count)
    return (0..<count).map { step in
      let season = seasons.isEmpty ? 1 : seasons[min(step / stepsPerDay, seasons.count - 1)]
      return scale / 1e6 * (shares?[step] ?? period[step % period.count]) * season
    }
  }

  private init(_ shape: ShapeOfDemand, peakRPS: Double, noise: TrafficNoise?) {
    period = shape.period
    changes = shape.changes
    stepSeconds = shape.stepSeconds
    seasons = shape.seasons
    levels = shape.levels
    parts = []
    self.peakRPS = peakRPS
    peakFactor = shape.levels.peakFactor(noise)
    meanShare = shape.mean
    scale = peakRPS * 1e6 / peakFactor
    meanRPS = scale * meanShare / 1e6
  }

  /// The same curves and noise with another peak, in requests a second.
  public func scaled(toPeak peakRPS: Double) -> OrdinaryDemand {
    var demand = self
    demand.peakRPS = peakRPS
    demand.scale = peakRPS * 1e6 / peakFactor
    demand.meanRPS = demand.scale * meanShare / 1e6
    return demand
  }

  /// The same curves under other noise.
  public func mean(peakRPS: Double, under noise: TrafficNoise?) -> Double {
    meanRPS / scale * (peakRPS * 1e6 / levels.peakFactor(noise))
  }

  /// The P99.9 of five-minute demand in the unit of the period: for a series in requests a second.
  public var peakShare: Double { peakRPS * 1e6 / scale }

  /// Steps of a day.
  public var stepsPerDay: Int { Int((86_400 / stepSeconds).rounded()) }

  /// The shares of the first steps one by one; nil where they are those of one period, again and again.
  public func changingShares(_ count: Int) -> [Double]? {
    changes.isEmpty ? nil : ShapeOfDemand.shares(period, changes, count: count)
  }
}

/// The curves before anybody says how high they are.
struct ShapeOfDemand {
  let period: [Double]
  let changes: [(step: Int, period: [Double])]
  let stepSeconds: Double
  let seasons: [Double]
  /// Mean share in the first year.
  let mean: Double
  let levels: PeakLevels
  /// Days over which peak and mean are taken.
  private static let year = 365

  /// - Parameter parts: Of each origin's users; nil for all.
  init(_ traffic: Traffic, begins: CalendarDay, days: Int, parts: [Double]? = nil) throws(NumericalError) {
    let year = ShapeOfDemand.year
    let isMeasured = traffic.series != nil
    if let series = traffic.series {
      (period, stepSeconds, seasons, changes) = (series.ratesRPS, series.stepSeconds, [], [])
    } else {
      period = try traffic.weekOfShares(begins: begins, ahead: traffic.clocks.map(\.ahead), parts: parts)
      changes = try ShapeOfDemand.changes(traffic, begins: begins, parts: parts)
      stepSeconds = traffic.stepSeconds
      seasons = try traffic.seasons(begins: begins, days: max(days, year))
    }
    let perDay = Int((86_400 / stepSeconds).rounded())
    guard changes.isEmpty else {
      let shares = ShapeOfDemand.shares(period, changes, count: year * perDay)
      let factors = seasons.isEmpty ? [Double](repeating: 1, count: year) : Array(seasons.prefix(year))
      mean = shares.indices.reduce(0) { $0 + shares[$1] * factors[$1 / perDay] } / Double(shares.count)
      levels = PeakLevels(shares, seasons: factors[...], stepSeconds: stepSeconds)
      return
    }
    guard !seasons.isEmpty else {
      mean = period.reduce(0, +) / Double(period.count)
      levels = PeakLevels(period, stepSeconds: stepSeconds, isMeasured: isMeasured)
      return
    }
    let (week, season) = (period, seasons)
    let daySums = stride(from: 0, to: week.count, by: perDay).map { week[$0..<($0 + perDay)].reduce(0, +) }
    let sum = zip(0..<year, season).reduce(0) { $0 + $1.1 * daySums[$1.0 % daySums.count] }
    mean = sum / Double(year * perDay)
    levels = PeakLevels(period, seasons: seasons.prefix(year), stepSeconds: stepSeconds)
  }

  // MARK: Clocks that are moved

  /// The week anew wherever a clock is moved.
  private static func changes(
    _ traffic: Traffic, begins: CalendarDay, parts: [Double]?
  ) throws(NumericalError) -> [(step: Int, period: [Double])] {
    var known: [[Double]: [Double]] = [:]
    var changes: [(step: Int, period: [Double])] = []
    for (step, ahead) in traffic.clockChanges {
      if known[ahead] == nil { known[ahead] = try traffic.weekOfShares(begins: begins, ahead: ahead, parts: parts) }
      changes.append((step, known[ahead]!))
    }
    return changes
  }

  static func shares(_ period: [Double], _ changes: [(step: Int, period: [Double])], count: Int) -> [Double] {
    var shares: [Double] = []
    shares.reserveCapacity(count)
    var (next, now) = (0, period)
    for step in 0..<count {
      while next < changes.count && changes[next].step <= step {
        now = changes[next].period
        next += 1
      }
      shares.append(now[step % now.count])
    }
    return shares
  }
}

/// How often demand is at which level, for the level that it exceeds for one part in a thousand of the time.
struct PeakLevels: Sendable {
  private let shares: [Double]
  /// Relative frequencies; empty where all shares count alike.
  private let weights: [Double]
  /// Steps of which a five-minute mean is made.
  private let steps: Int
  private let stepSeconds: Double
  private let isMeasured: Bool
  private let highest: Double

  /// - Parameter isMeasured: Whether the shares hold noise already, so that even without more of it their maximum is no
  ///   peak.
  init(_ period: [Double], stepSeconds: Double, isMeasured: Bool) {
    steps = stepSeconds < 300 ? Int((300 / stepSeconds).rounded(.down)) : 1
    shares = PeakLevels.means(of: period, over: steps)
    weights = []
    self.stepSeconds = stepSeconds
    self.isMeasured = isMeasured
    highest = isMeasured ? shares.max() ?? 1 : period.max() ?? 1
  }

  /// Levels of a period under the seasons of a year, in bins of a 4096th of the highest: the mean of a bin stands for it,
  /// so the error is of the second order in its width.
  init(_ period: [Double], seasons: ArraySlice<Double>, stepSeconds: Double) {
    steps = stepSeconds < 300 ? Int((300 / stepSeconds).rounded(.down)) : 1
    self.stepSeconds = stepSeconds
    isMeasured = false
    let perDay = Int((86_400 / stepSeconds).rounded())
    let means = PeakLevels.means(of: period, over: steps)
    let meansPerDay = max(1, perDay / steps)
    let days = max(1, period.count / perDay)
    let top = (means.max() ?? 1) * (seasons.max() ?? 1)
    let bins = 4096
    var sums = [Double](repeating: 0, count: bins + 1)
    var counts = [Double](repeating: 0, count: bins + 1)
    for (number, season) in seasons.enumerated() where top > 0 {
      let first = (number % days) * meansPerDay
      for i in first..<min(first + meansPerDay, means.count) {
        let level = means[i] * season
        let bin = Int(level / top * Double(bins))
        sums[bin] += level
        counts[bin] += 1
      }
    }
    let total = counts.reduce(0, +)
    let used = counts.indices.filter { counts[$0] > 0 }
    shares = used.map { sums[$0] / counts[$0] }
    weights = used.map { counts[$0] / total }
    highest = top
  }

  private static func means(of period: [Double], over steps: Int) -> [Double] {
    guard steps > 1, period.count >= steps else { return period }
    return stride(from: 0, through: period.count - steps, by: steps).map {
      period[$0..<($0 + steps)].reduce(0, +) / Double(steps)
    }
  }

  /// The P99.9 of five-minute demand, in shares; without noise the curve's own maximum.
  ///
  /// Within a share demand is lognormal. The mean of several steps is taken as lognormal with its exact variance (L. Fenton,
  /// IRE Transactions on Communications Systems 8 (1960) 57).
  func peakFactor(_ noise: TrafficNoise?) -> Double {
    let sigma = self.sigma(noise)
    guard sigma > 0 else { return isMeasured ? measuredPeak : highest }
    func exceedance(_ level: Double) -> Double {
      func tail(_ share: Double) -> Double {
        share > 0 ? normalUpperTail((log(level / share) + sigma * sigma / 2) / sigma) : 0
      }
      guard !weights.isEmpty else { return shares.reduce(0) { $0 + tail($1) } / Double(shares.count) }
      // Levels eight deviations below have no part in a thousandth.
      let least = level * exp(sigma * sigma / 2 - 8 * sigma)
      return zip(shares, weights).reduce(0) { $1.0 > least ? $0 + $1.1 * tail($1.0) : $0 }
    }
    let top = highest
    let low = exceedance(top * 0.5) > 0.001 ? top * 0.5 : top * 1e-6
    return (try? findRoot(in: low...(top * exp(6 * sigma))) { exceedance($0) - 0.001 }) ?? top
  }

  private func sigma(_ noise: TrafficNoise?) -> Double {
    guard let noise else { return 0 }
    return steps == 1 ? noise.sigma : log1p(noise.variance(ofMeanOver: steps, step: stepSeconds)).squareRoot()
  }

  /// The level that one five-minute mean in a thousand exceeds.
  private var measuredPeak: Double {
    let sorted = shares.sorted()
    return sorted[min(sorted.count - 1, Int((0.999 * Double(sorted.count)).rounded(.up)) - 1)]
  }
}
