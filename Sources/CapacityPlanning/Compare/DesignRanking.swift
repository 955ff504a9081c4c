import Costing
import Experiments
public import OutputAnalysis
import ServiceModel

/// What a design is ranked by in a report.
public struct RankedDesign: Sendable {
  public let verdict: Verdict
  /// How far the share of cases falls short of what is asked, for each objective that was judged, in the plan's order.
  public let shortfalls: [Double]
  public let dollarsPerYear: Double
  public let lostMinutesPerYear: Double
  /// The place of a design that costs no more and loses no more, and less of one, for certain; nil where there is none.
  public let dominator: Int?

  public init(
    verdict: Verdict, shortfalls: [Double], dollarsPerYear: Double, lostMinutesPerYear: Double, dominator: Int? = nil
  ) {
    (self.verdict, self.shortfalls, self.dominator) = (verdict, shortfalls, dominator)
    (self.dollarsPerYear, self.lostMinutesPerYear) = (dollarsPerYear, lostMinutesPerYear)
  }

  /// How good the verdict is, the best first.
  fileprivate var tier: Int {
    switch verdict {
    case .meets: 0
    case .undecided: 1
    case .misses: 2
    case .notJudged: 3
    }
  }

  /// What tells designs of one verdict apart, the lesser first.
  ///
  /// Of designs that meet the cheapest is best. Of others the one that falls least short: of the first objective, which is on
  /// years where there is one, since a recovery is a part of a year; then over all. Where nothing is judged, lost minutes.
  fileprivate var key: (Double, Double) {
    switch verdict {
    case .meets: (dollarsPerYear, lostMinutesPerYear)
    case .undecided, .misses: (shortfalls.first ?? 0, shortfalls.reduce(0, +))
    case .notJudged: (shortfalls.reduce(0, +), lostMinutesPerYear)
    }
  }
}

extension [RankedDesign] {
  /// The design that speaks against one in every respect: it dominates it, and keeps what is asked no worse. A cheaper design
  /// that loses less and yet misses an objective is no reason to pass over one that meets.
  public func betterDesign(than place: Int) -> Int? {
    self[place].dominator.flatMap { self[$0].tier <= self[place].tier ? $0 : nil }
  }

  /// The places of the designs, best first, those that have a better one behind all others; equals in their order.
  public var bestFirst: [Int] {
    indices.sorted { a, b in
      let isBeaten = (betterDesign(than: a) != nil, betterDesign(than: b) != nil)
      guard isBeaten.0 == isBeaten.1 else { return isBeaten.1 }
      guard self[a].tier == self[b].tier else { return self[a].tier < self[b].tier }
      let (one, other) = (self[a].key, self[b].key)
      return one == other ? a < b : one < other
    }
  }
}

extension Comparison {
  /// Whether anything that a design uses has a price: without one nothing can be said of money.
  public var isPriced: Bool { designs.contains { $0.sheet.amortisedYear != .zero } }

  /// The places of the designs in the order of a report, best first, each with the design that is better in every respect.
  public var ranking: [(design: Int, better: Int?)] {
    let standings = isPriced ? self.standings : nil
    let ranked = designs.map { design -> RankedDesign in
      var dominator: Int?
      if case .dominated(let name)? = standings?.standing(of: design.name) {
        dominator = designs.firstIndex { $0.name == name }
      }
      return RankedDesign(
        verdict: design.verdict,
        shortfalls: design.figures.verdicts.compactMap { line in
          line.share.map { max(0, line.requiredShare - $0.estimate) }
        },
        dollarsPerYear: design.sheet.amortisedYear.dollars, lostMinutesPerYear: design.figures.meanLostMinutes,
        dominator: dominator)
    }
    return ranked.bestFirst.map { ($0, ranked.betterDesign(than: $0)) }
  }

  /// What a lost minute costs by the plan's price of a lost request; nil where it gives none, where outages are paid by their
  /// minutes or by months too - a minute of an outage loses a part of the demand, and a lost minute is all of it - and where lost
  /// requests of several services have prices of their own: a minute of one is worth another amount than a minute of the next.
  public var dollarsPerLostMinute: Double? {
    guard let design = designs.first, let outage = design.service.prices.outage, outage.dollarsPerOutageMinute == 0,
      outage.growth.isEmpty, design.service.prices.credits == nil, !design.service.pricesLostRequests
    else { return nil }
    return design.figures.demandPerYear / Horizon.yearMinutes * outage.dollarsPerLostRequest
  }
}
