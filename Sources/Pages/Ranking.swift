import Charts

/// The designs of a comparison in the order of a report: best first, then those that another design beats in both minutes
/// and money.
struct Ranking {
  struct Place {
    let design: StoredComparison.Design
    let tint: Tint
    /// Which design is no worse and no dearer, and better in one, for certain; nil where none is.
    let dominator: String?
  }

  let places: [Place]
  /// Whether anything has a price: without one there is nothing to say of money.
  let isPriced: Bool

  init(_ comparison: StoredComparison) {
    let designs = comparison.designs
    let priced = designs.contains { ($0.costUsdPerYear.mean ?? 0) != 0 }
    isPriced = priced
    let ranked = designs.enumerated().sorted { a, b in
      (Ranking.key(a.element), Double(a.offset)) < (Ranking.key(b.element), Double(b.offset))
    }
    // Colours follow the plan's order, so that a design keeps its colour when it is changed.
    places = ranked.map { place in
      Place(
        design: place.element, tint: place.offset < Tint.designs ? .design(place.offset) : .other,
        dominator: priced ? place.element.dominatedBy : nil)
    }
  }

  /// Those that no other beats, and those that another does.
  var kept: [Place] { places.filter { $0.dominator == nil } }
  var dominated: [Place] { places.filter { $0.dominator != nil } }
  /// The design that comes closest, or meets at the least cost.
  var first: Place { kept.first ?? places[0] }

  func place(of name: String) -> Place? { places.first { $0.design.design == name } }

  /// Meets before undecided before misses; among those that meet the cheapest, among others who keeps more of what is asked.
  private static func key(_ design: StoredComparison.Design) -> Double {
    let cost = design.costUsdPerYear.mean ?? 0
    switch design.verdict {
    case "meets": return -1e15 + cost
    default:
      let asked = design.objectives.filter { $0.share?.mean != nil }
      guard !asked.isEmpty else { return design.lostMinutesPerYear.mean ?? 0 }
      // How far short, over all objectives; those of a year first, since a recovery is a part of them.
      let short = asked.reduce(0) { $0 + max(0, $1.requiredShare - ($1.share?.mean ?? 0)) }
      let yearly = asked.first.map { max(0, $0.requiredShare - ($0.share?.mean ?? 0)) } ?? 0
      return (design.verdict == "undecided" ? -1e6 : 0) + yearly * 1000 + short
    }
  }

  /// Lost minutes of `to` less those of `from`, with the ends of the interval; nil where the pair was not compared.
  static func difference(
    from: String, to: String, _ pairs: [StoredComparison.Pair]
  ) -> (mean: Double, low: Double, high: Double)? {
    for pair in pairs {
      guard let mean = pair.lostMinutesPerYear.mean else { continue }
      let low = pair.lostMinutesPerYear.low ?? mean
      let high = pair.lostMinutesPerYear.high ?? mean
      if pair.from == from, pair.to == to { return (mean, low, high) }
      if pair.from == to, pair.to == from { return (-mean, -high, -low) }
    }
    return nil
  }
}
