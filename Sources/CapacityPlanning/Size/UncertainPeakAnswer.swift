import OutputAnalysis
import ServiceModel

/// The answer over a peak that nobody knows for certain: each year has a peak from its law, so that "in 99 % of years"
/// counts luck and forecast together.
public struct UncertainPeakAnswer: Sendable {
  public let peak: UncertainInputName
  /// The smallest fleet that meets the objectives so; nil where none does.
  public let answer: JudgedFleet?
  /// Every fleet that was judged, in the order of the ladder.
  public let judged: [JudgedFleet]

  /// What was said of a step of the ladder; nil where it was not judged.
  public func fleet(at step: Int) -> JudgedFleet? { judged.first { $0.step == step } }
}

/// One way to do with less buffer, and its price.
public struct BufferReplacement: Sendable {
  public enum Way: String, Sendable {
    /// Demand above capacity is refused.
    case shed
    /// Answers get worse while capacity is short.
    case degrade
    /// An autoscaler brings nodes when they are needed.
    case expand
  }

  public let way: Way
  /// Steps of the ladder below the answer.
  public let stepsFewer: Int
  /// Nodes that stand fewer, all serving sites together; under autoscaling of the floor.
  public let nodesFewer: Int
  /// Dollars a year that the smaller fleet saves.
  public let dollarsSaved: Double
  /// Lost minutes a year that it adds, paired with the answer's fleet.
  public let minutesAdded: Interval

  /// What a lost minute may cost at most for this to pay, in dollars; nil where the minutes added cannot be told from none,
  /// or nothing is saved because the plan has no prices.
  public var dollarsPerMinute: Double? {
    minutesAdded.low > 0 && dollarsSaved > 0 ? dollarsSaved / minutesAdded.estimate : nil
  }
}
