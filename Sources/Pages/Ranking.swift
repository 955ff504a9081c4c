import Charts

/// The designs of a comparison in the order of a report: best first, then those that another design beats in both minutes
/// and money. The order is the result's own, so that what is simulated for a page is of the design that it puts first.
struct Ranking {
  struct Place {
    let design: StoredComparison.Design
    let tint: Tint
    /// Which design is no dearer and no worse, and better in cost or lost minutes for certain; nil where none is.
    let dominator: String?
  }

  let places: [Place]
  /// Whether anything has a price: without one there is nothing to say of money.
  let isPriced: Bool

  init(_ comparison: StoredComparison) {
    let designs = comparison.designs
    isPriced = designs.contains { ($0.costUsdPerYear.mean ?? 0) != 0 }
    // Colours follow the plan's order, so that a design keeps its colour when it is changed.
    places = comparison.ranking.compactMap { ranked in
      designs.firstIndex { $0.design == ranked.design }.map { index in
        Place(
          design: designs[index], tint: index < Tint.designs ? .design(index) : .other,
          dominator: ranked.betterDesign)
      }
    }
  }

  /// Those that no other beats, and those that another does.
  var kept: [Place] { places.filter { $0.dominator == nil } }
  var dominated: [Place] { places.filter { $0.dominator != nil } }
  /// The design that comes closest, or meets at the least cost.
  var first: Place { places[0] }

  func place(of name: String) -> Place? { places.first { $0.design.design == name } }

  /// Lost minutes of `to` less those of `from`, or another figure of pairs, with the ends of the interval; nil where the pair
  /// was not compared.
  static func difference(
    from: String, to: String, _ pairs: [StoredComparison.Pair],
    _ figure: KeyPath<StoredComparison.Pair, StoredComparison.Mean?> = \.lostMinutes
  ) -> (mean: Double, low: Double, high: Double)? {
    for pair in pairs {
      guard let difference = pair[keyPath: figure], let mean = difference.mean else { continue }
      // An end that the years do not bound is written as null.
      let (low, high) = (difference.low ?? -.infinity, difference.high ?? .infinity)
      if pair.from == from, pair.to == to { return (mean, low, high) }
      if pair.from == to, pair.to == from { return (-mean, -high, -low) }
    }
    return nil
  }
}

extension StoredComparison.Pair {
  fileprivate var lostMinutes: StoredComparison.Mean? { lostMinutesPerYear }
}
