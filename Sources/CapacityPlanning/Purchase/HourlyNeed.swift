import Costing
import ServiceModel

/// The nodes that are needed hour by hour over a course that repeats: a day, a week or a year.
public struct HourlyNeed: Equatable, Sendable {
  /// Nodes by hour of the course, buffer included.
  public let nodes: [Int]
  /// How long the course is repeated, in hours: 8766 for an average year.
  public let horizonHours: Int

  /// - Precondition: One hour at least, nothing negative, a positive horizon.
  public init(nodes: [Int], horizonHours: Int = 8766) {
    precondition(!nodes.isEmpty && nodes.allSatisfy { $0 >= 0 } && horizonHours > 0)
    self.nodes = nodes
    self.horizonHours = horizonHours
  }

  public var peak: Int { nodes.max() ?? 0 }

  /// The load-duration curve: hours of the course in which so many nodes or more are needed.
  public func hours(withAtLeast units: Int) -> Int { nodes.count { $0 >= units } }

  /// How `units` paid in every hour meet the need, with at most `spotLimit` nodes that may be taken back and then at most
  /// `onDemandLimit` others rented in any hour.
  ///
  /// Each hour stands alone: what is not used in one pays for nothing in another.
  public func matched(with units: Int, onDemandLimit: Int? = nil, spotLimit: Int = 0) -> HourlyMatch {
    let held = HeldSlice(nodes: units)
    let spot = held.next(nodes: spotLimit)
    let rented = spot.next(nodes: onDemandLimit ?? .max)
    var match = HourlyMatch()
    for need in nodes {
      let used = held.drawn(by: need)
      let taken = (spot.drawn(by: need), rented.drawn(by: need))
      match.used += used
      match.unused += units - used
      match.spot += taken.0
      match.overflow += taken.1
      match.short += need - used - taken.0 - taken.1
    }
    return match
  }

  /// Node-hours of a course over the whole horizon.
  func overHorizon(_ nodeHours: Int) -> Quantity {
    let scaled = Int128(nodeHours) * Int128(horizonHours) * 1_000_000
    let count = Int128(nodes.count)
    return Quantity(millionths: Int64((scaled + count / 2) / count))
  }
}

/// A need whose hours are sorted, for whoever asks of many levels.
struct LoadDurationCurve {
  private let ascending: [Int]

  init(_ need: HourlyNeed) { ascending = need.nodes.sorted() }

  /// - Parameter hours: Nodes by hour; none where there are no hours.
  init(hours: [Int]) { ascending = hours.sorted() }

  var peak: Int { ascending.last ?? 0 }

  /// Hours of the course in which so many nodes or more are needed.
  func hours(withAtLeast units: Int) -> Int {
    var (low, high) = (0, ascending.count)
    while low < high {
      let middle = (low + high) / 2
      if ascending[middle] < units { low = middle + 1 } else { high = middle }
    }
    return ascending.count - low
  }
}

/// Node-hours of one course: what was paid ahead and used or not, what was rented beyond it, what was not to be had.
public struct HourlyMatch: Equatable, Sendable {
  public var used = 0
  public var unused = 0
  /// On demand.
  public var overflow = 0
  public var spot = 0
  public var short = 0
}
