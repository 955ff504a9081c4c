import Costing
import Experiments
import FailoverSimulation
import Numerics
import OutputAnalysis
import ServiceModel
import Stochastics

/// What the work of a comparison is made of, for progress.
public struct ComparisonProgress: Sendable {
  public let done: Int
  public let total: Int
}

/// Compares the designs of a plan.
///
/// - Parameters:
///   - precision: Grows the study until lost minutes are known so precisely; the size then gives seed and threads alone.
///   - without: Names of failure modes that are left out: the same luck without these causes.
///   - variesInputs: Whether uncertain inputs get a band of their own.
///   - ledger: What becomes of the rows of the ledger.
///   - estimator: How the means over years are estimated. A study that grows counts years as they come.
/// - Throws: `EstimatorRefusal`, what compiling a plan throws, and `CancellationError`.
public func compare(
  _ plan: PlanSource, size: StudySize, precision: PrecisionTarget? = nil, without: Set<String> = [],
  variesInputs: Bool = true, ledger: Study.Ledger = .dropped, estimator: Estimator = .crude,
  progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
) async throws -> Comparison {
  let points = InputVariation(plan, varies: variesInputs, seed: size.seed)
  if let precision {
    let study = SequentialStudy(
      plan.services, target: precision, seed: size.seed, threads: size.threads, disabled: without, ledger: ledger,
      bill: .byPrices)
    let grown = try await study.run { done, expected in
      progress(ComparisonProgress(done: done, total: expected + points.replications(beside: size)))
    }
    return try await comparison(
      of: grown.records, plan, size: grown.size, points: points,
      precision: ComparedPrecision(target: precision, reached: grown.reached), without: without, progress: progress)
  }
  // Work is counted in replications, so that the time left can be told from what is done.
  let total = size.replications + points.replications(beside: size)
  var keepsRows = true
  if case .dropped = ledger { keepsRows = false }
  let choices = try EstimatorChoice.choose(
    estimator, for: plan.services, size: size, disabled: without, keepsRows: keepsRows)
  let study = Study(
    plan.services, size: size, disabled: without, ledger: ledger, choices: choices, bill: .byPrices)
  let records = try await study.run { worlds in
    progress(ComparisonProgress(done: worlds * size.replicationsPerWorld, total: total))
  }
  return try await comparison(of: records, plan, size: size, points: points, without: without, progress: progress)
}

/// Compares designs by what was simulated of them, elsewhere and in parts perhaps.
///
/// - Parameters: As `compare`; the size is that of the whole study.
/// - Throws: As `compare`.
public func compare(
  _ plan: PlanSource, records: [DesignRecord], size: StudySize, without: Set<String> = [], variesInputs: Bool = true,
  progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
) async throws -> Comparison {
  let points = InputVariation(plan, varies: variesInputs, seed: size.seed)
  return try await comparison(of: records, plan, size: size, points: points, without: without, progress: progress)
}

private func comparison(
  of records: [DesignRecord], _ plan: PlanSource, size: StudySize, points variation: InputVariation,
  precision: ComparedPrecision? = nil, without: Set<String>,
  progress: @escaping @Sendable (ComparisonProgress) -> Void
) async throws -> Comparison {
  var designs = records.map { record in
    ComparedDesign(
      record, studyID: record.service.name, isBaseline: record.service.design.topology == .singleSite, without: without)
  }
  for i in designs.indices { designs[i].yearlyLaws = YearlyLaw.all(records[i], seed: size.seed) }
  let (points, pointSize) = (variation.points, variation.size(beside: size))
  let total = size.replications + variation.replications(beside: size)
  // The points are estimated as the study was.
  let choices = records.map { $0.choice.keeping(rows: false) }
  var done = size.replications
  let common = points.isEmpty ? nil : try CommonDemand(plan.services[0], size: pointSize)
  // Whole points are shared out, so that no thread waits while another one decodes a plan or works out what it costs.
  let outcomes = try await shared(
    0..<points.count, threads: size.threads,
    finished: { _ in
      done += pointSize.replications
      progress(ComparisonProgress(done: done, total: total))
    },
    work: { index in
      let services = try plan.designs(points[index])
      let known = common?.isOf(services[0]) == true ? common : nil
      let study = Study(
        services, size: pointSize, disabled: without, choices: choices, bill: .byPrices, demand: known?.ordinary,
        worlds: known?.worlds ?? [])
      let worlds = try (0..<pointSize.worlds).map { try study.simulate(world: $0) }
      return study.records(worlds).map(DesignPoint.init)
    })
  if !outcomes.isEmpty {
    for i in designs.indices {
      designs[i].lostMinutesBand = betweenPointBand(
        InputPoint.onCommonLuck(outcomes.map { $0[i].lostMinutes }), scale: .logarithmic
      ).containing(designs[i].figures.meanLostMinutes)
      designs[i].costBand = betweenPointBand(outcomes.map { $0[i].dollars }, scale: .linear)
        .containing(designs[i].sheet.amortisedYear.dollars)
      let badYears = betweenPointBand(outcomes.map { $0[i].badYear }, scale: .logarithmic)
      designs[i].badYearBand = designs[i].figures.badYear.map(badYears.containing) ?? badYears
      designs[i].objectiveBands = designs[i].figures.verdicts.indices.map { line in
        let points = outcomes.compactMap { $0[i].objectives[line] }
        guard points.count >= 2 else { return nil }
        let shares = betweenPointBand(points, scale: .linear)
        return designs[i].figures.verdicts[line].share.map { shares.containing($0.estimate) } ?? shares
      }
    }
  }
  return Comparison(
    size: size, precision: precision, designs: designs, differences: pairedDifferences(records, designs),
    influences: influences(
      of: plan.uncertainInputs, at: points, on: outcomes, designs: designs.map(\.name)),
    uncertainInputCount: plan.uncertainInputs.count, records: records,
    points: outcomes.map { point in
      point.map { ($0.dollars.mean, $0.lostMinutes.reduce(0, +) / Double($0.lostMinutes.count)) }
    })
}

/// The demand of the worlds in which points are simulated, which is the same at all points but those that move traffic.
private struct CommonDemand: Sendable {
  let ordinary: OrdinaryDemand
  let worlds: [DemandWorld]
  @Shared private var service: Service

  init(_ service: Service, size: StudySize) throws {
    let ordinary = try DemandWorld.ordinaryDemand(of: service)
    self.ordinary = ordinary
    self.service = service
    worlds = (0..<size.worlds).map { DemandWorld(service, demand: ordinary, seed: size.seed, number: UInt32($0)) }
  }

  func isOf(_ other: Service) -> Bool {
    other.traffic == service.traffic && other.begins == service.begins && other.horizonHours == service.horizonHours
  }
}

/// Asks for the worlds of the inputs' band, where worlds are asked for.
///
/// - Parameters: As `compare`.
/// - Throws: `StillToRun`, and what compiling a plan throws.
public func askForInputBand(_ plan: PlanSource, size: StudySize, without: Set<String>) async throws {
  let variation = InputVariation(plan, varies: true, seed: size.seed)
  let studies = try variation.points.map {
    Study(try plan.designs($0), size: variation.size(beside: size), disabled: without, bill: .byPrices)
  }
  try await askAhead(studies.map { study in { _ = try await study.run() } })
}

/// The points of the uncertain inputs at which designs are simulated for their second band.
private struct InputVariation: Sendable {
  let points: [[String: Double]]

  init(_ plan: PlanSource, varies: Bool, seed: UInt64) {
    points = varies && !plan.uncertainInputs.isEmpty ? inputPoints(plan.uncertainInputs, seed: seed) : []
  }

  /// How much of each point is simulated beside a study: a hundred years, more where a fiftieth of the study is more, and
  /// less where a tenth of it is less. A quick look has a quick band.
  func size(beside size: StudySize) -> StudySize {
    let years = max(2, size.replications / 50, min(100, size.replications / 10))
    let worlds = min(4, size.worlds, years)
    return StudySize(
      seed: size.seed, worlds: worlds, replicationsPerWorld: years / worlds, threads: size.threads)
  }

  func replications(beside size: StudySize) -> Int { points.count * self.size(beside: size).replications }
}

/// Lost minutes by world and cost of one design at one point of the uncertain inputs.
private struct DesignPoint {
  let lostMinutes: [Double]
  let dollars: InputPoint
  let badYear: InputPoint
  /// Shares of the objectives in their order; nil where there was nothing to judge.
  let objectives: [InputPoint?]

  init(_ record: DesignRecord) {
    let design = ComparedDesign(record, studyID: "", isBaseline: false)
    lostMinutes = record.lostMinutesByWorld
    dollars = InputPoint(
      mean: design.sheet.amortisedYear.dollars, standardError: design.sheet.amortisedYearSE.dollars)
    // Half an interval of 95 % is 1.96 standard errors.
    func point(_ interval: Interval) -> InputPoint {
      InputPoint(mean: interval.estimate, standardError: max(0, interval.high - interval.low) / 2 / 1.959964)
    }
    objectives = design.figures.verdicts.map { $0.share.map(point) }
    if case .interval(let interval) = record.badYear, interval.low.isFinite, interval.high.isFinite {
      badYear = point(interval)
    } else {
      badYear = InputPoint(mean: design.figures.badYear ?? 0, standardError: 0)
    }
  }
}

/// Sixteen points of the uncertain inputs: a Sobol set moved by a random shift of its own per input, so that every
/// input is spread evenly; inputs beyond forty get random points.
func inputPoints(_ inputs: [UncertainInputName], seed: UInt64, count: Int = 16) -> [[String: Double]] {
  let dimensions = min(inputs.count, SobolSequence.maximumDimensions)
  guard let sobol = try? SobolSequence.points(count: count, dimensions: dimensions) else { return [] }
  return sobol.enumerated().map { index, point in
    var quantiles: [String: Double] = [:]
    for (d, input) in inputs.enumerated() {
      let key = StreamKey(seed: seed, name: "inputs/\(input.path)")
      let shift = key.uniform(draw: 0, replication: 0, purpose: .input)
      let random = key.uniform(draw: UInt32(index) + 1, replication: 0, purpose: .input)
      let u = d < dimensions ? (point[d] + shift).truncatingRemainder(dividingBy: 1) : random
      quantiles[input.path] = min(max(u, 1e-6), 1 - 1e-6)
    }
    return quantiles
  }
}

private func pairedDifferences(_ records: [DesignRecord], _ designs: [ComparedDesign]) -> [DesignDifference] {
  zip(records, designs).enumerated().dropFirst().map { index, pair in
    let (before, after) = (records[index - 1], pair.0)
    return DesignDifference(
      from: before.service.design.name, to: after.service.design.name,
      lostMinutes: PairedDifference(from: before.lostMinutesByWorld, to: after.lostMinutesByWorld),
      dollarsPerYear: pair.1.sheet.amortisedYear.dollars - designs[index - 1].sheet.amortisedYear.dollars)
  }
}

/// Rank correlations of each input with each design's lost minutes, the input first whose strongest is largest.
private func influences(
  of inputs: [UncertainInputName], at points: [[String: Double]], on outcomes: [[DesignPoint]], designs: [String]
) -> [InputInfluence] {
  guard let first = outcomes.first else { return [] }
  return inputs.map { input in
    let x = ranks(points.map { $0[input.path] ?? 0.5 })
    return InputInfluence(
      path: input.path,
      correlations: first.indices.map { design in
        (designs[design], correlation(x, ranks(outcomes.map { $0[design].lostMinutes.reduce(0, +) })))
      })
  }.sorted { (abs($0.rankCorrelation), $1.path) > (abs($1.rankCorrelation), $0.path) }
}

private func ranks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var ranks = [Double](repeating: 0, count: values.count)
  for (rank, index) in order.enumerated() { ranks[index] = Double(rank) }
  return ranks
}

private func correlation(_ x: [Double], _ y: [Double]) -> Double {
  let (mx, my) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
  let sxy = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
  let sxx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
  let syy = y.reduce(0) { $0 + ($1 - my) * ($1 - my) }
  return sxx > 0 && syy > 0 ? sxy / (sxx * syy).squareRoot() : 0
}
