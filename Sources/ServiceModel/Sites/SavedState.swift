import Foundation

/// What replicas hold on their GPUs and save elsewhere at intervals: answers that are being given, and the prefix cache.
public struct SavedState: Equatable, Sendable {
  /// From one save to the next, in seconds; above 0.
  public var everySeconds: Double
  /// What a replica sends at each save, in bytes; 0: saves have no size.
  public var bytes: Double
  /// Until a replica that takes over has read it, in seconds.
  public var restoreSeconds: Double
  /// Whether the prefix cache is saved too.
  public var keepsPrefixes: Bool
  /// The site that keeps what is saved; nil: a place that nothing here reaches.
  public var site: String?

  public init(
    everySeconds: Double, bytes: Double = 0, restoreSeconds: Double = 0, keepsPrefixes: Bool = true, site: String? = nil
  ) {
    self.everySeconds = everySeconds
    self.bytes = bytes
    self.restoreSeconds = restoreSeconds
    self.keepsPrefixes = keepsPrefixes
    self.site = site
  }

  /// Of answers that take a time *T* and are broken off at an instant that is as likely as any other: the share that had been saved,
  /// and what of a saved one is left to be done.
  ///
  /// The newest save that has arrived is between *u* and *u + I* old, with *I* the interval and *u* the way of a save, and an
  /// answer's age is uniform. One is saved with the chance ((T - u)² - (T - u - I)²) / 2 T I, and the part that is done in it is
  /// ((T - u)³ - (T - u - I)³) / 6 T² I on average; what is negative in brackets counts as nothing.
  ///
  /// - Parameters:
  ///   - seconds: *T*.
  ///   - uploadSeconds: *u*.
  public func streams(lasting seconds: Double, uploadSeconds: Double) -> (saved: Double, left: Double) {
    guard seconds > 0 else { return (0, 1) }
    let newest = max(0, seconds - uploadSeconds)
    let oldest = max(0, seconds - uploadSeconds - everySeconds)
    let saved = (newest * newest - oldest * oldest) / (2 * seconds * everySeconds)
    guard saved > 0 else { return (0, 1) }
    let done = (newest * newest * newest - oldest * oldest * oldest) / (6 * seconds * seconds * everySeconds)
    return (saved, 1 - done / saved)
  }

  /// How much of a prefix cache that turns over in a time the newest save still holds, on average: e^(-age / refill) over ages from
  /// *u* to *u + I*.
  public func warmth(refillSeconds: Double, uploadSeconds: Double) -> Double {
    keepsPrefixes
      ? exp(-uploadSeconds / refillSeconds) * refillSeconds / everySeconds * -expm1(-everySeconds / refillSeconds) : 0
  }
}

extension SavedState {
  /// Whether clients wait until an answer goes on.
  public func reachesClients(of service: Service) -> Bool {
    restoreSeconds <= service.traffic.timeoutSeconds ?? Traffic.assumedTimeoutSeconds
  }
}

extension Service {
  /// What is saved in this design; nil where the site that would keep it keeps nothing.
  public var keptSaves: SavedState? {
    guard let saves = replica.saves, let name = saves.site else { return replica.saves }
    return sites.contains { $0.name == name && $0.keep > .nothing } ? saves : nil
  }

  /// Whether saves of a size go over a link.
  public func savesOver(_ link: Link) -> Bool {
    guard let saves = replica.saves, saves.bytes > 0, let keeper = saves.site else { return false }
    return servingSites.contains { link.joins($0.name, keeper) }
  }

  /// Replicas whose state a site saves.
  public func savedReplicas(at site: Site) -> Double {
    site.keep == .serving ? Double(standingNodes(at: site)) * Double(replicasPerNode(at: site)) : 0
  }

  /// How long a save of a site is on its way, in seconds: all its replicas send at once.
  public func saveSeconds(from site: Site, _ saves: SavedState) -> Double {
    guard saves.bytes > 0, let keeper = saves.site, keeper != site.name,
      let link = link(between: site.name, keeper), link.bytesPerSecond.isFinite
    else { return 0 }
    return saves.bytes * savedReplicas(at: site) / link.bytesPerSecond
  }
}
