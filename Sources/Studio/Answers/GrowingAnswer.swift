import CapacityPlanning
import Experiments
import ModelFiles
import OutputAnalysis
import ServiceModel

/// What a state answers after some years, beside the plan that the page began with after as many.
public struct GrowingAnswer: Sendable {
  /// The designs of the state, compared as `nines compare` compares them.
  public let now: Comparison
  /// The same of the starting plan.
  public let start: Comparison
  /// Designs whose service is not that of the starting plan, or that it does not have.
  public let touched: Set<String>
  /// Whether nothing follows.
  public let isLast: Bool
  /// Whether the uncertain inputs were varied too.
  public let isBanded: Bool

  public var years: Int { now.size.replications }

  /// Lost minutes a year of a design now less those at the start, on the same failures and traffic; nil where the starting
  /// plan has no such design.
  public func difference(of design: String) -> Interval? {
    guard let after = now.records.first(where: { $0.service.design.name == design }),
      let before = start.records.first(where: { $0.service.design.name == design })
    else { return nil }
    return PairedDifference(from: before.lostMinutesByWorld, to: after.lostMinutesByWorld).difference
  }

  /// Years in each of forty worlds, look by look: 80 to 3,200 years. Means of fewer than eighty years have been seen to cover
  /// less than they say.
  public static let looks = [2, 5, 10, 20, 40, 80]

  /// Years from which on a verdict may change its word: the first look of a study that stops by itself.
  public static let leastJudged = 200
}

/// Answers of one state, look by look.
public struct AnswerCourse: Sendable {
  let session: Session
  let start: PlanFile
  let now: PlanFile
  let without: Set<String>

  public init(session: Session, start: PlanFile, now: PlanFile, without: Set<String> = []) {
    (self.session, self.start, self.now, self.without) = (session, start, now, without)
  }

  /// Designs that are not as they were.
  public var touched: Set<String> {
    guard without.isEmpty else { return Set(now.services.map(\.design.name)) }
    return Set(now.services.filter { !start.services.contains($0) }.map(\.design.name))
  }

  /// Simulates look after look until all have been given or the task is cancelled. Touched designs come first in each.
  ///
  /// - Returns: The last answer that was given.
  /// - Throws: What compiling a plan throws, `CancellationError`, and what `give` throws.
  @discardableResult
  public func run(
    looks: [Int] = GrowingAnswer.looks, give: @Sendable (GrowingAnswer) async throws -> Void
  ) async throws -> GrowingAnswer? {
    var last: GrowingAnswer?
    func hand(_ answer: GrowingAnswer) async throws {
      last = answer
      try await give(answer)
    }
    let touched = touched
    for (place, years) in looks.enumerated() {
      try Task.checkCancellation()
      let after = try await records(of: now, years, without: without, first: touched)
      let before = try await records(of: start, years, without: [], first: touched)
      let size = session.size(yearsPerWorld: years)
      try await hand(
        GrowingAnswer(
          now: try await compare(now.planned, records: after, size: size, without: without, variesInputs: false),
          start: try await compare(start.planned, records: before, size: size, variesInputs: false),
          touched: touched, isLast: place == looks.count - 1 && now.inputs.isEmpty, isBanded: false))
      guard place == looks.count - 1, !now.inputs.isEmpty else { continue }
      // The band comes last: it costs as much as all else, and moves no figure.
      try await hand(
        GrowingAnswer(
          now: try await session.comparison(of: now, records: after, size: size, without: without),
          start: try await compare(start.planned, records: before, size: size, variesInputs: false),
          touched: touched, isLast: true, isBanded: true))
    }
    return last
  }

  private func records(
    of file: PlanFile, _ years: Int, without: Set<String>, first: Set<String>
  ) async throws -> [DesignRecord] {
    var records: [String: DesignRecord] = [:]
    let services = file.services
    for service in services.filter({ first.contains($0.design.name) })
      + services.filter({ !first.contains($0.design.name) })
    {
      records[service.design.name] = try await session.record(of: service, yearsPerWorld: years, without: without)
    }
    return services.compactMap { records[$0.design.name] }
  }
}

extension PlanFile {
  /// The plan as the planner sees it.
  var planned: PlanSource {
    PlanSource(
      services: services,
      uncertainInputs: inputs.map { UncertainInputName(path: $0.path, low: $0.low, mid: $0.mid, high: $0.high) },
      at: { point in try self.services(at: point) })
  }
}
