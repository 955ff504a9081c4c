/// Count, mean, variance and skewness of a stream of observations, in one pass and mergeable.
///
/// The mean comes from a compensated sum; the central moments are updated as by Welford and merged as by Chan, Golub and
/// LeVeque (third moment: P. Pébay, Sandia report SAND2008-6212).
///
/// Merging is not associative to the last bit. To get the same bytes from any number of workers, reduce inside blocks of
/// a fixed size and merge the blocks in order: `init(_:blockSize:)` and `merging(_:)` are that fixed tree.
public struct Moments: Equatable, Sendable {
  /// Replications in a block of the fixed reduction tree.
  public static let blockSize = 64

  /// The number of observations.
  public private(set) var count = 0
  /// The smallest observation; infinity before the first.
  public private(set) var minimum = Double.infinity
  /// The largest observation; minus infinity before the first.
  public private(set) var maximum = -Double.infinity
  private var total = CompensatedSum()
  private var center = 0.0
  private var secondMoment = 0.0
  private var thirdMoment = 0.0

  public init() {}

  /// The moments of `values`, reduced in blocks of `blockSize`, blocks in order.
  public init(_ values: some Collection<Double>, blockSize: Int = Moments.blockSize) {
    precondition(blockSize > 0, "a block holds at least one observation, not \(blockSize)")
    var block = Moments()
    for value in values {
      block.add(value)
      if block.count == blockSize {
        merge(block)
        block = Moments()
      }
    }
    merge(block)
  }

  /// The moments of all blocks together, merged from the first to the last.
  public static func merging(_ blocks: some Sequence<Moments>) -> Moments {
    var all = Moments()
    for block in blocks { all.merge(block) }
    return all
  }

  public mutating func add(_ value: Double) {
    count += 1
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    total.add(value)
    let n = Double(count)
    let delta = value - center
    let step = delta / n
    let growth = delta * step * (n - 1)
    center += step
    thirdMoment += growth * step * (n - 2) - 3 * step * secondMoment
    secondMoment += growth
  }

  /// Adds the observations of `other` behind those of this one.
  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let (a, b) = (Double(count), Double(other.count))
    let n = a + b
    let delta = other.center - center
    let between = delta * delta * a * b / n
    thirdMoment += other.thirdMoment + between * delta * (a - b) / n
    thirdMoment += 3 * delta * (a * other.secondMoment - b * secondMoment) / n
    secondMoment += other.secondMoment + between
    center += delta * b / n
    total.merge(other.total)
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// The sum of the observations.
  public var sum: Double { total.value }

  /// The mean; not a number without observations.
  public var mean: Double { total.value / Double(count) }

  /// The variance with divisor n - 1; 0 below two observations.
  public var variance: Double { count < 2 || minimum == maximum ? 0 : secondMoment / Double(count - 1) }

  public var standardDeviation: Double { variance.squareRoot() }

  /// The standard error of the mean; 0 below two observations.
  public var standardError: Double { count < 2 ? 0 : (variance / Double(count)).squareRoot() }

  /// The skewness: the unbiased third central moment over the cubed standard deviation; 0 below three observations and
  /// where nothing varies.
  public var skewness: Double {
    guard count >= 3, variance > 0 else { return 0 }
    let n = Double(count)
    return n * thirdMoment / ((n - 1) * (n - 2)) / (variance * standardDeviation)
  }
}
