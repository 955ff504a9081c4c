/// What the data allow to be said about a figure.
///
/// Each sample gets one of these, none is left out: dropping the samples that look poor would keep the calm ones and
/// make the shown intervals wrong (33 % coverage instead of 95 % in a measured case).
public enum Estimate: Equatable, Sendable {
  /// Enough data for an interval.
  case interval(Interval)
  /// Too few incidents for an interval of the mean: the bound on their rate instead.
  case rare(RareEventStatement)
  /// The figure is at most this, with one-sided confidence `level`.
  case atMost(Double, level: Double)
  /// The figure is at least this, with one-sided confidence `level`.
  case atLeast(Double, level: Double)
  /// Nothing was observed: there is no figure, which is not the same as zero.
  case noData

  /// The interval, where there is one.
  public var interval: Interval? {
    if case .interval(let interval) = self { return interval }
    return nil
  }
}

/// An exact statement about incidents too few for an interval.
public struct RareEventStatement: Equatable, Sendable {
  /// Incidents below which only their rate is bounded.
  public static let fewestIncidents = 10

  /// How many incidents were seen.
  public let incidents: Int
  /// How long was watched, in the unit of time of the bound.
  public let exposure: Double
  /// The one-sided confidence of the bound.
  public let level: Double
  /// The largest rate compatible with the count, in incidents per unit of time.
  public let highestRate: Double

  public init(incidents: Int, exposure: Double, level: Double = 0.95) {
    self.incidents = incidents
    self.exposure = exposure
    self.level = level
    self.highestRate = poissonUpperBound(events: incidents, exposure: exposure, level: level)
  }
}

extension RareEventStatement: CustomStringConvertible {
  /// For example "3 outages in 1000 years: at most 7.75 in 1000 years, with 95 % confidence".
  public var description: String { sentence(noun: "outage", unit: "year") }

  /// The statement with the incidents' noun and the exposure's unit, both singular.
  public func sentence(noun: String, unit: String) -> String {
    let many = plain(exposure)
    let seen = "\(incidents) \(noun)\(incidents == 1 ? "" : "s")"
    let watched = "\(many) \(unit)\(many == "1" ? "" : "s")"
    let bound = plain((highestRate * exposure * 100).rounded(.up) / 100)
    return "\(seen) in \(watched): at most \(bound) in \(watched), with \(plain(level * 100)) % confidence"
  }

  private func plain(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }
}

/// The mean of a figure that comes from incidents: its interval, or below ten incidents the bound on their rate.
///
/// The bound leaves out above what the interval leaves out above. One at the full level would miss 5 % of samples with few
/// incidents, and the interval 2.5 % of those with many: together 92.5 % where fifteen are expected (measured 92.4 %), instead
/// of 94.4 %.
///
/// - Parameters:
///   - worldMeans: The figure's mean in each world.
///   - range: What the figure can be.
///   - observations: How many years the worlds hold.
///   - isCertain: Whether no random law reaches the figure: then it is what it is, however few incidents there are.
///   - incidents: The incidents behind the figure, over all worlds.
///   - exposure: The time simulated over all worlds, for example in years.
public func estimate(
  worldMeans: [Double], of range: FigureRange = .amount, observations: Int? = nil, isCertain: Bool = false,
  incidents: Int, exposure: Double, level: Double = 0.95
) -> Estimate {
  if isCertain, let value = worldMeans.first { return .interval(Interval(exactly: value)) }
  if incidents < RareEventStatement.fewestIncidents {
    return .rare(RareEventStatement(incidents: incidents, exposure: exposure, level: 1 - tail(level)))
  }
  return .interval(meanInterval(worldMeans, of: range, observations: observations, level: level))
}
