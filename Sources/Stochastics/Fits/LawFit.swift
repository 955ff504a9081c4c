import Foundation
import Numerics

/// A parameter of a fitted law, with what the sample leaves open about it.
public struct FittedParameter: Equatable, Sendable {
  public let name: String
  /// The maximum likelihood estimate.
  public let value: Double
  /// Its standard error, in the parameter's unit; nil where the likelihood is flat or bends the wrong way.
  public let standardError: Double?
  /// The 95 % interval: estimate ± 1.96 standard errors of the logarithm (of a share: of the log-odds), so that neither
  /// end leaves the parameter's range.
  public let interval: ClosedRange<Double>?
}

/// A law fitted to a sample by maximum likelihood.
///
/// Source: J. F. Lawless, Statistical Models and Methods for Lifetime Data, 2nd ed. (2003), chapters 4 and 5.
public struct LawFit: Equatable, Sendable {
  public let family: LawFamily
  public let law: Distribution
  public let parameters: [FittedParameter]
  public let logLikelihood: Double

  /// Akaike's information criterion, 2 k - 2 ln L; the law with the least loses the least information.
  public var aic: Double { 2 * Double(parameters.count) - 2 * logLikelihood }

  /// Fits a law of one family.
  ///
  /// - Throws: `FitError` where the sample cannot determine the law.
  public init(_ family: LawFamily, to sample: LifeSample) throws(FitError) {
    guard sample.ended.count >= family.leastEvents else {
      throw .tooFewEvents(family, needed: family.leastEvents, found: sample.ended.count)
    }
    guard family == .exponential || sample.hasSpread else { throw .noSpread(family, value: sample.ended[0]) }
    let estimates = try family.estimates(from: sample)
    if family == .hyperexponential {
      let (share, short, long) = (estimates[0], estimates[1], estimates[2])
      // A phase that accounts for less than one duration, or that the other equals, is not in the sample.
      let rarer = min(share, 1 - share) * Double(sample.count)
      guard long > short * 1.05, rarer >= 1 else { throw .onePhase }
    }
    self.family = family
    law = family.law(estimates)
    logLikelihood = sample.logLikelihood(of: law)
    guard logLikelihood.isFinite else { throw .noMaximum(family, reason: "it is not a finite number") }
    let errors = family.freeStandardErrors(at: estimates, sample)
    let free = family.free(estimates)
    parameters = estimates.indices.map { i in
      guard let error = errors?[i] else {
        return FittedParameter(name: family.parameterNames[i], value: estimates[i], standardError: nil, interval: nil)
      }
      func moved(_ by: Double) -> Double {
        var point = free
        point[i] += by
        return family.bound(point)[i]
      }
      let isShare = family == .hyperexponential && i == 0
      let slope = isShare ? estimates[i] * (1 - estimates[i]) : estimates[i]
      let reach = normalQuantile(0.975) * error
      return FittedParameter(
        name: family.parameterNames[i], value: estimates[i], standardError: slope * error,
        interval: moved(-reach)...moved(reach))
    }
  }
}

extension LawFamily {
  /// Standard errors of the free parameters, from the inverse of the observed information: minus the second derivatives
  /// of the log-likelihood at its maximum, by central differences. Nil where that matrix is not positive definite.
  func freeStandardErrors(at estimates: [Double], _ sample: LifeSample) -> [Double]? {
    // ln L = -d ln mean - T / mean: the information about ln mean is T / mean = d.
    if self == .exponential { return [1 / Double(sample.ended.count).squareRoot()] }
    let center = free(estimates)
    let step = 1e-3
    func logLikelihood(_ moves: [(Int, Double)]) -> Double {
      var point = center
      for (i, by) in moves { point[i] += by }
      return sample.logLikelihood(of: law(bound(point)))
    }
    let top = logLikelihood([])
    var information = center.map { _ in center.map { _ in 0.0 } }
    for i in center.indices {
      information[i][i] = (2 * top - logLikelihood([(i, step)]) - logLikelihood([(i, -step)])) / (step * step)
      for j in 0..<i {
        let mixed =
          logLikelihood([(i, step), (j, step)]) - logLikelihood([(i, step), (j, -step)])
          - logLikelihood([(i, -step), (j, step)]) + logLikelihood([(i, -step), (j, -step)])
        information[i][j] = -mixed / (4 * step * step)
        information[j][i] = information[i][j]
      }
    }
    var errors: [Double] = []
    for i in center.indices {
      let unit = center.indices.map { $0 == i ? 1.0 : 0 }
      guard let column = try? solveLinearSystem(information, unit), column[i] > 0, column[i].isFinite else {
        return nil
      }
      errors.append(column[i].squareRoot())
    }
    return errors
  }
}
