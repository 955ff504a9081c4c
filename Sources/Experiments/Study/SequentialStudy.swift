import OutputAnalysis
import ServiceModel

/// How precisely the lost minutes of every design are wanted, and when to give up.
public struct PrecisionTarget: Equatable, Sendable {
  /// The wanted half-width of the 95 % interval over the mean, for example 0.1.
  public let relativeHalfWidth: Double
  /// Replications at which to give up.
  public let cap: Int

  public init(relativeHalfWidth: Double, cap: Int) {
    precondition(relativeHalfWidth > 0 && cap >= 2, "a positive width and two replications at least")
    self.relativeHalfWidth = relativeHalfWidth
    self.cap = cap
  }
}

/// How precisely the lost minutes of one design are known in the end.
public enum ReachedPrecision: Equatable, Sendable {
  /// The target was reached: with this relative half-width.
  case converged(Double)
  /// The cap came first: with this relative half-width.
  case capped(Double)
  /// Too few outages for an interval: the bound on their rate is all there is.
  case bounded(RareEventStatement)

  public var isConverged: Bool { if case .converged = self { true } else { false } }

  /// The relative half-width; nil where there is no interval, infinite where its mean is 0.
  public var relativeHalfWidth: Double? {
    switch self {
    case .converged(let width), .capped(let width): width
    case .bounded: nil
    }
  }
}

/// A study that grows until the lost minutes of every design are known as precisely as wanted.
///
/// All designs share the replications, so the slowest to converge decides; one whose outages are so rare that the cap
/// cannot give it an interval keeps its bound and holds nobody up. The study that results is the one that a study of its
/// size is from the start, to the bit.
public struct SequentialStudy: Sendable {
  public struct Grown: Sendable {
    public let size: StudySize
    public let records: [DesignRecord]
    /// In the order of the designs.
    public let reached: [ReachedPrecision]
  }

  /// Replications before the first look: fewer make the stopping itself lose coverage.
  static let first = 200
  /// Where the differences between worlds alone would leave more of the target than this, worlds are added instead of
  /// replications in each.
  private static let mostBetweenWorlds = 0.7

  public let services: [Service]
  public let target: PrecisionTarget
  public let seed: UInt64
  public let threads: Int
  public let disabled: Set<String>
  public let ledger: Study.Ledger
  private let bill: YearlyBill?

  /// - Parameter bill: Tells what years cost: needed where a design has a budget.
  public init(
    _ services: [Service], target: PrecisionTarget, seed: UInt64, threads: Int, disabled: Set<String> = [],
    ledger: Study.Ledger = .dropped, bill: YearlyBill? = nil
  ) {
    self.services = services
    self.target = target
    self.seed = seed
    self.threads = threads
    self.disabled = disabled
    self.ledger = ledger
    self.bill = bill
  }

  /// Runs the study.
  ///
  /// - Parameter progress: Called with the replications that are done and about how many it will be, by the width so far.
  /// - Throws: As `Study.run`.
  public func run(progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }) async throws -> Grown {
    var size = StudySize(seed: seed, replications: min(SequentialStudy.first, target.cap), threads: threads)
    var rule = StoppingRule(
      relativeHalfWidth: target.relativeHalfWidth, minimum: size.replications, cap: max(size.replications, target.cap))
    var study = self.study(of: size)
    var expected = target.cap
    var worlds = try await study.run(study.whole, progress: report(progress, onto: 0, by: size, of: expected))
    while true {
      let look = Look(study.records(worlds), target)
      let decision = rule.decide(replications: size.replications, reached: look.widest ?? .infinity)
      guard case .simulate(let count) = decision, look.widest != nil,
        let next = look.grown(size, to: count, cap: target.cap, mostBetween: SequentialStudy.mostBetweenWorlds)
      else { return Grown(size: size, records: look.records, reached: look.reached) }
      let projected = rule.projected(replications: size.replications, reached: look.widest ?? .infinity)
      // One further step confirms.
      expected = max(next.replications, Int(min(Double(target.cap), 1.25 * projected)))
      let (before, grown) = (size.replications, self.study(of: next))
      if next.worlds > size.worlds {
        let part = StudyPart(worlds: size.worlds..<next.worlds, replications: 0..<size.replicationsPerWorld)
        worlds += try await grown.run(
          part, progress: report(progress, onto: before, by: next, perWorld: size.replicationsPerWorld, of: expected))
      } else {
        let more = size.replicationsPerWorld..<next.replicationsPerWorld
        worlds = try await grown.run(
          StudyPart(worlds: 0..<size.worlds, replications: more), onto: worlds,
          progress: report(progress, onto: before, by: next, perWorld: more.count, of: expected))
      }
      (size, study) = (next, grown)
    }
  }

  private func study(of size: StudySize) -> Study {
    Study(services, size: size, disabled: disabled, ledger: ledger, bill: bill)
  }

  private func report(
    _ progress: @escaping @Sendable (Int, Int) -> Void, onto before: Int, by size: StudySize, perWorld: Int? = nil,
    of expected: Int
  ) -> @Sendable (Int) -> Void {
    let each = perWorld ?? size.replicationsPerWorld
    return { progress(before + $0 * each, expected) }
  }
}

/// One look at what a sequential study has.
private struct Look {
  let records: [DesignRecord]
  let reached: [ReachedPrecision]
  /// The largest relative half-width of the designs that can still reach the target; nil where none can.
  let widest: Double?
  /// The part of it that is left however many replications each world has.
  private let betweenWorlds: Double
  private let target: PrecisionTarget

  init(_ records: [DesignRecord], _ target: PrecisionTarget) {
    self.records = records
    self.target = target
    var widest: Double?
    var widestRecord: DesignRecord?
    reached = records.map { record in
      switch record.lostMinutes {
      case .interval(let interval):
        let width = interval.relativeHalfWidth
        if width > widest ?? -1 { (widest, widestRecord) = (width, record) }
        return width <= target.relativeHalfWidth ? .converged(width) : .capped(width)
      case .rare(let statement):
        let exposure = Double(max(target.cap, record.replications)) * record.service.horizon.years
        if statement.canReach(relativeHalfWidth: target.relativeHalfWidth, withinExposure: exposure) {
          widest = .infinity
        }
        return .bounded(statement)
      case .atMost, .atLeast, .noData: return .capped(.infinity)
      }
    }
    self.widest = widest
    betweenWorlds = widestRecord?.widthBetweenWorlds ?? 0
  }

  /// The size after the next step; nil where the cap leaves no room for one.
  func grown(_ size: StudySize, to count: Int, cap: Int, mostBetween: Double) -> StudySize? {
    var next = size
    if betweenWorlds > mostBetween * target.relativeHalfWidth {
      let wanted = (count + size.replicationsPerWorld - 1) / size.replicationsPerWorld
      next.worlds = min(wanted, cap / size.replicationsPerWorld, ReplicationNumber.mostWorlds)
    } else {
      func perWorld(_ count: Int) -> Int { (count + size.worlds - 1) / size.worlds }
      next.replicationsPerWorld = min(perWorld(count), perWorld(cap), ReplicationNumber.mostInAWorld)
    }
    return next.replications > size.replications ? next : nil
  }
}

extension DesignRecord {
  /// The relative half-width of lost minutes that endlessly many replications in each of these worlds would leave.
  fileprivate var widthBetweenWorlds: Double {
    let means = lostMinutesByWorld
    let all = Moments(means)
    guard means.count >= 2, all.mean > 0 else { return 0 }
    let within = worlds.map { world -> Double in
      Moments(world.replications.map(\.lostMinutes)).variance / Double(world.replications.count)
    }
    let between = max(0, all.variance - Moments(within).mean)
    return studentFactor(count: means.count) * (between / Double(means.count)).squareRoot() / all.mean
  }
}
