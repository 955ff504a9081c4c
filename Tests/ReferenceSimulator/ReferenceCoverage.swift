/// What happened while a procedure was in which phase: a matrix that says what has been tried.
public struct ReferenceCoverage: Sendable {
  public enum Event: String, CaseIterable, Sendable {
    case siteStruck, targetStruck, siteRepaired, targetRepaired, unblocked, anotherMoves, canaryEnds, horizon
  }
  /// By phase, then by event.
  public private(set) var counts: [String: [String: Int]] = [:]

  public init() {}

  mutating func note(_ event: Event, during phase: Procedure.Phase) {
    counts["\(phase)", default: [:]][event.rawValue, default: 0] += 1
  }

  public mutating func add(_ other: ReferenceCoverage) {
    for (phase, row) in other.counts {
      for (event, count) in row { counts[phase, default: [:]][event, default: 0] += count }
    }
  }

  public static let phases = Procedure.Phase.allCases.map { "\($0)" }
}

extension ReferenceRun {
  /// Notes what a failure that strikes, or is mended, does to procedures that are under way.
  mutating func note(_ failure: Failure, isMended: Bool) {
    let mode = mode(of: failure)
    for procedure in procedures.indices where procedures[procedure].phase != .idle {
      let phase = procedures[procedure].phase
      if case .blocks = mode.effect {
        if isMended { coverage.note(.unblocked, during: phase) }
        continue
      }
      guard mode.isLoss else { continue }
      if reaches(failure, procedure) { coverage.note(isMended ? .siteRepaired : .siteStruck, during: phase) }
      if let target = procedures[procedure].target, reaches(failure, target) {
        coverage.note(isMended ? .targetRepaired : .targetStruck, during: phase)
      }
    }
  }

  /// Notes what one procedure does while others are under way.
  mutating func note(_ event: ReferenceCoverage.Event, of site: Int) {
    for other in procedures.indices where other != site && procedures[other].phase != .idle {
      coverage.note(event, during: procedures[other].phase)
    }
  }

  mutating func noteHorizon() {
    for procedure in procedures where procedure.phase != .idle { coverage.note(.horizon, during: procedure.phase) }
  }
}
