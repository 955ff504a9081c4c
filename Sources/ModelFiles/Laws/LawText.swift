/// A distribution as a plan writes it, with its parameters in the unit of its kind (seconds for durations).
///
/// Means, coefficients of variation and 95 % quantiles are already turned into the parameters below.
public indirect enum LawText: Equatable, Sendable {
  /// `90s`
  case constant(Double)
  /// `uniform 3d to 5d`
  case uniform(low: Double, high: Double)
  /// `triangular 1min to 2min to 5min`
  case triangular(low: Double, mode: Double, high: Double)
  /// `pert 1min to 2min to 5min`
  case pert(low: Double, mode: Double, high: Double)
  /// `exponential mean 264d`
  case exponential(mean: Double)
  /// `weibull shape 0.8 scale 60d` or `weibull shape 0.8 mean 60d`
  case weibull(shape: Double, scale: Double)
  /// `lognormal median 45min sigma 0.8`, `lognormal mean 10min cv 0.5`, `lognormal median 60min p95 240min`; `sigma` is
  /// the standard deviation of the natural logarithm.
  case lognormal(median: Double, sigma: Double)
  /// `gamma shape 2 scale 3h` or `gamma shape 2 mean 6h`
  case gamma(shape: Double, scale: Double)
  /// `pareto shape 2.5 minimum 1h` or `pareto shape 2.5 mean 3h`, *P(X > x) = (minimum/x)^shape*
  case pareto(shape: Double, minimum: Double)
  /// `10min + lognormal median 45min sigma 0.8`
  case shifted(by: Double, LawText)
  /// A list of `{ share: 85%, law: ... }`; the shares add up to 1.
  case mixture([Part])
  /// `quantiles 0% 1min 50% 5min 100% 1h` or `{ 0%: 1min, 50%: 5min, 100%: 1h }`: straight lines between the quantiles.
  case empirical([Quantile])

  /// One law of a mixture and how often it is the one.
  public struct Part: Equatable, Sendable {
    public let share: Double
    public let law: LawText

    public init(share: Double, law: LawText) {
      self.share = share
      self.law = law
    }
  }

  /// A point of a distribution function: `share` of the values are at most `value`.
  public struct Quantile: Equatable, Sendable {
    public let share: Double
    public let value: Double

    public init(share: Double, value: Double) {
      self.share = share
      self.value = value
    }
  }
}
