import FailoverSimulation
import ServiceModel
import Stochastics

/// What runs at a site publishes of itself.
extension Scrape {
  /// Requests of a site's pool that are being answered and that wait.
  struct Pooled {
    var running: Double
    var waiting: Double
  }

  private var running: [Int] { shown.filter { service.sites[$0].keep.runsNodes } }

  func pooled(_ part: @escaping (Pooled) -> Double) -> [Series] {
    shown.flatMap { site -> [Series] in
      guard let pool = service.sites[site].pool else { return [] }
      let draws = draws("in-pool/\(service.sites[site].name)")
      let labels = [Label("cluster", service.sites[site].name), Label("model_name", service.replica.name)]
      return byPod(site, labels) { reading, _, pod, pods in
        let held = (reading.sites[site].inPool ?? 0) / Double(pods)
        let most = pool.sequences * Double(reading.sites[site].readyReplicas) / Double(pods)
        let count = draws.count(held, scrape: number(reading), branch: pod)
        let answered = min(count, most.rounded(.down))
        return part(Pooled(running: answered, waiting: count - answered))
      }
    }
  }

  /// Percent of what the nodes can answer at their latency objectives that was counted since the scrape before, all GPUs alike.
  var gpuUse: [Series] {
    shown.flatMap { site -> [Series] in
      let labels = [
        Label("cluster", service.sites[site].name), Label("modelName", service.sites[site].node.gpuModel),
      ]
      return byPod(site, labels) { reading, index, _, _ in
        let here = reading.sites[site]
        let expected = here.answered + here.refused + here.timedOut
        let counted = expected > 0 ? counts[index][site].total / expected : 1
        return 100 * min(1, here.utilization * counted)
      }
    }
  }

  func replicas(_ count: @escaping (CounterReading.Site) -> Int) -> [Series] {
    shown.map { site in
      gauge(
        site,
        [
          Label("cluster", service.sites[site].name), Label("namespace", "default"), Label("deployment", service.name),
        ]
      ) { reading, _ in Double(count(reading.sites[site])) }
    }
  }

  var firstTokens: [Series] {
    shown.flatMap { site -> [Series] in
      guard service.sites[site].pool != nil else { return [] }
      let labels = [Label("cluster", service.sites[site].name), Label("model_name", service.replica.name)]
      guard settings.isPerReplica else { return histogram(site, labels) { counts[$0][site].buckets } }
      let draws = draws("first-token/pods/\(service.sites[site].name)")
      return pods(of: site).flatMap { pod in
        // The part of a pod is drawn anew: pods share the site's answers evenly.
        histogram(site, labels + [podLabel(site, pod)], from: pod) { index in
          let ready = Double(max(1, readings[index].sites[site].readyReplicas))
          return counts[index][site].buckets.enumerated().map { bucket, count in
            draws.count(count / ready, scrape: number(readings[index]), branch: UInt32(pod * 64 + bucket))
          }
        }
      }
    }
  }

  /// Buckets of a histogram with their sum and count.
  private func histogram(
    _ site: Int, _ labels: [Label], from pod: Int = 0, _ buckets: (Int) -> [Double]
  ) -> [Series] {
    let drawn = readings.indices.map(buckets)
    func isGone(_ reading: CounterReading) -> Bool {
      reading.sites[site].isLost || pod >= max(1, reading.sites[site].readyReplicas)
    }
    let ends = FirstTokenBuckets.ends
    let les = ends.map { $0 == $0.rounded() ? "\(Int($0)).0" : "\($0)" } + ["+Inf"]
    return les.enumerated().map { bucket, le in
      counter("_bucket", labels + [Label("le", le)], isGone: isGone) { drawn[$0][...bucket].reduce(0, +) }
    } + [
      counter("_count", labels, isGone: isGone) { drawn[$0].reduce(0, +) },
      counter("_sum", labels, isGone: isGone) { index in
        drawn[index].enumerated().reduce(0) { $0 + $1.element * FirstTokenBuckets.middle($1.offset) }
      },
    ]
  }

  /// A gauge of all replicas of a site, or of each.
  private func byPod(
    _ site: Int, _ labels: [Label], _ value: (CounterReading, Int, UInt32, Int) -> Double
  ) -> [Series] {
    guard settings.isPerReplica else { return [gauge(site, labels) { value($0, $1, 0, 1) }] }
    return pods(of: site).map { pod in
      gauge(site, labels + [podLabel(site, pod)]) { reading, index in
        let ready = reading.sites[site].readyReplicas
        return pod < ready ? value(reading, index, UInt32(pod + 1), ready) : .nan
      }
    }
  }

  private func pods(of site: Int) -> Range<Int> { 0..<(readings.map { $0.sites[site].readyReplicas }.max() ?? 0) }

  private func podLabel(_ site: Int, _ pod: Int) -> Label {
    Label("pod", "\(service.name)-\(service.sites[site].name)-\(pod)")
  }

  /// The lag of each copied class of traffic, at the first other site that has the data; while the first serving site is lost
  /// nothing new comes, and the lag grows.
  var replicationLags: [Series] {
    guard let source = shown.first(where: { service.sites[$0].keep == .serving }),
      let copy = shown.first(where: { $0 != source && service.sites[$0].keep >= .data })
    else { return [] }
    return service.traffic.classes.compactMap { traffic in
      let lag: Distribution
      switch traffic.state {
      case .replication(let law, _, _), .cache(let law, _): lag = law
      case .stateless, .checkpoint, .memory, .synchronous: return nil
      }
      let draws = draws("lag/\(traffic.name)")
      var lostSince: Double?
      return gauge(copy, [Label("cluster", service.sites[copy].name), Label("class", traffic.name)]) { reading, _ in
        if !reading.sites[source].isLost { lostSince = nil } else if lostSince == nil { lostSince = reading.at.seconds }
        return lag.sample(at: draws.uniform(number(reading))) + (lostSince.map { reading.at.seconds - $0 } ?? 0)
      }
    }
  }

  /// Whether a site's own metrics could be read.
  var scraped: [Series] {
    running.map { site in
      Series(
        suffix: "", labels: [Label("job", "inference"), Label("cluster", service.sites[site].name)],
        values: readings.map { $0.sites[site].isLost ? 0 : 1 })
    }
  }
}
