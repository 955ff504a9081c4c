import Experiments
import OutputAnalysis
import ServiceModel

/// Simulates and judges the fleets of a ladder, with few worlds far from the decision and all of them near it.
///
/// Every fleet meets the same seed and the same worlds, so that curves are paired; a fleet's first worlds are the same
/// however many it gets.
struct SizeSearch {
  let ladder: FleetLadder
  let size: StudySize
  private let report: @Sendable (Int) -> Void
  private var points: [Int: BufferPoint] = [:]
  /// What each fleet did in the worlds that it has seen.
  private var records: [Int: [WorldRecord]] = [:]
  /// Replications simulated so far.
  private(set) var done = 0

  init(_ service: Service, size: StudySize, report: @escaping @Sendable (Int) -> Void) {
    ladder = FleetLadder(service)
    self.size = size
    self.report = report
  }

  /// Worlds with which a fleet far from the decision is judged.
  var fewWorlds: Int { min(size.worlds, max(8, size.worlds / 5)) }

  /// A fleet as far as it has been simulated, its lost minutes on the level of the largest one.
  func point(_ step: Int) -> BufferPoint? {
    guard var point = points[step] else { return nil }
    if let largest = points[ladder.last] { point.anchor(to: largest) }
    return point
  }

  /// Simulates fleets together that have not seen so many worlds, in the worlds that they have not seen.
  mutating func simulate(_ steps: [Int], worlds: Int) async throws {
    let missing = Set(steps).filter { (records[$0]?.count ?? 0) < worlds }
    for known in Set(missing.map { records[$0]?.count ?? 0 }).sorted() {
      let alike = missing.filter { (records[$0]?.count ?? 0) == known }.sorted()
      try await simulate(alike, inWorlds: known..<worlds)
    }
  }

  private mutating func simulate(_ steps: [Int], inWorlds worlds: Range<Int>) async throws {
    let part = StudySize(
      seed: size.seed, worlds: worlds.upperBound, replicationsPerWorld: size.replicationsPerWorld,
      threads: size.threads)
    let study = Study(
      steps.map { ladder.service.holding(ladder.fleet(at: $0)) }, size: part, bill: .byPrices)
    let (before, report) = (done, report)
    let perWorld = size.replicationsPerWorld * steps.count
    let new = try await study.run(
      StudyPart(worlds: worlds, replications: 0..<size.replicationsPerWorld)
    ) { report(before + $0 * perWorld) }
    done += perWorld * worlds.count
    for (place, step) in steps.enumerated() {
      let all = (records[step] ?? []) + new.map { $0[place] }
      records[step] = all
      points[step] = BufferPoint(DesignRecord(service: study.services[place], worlds: all), on: ladder, step: step)
    }
  }

  /// The smallest fleet than which the largest of all saves less than a tolerance, in lost minutes a year with 95 %
  /// confidence.
  ///
  /// Bisects with few worlds, then confirms with all worlds that this step holds and the one before does not.
  mutating func smallestThatSavesEnough(tolerance: Double) async throws -> Int {
    var (no, yes) = (-1, ladder.last)
    while yes - no > 1 {
      let middle = (no + yes) / 2
      if try await savesEnough(middle, tolerance, worlds: fewWorlds) { yes = middle } else { no = middle }
    }
    while yes < ladder.last, try await !savesEnough(yes, tolerance, worlds: size.worlds) { yes += 1 }
    while yes > 0, try await savesEnough(yes - 1, tolerance, worlds: size.worlds) { yes -= 1 }
    return yes
  }

  private mutating func savesEnough(_ step: Int, _ tolerance: Double, worlds: Int) async throws -> Bool {
    try await simulate([step], worlds: worlds)
    guard let point = points[step], let largest = points[ladder.last] else { return false }
    return point.lostMinutes(above: largest).high <= tolerance
  }
}

extension SizeSearch: FleetJudge {
  var lastStep: Int { ladder.last }

  mutating func verdict(at step: Int, _ effort: JudgingEffort) async throws -> Verdict {
    switch effort {
    case .few:
      try await simulate([step], worlds: fewWorlds)
      if points[step]?.verdict == .undecided { try await simulate([step], worlds: size.worlds) }
    case .all: try await simulate([step], worlds: size.worlds)
    case .more(let times): try await simulate([step], worlds: times * size.worlds)
    }
    return points[step]?.verdict ?? .undecided
  }
}
