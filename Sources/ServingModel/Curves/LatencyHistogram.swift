import EventKernel

/// Counts of times in bins of constant relative width, for percentiles in constant memory.
///
/// A bin is an octave of nanoseconds cut into 128 equal parts, at most 0.78 % wide; a percentile is interpolated within
/// its bin. The mean is exact.
public struct LatencyHistogram: Equatable, Sendable {
  /// The relative width of a bin: what a percentile can be off by at most.
  public static let resolution = 1.0 / 128

  private var counts = ContiguousArray<Int>(repeating: 0, count: 57 * 128 + 128)
  public private(set) var count = 0
  private var total: Int128 = 0

  public init() {}

  /// A histogram that was stored.
  ///
  /// - Parameters:
  ///   - counts: From the bin `first` on.
  ///   - total: Of all times, in nanoseconds; the bins know it only within their width.
  init?(first: Int, counts stored: [Int], total: Int64) {
    guard (0..<counts.count).contains(first), stored.count <= counts.count - first,
      stored.allSatisfy({ (0..<1 << 40).contains($0) }), total >= 0
    else { return nil }
    for (offset, number) in stored.enumerated() { counts[first + offset] = number }
    count = stored.reduce(0, +)
    self.total = Int128(total)
  }

  /// The first bin that is not empty and the counts from there to the last one.
  var stored: (first: Int, counts: [Int]) {
    guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 }) else {
      return (0, [])
    }
    return (first, Array(counts[first...last]))
  }

  /// - Parameter nanoseconds: Negative ones count as 0.
  public mutating func record(nanoseconds: Int64) {
    let value = max(0, nanoseconds)
    counts[Self.bin(value)] += 1
    count += 1
    total += Int128(value)
  }

  /// In seconds; not a number where nothing was recorded.
  public var mean: Double { count == 0 ? .nan : Double(total) / Double(count) * 1e-9 }
  /// The sum of all times, in nanoseconds.
  var sum: Int128 { total }

  /// The time that a share `p` stays within, in seconds.
  public func quantile(_ p: Double) -> Double {
    guard count > 0 else { return .nan }
    let rank = p * Double(count)
    var below = 0.0
    for bin in counts.indices where counts[bin] > 0 {
      let inside = Double(counts[bin])
      if below + inside >= rank {
        let (low, high) = (Self.lowerEdge(bin), Self.lowerEdge(bin + 1))
        return (low + (high - low) * max(0, rank - below) / inside) * 1e-9
      }
      below += inside
    }
    return Self.lowerEdge(counts.count) * 1e-9
  }

  /// The share of times above `seconds`, within a bin in proportion.
  public func share(above seconds: Double) -> Double {
    guard count > 0 else { return .nan }
    let limit = max(0, seconds * 1e9)
    guard limit < 9e18 else { return 0 }
    let bin = Self.bin(Int64(limit))
    let above = counts[(bin + 1)...].reduce(0, +)
    let (low, high) = (Self.lowerEdge(bin), Self.lowerEdge(bin + 1))
    return (Double(above) + Double(counts[bin]) * max(0, high - limit) / (high - low)) / Double(count)
  }

  public mutating func merge(_ other: LatencyHistogram) {
    for bin in counts.indices { counts[bin] += other.counts[bin] }
    count += other.count
    total += other.total
  }

  public var figures: LatencyFigures {
    LatencyFigures(mean: mean, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99))
  }

  /// Values below 128 have a bin each; above, the leading bit names the octave and the next seven the part.
  private static func bin(_ value: Int64) -> Int {
    guard value >= 128 else { return Int(value) }
    let octave = 63 - value.leadingZeroBitCount
    return (octave - 6) << 7 | Int(value >> (octave - 7)) & 127
  }

  private static func lowerEdge(_ bin: Int) -> Double {
    guard bin >= 128 else { return Double(bin) }
    return Double(128 + bin & 127) * Double(sign: .plus, exponent: bin >> 7 - 1, significand: 1)
  }
}
