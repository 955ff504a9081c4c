import EventKernel

/// What an autoscaler knows of its pool beside metrics, and within what it may decide.
public struct PoolView: Equatable, Sendable, BitwiseCopyable {
  /// Nodes that are ready or on their way.
  public var nodes: Int32
  /// Of these, nodes on their way; a pool does not shrink while it grows.
  public var pending: Int32
  public var minimum: Int32
  public var maximum: Int32

  public init(nodes: Int32, pending: Int32, minimum: Int32, maximum: Int32) {
    self.nodes = nodes
    self.pending = pending
    self.minimum = min(minimum, maximum)
    self.maximum = maximum
  }

  var ready: Int32 { nodes - pending }

  func clamped(_ wish: Int32) -> Int32 { min(max(wish, minimum), maximum) }
}

/// A window over which a metric is averaged: `width` long, ending `delay` ago. Without width it is the value at that
/// instant.
public struct MetricWindow: Hashable, Sendable, BitwiseCopyable {
  public var delay: Span
  public var width: Span

  public init(delay: Span = .zero, width: Span = .zero) {
    self.delay = delay
    self.width = width
  }

  /// How far back it looks.
  public var reach: Span { delay + width }

  /// Whether it is the value of this instant.
  public var isPresent: Bool { delay == .zero && width == .zero }
}

/// A number that a rule asks for, in millionths. A negative answer means that nobody knows.
public enum Metric: Equatable, Sendable, BitwiseCopyable {
  /// Offered load of the pool, in requests a second.
  case load(MetricWindow)
  /// Requests in the pool, waiting or served.
  case inSystem(MetricWindow)
  /// Offered load of the pool a week before the time `lead` from now.
  case lastWeek(lead: Span)
  /// Offered load `lead` from now, on the line through its values now and `over` ago.
  case trend(lead: Span, over: Span)
}

/// What a rule wishes at an evaluation.
struct Proposal: Equatable {
  /// Nodes; nil where it has no opinion.
  var wish: Int32?
  /// When it may wish something else although its metric stays as it is; never otherwise.
  var again = SimTime.never
}

/// What a rule would do at other values of its metric, nodes and time as they are.
struct Quiet: Equatable {
  /// It asks for fewer nodes at values up to this one: -1 at none, the largest number at all; nil where it has no say.
  var shrinksUpTo: Int64?
  /// It asks for more nodes above this value.
  var growsAbove: Int64
  /// Whether it has no say above the first of them, rather than holding what is there.
  var yieldsAbove = false
  /// Whether leaving these values changes its memory, so that none of them may be passed over.
  var remembers = false
}

/// `ceil(value / unit)`, held in the range of a fleet.
func wholeUnits(_ value: Int64, of unit: Int64) -> Int32 {
  Int32(clamping: value / unit + (value % unit > 0 ? 1 : 0))
}

/// `value` times `count`, held in range.
func times(_ value: Int64, _ count: Int32) -> Int64 {
  let (product, overflows) = value.multipliedReportingOverflow(by: Int64(count))
  return overflows ? .max : product
}
