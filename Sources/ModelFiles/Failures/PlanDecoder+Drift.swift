internal import Foundation
import ServiceModel
import Stochastics

/// What of a standby's configuration moves away from production's, unseen, with each change that is made only there.
enum DriftKind: String, CaseIterable {
  case loadBalancer = "load-balancer"
  case firewall
  case certificate
  case alertThreshold = "alert-threshold"
  case image
  case quota
}

/// Drift of standbys, as procedures that rot: one failure mode a kind, `drift/KIND`.
extension PlanDecoder {
  /// Each change of production leaves a standby behind with the chance that the plan gives, so drift of a kind begins as a
  /// Poisson process at the rate of changes times that chance. It is found by drills, by a check at an interval, or by the
  /// failover that it makes fail.
  func drift(_ root: FieldReader, begins: CalendarDay) -> [FailureMode] {
    guard let reader = root.child("drift") else { return [] }
    defer { reader.finish() }
    let changes = reader.required("changes", .perYear)
    let lasts = reader.distribution("lasts") ?? .constant(0)
    let looks = found(reader, root, begins: begins) + [check(reader)].compactMap { $0 }
    guard let kinds = reader.requiredChild("kinds") else { return [] }
    defer { kinds.finish() }
    let modes = DriftKind.allCases.compactMap { kind -> FailureMode? in
      guard let drifts = kinds.child(kind.rawValue) else { return nil }
      defer { drifts.finish() }
      let (chance, fails) = (drifts.required("per-change", .share), drifts.required("fails", .share))
      let perYear = changes * chance
      guard perYear > 0 else { return nil }
      interpret("drift/\(kind.rawValue): begins \(String(format: "%.3g", perYear)) times a year at each standby")
      return FailureMode(
        name: "drift/\(kind.rawValue)", scope: .procedure,
        lifetime: .exponential(mean: Horizon.yearHours * 3600 / perYear), lasts: lasts, found: looks,
        effect: .rots(fails))
    }
    if kinds.node.entries?.isEmpty != false {
      reader.error(
        "kinds", "'drift.kinds' names nothing that drifts", remedy: "Write 'firewall: { per-change: 0.5%, fails: 50% }'"
      )
    }
    return modes
  }

  /// An automatic comparison of the standby with production, evenly through the year.
  private func check(_ reader: FieldReader) -> FailureDates? {
    guard let check = reader.child("check") else { return nil }
    defer { check.finish() }
    let every = check.required("every", .duration)
    guard every >= 3600 else {
      if check.has("every") {
        check.error("every", "a standby is compared at most every hour", remedy: "Write '1h' or longer")
      }
      return nil
    }
    return FailureDates(
      seconds: [every], repeatsEverySeconds: every, chance: check.optional("finds", .share) ?? 1)
  }
}
