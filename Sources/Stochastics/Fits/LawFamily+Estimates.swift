import Foundation
import Numerics

/// Where the likelihood is greatest.
extension LawFamily {
  /// The maximum likelihood estimates, in the order of `parameterNames`.
  ///
  /// - Parameter start: Estimates to begin at where a search is needed, such as those of the sample that this one was
  ///   drawn from.
  func estimates(from sample: LifeSample, startingAt start: [Double]? = nil) throws(FitError) -> [Double] {
    switch self {
    case .exponential: return [sample.totalTime / Double(sample.ended.count)]
    case .weibull: return try weibull(sample)
    case .lognormal where sample.censored.isEmpty:
      let (mean, deviation) = momentsOfLogs(sample.ended)
      return [exp(mean), deviation]
    case .lognormal:
      let (mean, deviation) = momentsOfLogs(sample.all)
      return try climb(sample, from: start ?? [exp(mean), max(deviation, 0.05)])
    case .gamma where sample.censored.isEmpty: return gamma(sample)
    case .gamma:
      let (_, deviation) = momentsOfLogs(sample.all)
      let shape = 1 / max(deviation * deviation, 0.01)
      return try climb(sample, from: start ?? [shape, sample.totalTime / Double(sample.ended.count) / shape])
    case .hyperexponential: return hyperexponential(sample, start)
    }
  }

  /// Mean and standard deviation of the logarithms, with n below the root: the maximum likelihood estimates.
  private func momentsOfLogs(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let logs = values.map { log($0) }
    let mean = logs.reduce(0, +) / Double(logs.count)
    return (mean, (logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count)).squareRoot())
  }

  /// The search over free parameters, for likelihoods with a survival function that has no closed derivative.
  private func climb(_ sample: LifeSample, from start: [Double]) throws(FitError) -> [Double] {
    do {
      return bound(try findMinimum(from: free(start)) { -sample.logLikelihood(of: law(bound($0))) })
    } catch {
      throw .noMaximum(self, reason: error.reason)
    }
  }

  /// The shape solves sum t^k ln t / sum t^k - 1/k = mean ln t over what has ended (sums over all durations); the left
  /// side rises with k, and scale^k = sum t^k / events. Source: Lawless (2003), section 5.2.
  private func weibull(_ sample: LifeSample) throws(FitError) -> [Double] {
    // Durations relative to the longest, so that no power overflows.
    let longest = max(sample.ended.last!, sample.censored.last ?? 0)
    let logs = sample.all.map { log($0 / longest) }
    let events = Double(sample.ended.count)
    let mean = logs.prefix(sample.ended.count).reduce(0, +) / events
    func powerSums(_ shape: Double) -> (plain: Double, logged: Double) {
      logs.reduce((0, 0)) { sums, x in
        let power = exp(shape * x)
        return (sums.0 + power, sums.1 + power * x)
      }
    }
    func score(_ logShape: Double) -> Double {
      let shape = exp(logShape)
      let sums = powerSums(shape)
      return sums.logged / sums.plain - 1 / shape - mean
    }
    do {
      let shape = exp(try findRoot(in: log(1e-3)...log(1e4), of: score))
      return [shape, longest * pow(powerSums(shape).plain / events, 1 / shape)]
    } catch {
      throw .noMaximum(self, reason: "no shape between 0.001 and 10000 solves its equation")
    }
  }

  /// ln shape - digamma(shape) = ln mean - mean ln t, by the fixed point of T. P. Minka, Estimating a Gamma distribution
  /// (2002), which takes a Newton step in 1 / shape.
  private func gamma(_ sample: LifeSample) -> [Double] {
    let mean = sample.totalTime / Double(sample.count)
    let gap = log(mean) - sample.ended.reduce(0) { $0 + log($1) } / Double(sample.count)
    var shape = (3 - gap + ((gap - 3) * (gap - 3) + 24 * gap).squareRoot()) / (12 * gap)
    for _ in 0..<50 {
      let miss = log(shape) - digamma(shape) - gap
      let slope = 1 / shape - trigamma(shape)
      // Newton's step on 1 / shape: nearly linear, so that it cannot overshoot below zero.
      let next = 1 / (1 / shape + miss / (slope * shape * shape))
      let isThere = abs(next - shape) < 1e-13 * shape
      shape = next
      if isThere { break }
    }
    return [shape, mean / shape]
  }

  /// Two phases by expectation-maximisation: each duration belongs to a phase with the probability that it came from it,
  /// by density if it has ended and by survival if not; a phase's mean is its time divided by its events.
  ///
  /// Source: S. Asmussen, O. Nerman, M. Olsson, Fitting phase-type distributions via the EM algorithm, Scandinavian
  /// Journal of Statistics 23 (1996) 419, with its section on censoring.
  private func hyperexponential(_ sample: LifeSample, _ start: [Double]?) -> [Double] {
    let mean = sample.totalTime / Double(sample.ended.count)
    var point = start ?? startOfPhases(sample, mean)
    var last = -Double.infinity
    let rounds = start == nil ? 5_000 : 300
    let tolerance = start == nil ? 1e-11 : 1e-7
    for _ in 0..<rounds {
      var (weight, time, events) = (0.0, 0.0, 0.0)
      var logLikelihood = 0.0
      let (share, short, long) = (point[0], point[1], point[2])
      func book(_ t: Double, _ first: Double, _ second: Double, _ isEvent: Double) {
        let belongs = first / (first + second)
        weight += belongs
        time += belongs * t
        events += belongs * isEvent
        logLikelihood += log(first + second)
      }
      // Relative to the smaller decay, so that far values do not vanish from both phases.
      for t in sample.ended {
        book(t, share / short * exp(t / long - t / short), (1 - share) / long, 1)
        logLikelihood -= t / long
      }
      for t in sample.censored {
        book(t, share * exp(t / long - t / short), 1 - share, 0)
        logLikelihood -= t / long
      }
      let left = Double(sample.ended.count) - events
      guard events > 1e-9, left > 1e-9 else { break }
      point = [weight / Double(sample.count), time / events, (sample.totalTime - time) / left]
      if logLikelihood - last < tolerance * Double(sample.count) { break }
      last = logLikelihood
    }
    return point[1] <= point[2] ? point : [1 - point[0], point[2], point[1]]
  }

  /// Balanced means of the sample's own variability, at least twice that of an exponential law.
  private func startOfPhases(_ sample: LifeSample, _ mean: Double) -> [Double] {
    let plain = sample.totalTime / Double(sample.count)
    let variance = sample.all.reduce(0) { $0 + ($1 - plain) * ($1 - plain) } / Double(sample.count)
    let squaredCV = max(2, variance / (plain * plain))
    let share = (1 + ((squaredCV - 1) / (squaredCV + 1)).squareRoot()) / 2
    return [share, mean / (2 * share), mean / (2 * (1 - share))]
  }
}
