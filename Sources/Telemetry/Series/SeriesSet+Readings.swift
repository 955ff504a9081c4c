import EventKernel
import FailoverSimulation
import ServiceModel

extension SeriesSet {
  /// What Prometheus would have stored of a service while these readings were taken.
  ///
  /// A site that is lost publishes nothing of its own: its gauges and histograms have no samples meanwhile, and counters
  /// begin anew behind it. What the gateway and the probers publish goes on.
  ///
  /// - Precondition: The readings are those of this service, as far apart as the settings say.
  public init(_ readings: [CounterReading], of service: Service, _ settings: ScrapeSettings) {
    let scrape = Scrape(readings, of: service, settings)
    times = readings.map { settings.beginsAt + $0.at.seconds }
    families = Metric.allCases.filter(settings.wants).compactMap { metric in
      let series = scrape.series(of: metric)
      guard !series.isEmpty else { return nil }
      return MetricFamily(
        name: metric.rawValue, kind: metric.kind, unit: metric.unit, help: metric.help, series: series)
    }
  }
}

/// A service as it is scraped: its readings with what chance makes of them.
struct Scrape {
  let readings: [CounterReading]
  let service: Service
  let settings: ScrapeSettings
  /// Sites that run or could run something, by their index in the plan.
  let shown: [Int]
  /// By reading and site.
  let counts: [[DrawnCounts]]

  init(_ readings: [CounterReading], of service: Service, _ settings: ScrapeSettings) {
    self.readings = readings
    self.service = service
    self.settings = settings
    shown = service.sites.indices.filter { service.sites[$0].keep > .nothing }
    counts = Scrape.counts(readings, service, settings)
  }

  private static func counts(
    _ readings: [CounterReading], _ service: Service, _ settings: ScrapeSettings
  ) -> [[DrawnCounts]] {
    let draws = service.sites.map { SiteDraws(settings, site: $0.name) }
    var laws = settings.wants(.firstToken) ? service.sites.map { $0.pool.map { FirstTokenBuckets($0) } } : []
    return readings.map { reading in
      let (scrape, minute) = (number(of: reading.at, settings), UInt32(reading.at.seconds / 60))
      return reading.sites.indices.map { index in
        let site = reading.sites[index]
        var shares: [Double] = []
        if !laws.isEmpty, laws[index] != nil, site.answered > 0 {
          let each = (site.inPool ?? 0) / Double(max(1, site.readyReplicas))
          shares = laws[index]!.shares(holding: each, lateShare: site.lateShare)
        }
        var counts = draws[index].counts(site, scrape: scrape, minute: minute, shares: shares)
        if counts.buckets.isEmpty, !laws.isEmpty, laws[index] != nil {
          counts.buckets = DrawnCounts.none(buckets: FirstTokenBuckets.ends.count + 1).buckets
        }
        return counts
      }
    }
  }

  /// The number of a scrape, counted from the plan's first instant.
  static func number(of time: SimTime, _ settings: ScrapeSettings) -> UInt32 {
    UInt32(truncatingIfNeeded: Int((time.seconds / settings.everySeconds).rounded()))
  }

  func number(_ reading: CounterReading) -> UInt32 { Scrape.number(of: reading.at, settings) }

  func draws(_ name: String) -> CountDraws {
    CountDraws(seed: settings.seed, name: name, replication: settings.replication)
  }

  func series(of metric: Metric) -> [Series] {
    switch metric {
    case .requests: requests
    case .clientRequests: clientRequests
    case .inFlight: inFlight
    case .running: pooled { $0.running }
    case .waiting: pooled { $0.waiting }
    case .firstToken: firstTokens
    case .gpuUse: gpuUse
    case .wantedReplicas: replicas { $0.wantedReplicas }
    case .readyReplicas: replicas { $0.readyReplicas }
    case .probeSuccess: probes
    case .dnsShare: dnsShares
    case .replicationLag: replicationLags
    case .up: scraped
    }
  }

  // MARK: Building

  /// A gauge of a site, without samples while the site is lost.
  func gauge(_ site: Int, _ labels: [Label], _ value: (CounterReading, Int) -> Double) -> Series {
    Series(
      suffix: "", labels: labels,
      values: readings.indices.map { index in
        readings[index].sites[site].isLost ? .nan : value(readings[index], index)
      })
  }

  /// Running sums; where `isGone` says so there is no sample, and the sum begins anew.
  func counter(
    _ suffix: String, _ labels: [Label], isGone: (CounterReading) -> Bool = { _ in false }, _ amount: (Int) -> Double
  ) -> Series {
    var sum = 0.0
    return Series(
      suffix: suffix, labels: labels,
      values: readings.indices.map { index in
        guard !isGone(readings[index]) else {
          sum = 0
          return .nan
        }
        sum += amount(index)
        return sum
      })
  }
}
