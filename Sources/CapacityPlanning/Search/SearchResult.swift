import Costing
import OutputAnalysis

/// The answer of a search, and what was left aside for it.
public struct SearchResult: Sendable {
  public let question: SearchQuestion
  /// In the order of the candidates.
  public let designs: [SearchedDesign]
  /// Where the answer stands; nil where no design is known to meet the objectives.
  public let winner: Int?
  /// The answer on worlds that had no part in choosing it.
  public let fresh: SearchedDesign?
  /// Designs of which no cheaper one is as good in lost minutes and failover time, as far as can be told; by cost, all on the
  /// same worlds. A design without a failover time is compared in the other two.
  public let front: [SearchedDesign]
  /// Where nothing meets: causes without which the closest design would, step by step.
  public internal(set) var cures: [Cure] = []
  /// Blocks simulated in this run, without those recalled.
  public let blocks: Int

  public init(
    question: SearchQuestion, designs: [SearchedDesign], winner: Int?, fresh: SearchedDesign?, front: [SearchedDesign],
    blocks: Int
  ) {
    self.question = question
    self.designs = designs
    self.winner = winner
    self.fresh = fresh
    self.front = front
    self.blocks = blocks
  }

  /// What switching some causes off would do to a design that misses.
  public struct Cure: Equatable, Sendable {
    public let causes: [String]
    /// Whether the share of every objective is then reached in the years looked at.
    public let meets: Bool
    /// The objective that is then closest to being missed, and the share that keeps it.
    public let objective: String
    public let share: Double
    public let years: Int
  }

  /// Over all designs: found and not denied by fresh years; missed by all; or not decided.
  public var verdict: Verdict {
    guard winner != nil else { return undecided.isEmpty ? .misses : .undecided }
    return fresh?.objectives.contains { $0.verdict == .misses } == true ? .misses : .meets
  }

  /// How far the lost minutes of the fresh years are from those of the years that chose the answer, in standard errors of
  /// the difference; nil without an answer, 0 where neither varies.
  ///
  /// The fresh worlds are independent of the others, so it is a standard normal where the promise holds.
  public var freshDeviation: Double? {
    guard let winner, let fresh else { return nil }
    let chosen = designs[winner]
    let error = (chosen.lostMinutesError * chosen.lostMinutesError + fresh.lostMinutesError * fresh.lostMinutesError)
      .squareRoot()
    return error > 0 ? (fresh.lostMinutes - chosen.lostMinutes) / error : 0
  }

  private var simulated: [SearchedDesign] { designs.filter { $0.years > 0 } }

  /// Which design of the front is cheapest in total, by the value of a lost minute: no other design ever is.
  public var trade: ValueOfALostMinute {
    ValueOfALostMinute(
      front.map { .init(name: $0.label, dollarsPerYear: $0.dollars, minutesPerYear: $0.lostMinutes) })
  }

  /// Designs cheaper than the answer, or any where there is none, on which the years did not decide.
  public var undecided: [SearchedDesign] {
    designs.filter { $0.fate == .undecided }.sorted { ($0.dollars, $0.index) < ($1.dollars, $1.index) }
  }

  /// Where nothing meets: the design that comes closest in its worst objective; of equal ones, such as those that never keep
  /// it, the one that loses least, and then the cheapest.
  public var closest: SearchedDesign? {
    guard winner == nil else { return nil }
    func gap(_ design: SearchedDesign) -> Double {
      design.worstMiss.map { $0.required - ($0.share ?? 0) } ?? 0
    }
    return simulated.min {
      (gap($0), $0.lostMinutes, $0.dollars, $0.index) < (gap($1), $1.lostMinutes, $1.dollars, $1.index)
    }
  }

}
