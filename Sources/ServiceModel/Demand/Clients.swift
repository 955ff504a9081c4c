/// A kind of client, such as a phone on a mobile network: what it adds to the way to every site.
public struct ClientKind: Equatable, Sendable {
  public var name: String
  /// Share of the requests, of every origin alike; the kinds sum to one.
  public var share: Double
  /// Seconds that it adds to the round trip, at least 0.
  public var addsSeconds: Double

  public init(name: String, share: Double, addsSeconds: Double) {
    self.name = name
    self.share = share
    self.addsSeconds = addsSeconds
  }
}

extension TrafficOrigin {
  /// Between its users and a site, in seconds: what the origin says of that site, else what the site says for everybody.
  public func roundTripSeconds(to site: Site) -> Double { roundTrips[site.name] ?? site.roundTripSeconds }
}

extension Traffic {
  /// Whether users of one origin are farther from some site than those of another.
  public var tellsOriginsApart: Bool { origins.contains { !$0.roundTrips.isEmpty } }
}
