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

/// Requests that wait for capacity: those of one class, one step of demand and one cause, that came at one rate.
///
/// They are served from the first on, and the first is the one whose time is up first. So what is left are those whose
/// deadlines lie between an instant and `last`, and a number is enough to say since which.
struct Parcel: Equatable, Sendable, BitwiseCopyable {
  var trafficClass: Int32
  var cause: Cause
  /// The step of demand in which they came.
  var step: Int32
  /// How many came in a second, in millionths.
  var rate: Int64
  /// Deadlines of the first and of the last that came.
  var first: SimTime
  var last: SimTime
  /// Served or failed so far, 1e15 to a request.
  var gone: Int128 = 0

  var amount: Int128 { due(by: last) - gone }

  /// How much of it had a deadline up to an instant.
  func due(by time: SimTime) -> Int128 { Int128(rate) * Int128(max(0, (min(time, last) - first).nanoseconds)) }

  /// Whether the first of those who wait has waited too long, or does now.
  func isExpiring(at now: SimTime) -> Bool { first <= now && gone <= due(by: now) }
}
