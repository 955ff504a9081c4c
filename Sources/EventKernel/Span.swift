/// A stretch of simulated time: whole nanoseconds, possibly negative.
///
/// Sums are exact within ±292 years and saturate beyond; `forever` absorbs every addition. Here the name means time;
/// the standard library's view of memory is `Swift.Span`.
@frozen public struct Span: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The length in nanoseconds; `Int64.max` stands for `forever`.
  public var nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The stretch nearest to `seconds`; `forever` from 292 years on, infinity included.
  ///
  /// - Precondition: `seconds` is a number.
  @inlinable public init(seconds: Double) { nanoseconds = wholeNanoseconds(seconds * 1e9) }

  /// The stretch nearest to a fractional number of nanoseconds, for variates whose scale is already in nanoseconds.
  ///
  /// - Precondition: `nanoseconds` is a number.
  @inlinable public init(rounding nanoseconds: Double) { self.nanoseconds = wholeNanoseconds(nanoseconds) }

  @inlinable public static var zero: Span { Span(nanoseconds: 0) }

  /// The stretch without end.
  @inlinable public static var forever: Span { Span(nanoseconds: .max) }

  /// The length in seconds; infinity for `forever`.
  @inlinable public var seconds: Double { fractionalSeconds(nanoseconds: nanoseconds) }

  @inlinable public static func == (a: Span, b: Span) -> Bool { a.nanoseconds == b.nanoseconds }
  @inlinable public static func < (a: Span, b: Span) -> Bool { a.nanoseconds < b.nanoseconds }
}

/// Lengths in the units of plans. Whole numbers of any of them are exact.
extension Span {
  @inlinable public static func milliseconds(_ count: Double) -> Span { Span(seconds: count / 1000) }
  @inlinable public static func seconds(_ count: Double) -> Span { Span(seconds: count) }
  @inlinable public static func minutes(_ count: Double) -> Span { Span(seconds: count * 60) }
  @inlinable public static func hours(_ count: Double) -> Span { Span(seconds: count * 3600) }
  /// Days of 24 hours.
  @inlinable public static func days(_ count: Double) -> Span { Span(seconds: count * 86_400) }
}

extension Span {
  @inlinable public static func + (a: Span, b: Span) -> Span {
    Span(nanoseconds: saturatingSum(a.nanoseconds, b.nanoseconds))
  }
  @inlinable public static func - (a: Span, b: Span) -> Span { a + -b }
  @inlinable public static prefix func - (span: Span) -> Span {
    Span(nanoseconds: saturatingDifference(0, span.nanoseconds))
  }

  /// The stretch repeated `count` times; saturates at the ends of the range.
  @inlinable public static func * (span: Span, count: Int64) -> Span {
    let (product, overflows) = span.nanoseconds.multipliedReportingOverflow(by: count)
    let end: Int64 = (span.nanoseconds < 0) == (count < 0) ? .max : -.max
    return Span(nanoseconds: overflows ? end : product)
  }
  @inlinable public static func * (count: Int64, span: Span) -> Span { span * count }

  /// One of `count` equal parts, rounded towards zero; a part of `forever` is `forever`.
  ///
  /// - Precondition: `count` is positive.
  @inlinable public static func / (span: Span, count: Int64) -> Span {
    precondition(count > 0, "cannot cut a stretch of time into \(count) parts")
    return span == .forever ? .forever : Span(nanoseconds: span.nanoseconds / count)
  }

  /// What is left of `span` after as many whole `period`s as fit: the age of the last probe, checkpoint or backup.
  ///
  /// Never negative, so a phase may lie after the instant it is asked for.
  /// - Precondition: `period` is positive.
  @inlinable public static func % (span: Span, period: Span) -> Span {
    precondition(period > .zero, "a period of \(period) does not repeat")
    let rest = span.nanoseconds % period.nanoseconds
    return Span(nanoseconds: rest < 0 ? rest + period.nanoseconds : rest)
  }

  @inlinable public static func += (a: inout Span, b: Span) { a = a + b }
  @inlinable public static func -= (a: inout Span, b: Span) { a = a - b }
}

extension Span: CustomStringConvertible {
  public var description: String { self == .forever ? "forever" : "\(seconds) s" }
}
