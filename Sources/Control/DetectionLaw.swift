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
  ///   - phase: Uniform that decides when the probes of a site fall that answers none.
  ///   - run: Uniform that decides the same of a slow site, and which of its probes fail.
  public func delay(symptom: Symptom, phase: Double, run: Double) -> Double {
    switch detection {
    case .takes(let law): return law.sample(at: phase)
    case .layers: preconditionFailure("layers have a law for each detector, see AlarmLaw")
    case .probes(let probes):
      let alarm =
        (symptom == .slow
          ? probes.delay(failing: probes.slowProbeFails, at: run) : probes.delay(failing: 1, at: phase))
        + (symptom == .refused ? 0 : probes.timeoutSeconds)
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

extension Probes {
  /// Seconds until K of M vantage points take a site for lost, where each probe fails with some chance. A point does so
  /// while its latest N probes have failed.
  ///
  /// Where nothing but failures follow, or one point is enough, a point that has come to its alarm never goes back on it
  /// before it counts: one point needs φ + (n - 1) I, with a uniform phase φ and n by the law of runs, and the K-th of M
  /// independent points is an order statistic, so that the beta quantile of the uniform is inverted through the law of
  /// one point. Else alarms come and go, and the probes are made one by one with numbers that follow from the uniform.
  ///
  /// - Parameters:
  ///   - chance: Chance that a probe fails, above 0.
  ///   - u: A uniform in (0, 1).
  public func delay(failing chance: Double, at u: Double) -> Double {
    guard chance < 1, agreeing > 1 else {
      let one = betaQuantile(u, Double(agreeing), Double(vantagePoints - agreeing + 1))
      let (trials, within) = quantileOfRuns(ofSuccesses: failures, chance: chance, at: one)
      return (Double(trials - 1) + within) * intervalSeconds
    }
    var stream = RandomStream(
      key: StreamKey(seed: u.bitPattern, name: "probes"), replication: 0, purpose: .detection)
    let phases = (0..<vantagePoints).map { _ in stream.nextUniform() }.sorted()
    var runs = [Int](repeating: 0, count: vantagePoints)
    // A million probes without an alarm are weeks.
    for round in 0..<(1_000_000 / vantagePoints) {
      for point in runs.indices {
        runs[point] = stream.nextUniform() < chance ? runs[point] + 1 : 0
        if runs[point] >= failures, runs.count(where: { $0 >= failures }) >= agreeing {
          return (Double(round) + phases[point]) * intervalSeconds
        }
      }
    }
    return Double(1_000_000 / vantagePoints) * intervalSeconds
  }
}

/// Number of trials until `successes` in a row, and how far into the last trial's probability the uniform lies: itself a
/// uniform, independent of the number.
///
/// With f(n) the chance that the first complete run ends at trial n: f(n) = 0 below r, p^r at r, and
/// f(n) = (1 - F(n - r - 1)) (1 - p) p^r above (Feller, An Introduction to Probability Theory I, XIII.7).
///
/// - Parameters:
///   - p: Probability of a success in one trial, above 0.
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
