import Foundation
import ServiceModel
import Stochastics

/// How long after a fault the alarm rises, in seconds.
///
/// - Parameters:
///   - phase: Uniform that places the probes against the fault.
///   - run: Uniform that says how many probes of a slow site it takes.
func alarmDelay(_ detection: Detection, _ symptom: Symptom, phase: Double, run: Double) -> Double {
  switch detection {
  case .takes(let law): return law.sample(at: phase)
  case .layers: preconditionFailure("the reference simulator has probes and laws only")
  case .probes(let probes):
    let isSlow = symptom == .slow
    let chance = isSlow ? probes.slowProbeFails : 1
    let failed = probesFailed(probes, chance: chance, at: isSlow ? run : phase)
    let seen = failed + (symptom == .refused ? 0 : probes.timeoutSeconds)
    return min(max(seen, probes.confirmationSeconds), probes.limitSeconds ?? .infinity)
  }
}

/// When K of M vantage points have each lost their latest N probes, in seconds.
///
/// Each point probes at a phase of its own. Where all probes fail, or one point is enough, a point that has come to its
/// alarm stays there: the K-th of them is an order statistic of uniforms, which falls into some probe of its point and some
/// way into the interval before it. Else points come and go, and every probe is made.
private func probesFailed(_ probes: Probes, chance: Double, at u: Double) -> Double {
  let interval = probes.intervalSeconds
  if chance == 1 || probes.agreeing == 1 {
    let one = orderStatistic(probes.agreeing, of: probes.vantagePoints, at: u)
    let (count, within) = trials(untilRunOf: probes.failures, chance: chance, at: one)
    return (Double(count - 1) + within) * interval
  }
  let key = StreamKey(seed: u.bitPattern, name: "probes")
  var number: UInt32 = 0
  func next() -> Double {
    defer { number += 1 }
    return key.uniform(draw: number, replication: 0, purpose: .detection)
  }
  let points = probes.vantagePoints
  let phases = (0..<points).map { _ in next() }.sorted()
  var latest = [[Bool]](repeating: [], count: points)
  for round in 0..<(1_000_000 / points) {
    for point in 0..<points {
      latest[point] = Array((latest[point] + [next() < chance]).suffix(probes.failures))
      func hasAlarm(_ point: Int) -> Bool { latest[point].count == probes.failures && latest[point].allSatisfy { $0 } }
      if hasAlarm(point), (0..<points).count(where: hasAlarm) >= probes.agreeing {
        return (Double(round) + phases[point]) * interval
      }
    }
  }
  return Double(1_000_000 / points) * interval
}

/// Mean time until a site's own balancer sends nothing more to a dead node, in seconds.
func meanEjection(_ detection: Detection) -> Double {
  guard case .probes(let probes) = detection else { return 0 }
  return (Double(probes.failures) - 0.5) * probes.intervalSeconds + probes.timeoutSeconds
}

/// The quantile of the k-th smallest of n uniforms: the x at which k of them or more lie below with probability `u`.
func orderStatistic(_ k: Int, of n: Int, at u: Double) -> Double {
  func distribution(_ x: Double) -> Double {
    (k...n).reduce(0) { sum, j in
      var term = 1.0
      for i in 0..<j { term *= Double(n - i) / Double(j - i) * x }
      for _ in 0..<(n - j) { term *= 1 - x }
      return sum + term
    }
  }
  var (low, high) = (0.0, 1.0)
  for _ in 0..<100 {
    let middle = (low + high) / 2
    if distribution(middle) < u { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

/// Trials until `length` in a row have come, at the uniform `u`, and how far into the last one's chance it lies: a Markov
/// chain over the length of the present run.
func trials(untilRunOf length: Int, chance p: Double, at u: Double) -> (count: Int, within: Double) {
  var inRun = [1.0] + [Double](repeating: 0, count: length - 1)
  var done = 0.0
  var before = 0.0
  var count = 0
  repeat {
    count += 1
    before = done
    done += inRun[length - 1] * p
    let broken = inRun.reduce(0, +) * (1 - p)
    inRun = [broken] + inRun.dropLast().map { $0 * p }
  } while done < u && count < length + 10_000
  return (count, done > before ? min(1, max(0, (u - before) / (done - before))) : 0)
}
