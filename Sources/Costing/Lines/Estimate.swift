/// A mean over replications and its standard error, per year of 8766 h, and where in the horizon it arose; all finite, none
/// negative.
public struct Estimate: Equatable, Sendable {
  public var mean: Double
  public var standardError: Double
  /// The same amount by part of the horizon, as `Service.parts` cuts it: what arose there, not per year. Empty where no more
  /// than the year is known; then it is spread evenly.
  public var parts: [Double]

  public init(_ mean: Double, standardError: Double = 0, parts: [Double] = []) {
    self.mean = mean
    self.standardError = standardError
    self.parts = parts
  }

  public static let zero = Estimate(0)

  /// The mean of independent values and its standard error, the sample's standard deviation over the root of its size.
  ///
  /// - Precondition: Two values at least.
  public init(over values: [Double]) {
    let n = Double(values.count)
    // From the first value, so that equal values have no spread at all.
    let offsets = values.map { $0 - values[0] }
    let shift = offsets.reduce(0, +) / n
    let squares = offsets.reduce(0) { $0 + ($1 - shift) * ($1 - shift) }
    self.init(values[0] + shift, standardError: (squares / (n - 1) / n).squareRoot())
  }

  /// The same of worlds, whose parts are averaged one by one.
  public init(over worlds: [Estimate]) {
    self.init(over: worlds.map(\.mean))
    let count = worlds[0].parts.count
    guard worlds.allSatisfy({ $0.parts.count == count }) else { return }
    parts = (0..<count).map { part in
      let first = worlds[0].parts[part]
      return first + worlds.reduce(0) { $0 + ($1.parts[part] - first) } / Double(worlds.count)
    }
  }

  /// The same estimate in another unit.
  public static func * (estimate: Estimate, factor: Double) -> Estimate {
    Estimate(
      estimate.mean * factor, standardError: estimate.standardError * factor, parts: estimate.parts.map { $0 * factor })
  }

  /// What is left of an amount without another one that is a part of it; standard errors add.
  func without(_ other: Estimate) -> Estimate {
    Estimate(
      max(0, mean - other.mean), standardError: standardError + other.standardError,
      parts: parts.count == other.parts.count ? zip(parts, other.parts).map { max(0, $0 - $1) } : [])
  }

  /// Where in the horizon it arose forgotten.
  var asYear: Estimate { Estimate(mean, standardError: standardError) }
}
