/// How long a replication is: the one place at which what it adds up becomes a figure of a year.
///
/// Figures are per year of 8766 h from where they are made. What a replication has added up stays where it was added up,
/// so that nobody who reads a figure has anything to convert.
public struct Horizon: Equatable, Sendable {
  /// Hours of a year, 365.25 days.
  public static let yearHours = 8766.0
  /// Minutes of a year: lost minutes are this times (1 - availability by requests).
  public static let yearMinutes = yearHours * 60
  /// The fewest hours that can be judged as a year: an ordinary calendar year.
  public static let shortestYearHours = 8760.0

  public let hours: Double

  public init(hours: Double) {
    precondition(hours > 0, "a horizon lasts longer than \(hours) h")
    self.hours = hours
  }

  public var seconds: Double { hours * 3600 }

  /// Its length in years of 8766 h.
  public var years: Double { hours / Horizon.yearHours }

  /// An amount that some replications have added up, per year of 8766 h.
  public func perYear(_ sum: Double, replications: Int = 1) -> Double { sum / (years * Double(replications)) }

  /// What a replication adds up of a figure per year: the way back, for files that list replications.
  public func added(perYear figure: Double) -> Double { figure * years }

  /// How many years lie whole within the horizon. Bad years, and objectives on a share of years, are judged over these
  /// alone: neither can be scaled from a longer or a shorter stretch.
  public var wholeYears: Int { Int((hours / Horizon.shortestYearHours + 1e-9).rounded(.down)) }

  /// Whether a replication is one year and nothing else.
  public var isOneYear: Bool { wholeYears == 1 && yearEnds.isEmpty }

  /// Length of each of them, in hours: 8766, or less where that many do not fit; never below 8760.
  public var wholeYearHours: Double {
    wholeYears == 0 ? 0 : min(Horizon.yearHours, hours / Double(wholeYears))
  }

  /// From which of its hours to which each of them lasts.
  public var wholeYearSpans: [ClosedRange<Double>] {
    (0..<wholeYears).map { Double($0) * wholeYearHours...Double($0 + 1) * wholeYearHours }
  }

  /// Ends of the whole years that lie inside, in hours from the beginning; not the horizon's own end.
  public var yearEnds: [Double] {
    guard wholeYears > 0 else { return [] }
    return (1...wholeYears).map { Double($0) * wholeYearHours }.filter { $0 < hours }
  }
}

/// Years of a horizon that are judged together.
public struct JudgedYears: Equatable, Sendable {
  /// Counted from 0.
  public let years: Range<Int>
  /// ` in year 2`; empty where all years have one law.
  public let label: String
  /// `_year_2`; the same for a key.
  public let key: String
}

extension Service {
  public var horizon: Horizon { Horizon(hours: horizonHours) }

  /// The whole years of a horizon as objectives are judged by them: each by itself where demand grows, for a bad last
  /// year is not made good by a good first one; all together otherwise. Empty below 365 days.
  public var judgedYears: [JudgedYears] {
    let count = horizon.wholeYears
    guard count > 0 else { return [] }
    guard count > 1, traffic.grows else {
      return [JudgedYears(years: 0..<count, label: "", key: "")]
    }
    return (0..<count).map { JudgedYears(years: $0..<$0 + 1, label: " in year \($0 + 1)", key: "_year_\($0 + 1)") }
  }

  /// Whether objectives ask for a share of years that the horizon is too short to tell.
  public var hasUnjudgedObjectives: Bool {
    judgedYears.isEmpty
      && (!objectives.availability.isEmpty || !objectives.firstToken.isEmpty || !objectives.shares.isEmpty
        || objectives.budget != nil || traffic.classes.contains { $0.objectives?.availability != nil })
  }
}
