/// Which design is cheapest in total, by what a lost minute is worth.
///
/// The total of a design is `cost + c x minutes`, a straight line in the value *c* of a lost minute. The cheapest
/// designs are the lower envelope of these lines; neighbours on it change places at
/// `c = (cost_j - cost_i) / (minutes_i - minutes_j)`. There is no default for *c*: the reader finds the row.
public struct ValueOfALostMinute: Equatable, Sendable {
  /// What a design costs and loses in a year.
  public struct Option: Equatable, Sendable {
    public var name: String
    public var dollarsPerYear: Double
    /// Lost minutes, weighted by requests.
    public var minutesPerYear: Double

    public init(name: String, dollarsPerYear: Double, minutesPerYear: Double) {
      self.name = name
      self.dollarsPerYear = dollarsPerYear
      self.minutesPerYear = minutesPerYear
    }

    /// Whether this option is no worse in both figures and better in one.
    func dominates(_ other: Option) -> Bool {
      dollarsPerYear <= other.dollarsPerYear && minutesPerYear <= other.minutesPerYear
        && (dollarsPerYear < other.dollarsPerYear || minutesPerYear < other.minutesPerYear)
    }
  }

  /// A design on the envelope and the values of a minute, in dollars, for which it is the cheapest.
  public struct Segment: Equatable, Sendable {
    public var option: Option
    public var fromDollarsPerMinute: Double
    /// Infinite for the last.
    public var toDollarsPerMinute: Double
  }

  public var options: [Option]
  /// From the cheapest design to the one that loses least; the first begins at zero.
  public let envelope: [Segment]

  /// - Parameter options: Finite figures; of two options with equal figures the first in order counts.
  public init(_ options: [Option]) {
    self.options = options
    let order = options.indices.sorted {
      let (a, b) = (options[$0], options[$1])
      return (a.dollarsPerYear, a.minutesPerYear, $0) < (b.dollarsPerYear, b.minutesPerYear, $1)
    }
    var hull: [(option: Option, from: Double)] = []
    for option in order.map({ options[$0] }) {
      guard let last = hull.last else {
        hull.append((option, 0))
        continue
      }
      guard option.minutesPerYear < last.option.minutesPerYear else { continue }
      while let last = hull.last, hull.count > 1, breakEven(last.option, option) <= last.from { hull.removeLast() }
      hull.append((option, breakEven(hull[hull.count - 1].option, option)))
    }
    envelope = hull.indices.map { index in
      Segment(
        option: hull[index].option, fromDollarsPerMinute: hull[index].from,
        toDollarsPerMinute: index + 1 < hull.count ? hull[index + 1].from : .infinity)
    }
  }

  /// The cheapest design where a lost minute is worth so many dollars; of two that are equal the one that loses less.
  public func cheapest(atDollarsPerMinute value: Double) -> Option? {
    envelope.last { $0.fromDollarsPerMinute <= value }?.option
  }

  /// Where a design is the cheapest; nil where it never is.
  public func segment(of name: String) -> Segment? { envelope.first { $0.option.name == name } }

  /// The cheapest design that costs no more and loses no more than this one; nil where there is none.
  ///
  /// A design may be on no envelope although no single other dominates it: then one of two neighbours is always
  /// cheaper in total.
  public func dominator(of name: String) -> String? {
    guard let option = options.first(where: { $0.name == name }) else { return nil }
    return options.filter { $0.dominates(option) }.min { $0.dollarsPerYear < $1.dollarsPerYear }?.name
  }

  /// Dollars for each minute that a design saves over the one before it among those that are the cheapest somewhere. Nil for
  /// the first of these and for all others.
  public func dollarsPerAvoidedMinute(of name: String) -> Double? {
    guard let index = envelope.firstIndex(where: { $0.option.name == name }), index > 0 else { return nil }
    return breakEven(envelope[index - 1].option, envelope[index].option)
  }
}

/// The value of a minute at which a dearer option that loses less overtakes a cheaper one.
private func breakEven(_ cheaper: ValueOfALostMinute.Option, _ dearer: ValueOfALostMinute.Option) -> Double {
  (dearer.dollarsPerYear - cheaper.dollarsPerYear) / (cheaper.minutesPerYear - dearer.minutesPerYear)
}
