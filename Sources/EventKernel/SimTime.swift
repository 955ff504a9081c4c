/// An instant of simulated time: whole nanoseconds since the start of the horizon.
///
/// Integers make addition associative, so that an interval may be cut anywhere without moving a bit. 64 bits reach
/// 292 years; `never` is the largest value and absorbs whatever is added to it.
@frozen public struct SimTime: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The instant nearest to a number of seconds; what does not fit is `never`.
  public init(seconds: Double) { nanoseconds = Span(seconds: seconds).nanoseconds }

  @inlinable public static var zero: SimTime { SimTime(nanoseconds: 0) }
  /// Later than everything that happens.
  @inlinable public static var never: SimTime { SimTime(nanoseconds: .max) }

  /// Seconds since the start; for output, not for arithmetic.
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  @inlinable public static func < (a: SimTime, b: SimTime) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The instant after a span; `never` where it does not fit.
  @inlinable public static func + (time: SimTime, span: Span) -> SimTime {
    let (sum, overflows) = time.nanoseconds.addingReportingOverflow(span.nanoseconds)
    return overflows || time == .never ? .never : SimTime(nanoseconds: sum)
  }

  @inlinable public static func - (later: SimTime, earlier: SimTime) -> Span {
    Span(nanoseconds: later.nanoseconds - earlier.nanoseconds)
  }
}

/// A stretch of simulated time in whole nanoseconds.
@frozen public struct Span: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The span nearest to a number of seconds; the longest possible one where it does not fit.
  ///
  /// - Precondition: `seconds` is a number.
  public init(seconds: Double) {
    precondition(!seconds.isNaN, "a span of NaN seconds")
    let nanoseconds = (seconds * 1e9).rounded()
    self.nanoseconds = nanoseconds >= 9.2e18 ? .max : Int64(nanoseconds)
  }

  @inlinable public static var zero: Span { Span(nanoseconds: 0) }
  public static func minutes(_ minutes: Double) -> Span { Span(seconds: minutes * 60) }
  public static func hours(_ hours: Double) -> Span { Span(seconds: hours * 3600) }

  /// Length in seconds; for output, not for arithmetic.
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  @inlinable public static func < (a: Span, b: Span) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The sum; the longest possible span where it does not fit.
  @inlinable public static func + (a: Span, b: Span) -> Span {
    let (sum, overflows) = a.nanoseconds.addingReportingOverflow(b.nanoseconds)
    return Span(nanoseconds: overflows ? .max : sum)
  }

  @inlinable public static func - (a: Span, b: Span) -> Span { Span(nanoseconds: a.nanoseconds - b.nanoseconds) }

  @inlinable public static func * (span: Span, factor: Int64) -> Span {
    let (product, overflows) = span.nanoseconds.multipliedReportingOverflow(by: factor)
    return Span(nanoseconds: overflows ? .max : product)
  }
}
