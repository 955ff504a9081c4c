import EventKernel
import ServiceModel

/// Classes of traffic compiled for simulation. Empty where no class is served before another, may wait or has an
/// objective of its own: then nobody needs to know whose request was lost.
struct ClassPlan: Sendable {
  /// Share of demand, in millionths; they sum to a million.
  let share: Int64
  /// How long a request may wait; nil where an answer is wanted at once.
  let deadline: Span?

  static func all(_ classes: [TrafficClass]) -> ContiguousArray<ClassPlan> {
    let isTold = classes.contains { $0.isDeferrable || $0.objectives != nil || $0.priority != classes[0].priority }
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
