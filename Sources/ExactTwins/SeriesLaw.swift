import Foundation
import Numerics
import QueueingTheory
import Stochastics

/// A time made of independent parts one after another: a fixed amount, laws, and parts of which only the mean is known.
struct SeriesLaw: Equatable, Sendable {
  var fixed = 0.0
  /// The laws that vary, none of them shifted.
  var varying: [Distribution] = []
  /// What each of them is a draw of: equal numbers are one and the same draw.
  private(set) var sources: [Int] = []
  /// The mean of parts whose law has no name here, and where they lie.
  var otherMean = 0.0
  var otherRange = 0.0...0.0

  init() {}

  init(_ law: Distribution, source: Int) { add(law, source: source) }

  mutating func add(_ law: Distribution, source: Int) {
    switch law {
    case .constant(let value): fixed += value
    case .shifted(let amount, let rest):
      fixed += amount
      add(rest, source: source)
    case .uniform(let low, let high) where low > 0:
      fixed += low
      add(.uniform(low: 0, high: high - low), source: source)
    case .uniform, .triangular, .pert, .exponential, .weibull, .lognormal, .gamma, .pareto, .mixture, .truncated,
      .empirical:
      varying.append(law)
      sources.append(source)
    }
  }

  mutating func add(_ parts: SeriesLaw) {
    fixed += parts.fixed
    varying += parts.varying
    sources += parts.sources
    addOther(mean: parts.otherMean, in: parts.otherRange)
  }

  func adding(_ law: Distribution, source: Int) -> SeriesLaw {
    var sum = self
    sum.add(law, source: source)
    return sum
  }

  /// Whether this contains all that another one does, draw by draw: then it is never earlier.
  private func contains(_ other: SeriesLaw) -> Bool {
    fixed >= other.fixed && other.otherRange == 0...0 && other.sources.allSatisfy(sources.contains)
  }

  mutating func addOther(mean: Double, in range: ClosedRange<Double>) {
    otherMean += mean
    otherRange = otherRange.lowerBound + range.lowerBound...otherRange.upperBound + range.upperBound
  }

  var mean: Double { varying.reduce(fixed + otherMean) { $0 + $1.mean } }
  var least: Double { varying.reduce(fixed + otherRange.lowerBound) { $0 + $1.bounds.lowerBound } }
  var most: Double { varying.reduce(fixed + otherRange.upperBound) { $0 + $1.bounds.upperBound } }
  var isFixed: Bool { varying.isEmpty && otherRange == 0...0 }

  /// The later of two ends of branches that began together; nil where either may be the last.
  static func later(_ a: SeriesLaw, _ b: SeriesLaw) -> SeriesLaw? {
    a.contains(b) || a.least >= b.most ? a : b.contains(a) || b.least >= a.most ? b : nil
  }

  /// The probability of at most `time`; nil where the sum has no law that is known here.
  ///
  /// One law besides a uniform one: its integral over the window, in closed form for a lognormal law.
  func cdf(_ time: Double) throws(TwinRefusal) -> Double {
    guard otherRange == 0...0 else { throw TwinRefusal("only the mean of the detection is known") }
    let window = varying.first { if case .uniform = $0 { true } else { false } }
    var rest = varying
    if let window, let index = rest.firstIndex(of: window) { rest.remove(at: index) }
    guard rest.count <= 1 else {
      throw TwinRefusal("several laws follow each other, and their sum has none that is known")
    }
    guard case .uniform(let low, let high)? = window else {
      return rest.first?.cdf(time - fixed) ?? (time >= fixed ? 1 : 0)
    }
    guard let law = rest.first else { return min(1, max(0, (time - fixed - low) / (high - low))) }
    if case .lognormal(let median, let sigma) = law {
      return RecoveryTime(detection: low...high, fixed: fixed, step: .init(median: median, sigma: sigma)).cdf(time)
    }
    do {
      return try convolvedCDF(time - fixed, uniform: low...high) { law.cdf($0) }
    } catch {
      throw TwinRefusal("its integral does not converge")
    }
  }

  /// The time that a share `p` does not exceed.
  func quantile(_ p: Double) throws(TwinRefusal) -> Double {
    if varying.count <= 1 && otherRange == 0...0 { return fixed + (varying.first?.quantile(p) ?? 0) }
    _ = try cdf(least)
    do {
      return try findRoot(in: least...upper(1 - (1 - p) / 4), tolerance: 1e-13) { ((try? cdf($0)) ?? 0) - p }
    } catch {
      throw TwinRefusal("the quantile's root is not found")
    }
  }

  /// A time that at most a share `1 - p` of each varying part exceeds.
  func upper(_ p: Double) -> Double { varying.reduce(fixed) { $0 + $1.quantile(p) } }
}

extension Distribution {
  /// Whether large values have a probability that falls as a power of them.
  var hasPowerTail: Bool {
    switch self {
    case .pareto: true
    case .shifted(_, let law): law.hasPowerTail
    case .mixture(let parts): parts.contains { $0.law.hasPowerTail }
    case .truncated(let law, _, let high): high == .infinity && law.hasPowerTail
    case .constant, .uniform, .triangular, .pert, .exponential, .weibull, .lognormal, .gamma, .empirical: false
    }
  }

  /// Between which values the law lies.
  var bounds: ClosedRange<Double> {
    switch self {
    case .constant(let value): value...value
    case .uniform(let low, let high), .triangular(let low, _, let high), .pert(let low, _, let high): low...high
    case .exponential, .weibull, .lognormal, .gamma: 0...Double.infinity
    case .pareto(_, let scale): scale...Double.infinity
    case .mixture(let parts):
      (parts.map(\.law.bounds.lowerBound).min() ?? 0)...(parts.map(\.law.bounds.upperBound).max() ?? 0)
    case .shifted(let amount, let law): law.bounds.lowerBound + amount...law.bounds.upperBound + amount
    case .truncated(let law, let low, let high):
      max(low, law.bounds.lowerBound)...max(max(low, law.bounds.lowerBound), min(high, law.bounds.upperBound))
    case .empirical(let knots): (knots.first?.value ?? 0)...(knots.last?.value ?? 0)
    }
  }
}
