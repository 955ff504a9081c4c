/// A limit on the time to the first token, and the share of requests, or of time, that must keep it.
///
/// The first token and not the whole answer: 211 tokens take 2.4 s alone and 6.8 s at batch 64, so no buffer could hold
/// a whole answer within the 2 s that seed 1 asks of an inference response.
public struct FirstTokenObjective: Equatable, Sendable {
  public enum Place: String, CaseIterable, Sendable {
    /// From the request's arrival at the service.
    case service
    /// The round trip to the user included.
    case user
  }
  /// What is counted.
  public enum Basis: String, CaseIterable, Sendable {
    /// Answered requests.
    case requests
    /// Time at which the percentile keeps the limit.
    case time
  }
  public var place: Place
  public var withinSeconds: Double
  /// The share of the requests of an instant that must keep the limit, for example 0.99 for P99.
  public var percentile: Double
  public var basis: Basis
  /// Share of requests or of time in a year.
  public var atLeast: Double
  /// Share of years.
  public var share: Double

  public init(
    place: Place, withinSeconds: Double, percentile: Double, basis: Basis, atLeast: Double, share: Double
  ) {
    self.place = place
    self.withinSeconds = withinSeconds
    self.percentile = percentile
    self.basis = basis
    self.atLeast = atLeast
    self.share = share
  }
}

/// A threshold on a yearly share and the share of years in which it must hold.
public struct ShareObjective: Equatable, Sendable {
  public enum Figure: String, CaseIterable, Sendable {
    /// Attempts that succeeded: a request that was broken and resumed is two attempts, one of them failed.
    case gatewaySuccess = "gateway-success"
    /// Sessions none of whose requests failed.
    case sessionSuccess = "session-success"
    /// Streams that were not broken off while they were answered.
    case streamsUnbroken = "streams-unbroken"
  }
  public var figure: Figure
  public var atLeast: Double
  /// Share of years.
  public var share: Double

  public init(figure: Figure, atLeast: Double, share: Double) {
    self.figure = figure
    self.atLeast = atLeast
    self.share = share
  }
}
