/// An instant of simulated time: whole nanoseconds since the start of the run.
///
/// Integers make time arithmetic exact and associative, so a stretch may be cut anywhere and a run that jumps meets a
/// run that steps to the bit. The range is 292 years; beyond it lies `never`, which absorbs every addition.
@frozen public struct SimTime: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Nanoseconds since the start of the run; `Int64.max` stands for `never`.
  public var nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The instant nearest to `seconds` after the start; `never` from 292 years on, infinity included.
  ///
  /// - Precondition: `seconds` is a number.
  @inlinable public init(seconds: Double) { nanoseconds = wholeNanoseconds(seconds * 1e9) }

  /// The start of the run.
  @inlinable public static var zero: SimTime { SimTime(nanoseconds: 0) }

  /// The instant that does not come.
  @inlinable public static var never: SimTime { SimTime(nanoseconds: .max) }

  /// Seconds since the start of the run; infinity for `never`.
  @inlinable public var seconds: Double { fractionalSeconds(nanoseconds: nanoseconds) }

  @inlinable public static func == (a: SimTime, b: SimTime) -> Bool { a.nanoseconds == b.nanoseconds }
  @inlinable public static func < (a: SimTime, b: SimTime) -> Bool { a.nanoseconds < b.nanoseconds }
}

extension SimTime {
  /// The instant a stretch later; `never` if either is without end or the sum leaves the range.
  @inlinable public static func + (start: SimTime, stretch: Span) -> SimTime {
    SimTime(nanoseconds: saturatingSum(start.nanoseconds, stretch.nanoseconds))
  }

  /// The instant a stretch earlier; a finite stretch before `never` is still `never`.
  @inlinable public static func - (end: SimTime, stretch: Span) -> SimTime { end + -stretch }

  /// The stretch from `start` to `end`: negative if `end` comes first, `forever` if `end` is `never`.
  ///
  /// - Precondition: `start` is not `never`, unless `end` is.
  @inlinable public static func - (end: SimTime, start: SimTime) -> Span {
    assert(start != .never || end == .never, "no stretch starts at an instant that does not come")
    return end == .never ? .forever : Span(nanoseconds: saturatingDifference(end.nanoseconds, start.nanoseconds))
  }

  @inlinable public static func += (time: inout SimTime, stretch: Span) { time = time + stretch }
  @inlinable public static func -= (time: inout SimTime, stretch: Span) { time = time - stretch }
}

extension SimTime: CustomStringConvertible {
  public var description: String { self == .never ? "never" : "\(seconds) s" }
}

/// `a + b`, held at the ends of the range; `Int64.max` absorbs, and an endless loss of time has no meaning beside it.
@inlinable func saturatingSum(_ a: Int64, _ b: Int64) -> Int64 {
  if a == .max || b == .max { return .max }
  let (sum, overflows) = a.addingReportingOverflow(b)
  return overflows ? (b > 0 ? .max : -.max) : sum
}

/// `a - b`, held at the ends of the range.
@inlinable func saturatingDifference(_ a: Int64, _ b: Int64) -> Int64 {
  let (difference, overflows) = a.subtractingReportingOverflow(b)
  return overflows ? (b < 0 ? .max : -.max) : max(difference, -.max)
}

/// A number of nanoseconds made whole, halves to even, held at ±292 years.
///
/// Below 26 days, adding 1.5 * 2^52 leaves the rounded number in the low bits of the sum. This conversion stands
/// between a variate and the choice of the next event, where its latency counts: `rounded()` is a library call on processors
/// without SSE 4.1, and truncating and comparing the fraction made M/M/1 a tenth slower.
@inlinable func wholeNanoseconds(_ exact: Double) -> Int64 {
  guard exact.magnitude < 0x1p51 else { return wholeNanoseconds(long: exact) }
  return Int64(truncatingIfNeeded: (exact + 0x1.8p52).bitPattern &- (0x1.8p52).bitPattern)
}

/// The same for numbers of any size.
@inline(never) @usableFromInline func wholeNanoseconds(long exact: Double) -> Int64 {
  precondition(!exact.isNaN, "an instant or a stretch of time must be a number")
  let whole = exact.rounded(.toNearestOrEven)
  guard whole < 0x1p63 else { return .max }
  return whole > -0x1p63 ? Int64(whole) : -.max
}

@inlinable func fractionalSeconds(nanoseconds: Int64) -> Double {
  nanoseconds == .max ? .infinity : nanoseconds == -.max ? -.infinity : Double(nanoseconds) / 1e9
}
