import Foundation
import Numerics

/// How far a sample lies from the law that was fitted to it.
public struct GoodnessOfFit: Equatable, Sendable {
  /// The largest distance between the sample's distribution function and the law's (Kolmogorov-Smirnov).
  ///
  /// For a censored sample the distance to the Kaplan-Meier estimate, up to the last event.
  public let kolmogorovSmirnov: Double
  /// The squared distance weighted towards both tails (Anderson-Darling); nil for a censored sample.
  public let andersonDarling: Double?
  /// The probability of a larger distance if the law were true; nil for a censored sample, for which neither statistic
  /// has a defined null law: it would depend on how the watch ended.
  public let pKolmogorovSmirnov: Double?
  public let pAndersonDarling: Double?
  /// Samples that were drawn for the probabilities; zero when there are none.
  public let resamples: Int

  /// The probabilities account for the estimated parameters: each resample is drawn from the fitted law and fitted anew
  /// before its distance is taken (parametric bootstrap). The tables for a law known beforehand would be far too kind.
  ///
  /// Source: W. Stute, W. González Manteiga, M. Presedo Quindimil, Bootstrap based goodness-of-fit tests, Metrika 40
  /// (1993) 243.
  ///
  /// - Parameters:
  ///   - resamples: 499 makes the least probability 1/500; 0 asks for no probabilities.
  ///   - seed: Of the stream `fit/bootstrap/` and the family's name.
  public init(of fit: LawFit, to sample: LifeSample, resamples: Int = 499, seed: UInt64 = 1) {
    guard sample.censored.isEmpty else {
      kolmogorovSmirnov = KaplanMeier(sample).distance(to: fit.law)
      andersonDarling = nil
      pKolmogorovSmirnov = nil
      pAndersonDarling = nil
      self.resamples = 0
      return
    }
    let ks = ksDistance(sample.ended, fit.law)
    let ad = adDistance(sample.ended, fit.law)
    kolmogorovSmirnov = ks
    andersonDarling = ad
    self.resamples = max(0, resamples)
    guard resamples > 0 else {
      pKolmogorovSmirnov = nil
      pAndersonDarling = nil
      return
    }
    let key = StreamKey(seed: seed, name: "fit/bootstrap/" + fit.family.rawValue)
    let parameters = fit.parameters.map(\.value)
    var (aboveKS, aboveAD) = (0, 0)
    for resample in 0..<resamples {
      var stream = RandomStream(key: key, replication: UInt32(resample), purpose: .input)
      let drawn = (0..<sample.count).map { _ in max(fit.law.sample(at: stream.nextUniform()), .leastNormalMagnitude) }
      // A resample that determines no law counts as farther away: against rejecting.
      guard let again = try? LifeSample(ended: drawn),
        let estimates = try? fit.family.estimates(from: again, startingAt: parameters)
      else {
        aboveKS += 1
        aboveAD += 1
        continue
      }
      let law = fit.family.law(estimates)
      if ksDistance(again.ended, law) >= ks { aboveKS += 1 }
      if adDistance(again.ended, law) >= ad { aboveAD += 1 }
    }
    pKolmogorovSmirnov = Double(aboveKS + 1) / Double(resamples + 1)
    pAndersonDarling = Double(aboveAD + 1) / Double(resamples + 1)
  }
}

/// max over i of i/n - F(x_i) and F(x_i) - (i-1)/n, for values in increasing order.
func ksDistance(_ sorted: [Double], _ law: Distribution) -> Double {
  let count = Double(sorted.count)
  var distance = 0.0
  for (i, x) in sorted.enumerated() {
    let share = law.cdf(x)
    distance = max(distance, Double(i + 1) / count - share, share - Double(i) / count)
  }
  return distance
}

/// A² = -n - (1/n) sum (2i - 1) (ln F(x_i) + ln(1 - F(x_{n+1-i}))). Source: T. W. Anderson, D. A. Darling, Journal of the
/// American Statistical Association 49 (1954) 765.
func adDistance(_ sorted: [Double], _ law: Distribution) -> Double {
  let count = sorted.count
  // ln F and ln (1 - F) each from the tail that is accurate; a tail that underflows stays finite.
  let below = sorted.map { log(max(law.cdf($0), 1e-300)) }
  let above = sorted.map { max(law.logSurvival($0), -1e6) }
  var sum = 0.0
  for i in 0..<count { sum += Double(2 * i + 1) * (below[i] + above[count - 1 - i]) }
  return -Double(count) - sum / Double(count)
}
