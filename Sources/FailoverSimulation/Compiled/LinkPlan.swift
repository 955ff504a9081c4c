import EventKernel
import ServiceModel

/// What a service's links mean for copies and fetches, site by site.
struct LinkPlan: Sendable {
  /// Requests a second whose changes fill the link from one site to another, pair by pair; infinite where no number of them
  /// does. Empty where no link can be full.
  private let fullRPS: ContiguousArray<Double>
  private let siteCount: Int
  /// How each site fetches; empty where none fetches over a link.
  let fetches: ContiguousArray<FetchPath?>

  init(_ service: Service) {
    let sites = service.sites
    siteCount = sites.count
    let bytes = service.changedBytesPerRequest
    if bytes > 0, service.links.contains(where: { $0.bytesPerSecond.isFinite }) {
      fullRPS = ContiguousArray(
        sites.flatMap { from in
          sites.map { to in
            guard service.copiesChanges(to: to) else { return .infinity }
            return (service.link(between: from.name, to.name)?.bytesPerSecond ?? .infinity) / bytes
          }
        })
    } else {
      fullRPS = []
    }
    let paths = sites.map { site -> FetchPath? in
      guard let source = sites.firstIndex(where: { $0.name == site.fetchesFrom }),
        let link = service.link(between: site.name, sites[source].name), service.fetchedBytes(at: site) > 0
      else { return nil }
      return FetchPath(
        source: source, ofLink: site.fetchBytesPerSecond / link.bytesPerSecond,
        isLimited: link.bytesPerSecond.isFinite)
    }
    fetches = paths.contains { $0 != nil } ? ContiguousArray(paths) : []
  }

  /// The demand of the whole service, in millionths of a request a second, at which a site that answers a share of it fills
  /// its link to another; `.max` where none does.
  ///
  /// - Parameter share: Of demand, in millionths.
  func fullRate(from site: Int, to target: Int, share: Int32) -> Int64 {
    guard !fullRPS.isEmpty, share > 0 else { return .max }
    let rate = fullRPS[site * siteCount + target] * 1e12 / Double(share)
    return rate < 1e18 ? max(1, Int64(rate.rounded())) : .max
  }

  /// Whether a site's changes to another have a size and a link whose bandwidth they could fill.
  func canBeFull(from site: Int, to target: Int) -> Bool {
    !fullRPS.isEmpty && fullRPS[site * siteCount + target].isFinite
  }
}

/// Where a site's image and weights come from.
struct FetchPath: Sendable {
  /// The site that holds them.
  let source: Int
  /// The bandwidth that the site has for fetches, as a share of its link's; infinite where only the link limits it.
  let ofLink: Double
  /// Whether the link has a bandwidth, which changes can take away.
  let isLimited: Bool

  /// How fast a fetch runs, 1 where nothing else is sent, with a share of the link free.
  func speed(free: Double) -> Double { isLimited ? min(ofLink, free) / min(ofLink, 1) : 1 }
}

/// What a fetch over a link depends on, as long as no demand moves.
struct FetchPace: Equatable, Sendable, BitwiseCopyable {
  /// Whether the site that it comes from is there, and the link.
  var isOpen = true
  /// The demand, in millionths of a request a second, whose changes fill the link; `.max` where none does.
  var fullRate = Int64.max
}
