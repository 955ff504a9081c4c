import Numerics
import ServiceModel
import Stochastics

/// The law of the delay from a fault to the alarm, in seconds, for each symptom of a lost site.
///
/// Probes are phases, not events: the next probe after an instant is arithmetic, so detection costs one uniform and
/// no calendar entry. The phase of each vantage point is uniform and independent, hence the moment at which the
/// K-th of M points has its first failed probe is the K-th order statistic of M uniforms, a beta variate.
public struct DetectionLaw: Sendable {
  private let detection: Detection

  public init(_ detection: Detection) { self.detection = detection }

  /// Seconds from the fault to the alarm.
  ///
  /// - Parameters:
  ///   - phase: Uniform that decides where in the probing interval the fault falls.
  ///   - run: Uniform that decides how many probes of a slow site it takes to fail often enough in a row.
  public func delay(symptom: Symptom, phase: Double, run: Double) -> Double {
    switch detection {
    case .takes(let law): return law.sample(at: phase)
    case .layers: preconditionFailure("layers have a law for each detector, see AlarmLaw")
    case .probes(let probes):
      let interval = probes.intervalSeconds
      let first =
        interval * betaQuantile(phase, Double(probes.agreeing), Double(probes.vantagePoints - probes.agreeing + 1))
      let probesNeeded =
        symptom == .slow
        ? lengthOfRun(ofSuccesses: probes.failures, chance: probes.slowProbeFails, at: run) : probes.failures
      let alarm =
        first + Double(probesNeeded - 1) * interval + (symptom == .refused ? 0 : probes.timeoutSeconds)
      return min(max(alarm, probes.confirmationSeconds), probes.limitSeconds ?? .infinity)
    }
  }

  /// Mean seconds until a site's own balancer stops sending requests to dead nodes of it: the mean of a single
  /// vantage point's probes, (N - 1/2) I + timeout. Zero where detection is a law without probes.
  public var meanEjectionDelay: Double {
    guard let probes = detection.probes else { return 0 }
    return (Double(probes.failures) - 0.5) * probes.intervalSeconds + probes.timeoutSeconds
  }
}

/// Number of trials until `successes` in a row, by inversion of the run-length law.
///
/// - Parameters:
///   - chance: Probability of a success in one trial, above 0.
///   - u: A uniform in (0, 1).
public func lengthOfRun(ofSuccesses r: Int, chance p: Double, at u: Double) -> Int {
  quantileOfRuns(ofSuccesses: r, chance: p, at: u).trials
}

/// Number of trials until `successes` in a row, and how far into the last trial's probability the uniform lies: itself a
/// uniform, independent of the number.
///
/// With f(n) the chance that the first complete run ends at trial n: f(n) = 0 below r, p^r at r, and
/// f(n) = (1 - F(n - r - 1)) (1 - p) p^r above (Feller, An Introduction to Probability Theory I, XIII.7).
///
/// - Parameters:
///   - chance: Probability of a success in one trial, above 0.
///   - u: A uniform in (0, 1).
public func quantileOfRuns(ofSuccesses r: Int, chance p: Double, at u: Double) -> (trials: Int, within: Double) {
  var power = 1.0
  for _ in 0..<r { power *= p }
  var cumulative = [power]  // F(r), F(r + 1), ...
  var n = r
  var step = power
  // The tail is geometric; ten thousand intervals without an alarm is a day of probing.
  while cumulative[n - r] < u, n < r + 10_000 {
    let before = n - r - r >= 0 ? cumulative[n - r - r] : 0
    step = (1 - before) * (1 - p) * power
    cumulative.append(cumulative[n - r] + step)
    n += 1
  }
  let below = n > r ? cumulative[n - r - 1] : 0
  return (n, step > 0 ? min(1, max(0, (u - below) / step)) : 0)
}
