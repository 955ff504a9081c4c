import Costing

/// The answer of a search, and what was left aside for it.
public struct SearchResult: Sendable {
  public let question: SearchQuestion
  /// In the order of the candidates.
  public let designs: [SearchedDesign]
  /// Where the answer stands; nil where no design is known to meet the objectives.
  public let winner: Int?
  /// The answer on worlds that had no part in choosing it.
  public let fresh: SearchedDesign?
  /// Blocks simulated in this run, without those recalled.
  public let blocks: Int

  public init(
    question: SearchQuestion, designs: [SearchedDesign], winner: Int?, fresh: SearchedDesign?, blocks: Int
  ) {
    self.question = question
    self.designs = designs
    self.winner = winner
    self.fresh = fresh
    self.blocks = blocks
  }

  private var simulated: [SearchedDesign] { designs.filter { $0.years > 0 } }

  /// Designs of which no other is at least as good in cost, lost minutes and failover time and better in one; by cost.
  /// A design without a failover time is compared in the other two.
  public var front: [SearchedDesign] {
    simulated.filter { design in !simulated.contains { $0.dominates(design) } }
      .sorted { ($0.dollars, $0.index) < ($1.dollars, $1.index) }
  }

  /// Which design is cheapest in total, by the value of a lost minute.
  public var trade: ValueOfALostMinute {
    ValueOfALostMinute(
      simulated.map { .init(name: $0.label, dollarsPerYear: $0.dollars, minutesPerYear: $0.lostMinutes) })
  }

  /// Designs cheaper than the answer, or any where there is none, on which the years did not decide.
  public var undecided: [SearchedDesign] {
    designs.filter { $0.fate == .undecided }.sorted { ($0.dollars, $0.index) < ($1.dollars, $1.index) }
  }

  /// Where nothing meets: the design that comes closest in its worst objective; of equal ones the cheapest.
  public var closest: SearchedDesign? {
    guard winner == nil else { return nil }
    func gap(_ design: SearchedDesign) -> Double {
      design.worstMiss.map { $0.required - ($0.share ?? 0) } ?? 0
    }
    return simulated.min { (gap($0), $0.dollars, $0.index) < (gap($1), $1.dollars, $1.index) }
  }

  /// What would do where nothing meets, in sentences.
  public var remedies: [String] {
    guard let closest, let worst = closest.worstMiss else { return [] }
    var sentences: [String] = []
    if let share = worst.share {
      sentences.append(
        "\(closest.label) comes closest: it keeps \(worst.text) in \(SearchResult.percent(share)) instead of"
          + " \(SearchResult.percent(worst.required))")
    }
    for reached in closest.reachedAvailability {
      sentences.append("an availability of \(reached * 100) % in the required share of years would be met by it")
    }
    if let bottleneck = closest.bottleneck {
      sentences.append("what costs it most is \(bottleneck.name): \(bottleneck.minutes) lost minutes a year")
    }
    return sentences
  }

  private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}

extension SearchedDesign {
  fileprivate func dominates(_ other: SearchedDesign) -> Bool {
    var pairs = [(dollars, other.dollars), (lostMinutes, other.lostMinutes)]
    if let own = failoverSeconds, let theirs = other.failoverSeconds { pairs.append((own, theirs)) }
    return pairs.allSatisfy { $0.0 <= $0.1 } && pairs.contains { $0.0 < $0.1 }
  }
}
