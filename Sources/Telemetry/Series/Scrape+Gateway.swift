import FailoverSimulation
import ServiceModel

/// What the gateway in front of all sites, the users and the probers see.
extension Scrape {
  var requests: [Series] {
    shown.flatMap { site in
      DrawnCounts.codes.indices.map { code in
        counter(
          "_total",
          [
            Label("reporter", "source"), Label("destination_cluster", service.sites[site].name),
            Label("destination_service_name", service.name), Label("response_code", DrawnCounts.codes[code]),
          ]
        ) { counts[$0][site].byCode[code] }
      }
    }
  }

  /// As the gateway counts them, and beside them what fails before it gets there. Where clients come back attempts are no
  /// requests, and requests are counted for themselves.
  var clientRequests: [Series] {
    let comesBack = service.protection.retries != nil
    let (good, bad) = (draws("client/success"), draws("client/failure"))
    func answered(_ index: Int) -> Double {
      let reading = readings[index]
      guard comesBack else { return counts[index].reduce(0) { $0 + $1.byCode[0] } }
      return good.count(max(0, reading.sent - reading.failed), scrape: number(reading))
    }
    func failed(_ index: Int) -> Double {
      let reading = readings[index]
      guard !comesBack else { return bad.count(reading.failed, scrape: number(reading)) }
      let known = reading.sites.reduce(0) { $0 + $1.refused + $1.timedOut }
      let counted = counts[index].reduce(0) { $0 + $1.total - $1.byCode[0] }
      return counted + bad.count(max(0, reading.failed - known), scrape: number(reading))
    }
    return [
      counter("_total", [Label("service", service.name), Label("outcome", "success")], answered),
      counter("_total", [Label("service", service.name), Label("outcome", "failure")], failed),
    ]
  }

  /// Those in the pool, and those that hang, by Little's law. Where replicas have no more than a rate nobody knows the former.
  var inFlight: [Series] {
    let patience = service.traffic.timeoutSeconds ?? Traffic.assumedTimeoutSeconds
    return shown.filter { service.sites[$0].pool != nil }.map { site in
      let draws = draws("in-flight/\(service.sites[site].name)")
      return Series(
        suffix: "", labels: [Label("cluster_name", service.sites[site].name)],
        values: readings.map { reading in
          let hanging = reading.sites[site].timedOut / settings.everySeconds * patience
          return draws.count((reading.sites[site].inPool ?? 0) + hanging, scrape: number(reading))
        })
    }
  }

  /// Health checks of each site, requests as users send them to each site and to the service, from every vantage point.
  var probes: [Series] {
    let points = max(1, service.detection.probes?.vantagePoints ?? 1)
    func probes(_ job: String, _ instance: String, _ fails: (CounterReading) -> Double) -> [Series] {
      (1...points).map { point in
        let draws = draws("probe/\(job)/\(instance)")
        let branch = UInt32(point)
        return Series(
          suffix: "", labels: [Label("job", job), Label("instance", instance), Label("vantage", String(point))],
          values: readings.map { reading in
            let chance = 1 - (1 - fails(reading)) * (1 - settings.ordinary.probes)
            return draws.happens(chance, scrape: number(reading), branch: branch) ? 0 : 1
          })
      }
    }
    return shown.flatMap { site in
      probes("blackbox-health", service.sites[site].name) { $0.sites[site].healthFails }
    }
      + shown.flatMap { site in probes("blackbox-user", service.sites[site].name) { $0.sites[site].userFails } }
      + probes("blackbox-user", service.name, \.failingShare)
  }

  var dnsShares: [Series] {
    shown.map { site in
      Series(
        suffix: "", labels: [Label("cluster", service.sites[site].name), Label("service", service.name)],
        values: readings.map { $0.sites[site].trafficShare })
    }
  }
}
