import EventKernel
import ServiceModel

/// What replicas save of their state, compiled.
struct SavePlan: Sendable {
  /// The site that keeps it; -1: a place that nothing reaches.
  let keeper: Int
  let restore: Span
  /// The level that a prefix cache has when it has been read.
  let level: Int8
  /// How long a save of each site is on its way.
  private let uploads: ContiguousArray<Double>
  private let saves: SavedState
  private let reachesClients: Bool

  init?(_ service: Service) {
    guard let saves = service.keptSaves else { return nil }
    self.saves = saves
    reachesClients = saves.reachesClients(of: service)
    keeper = service.sites.firstIndex { $0.name == saves.site } ?? -1
    restore = Span(seconds: saves.restoreSeconds)
    let uploads = service.sites.map { service.saveSeconds(from: $0, saves) }
    self.uploads = ContiguousArray(uploads)
    let warmth = service.replica.coldCache.map {
      saves.warmth(refillSeconds: $0.refillSeconds, uploadSeconds: uploads.max() ?? 0)
    }
    level = warmth.map(WarmthPlan.level(of:)) ?? 0
  }

  /// Of so many requests in a pool that arrive at such a rate, what part had been saved, and what is left to be done of it, in
  /// millionths.
  ///
  /// - Parameters:
  ///   - held: In the unit of a pool's load.
  ///   - rate: In millionths of a request a second.
  func streams(held: Int128, rate: Int64, at site: Int) -> (saved: Int64, left: Int64) {
    guard rate > 0, reachesClients else { return (0, 1_000_000) }
    // Little's law: a millionth of a request a second for a nanosecond is the unit of the load.
    let seconds = Double(held) / Double(rate) / 1e9
    let streams = saves.streams(lasting: seconds, uploadSeconds: uploads[site])
    return (Int64((streams.saved * 1e6).rounded()), Int64((streams.left * 1e6).rounded()))
  }
}
