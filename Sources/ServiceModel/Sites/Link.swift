/// A network between two sites: what changes of conversations, weights and confirmations travel over.
///
/// What a plan does not say of it has no limit: no bandwidth that could be full, no round trip, no price of its own.
public struct Link: Equatable, Sendable {
  /// Whose network it is.
  public enum Kind: String, CaseIterable, Sendable {
    /// One's own, with the bandwidth that was ordered.
    case dedicated
    /// The internet: what passes follows from its losses, see `internetBytesPerSecond`.
    case `public`
  }

  public var name: String
  /// The names of the two sites that it joins.
  public var ends: [String]
  public var kind: Kind
  /// What passes each way, in bytes a second, above zero; infinite where nothing limits it.
  public var bytesPerSecond: Double
  /// In seconds; what a change that must be confirmed over it waits for.
  public var roundTripSeconds: Double
  /// Dollars a GB that is sent over it, either way; nil where it costs what copies of state cost elsewhere.
  public var dollarsPerGB: Double?
  public var origin: PriceOrigin

  public init(
    name: String, ends: [String], kind: Kind = .dedicated, bytesPerSecond: Double = .infinity,
    roundTripSeconds: Double = 0, dollarsPerGB: Double? = nil, origin: PriceOrigin = PriceOrigin()
  ) {
    self.name = name
    self.ends = ends
    self.kind = kind
    self.bytesPerSecond = bytesPerSecond
    self.roundTripSeconds = roundTripSeconds
    self.dollarsPerGB = dollarsPerGB
    self.origin = origin
  }

  /// Whether it joins two sites, in either order.
  public func joins(_ a: String, _ b: String) -> Bool { ends.contains(a) && ends.contains(b) && a != b }

  /// What TCP connections carry together over a network that loses packets, in bytes a second: each MSS / RTT x √(3 / 2p),
  /// by Mathis, Semke, Mahdavi and Ott, "The Macroscopic Behavior of the TCP Congestion Avoidance Algorithm" (1997),
  /// equation 3 without delayed acknowledgements.
  ///
  /// - Parameters:
  ///   - connections: At least 1.
  ///   - roundTripSeconds: Above zero.
  ///   - loss: Share of packets that are lost, above zero; the formula holds below some five percent.
  public static func internetBytesPerSecond(connections: Int, roundTripSeconds: Double, loss: Double) -> Double {
    Double(connections) * segmentBytes / roundTripSeconds * (1.5 / loss).squareRoot()
  }

  /// Bytes of data in a full packet of Ethernet: 1500 less 20 of IPv4 and 20 of TCP (RFC 6691).
  private static let segmentBytes = 1460.0
}

extension Service {
  /// The link between two sites; nil where the plan describes none.
  public func link(between a: String, _ b: String) -> Link? { links.first { $0.joins(a, b) } }

  /// Bytes of changes that a request leaves to be copied to each other site that keeps data: the mean over all classes of
  /// those that say how large their changes are.
  public var changedBytesPerRequest: Double {
    traffic.classes.reduce(0) { sum, trafficClass in
      guard case .replication(_, _, let bytes) = trafficClass.state else { return sum }
      return sum + trafficClass.share * bytes
    }
  }

  /// Whether changes are copied from one site to another as they are made, where the first answers.
  public func copiesChanges(to site: Site) -> Bool { site.keep >= .data && site.rented == nil }

  /// Bytes that a node of a site fetches before it can load: its image, and the part of the weights that the site does not
  /// keep.
  public func fetchedBytes(at site: Site) -> Double {
    replica.start.imageBytes + replica.start.weightsBytes * (1 - site.weightsKept)
  }

  /// What limits the fetches of a site: its own bandwidth, and the whole of the link that they come over. In bytes a second.
  public func fetchBytesPerSecond(at site: Site) -> Double {
    guard let source = site.fetchesFrom, let link = link(between: site.name, source) else {
      return site.fetchBytesPerSecond
    }
    return min(site.fetchBytesPerSecond, link.bytesPerSecond)
  }
}
