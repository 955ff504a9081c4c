/// An outage that a team had, as its record tells it.
public struct PastOutage: Equatable, Sendable {
  /// Seconds since the record's first instant.
  public var start: Double
  public var end: Double
  /// Position of the failure mode that was its cause; nil where the record does not say.
  public var cause: Int?

  /// - Precondition: It has a length.
  public init(start: Double, end: Double, cause: Int?) {
    precondition(start < end, "an outage from \(start) to \(end) s has no length")
    (self.start, self.end, self.cause) = (start, end, cause)
  }

  /// From the fault, as far as the record knows it, to the end, in seconds.
  public var seconds: Double { end - start }
}
