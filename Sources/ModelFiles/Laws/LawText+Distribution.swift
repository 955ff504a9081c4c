import Stochastics

extension LawText {
  /// The distribution that the text describes.
  var distribution: Distribution {
    switch self {
    case .constant(let value): .constant(value)
    case .uniform(let low, let high): .uniform(low: low, high: high)
    case .triangular(let low, let mode, let high): .triangular(low: low, mode: mode, high: high)
    case .pert(let low, let mode, let high): .pert(low: low, mode: mode, high: high)
    case .exponential(let mean): .exponential(mean: mean)
    case .weibull(let shape, let scale): .weibull(shape: shape, scale: scale)
    case .lognormal(let median, let sigma): .lognormal(median: median, sigma: sigma)
    case .gamma(let shape, let scale): .gamma(shape: shape, scale: scale)
    case .pareto(let shape, let minimum): .pareto(shape: shape, scale: minimum)
    case .shifted(let amount, let law): .shifted(by: amount, law.distribution)
    case .mixture(let parts): .mixture(parts.map { .init(share: $0.share, law: $0.law.distribution) })
    case .empirical(let quantiles): .empirical(quantiles.map { .init(probability: $0.share, value: $0.value) })
    }
  }
}

extension FieldReader {
  /// The distribution under `key`, checked; nil when there is none or when it is wrong.
  func distribution(_ key: String, _ kind: QuantityKind = .duration) -> Distribution? {
    guard let text = law(key, kind) else { return nil }
    let distribution = text.distribution
    do {
      try distribution.validate()
      return distribution
    } catch {
      self.error(key, "'\(path(of: key))' is no distribution: \(error.description)")
      return nil
    }
  }

  /// As `distribution`, but its absence is an error.
  func requiredDistribution(_ key: String, _ kind: QuantityKind = .duration) -> Distribution {
    if !has(key) {
      missing(key, example: kind == .duration ? "lognormal median 60min sigma 1" : "lognormal median 3 sigma 0.4")
    }
    return distribution(key, kind) ?? .constant(0)
  }
}
