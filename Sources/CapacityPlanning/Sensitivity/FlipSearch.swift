import Experiments
import OutputAnalysis

/// How far an answer is from turning at one value of an input: positive on the side where the band begins.
///
/// A margin by the estimate, and by either end of its interval on the same luck.
struct FlipMargin {
  let estimate: Double
  let low: Double
  let high: Double
  /// The answer that is given here, by the estimate.
  let answer: String

  /// How far a design is from missing: the least over its objectives of the share that keeps one less the share that must.
  ///
  /// The verdict itself is no answer that could turn: it says *undecided* as far around the target as the years leave open.
  init(keeping verdicts: [ObjectiveVerdict]) {
    func least(_ end: (Interval) -> Double) -> Double {
      verdicts.compactMap { verdict in verdict.share.map { end($0) - verdict.requiredShare } }.min() ?? 1
    }
    estimate = least(\.estimate)
    low = least(\.low)
    high = least(\.high)
    answer = estimate >= 0 ? Verdict.meets.rawValue : Verdict.misses.rawValue
  }

  /// How much more the best of the other designs loses than the one that loses least where the band begins.
  init(records: [DesignRecord], first: Int) {
    let lost = records.map { WorldMeans($0).lostMinutes }
    let means = lost.map { Moments($0).mean }
    let best = means.indices.min { (means[$0], $0) < (means[$1], $1) } ?? first
    let rival = means.indices.filter { $0 != first }.min { (means[$0], $0) < (means[$1], $1) }
    answer = records[best].service.design.name
    guard let rival else {
      (estimate, low, high) = (1, 1, 1)
      return
    }
    let difference = PairedDifference(from: lost[first], to: lost[rival]).difference
    (estimate, low, high) = (difference.estimate, difference.low, difference.high)
  }

  /// The same with the sides changed, so that the band begins on the positive one.
  var turned: FlipMargin { FlipMargin(estimate: -estimate, low: -high, high: -low, answer: answer) }

  private init(estimate: Double, low: Double, high: Double, answer: String) {
    (self.estimate, self.low, self.high, self.answer) = (estimate, low, high, answer)
  }
}

/// Where margins that are known at some quantiles of an input cross zero.
struct FlipSearch {
  /// Halvings of the band before the crossing is taken from the straight line between its sides.
  static let bisections = 6

  /// In the order of the quantiles.
  private(set) var known: [(quantile: Double, margin: FlipMargin)]

  init(_ ends: [(quantile: Double, margin: FlipMargin)]) { known = ends }

  mutating func add(_ margin: FlipMargin, at quantile: Double) {
    let place = known.firstIndex { $0.quantile > quantile } ?? known.count
    known.insert((quantile, margin), at: place)
  }

  /// The neighbours between which a margin first is negative, or reaches zero at the end of the band; nil where it does so
  /// nowhere. Just on the target the answer is still the one before it.
  func sides(of margin: (FlipMargin) -> Double) -> (left: Double, right: Double)? {
    let place =
      known.firstIndex { margin($0.margin) < 0 }
      ?? (known.last.map { margin($0.margin) == 0 } == true ? known.count - 1 : nil)
    guard let place, place > 0 else { return nil }
    return (known[place - 1].quantile, known[place].quantile)
  }

  /// The quantile at which a margin crosses zero, on the straight line between its sides.
  func crossing(of margin: (FlipMargin) -> Double) -> Double? {
    guard let (left, right) = sides(of: margin),
      let a = known.first(where: { $0.quantile == left }), let b = known.first(where: { $0.quantile == right })
    else { return nil }
    let (above, below) = (margin(a.margin), margin(b.margin))
    return left + (right - left) * (above > below ? above / (above - below) : 0.5)
  }

  /// The answer beyond the crossing of the estimate.
  var beyond: String? {
    sides(of: \.estimate).flatMap { sides in known.first { $0.quantile == sides.right }?.margin.answer }
  }
}
