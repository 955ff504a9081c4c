import EventKernel
import ServiceModel

/// Classes of traffic compiled for simulation, or the services that share a fleet. Empty where no class is served before
/// another, may wait or has an objective of its own: then nobody needs to know whose request was lost.
struct ClassPlan: Sendable {
  /// Share of demand, in millionths; they sum to a million. Of a service it is another one in every step: see
  /// `DemandWorld.parts`.
  let share: Int64
  /// How long a request may wait; nil where an answer is wanted at once.
  let deadline: Span?

  static func all(_ traffic: Traffic) -> ContiguousArray<ClassPlan> {
    let classes = traffic.classes
    let isTold =
      traffic.mix != nil
      || classes.contains { $0.isDeferrable || $0.objectives != nil || $0.priority != classes[0].priority }
    guard isTold else { return [] }
    var left: Int64 = 1_000_000
    return ContiguousArray(
      classes.enumerated().map { index, trafficClass in
        let share = index == classes.count - 1 ? left : Int64((trafficClass.share * 1e6).rounded())
        left -= share
        return ClassPlan(share: share, deadline: trafficClass.deadlineSeconds.map { Span(seconds: $0) })
      })
  }

  /// Indices of classes in the order in which they are shed, those of equal priority together: the highest number first.
  static func sheddingOrder(_ classes: [TrafficClass]) -> [[Int]] {
    Set(classes.map(\.priority)).sorted(by: >).map { priority in
      classes.indices.filter { classes[$0].priority == priority }
    }
  }
}

/// Requests that must commit at a second site, compiled.
struct TransactionPlan: Sendable {
  /// Index of the class.
  let kind: Int
  /// The second site.
  let partner: Int
  /// Share of a site's requests, in millionths.
  let share: Int64
  /// Whether clients wait where the second site cannot be reached.
  let blocks: Bool

  /// Those of all classes; without a site that this design uses nobody commits there.
  static func all(_ service: Service) -> ContiguousArray<TransactionPlan> {
    ContiguousArray(
      service.traffic.classes.enumerated().compactMap { index, kind in
        guard let spanning = kind.transactions,
          let partner = service.sites.firstIndex(where: { $0.name == spanning.partner && $0.keep > .nothing })
        else { return nil }
        return TransactionPlan(
          kind: index, partner: partner, share: Int64((kind.share * spanning.share * 1e6).rounded()),
          blocks: spanning.blocks)
      })
  }
}
