import Costing
import Experiments
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
///   - without: Names of failure modes that are left out: the same luck without these causes.
///   - variesInputs: Whether uncertain inputs get a band of their own.
///   - estimator: How the means over years are estimated.
///   - keepsRows: Whether the outages of branches are kept with their weights, for the ledger's file.
/// - Throws: `EstimatorRefusal`, what compiling a plan throws, and `CancellationError`.
public func compare(
  _ plan: PlanSource, size: StudySize, without: Set<String> = [], variesInputs: Bool = true,
  estimator: Estimator = .crude, keepsRows: Bool = false,
  progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
) async throws -> Comparison {
  let points = variesInputs && !plan.uncertainInputs.isEmpty ? inputPoints(plan.uncertainInputs, seed: size.seed) : []
  let pointSize = StudySize(
    seed: size.seed, worlds: min(4, size.worlds), replicationsPerWorld: max(25, size.replications / 200),
    threads: size.threads)
  // Work is counted in replications, so that the time left can be told from what is done.
  let total = size.replications + points.count * pointSize.replications
  let choices = try EstimatorChoice.choose(
    estimator, for: plan.services, size: size, disabled: without, keepsRows: keepsRows)
  let records = try await Study(plan.services, size: size, disabled: without, choices: choices).run { worlds in
    progress(ComparisonProgress(done: worlds * size.replicationsPerWorld, total: total))
  }
  var designs = records.map { record in
    ComparedDesign(
      record, studyID: record.service.name, isBaseline: record.service.design.topology == .singleSite)
  }
  var outcomes: [[DesignPoint]] = []
  for (index, point) in points.enumerated() {
    let services = try plan.designs(point)
    let done = size.replications + index * pointSize.replications
    let bare = choices.map { $0.keeping(rows: false) }
    let records = try await Study(services, size: pointSize, disabled: without, choices: bare).run { worlds in
      progress(ComparisonProgress(done: done + worlds * pointSize.replicationsPerWorld, total: total))
    }
    outcomes.append(records.map(DesignPoint.init))
  }
  if !outcomes.isEmpty {
    for i in designs.indices {
      designs[i].lostMinutesBand = betweenPointBand(outcomes.map { $0[i].lostMinutes }, scale: .logarithmic)
      designs[i].costBand = betweenPointBand(outcomes.map { $0[i].dollars }, scale: .linear)
    }
  }
  return Comparison(
    size: size, designs: designs, differences: pairedDifferences(records, designs),
    influences: influences(of: plan.uncertainInputs, at: points, on: outcomes),
    uncertainInputCount: plan.uncertainInputs.count, records: records)
}

/// Lost minutes and cost of one design at one point of the uncertain inputs.
private struct DesignPoint {
  let lostMinutes: InputPoint
  let dollars: InputPoint

  init(_ record: DesignRecord) {
    let design = ComparedDesign(record, studyID: "", isBaseline: false)
    lostMinutes = InputPoint(mean: design.figures.meanLostMinutes, standardError: design.figures.lostMinutesError)
    dollars = InputPoint(
      mean: design.sheet.amortisedYear.dollars, standardError: design.sheet.amortisedYearSE.dollars)
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
    func means(_ record: DesignRecord) -> [Double] {
      record.worlds.map { w in w.years.reduce(0) { $0 + $1.estimatedLostMinutes } / Double(w.years.count) }
    }
    return DesignDifference(
      from: before.service.design.name, to: after.service.design.name,
      lostMinutes: PairedDifference(from: means(before), to: means(after)),
      dollarsPerYear: pair.1.sheet.amortisedYear.dollars - designs[index - 1].sheet.amortisedYear.dollars)
  }
}

/// Rank correlations of each input with each design's lost minutes; the strongest over designs counts.
private func influences(
  of inputs: [UncertainInputName], at points: [[String: Double]], on outcomes: [[DesignPoint]]
) -> [InputInfluence] {
  guard let first = outcomes.first else { return [] }
  return inputs.map { input in
    let x = ranks(points.map { $0[input.path] ?? 0.5 })
    let strongest = first.indices.map { design in
      correlation(x, ranks(outcomes.map { $0[design].lostMinutes.mean }))
    }.max { abs($0) < abs($1) }
    return InputInfluence(path: input.path, rankCorrelation: strongest ?? 0)
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
