import Foundation
import Numerics

/// The laws that are fitted to durations.
public enum LawFamily: String, CaseIterable, Sendable {
  case exponential, weibull, lognormal, gamma
  /// Two exponentials, one short and one long.
  case hyperexponential

  /// The names of its parameters, as the law phrase of a plan writes them.
  public var parameterNames: [String] {
    switch self {
    case .exponential: ["mean"]
    case .weibull, .gamma: ["shape", "scale"]
    case .lognormal: ["median", "sigma"]
    case .hyperexponential: ["share", "short mean", "long mean"]
    }
  }

  /// The least number of ended durations that its parameters can be estimated from.
  var leastEvents: Int { self == .exponential ? 1 : self == .hyperexponential ? 4 : 2 }

  /// The law with these parameters.
  func law(_ parameters: [Double]) -> Distribution {
    switch self {
    case .exponential: .exponential(mean: parameters[0])
    case .weibull: .weibull(shape: parameters[0], scale: parameters[1])
    case .lognormal: .lognormal(median: parameters[0], sigma: parameters[1])
    case .gamma: .gamma(shape: parameters[0], scale: parameters[1])
    case .hyperexponential:
      .hyperexponential([(parameters[0], parameters[1]), (1 - parameters[0], parameters[2])])
    }
  }

  /// A parameter on the line: the logarithm of a positive one, the log-odds of a share.
  func free(_ parameters: [Double]) -> [Double] {
    parameters.enumerated().map { self == .hyperexponential && $0 == 0 ? log($1 / (1 - $1)) : log($1) }
  }

  /// The inverse of `free`.
  func bound(_ free: [Double]) -> [Double] {
    free.enumerated().map { self == .hyperexponential && $0 == 0 ? 1 / (1 + exp(-$1)) : exp($1) }
  }
}

extension Distribution {
  /// The logarithm of the density at x > 0, for the laws that are fitted.
  func logDensity(_ x: Double) -> Double {
    switch self {
    case .exponential(let mean): return -x / mean - log(mean)
    case .weibull(let shape, let scale):
      let z = log(x / scale)
      return log(shape) - log(scale) + (shape - 1) * z - exp(shape * z)
    case .lognormal(let median, let sigma):
      let z = log(x / median) / sigma
      return -0.9189385332046727 - log(sigma * x) - z * z / 2
    case .gamma(let shape, let scale):
      return (shape - 1) * log(x / scale) - x / scale - log(scale) - logGamma(shape)
    case .mixture(let parts):
      let logs = parts.filter { $0.share > 0 }.map { log($0.share) + $0.law.logDensity(x) }
      let largest = logs.max()!
      return largest + log(logs.reduce(0) { $0 + exp($1 - largest) })
    case .constant, .uniform, .triangular, .pert, .pareto, .shifted, .truncated, .empirical:
      preconditionFailure("no density is kept for \(self)")
    }
  }
}
