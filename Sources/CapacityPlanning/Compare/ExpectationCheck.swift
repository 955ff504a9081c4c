import Experiments
import OutputAnalysis
import ServiceModel

/// How a simulated figure stands to the value that is known.
public struct ExpectationCheck: Equatable, Sendable {
  public enum Verdict: String, CaseIterable, Sendable {
    case agrees
    case differs
    /// The budget is too small to notice an error of a tenth: neither agreement nor difference means anything.
    case tooWeak = "too weak"
    /// Nothing happened that the figure could be measured on.
    case noData = "no data"
  }

  /// Standard errors by which a right simulator may be off: it is, once in 16,000 figures.
  public static let limit = 4.0
  /// The relative standard error up to which an error of 10 % is found with a probability of 95 %:
  /// 0.1 / 0.017 = 5.9 = 4 + 1.9.
  public static let weakestRelativeError = 0.017
  /// A relative difference that shares in whole millionths make by rounding: it says nothing, however small the error.
  static let rounding = 1e-9

  public let expectation: ExpectedFigure
  /// nil where there was nothing to measure.
  public let simulated: Double?
  /// Of the difference: of the simulated figure and, where the value was simulated too, of both.
  public let standardError: Double
  public let verdict: Verdict

  /// (simulated - expected) / standard error; nil where the figure does not vary or could not be measured.
  public var z: Double? {
    guard let simulated, standardError > ExpectationCheck.rounding * abs(expectation.value) else { return nil }
    return (simulated - expectation.value) / standardError
  }

  public init(_ expectation: ExpectedFigure, measured: Measurement?) {
    self.expectation = expectation
    simulated = measured?.value
    guard let measured else {
      standardError = .infinity
      verdict = .noData
      return
    }
    let known = expectation.standardError
    let error = (measured.standardError * measured.standardError + known * known).squareRoot()
    standardError = error
    let difference = abs(measured.value - expectation.value)
    if difference <= ExpectationCheck.rounding * abs(expectation.value) {
      verdict = error > ExpectationCheck.weakestRelativeError * abs(expectation.value) ? .tooWeak : .agrees
    } else if error == 0 {
      verdict = difference <= expectation.tolerance * abs(expectation.value) ? .agrees : .differs
    } else if difference >= ExpectationCheck.limit * error {
      verdict = .differs
    } else if error > ExpectationCheck.weakestRelativeError * abs(expectation.value) {
      verdict = .tooWeak
    } else {
      verdict = .agrees
    }
  }
}

/// Simulates what a plan expects to be known and compares; each expectation at its own budget.
///
/// - Parameters:
///   - services: The plan's designs; those without an expectation are not simulated.
///   - progress: Called with the share of the work that is done.
/// - Throws: `EstimatorRefusal`, what compiling a plan throws, and `CancellationError`.
/// - Precondition: Every expectation names one of the designs.
public func check(
  _ services: [Service], against expectations: [ExpectedFigure], seed: UInt64, threads: Int,
  progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
) async throws -> [ExpectationCheck] {
  let studies = expectations.reduce(into: [PlannedStudy]()) { studies, expectation in
    if let index = studies.firstIndex(where: { $0.covers(expectation) }) {
      if !studies[index].designs.contains(expectation.design) { studies[index].designs.append(expectation.design) }
    } else {
      studies.append(PlannedStudy(expectation))
    }
  }
  let total = studies.reduce(0) { $0 + $1.replications * $1.designs.count }
  var done = 0
  var checks = [ExpectationCheck?](repeating: nil, count: expectations.count)
  for study in studies {
    // With 200 worlds the standard error is itself known to 5 %: a budget does not pass or fail by its luck.
    let worlds = min(200, study.replications)
    let size = StudySize(
      seed: seed, worlds: worlds, replicationsPerWorld: (study.replications + worlds - 1) / worlds, threads: threads)
    let designs = study.designs.map { name in
      guard let service = services.first(where: { $0.design.name == name }) else {
        preconditionFailure("an expectation names design '\(name)', which is not there")
      }
      return service
    }
    let (before, share) = (done, study.replications * study.designs.count)
    let choices = try EstimatorChoice.choose(study.estimator, for: designs, size: size)
    let records = try await Study(designs, size: size, choices: choices, bill: .byPrices).run { worlds in
      progress(ComparisonProgress(done: before + share * worlds / size.worlds, total: total))
    }
    done += share
    for (index, expectation) in expectations.enumerated() where study.covers(expectation) {
      let record = records[study.designs.firstIndex(of: expectation.design)!]
      checks[index] = ExpectationCheck(expectation, measured: record.measure(expectation.figure))
    }
  }
  return checks.compactMap { $0 }
}

/// The designs that are simulated together because their budgets and their estimators are equal.
private struct PlannedStudy {
  let replications: Int
  let estimator: Estimator
  var designs: [String]

  init(_ first: ExpectedFigure) {
    (replications, estimator, designs) = (first.replications, first.estimator, [first.design])
  }

  func covers(_ expectation: ExpectedFigure) -> Bool {
    expectation.replications == replications && expectation.estimator == estimator
  }
}
