import FailoverSimulation
import Numerics
import ServiceModel

/// What the gateway counts at one site between two scrapes.
struct DrawnCounts {
  /// Codes of answers in the order in which they are written: fine, failed inside, refused or shed, timed out.
  static let codes = ["200", "500", "503", "504"]

  /// By code.
  var byCode: [Double]
  /// First tokens by bucket; empty where replicas have no more than a rate.
  var buckets: [Double] = []

  /// All attempts.
  var total: Double { byCode.reduce(0, +) }

  static func none(buckets: Int) -> DrawnCounts {
    DrawnCounts(byCode: codes.map { _ in 0 }, buckets: Array(repeating: 0, count: buckets))
  }
}

/// The streams of one site's counts.
struct SiteDraws {
  private let codes: [CountDraws]
  private let firstTokens: CountDraws
  private let clumps: CountDraws
  private let ordinary: OrdinaryFailures

  init(_ settings: ScrapeSettings, site: String) {
    func draws(_ name: String) -> CountDraws {
      CountDraws(seed: settings.seed, name: name, replication: settings.replication)
    }
    codes = DrawnCounts.codes.map { draws("requests/\(site)/\($0)") }
    firstTokens = draws("first-token/\(site)")
    clumps = draws("clumps/\(site)")
    ordinary = settings.ordinary
  }

  /// Draws what is counted of a reading's expected amounts. Requests that arrive by chance and end in one of several ways make
  /// independent counts of those ways.
  ///
  /// - Parameters:
  ///   - minute: The number of the minute, which has the same clump of ordinary failures in all its scrapes.
  ///   - shares: Of the answers in each bucket of first tokens; empty where nobody knows.
  func counts(_ site: CounterReading.Site, scrape: UInt32, minute: UInt32, shares: [Double]) -> DrawnCounts {
    func clump(_ branch: UInt32) -> Double { exponentialQuantile(clumps.uniform(minute, branch: branch), mean: 1) }
    let errors = ordinary.errors > 0 ? site.answered * min(1, ordinary.errors * clump(0)) : 0
    let timeouts = ordinary.timeouts > 0 ? site.answered * min(1, ordinary.timeouts * clump(1)) : 0
    let good = max(0, site.answered - errors - timeouts)
    var counts = DrawnCounts(
      byCode: zip(codes, [good, errors, site.refused, site.timedOut + timeouts]).map { $0.count($1, scrape: scrape) })
    guard !shares.isEmpty else { return counts }
    counts.buckets = shares.enumerated().map { index, share in
      firstTokens.count(good * share, scrape: scrape, branch: UInt32(index))
    }
    // Whoever is answered has a first token.
    counts.byCode[0] = counts.buckets.reduce(0, +)
    return counts
  }
}
