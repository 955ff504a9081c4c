/// The mean of a figure over events, where events come in worlds: the sum over all worlds divided by their number.
///
/// The mean of the worlds' own means would weigh an outage by how few there were in its world; the ratio does not. Its
/// error is the linearised one: with sums D, counts C and r = sum D / sum C,
/// s² = W / (W - 1) sum (D - r C)² / (sum C)².
/// Source: W. G. Cochran, Sampling Techniques (1977), section 6.3.
public struct RatioEstimate: Equatable, Sendable {
  public let value: Double
  /// Zero where every world says the same; infinite where one world had all the events.
  public let standardError: Double
  /// The number of events.
  public let count: Double

  /// - Returns: nil where no world had an event.
  public init?(_ worlds: [(sum: Double, count: Double)]) {
    let count = worlds.reduce(0) { $0 + $1.count }
    guard count > 0 else { return nil }
    var total = CompensatedSum()
    for world in worlds { total.add(world.sum) }
    let ratio = total.value / count
    var squares = CompensatedSum()
    for world in worlds {
      let excess = world.sum - ratio * world.count
      squares.add(excess * excess)
    }
    let n = Double(worlds.count)
    self.value = ratio
    self.count = count
    standardError = n > 1 ? (n / (n - 1) * squares.value).squareRoot() / count : .infinity
  }
}
