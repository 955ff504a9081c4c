import Costing
import Experiments
import OutputAnalysis
import ServiceModel

/// Sizes the serving fleets of one design; standby sites stay as the plan says.
///
/// - Parameters:
///   - design: Position of the design in the plan's services.
///   - size: Worlds and replications for fleets near the decision; others get a fifth.
///   - range: Which fleets the curve shows.
/// - Throws: `SizeProblem`, what compiling a plan throws, and `CancellationError`.
public func size(
  _ plan: PlanSource, design: Int, size: StudySize, range: CurveRange = .untilDecided,
  progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
) async throws -> SizedDesign {
  let service = plan.services[design]
  guard !service.promisedAvailability.isEmpty else { throw SizeProblem.noAvailabilityObjective }
  guard !service.judgedYears.isEmpty else { throw SizeProblem.noWholeYear(hours: service.horizonHours) }
  let peak = plan.uncertainInputs.first { $0.path == "traffic.peak" }
  let expected = size.replications * (peak == nil ? 14 : 24)
  @Sendable func report(_ done: Int) { progress(ComparisonProgress(done: done, total: max(expected, done + done / 8))) }

  var search = SizeSearch(service, size: size, report: report)
  let fleets = BufferReading.allCases.flatMap { reading in
    [0.2, 0.25, 0.3].map { RoundedFleet(service, reading, asked: $0) }
  }
  let begun = search
  try await askAhead([
    {
      var search = begun
      _ = try await search.conclude(showing: fleets, range)
    },
    { if service.autoscaling?.targetTracking != nil { _ = try await readingsAsTargets(service, fleets, size: size) } },
    { if let peak { _ = try await answers(plan, design, at: peak, middle: nil, begun, report: { _ in }) } },
  ])
  let conclusion = try await search.conclude(showing: fleets, range)
  var years = ShareSearch(
    search.ladder, size: size,
    strata: peak.map { PeakStrata($0, share: service.wantedShareOfYears, count: size.worlds, seed: size.seed) }
  ) { [done = search.done] in report(done + $0) }
  let (uncertain, simulated) = try await answersApart(conclusion, fleets, &years, report: report, done: search.done)
  let shown = search.shownSteps(fleets, conclusion, [uncertain?.answer?.step].compactMap { $0 }, range: range)
  try await search.simulate(shown, worlds: search.fewWorlds)
  var readings: [JudgedReading] = []
  if service.autoscaling?.targetTracking != nil {
    readings = try await readingsAsTargets(service, fleets, size: size)
  }
  for fleet in fleets where service.autoscaling?.targetTracking == nil {
    let step = search.ladder.step(covering: fleet.nodes)
    _ = try await search.verdict(at: step, .few)
    readings.append(
      JudgedReading(fleet: fleet, point: search.point(step)!, uncertainPeak: uncertain?.fleet(at: step)))
  }
  // What the buffer saves is told from worlds that both fleets have seen.
  try await search.simulate([0], worlds: max(size.worlds, conclusion.point.worlds))
  let answer = uncertain?.answer?.step ?? conclusion.point.step
  let replacements = try await replacements(conclusion, of: answer, &years, &search)

  var peaks: [PeakAnswer] = []
  if let peak { peaks = try await answers(plan, design, at: peak, middle: conclusion, search, report: report) }
  return SizedDesign(
    search, readings: readings, conclusion: conclusion, shown: shown,
    terms: SizeTerms(service, peak: peak, simulated: simulated),
    peaks: peaks, uncertainPeak: uncertain, replacements: replacements)
}

/// The answer over the uncertain peak, and those with one cause alone; neither where no fleet meets the objective anyway.
private func answersApart(
  _ conclusion: SizedDesign.Conclusion, _ fleets: [RoundedFleet], _ years: inout ShareSearch,
  report: @escaping @Sendable (Int) -> Void, done: Int
) async throws -> (UncertainPeakAnswer?, [SizeTerm: Int]) {
  guard case .answer(let point) = conclusion else { return (nil, [:]) }
  let (ladder, size) = (years.ladder, years.asked)
  var uncertain: UncertainPeakAnswer?
  let failures = [SizeTerm.nodeSpares, .zoneLoss, .siteLoss, .partialLoss]
  var guess = Dictionary(uniqueKeysWithValues: failures.map { ($0, point.step) })
  if let strata = years.strata {
    let formula = TermFormulas(ladder.service, peak: strata.peak)
    let nodes = ladder.requirement.map { Int((Double($0) * (1 + (formula.forecastGrowth ?? 0))).rounded(.up)) }
    let judgedAnyway = fleets.map { ladder.step(covering: $0.nodes) }
    let step = try await years.smallestThatMeets(around: ladder.step(covering: nodes)) { [$0 + 1] + judgedAnyway }
    for step in judgedAnyway { _ = try await years.judge(step) }
    let judged = years.judged.values.sorted { $0.step < $1.step }
    uncertain = UncertainPeakAnswer(
      peak: strata.peak, answer: step.flatMap { step in judged.first { $0.step == step } }, judged: judged)
    guess[.forecastError] = step ?? ladder.last
  }
  // Under an autoscaler nodes at the peak are what its rules ask for, so that a floor with one cause alone says nothing.
  guard ladder.service.autoscaling == nil else { return (uncertain, [:]) }
  let before = done + years.done
  let simulated = try await simulatedAlone(on: ladder, size: size, strata: years.strata, guess: guess) {
    report(before + $0)
  }
  return (uncertain, simulated)
}

/// What one step, half of the buffer and all of it less would save and cost.
private func replacements(
  _ conclusion: SizedDesign.Conclusion, of answer: Int, _ years: inout ShareSearch, _ search: inout SizeSearch
) async throws -> [BufferReplacement] {
  guard case .answer = conclusion else { return [] }
  let ladder = search.ladder
  let fewer = Set([1, answer / 2, answer]).filter { $0 > 0 && $0 <= answer }.sorted()
  guard !fewer.isEmpty else { return [] }
  try await search.simulate([answer] + fewer.map { answer - $0 }, worlds: search.fewWorlds)
  let service = ladder.service
  var plain = service
  plain.protection.degradedMode = nil
  let ways: [(BufferReplacement.Way, Service)] =
    [(service.autoscaling == nil ? .shed : .expand, service.protection.degradedMode == nil ? service : plain)]
    + (service.protection.degradedMode == nil ? [] : [(.degrade, service)])
  var found: [BufferReplacement] = []
  for (way, variant) in ways {
    // The plan's own fleets have been judged; without its degraded mode they are others.
    var judged = years
    if variant != service {
      judged = ShareSearch(FleetLadder(variant), size: years.asked, strata: years.strata) { _ in }
    }
    try await judged.simulateFully([answer] + fewer.map { answer - $0 })
    for count in fewer {
      guard let minutes = judged.lostMinutes(of: answer - count, above: answer),
        let (large, small) = search.point(answer).flatMap({ a in search.point(answer - count).map { (a, $0) } })
      else { continue }
      found.append(
        BufferReplacement(
          way: way, stepsFewer: count,
          nodesFewer: ladder.fleet(at: answer).reduce(0, +) - ladder.fleet(at: answer - count).reduce(0, +),
          dollarsSaved: large.dollars - small.dollars, minutesAdded: minutes))
    }
    if variant == service { years = judged }
  }
  return found
}

/// The answers where the peak is at the ends of what the plan allows, beside the one at its middle.
private func answers(
  _ plan: PlanSource, _ design: Int, at peak: UncertainInputName, middle: SizedDesign.Conclusion?, _ search: SizeSearch,
  report: @escaping @Sendable (Int) -> Void
) async throws -> [PeakAnswer] {
  let size = search.size
  let part = StudySize(
    seed: size.seed, worlds: max(2, size.worlds / 2), replicationsPerWorld: size.replicationsPerWorld,
    threads: size.threads)
  var done = search.done
  var answers: [PeakAnswer] = []
  try await askAhead(
    [0.05, 0.95].map { quantile in
      {
        var search = SizeSearch(try plan.designs([peak.path: quantile])[design], size: part) { _ in }
        _ = try await search.conclude(showing: [], .untilDecided)
      }
    })
  guard let middle else { return [] }
  for (label, quantile) in [("low", 0.05), ("mid", 0.5), ("high", 0.95)] {
    let other = try plan.designs([peak.path: quantile])[design]
    var (conclusion, requirement) = (middle, search.ladder.requirement)
    if label != "mid" {
      let before = done
      var search = SizeSearch(other, size: part) { report(before + $0) }
      conclusion = try await search.conclude(showing: [], .untilDecided)
      requirement = search.ladder.requirement
      done += search.done
    }
    answers.append(
      PeakAnswer(
        label: label, peakRPS: other.traffic.peakRPS, requirementNodes: requirement.reduce(0, +),
        conclusion: conclusion))
  }
  return answers
}

extension SizedDesign {
  init(
    _ search: SizeSearch, readings: [JudgedReading], conclusion: Conclusion, shown: [Int], terms: SizeTerms,
    peaks: [PeakAnswer], uncertainPeak: UncertainPeakAnswer?, replacements: [BufferReplacement]
  ) {
    let service = search.ladder.service
    let points = shown.compactMap { search.point($0) }
    let largest = search.point(search.ladder.last)!
    let saved = CauseSaving.all(from: points[0], to: conclusion.point)
    design = Shared(wrappedValue: service)
    self.size = search.size
    self.requirementNodes = search.ladder.requirement
    self.reserve = SiteLossNeed(service)
    self.points = points
    self.conclusion = conclusion
    self.largest = largest
    self.isCutByQuota = search.ladder.isCutByQuota
    self.readings = readings
    self.planned = RoundedFleet(service, .overRequirement, asked: service.sizing.buffer)
    self.terms = terms
    self.saved = saved
    self.peaks = peaks
    self.uncertainPeak = uncertainPeak
    self.replacements = replacements
    if case .answer(let point) = conclusion {
      let forForecast = (uncertainPeak?.answer?.totalNodes ?? point.totalNodes) - point.totalNodes
      if forForecast > point.nodesAboveRequirement {
        binding = .term(.forecastError)
      } else {
        let terms = saved.filter { $0.minutesPerYear > 0 }.compactMap { SizeTerm($0.cause, in: service) }
        binding = point.step == 0 ? .none : terms.first.map { .term($0) } ?? .none
      }
    } else {
      let worst = largest.design.figures.causes.max { $0.lostMinutes < $1.lostMinutes }
      binding = .notCapacity(worst?.name ?? "")
    }
  }
}

extension CauseSaving {
  /// What each cause loses with one fleet and not with another one; both must have seen the same worlds.
  static func all(from small: BufferPoint, to large: BufferPoint) -> [CauseSaving] {
    zip(small.design.figures.causes, large.design.figures.causes)
      .map { CauseSaving(cause: $0.name, minutesPerYear: $0.lostMinutes - $1.lostMinutes) }
      .filter { abs($0.minutesPerYear) > 1e-9 }
      .sorted { ($0.minutesPerYear, $1.cause) > ($1.minutesPerYear, $0.cause) }
  }
}

extension SizeTerm {
  /// The term that pays for a cause of losses; nil where no capacity does.
  public init?(_ cause: String, in service: Service) {
    guard let mode = service.failures.first(where: { $0.name == cause }) else {
      self = .demandAbovePeak
      return
    }
    self.init(mode)
  }
}
