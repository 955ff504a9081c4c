import Costing
import Experiments
import OutputAnalysis
import ServiceModel

/// Sizes the serving fleets of one design; standby sites stay as the plan says.
///
/// - Parameters:
///   - design: Position of the design in the plan's services.
///   - size: Worlds and replications for fleets near the decision; others get a fifth.
/// - Throws: `SizeProblem`, what compiling a plan throws, and `CancellationError`.
public func size(
  _ plan: PlanSource, design: Int, size: StudySize,
  progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
) async throws -> SizedDesign {
  let service = plan.services[design]
  guard !service.objectives.availability.isEmpty else { throw SizeProblem.noAvailabilityObjective }
  let peak = plan.uncertainInputs.first { $0.path == "traffic.peak" }
  let expected = size.replications * (peak == nil ? 14 : 24)
  @Sendable func report(_ done: Int) { progress(ComparisonProgress(done: done, total: max(expected, done + done / 8))) }

  var search = SizeSearch(service, size: size, report: report)
  let conclusion = try await search.conclude()
  let fleets = BufferReading.allCases.flatMap { reading in
    [0.2, 0.25, 0.3].map { RoundedFleet(service, reading, asked: $0) }
  }
  try await search.simulate(search.shownSteps(fleets, conclusion), worlds: search.fewWorlds)
  var readings: [JudgedReading] = []
  for fleet in fleets {
    let step = search.ladder.step(covering: fleet.nodes)
    _ = try await search.verdict(at: step)
    readings.append(JudgedReading(fleet: fleet, point: search.point(step)!))
  }
  try await search.simulate([0], worlds: size.worlds)

  var peaks: [PeakAnswer] = []
  if let peak {
    let part = StudySize(
      seed: size.seed, worlds: max(2, size.worlds / 2), replicationsPerWorld: size.replicationsPerWorld,
      threads: size.threads)
    var done = search.done
    for (label, quantile) in [("low", 0.05), ("mid", 0.5), ("high", 0.95)] {
      let other = try plan.designs([peak.path: quantile])[design]
      let before = done
      var search = SizeSearch(other, size: part) { report(before + $0) }
      let conclusion = try await search.conclude()
      done += search.done
      peaks.append(
        PeakAnswer(
          label: label, peakRPS: other.traffic.peakRPS, requirementNodes: search.ladder.requirement.reduce(0, +),
          conclusion: conclusion))
    }
  }
  return SizedDesign(
    search, readings: readings, conclusion: conclusion, shown: search.shownSteps(fleets, conclusion),
    terms: SizeTerms(service, peak: peak), peaks: peaks)
}

extension SizeSearch {
  /// The smallest fleet that meets the objective, or beyond which nothing is saved.
  mutating func conclude() async throws -> SizedDesign.Conclusion {
    try await simulate([0], worlds: fewWorlds)
    try await simulate([ladder.last], worlds: size.worlds)
    let best = try await verdict(at: ladder.last)
    if best == .meets {
      let step = try await smallestStep(.meetsObjective)
      return .answer(point(step)!)
    }
    let step = try await smallestStep(.savesNothingMore(tolerance: SizedDesign.tolerance(ladder.service)))
    let enough = point(step)!
    return best == .misses ? .notReachable(enough: enough) : .undecided(enough: enough)
  }

  /// The rows of the curve: every purchasable step up to what the readings, a lost site and the answer need; at most
  /// about thirty of them, and always the answer with its neighbours.
  func shownSteps(_ fleets: [RoundedFleet], _ conclusion: SizedDesign.Conclusion) -> [Int] {
    let answer = conclusion.point.step
    let readings = fleets.map { ladder.step(covering: $0.nodes) }
    let top = min(
      ladder.last, max(answer + 2, (readings.max() ?? 0) + 1, ladder.step(covering: ladder.survivor) + 2))
    let stride = top / 30 + 1
    let steps =
      Array(Swift.stride(from: 0, through: top, by: stride)) + readings + [answer - 1, answer, answer + 1, top]
    return Set(steps.filter { (0...ladder.last).contains($0) }).sorted()
  }
}

extension SizedDesign {
  init(
    _ search: SizeSearch, readings: [JudgedReading], conclusion: Conclusion, shown: [Int], terms: SizeTerms,
    peaks: [PeakAnswer]
  ) {
    let service = search.ladder.service
    let points = shown.compactMap { search.point($0) }
    let largest = search.point(search.ladder.last)!
    let saved = CauseSaving.all(from: points[0], to: conclusion.point)
    self.service = service
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
    if case .answer(let point) = conclusion {
      let forForecast = (peaks.last?.conclusion.point.totalNodes ?? 0) - point.totalNodes
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
    let years = small.design.service.horizonHours / 8766
    return zip(small.design.figures.causes, large.design.figures.causes)
      .map { CauseSaving(cause: $0.name, minutesPerYear: ($0.lostMinutes - $1.lostMinutes) / years) }
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
    self.init(mode.scope)
  }
}
