import Foundation

/// The share of durations that exceed t, estimated from a sample of which some have not ended.
///
/// At each event the share falls by one part in those still under watch: S(t) = product (1 - d_i / n_i). Without
/// censoring it is the sample's own survival function. Source: E. L. Kaplan, P. Meier, Journal of the American
/// Statistical Association 53 (1958) 457.
public struct KaplanMeier: Equatable, Sendable {
  public struct Step: Equatable, Sendable {
    /// When something ended.
    public let time: Double
    /// The share that lasts longer.
    public let survival: Double
  }

  /// One step per distinct event time, in increasing order.
  public let steps: [Step]

  public init(_ sample: LifeSample) {
    var steps: [Step] = []
    var survival = 1.0
    var (i, lost) = (0, 0)
    while i < sample.ended.count {
      let time = sample.ended[i]
      // One that is cut off at the very instant of an event was still under watch.
      while lost < sample.censored.count && sample.censored[lost] < time { lost += 1 }
      let atRisk = sample.count - i - lost
      var events = 0
      while i < sample.ended.count && sample.ended[i] == time { (i, events) = (i + 1, events + 1) }
      survival *= 1 - Double(events) / Double(atRisk)
      steps.append(Step(time: time, survival: survival))
    }
    self.steps = steps
  }

  /// The largest distance to a law's survival function, up to the last event.
  public func distance(to law: Distribution) -> Double {
    var (distance, before) = (0.0, 1.0)
    for step in steps {
      let survival = law.survival(step.time)
      distance = max(distance, abs(survival - before), abs(survival - step.survival))
      before = step.survival
    }
    return distance
  }
}

/// A point of a quantile-quantile plot.
public struct QuantilePair: Equatable, Sendable {
  /// The plotting position.
  public let probability: Double
  /// A duration of the sample that has ended.
  public let observed: Double
  /// The law's quantile at the same probability; on a good fit both are alike.
  public let expected: Double
}

extension LawFit {
  /// The sample's events against the law's quantiles: the k-th step of the Kaplan-Meier estimate at the middle of its
  /// fall, which for a complete sample of distinct values is (k - 1/2) / n (Hazen's position).
  public func quantilePairs(_ sample: LifeSample) -> [QuantilePair] {
    var before = 1.0
    return KaplanMeier(sample).steps.map { step in
      let p = 1 - (before + step.survival) / 2
      before = step.survival
      return QuantilePair(probability: p, observed: step.time, expected: law.quantile(p))
    }
  }
}

/// One family's answer to a sample.
public struct FitAnswer: Equatable, Sendable {
  public let family: LawFamily
  public let fit: Result<LawFit, FitError>
  public let goodness: GoodnessOfFit?
}

/// Fits every family; those that fit come first, by Akaike's criterion, then the refused in the order of `families`.
public func rankedFits(
  _ sample: LifeSample, families: [LawFamily] = LawFamily.allCases, resamples: Int = 499, seed: UInt64 = 1
) -> [FitAnswer] {
  let answers = families.map { family -> FitAnswer in
    do throws(FitError) {
      let fit = try LawFit(family, to: sample)
      // One value lies where its own law puts it, and equal ones have none but a constant.
      let goodness =
        sample.ended.count > 1 && sample.hasSpread
        ? GoodnessOfFit(of: fit, to: sample, resamples: resamples, seed: seed) : nil
      return FitAnswer(family: family, fit: .success(fit), goodness: goodness)
    } catch {
      return FitAnswer(family: family, fit: .failure(error), goodness: nil)
    }
  }
  func criterion(_ answer: FitAnswer) -> Double { (try? answer.fit.get().aic) ?? .infinity }
  return answers.enumerated().sorted {
    (criterion($0.element), $0.offset) < (criterion($1.element), $1.offset)
  }.map(\.element)
}
