/// A rate series of any length in flat memory: where it has more points than `limit`, neighbours are averaged two by two,
/// so that a step is twice as long, as often as it takes.
///
/// A point's rate holds from its time to the next one's, so an average is weighted by time and no request is lost or made
/// up. A series of at most `limit` points is kept as it is.
struct GatheredSeries {
  /// Two years of minutes; a fit of more points costs seconds and says the same.
  static let usualLimit = 1 << 20

  private(set) var seconds: [Double] = []
  private(set) var rps: [Double] = []
  /// Points of the file in each of these.
  private(set) var width = 1
  /// Time of the last point that was taken.
  var last: Double { open?.last.time ?? -.infinity }

  private let limit: Int
  private var open: Stretch?

  /// Points that are not a whole step yet.
  private struct Stretch {
    let start: Double
    /// Requests up to the last point.
    var requests = 0.0
    var points = 1
    var last: (time: Double, rate: Double)
  }

  /// - Parameter limit: The most points that are kept; even.
  init(limit: Int = usualLimit) {
    precondition(limit > 0 && limit % 2 == 0, "neighbours are averaged two by two")
    self.limit = limit
  }

  /// Takes a point; times rise.
  mutating func add(_ time: Double, rate: Double) {
    guard var stretch = open else {
      open = Stretch(start: time, last: (time, rate))
      return
    }
    stretch.requests += stretch.last.rate * (time - stretch.last.time)
    if stretch.points < width {
      stretch.points += 1
      stretch.last = (time, rate)
      open = stretch
      return
    }
    close(stretch, at: time)
    if seconds.count == limit { halve(before: time) }
    open = Stretch(start: time, last: (time, rate))
  }

  /// Takes the last step: its last point holds for the mean time of the points before it in the step. What is less than a
  /// whole step is left out.
  mutating func end() {
    guard var stretch = open, stretch.points == width else { return }
    let hold = width == 1 ? 0 : (stretch.last.time - stretch.start) / Double(width - 1)
    stretch.requests += stretch.last.rate * hold
    close(stretch, at: stretch.last.time + hold)
    open = nil
  }

  private mutating func close(_ stretch: Stretch, at end: Double) {
    seconds.append(stretch.start)
    // One point's rate is its own, to the last bit.
    let isOne = width == 1
    rps.append(isOne ? stretch.last.rate : stretch.requests / (end - stretch.start))
  }

  private mutating func halve(before next: Double) {
    for pair in 0..<(limit / 2) {
      let (first, second) = (seconds[2 * pair], seconds[2 * pair + 1])
      let end = 2 * pair + 2 < limit ? seconds[2 * pair + 2] : next
      rps[pair] = (rps[2 * pair] * (second - first) + rps[2 * pair + 1] * (end - second)) / (end - first)
      seconds[pair] = first
    }
    seconds.removeLast(limit / 2)
    rps.removeLast(limit / 2)
    width *= 2
  }
}
