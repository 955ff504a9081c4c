import Control
import EventKernel

/// What was found of a site that follows from the estate: it holds until the estate changes, while demand is looked at at every
/// step.
struct SiteDamage: Sendable, BitwiseCopyable {
  /// The changes of the estate, the branch, whose coins say who is a victim, and the size of the fleet when it was found.
  private var changes = UInt64.max
  private var branch: UInt32 = 0
  private var size: Int32 = -1
  /// What active failures leave of the site.
  private(set) var left = ImpairmentPlan()
  /// A bit for each of the first dependencies that answers.
  private var answering: UInt64 = 0
  /// The place among the active failures of the earliest that makes the site answer badly; -1: none does.
  private(set) var grey: Int32 = -1
  /// Whether detectors would find it in trouble, and for which levels and mode of failure that was asked.
  private(set) var isInTrouble = false
  private var judged = SignalLevels()
  private var judgedMode: Int32 = -2

  /// How many dependencies have a bit.
  static let mostDependencies = 64

  func holds(_ changes: UInt64, branch: UInt32) -> Bool { self.changes == changes && self.branch == branch }

  func answers(dependency index: Int) -> Bool { answering >> UInt64(index) & 1 == 1 }

  /// Whether it has been asked for these levels and this mode of failure.
  func isJudged(_ levels: SignalLevels, mode: Int32) -> Bool { judged == levels && judgedMode == mode }

  mutating func judge(_ levels: SignalLevels, mode: Int32, isInTrouble: Bool) {
    (judged, judgedMode, self.isInTrouble) = (levels, mode, isInTrouble)
  }
}

extension Replication {
  /// Finds what the estate does to a site, where that is not known.
  mutating func findDamage(at site: Int) {
    let size = course.fleets[site].size
    guard !flow.damage[site].isOf(estate.changes, branch: branch, size: size) else { return }
    flow.damage[site].note(
      estate.changes, branch: branch, size: size, left: estate.impairing > 0 ? impaired(site) : ImpairmentPlan(),
      answering: answering(site), grey: plan.alarms == nil ? nil : firstGreyFailure(at: site))
  }

  /// Whether what was found of a site still holds, the size of its fleet aside.
  @inline(__always)
  func knowsDamage(_ site: Int) -> Bool { flow.damage[site].holds(estate.changes, branch: branch) }

  private func answering(_ site: Int) -> UInt64 {
    var bits: UInt64 = 0
    for index in plan.dependencies.indices.prefix(SiteDamage.mostDependencies)
    where isAnswering(dependency: index, site) {
      bits |= 1 << UInt64(index)
    }
    return bits
  }
}

extension SiteDamage {
  fileprivate func isOf(_ changes: UInt64, branch: UInt32, size: Int32) -> Bool {
    holds(changes, branch: branch) && self.size == size
  }

  fileprivate mutating func note(
    _ changes: UInt64, branch: UInt32, size: Int32, left: ImpairmentPlan, answering: UInt64, grey: Int?
  ) {
    (self.changes, self.branch, self.size) = (changes, branch, size)
    (self.left, self.answering, self.grey) = (left, answering, Int32(grey ?? -1))
  }
}
