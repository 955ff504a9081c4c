import EventKernel
import Foundation
import ServiceModel
import ServingModel
import Stochastics

/// Flow against request level for replicas of the library: tables of docs/background/serving.md, as rows of Markdown.
///
/// Not a measurement of speed: it runs only when it is asked for by name, `nines-bench levels`.
func printLevels() throws {
  guard CommandLine.arguments.dropFirst().contains("levels") else { return }
  let mix = try TokenMix(prompt: .constant(1155), output: .exponential(mean: 211))
  for replica in LibraryReplica.all {
    replica.printPercentiles(mix)
    print()
  }
  LibraryReplica.printRatings(mix)
}

/// A replica of models/library/gpus.
private struct LibraryReplica {
  let name: String
  let model: ReplicaModel

  init(
    _ name: String, _ fixed: Double, _ perSequence: Double, _ perKVToken: Double, _ perPrefillToken: Double,
    batch: Int, kv: Double
  ) {
    self.name = name
    // In the file's units: milliseconds, and microseconds for a cached token.
    model = ReplicaModel(
      iteration: IterationTime(
        fixed: fixed * 1e-3, perSequence: perSequence * 1e-3, perKVToken: perKVToken * 1e-6,
        perPrefillToken: perPrefillToken * 1e-3), maximumSequences: batch, kvTokens: kv)
  }

  static let all = [
    LibraryReplica("Llama-3.1-70B FP8, 4 x H100", 11.02, 0.05475, 0.02791, 0.04457, batch: 64, kv: 626_000),
    LibraryReplica("Llama-3.1-70B FP8, 1 x H200", 20.727, 0.07699, 0.06663, 0.10613, batch: 64, kv: 162_000),
    LibraryReplica("Llama-3.1-8B FP8, 1 x H200", 6.9863, 0.02161, 0.03002, 0.01153, batch: 352, kv: 884_000),
    LibraryReplica("Qwen3-32B FP8, 1 x H100", 13.57, 0.10764, 0.00026, 0.07301, batch: 128, kv: 138_000),
  ]
  private static let loads = [0.2, 0.5, 0.8, 0.95, 1.1]
  /// Seconds of the overload, from an empty pool: it has no steady state.
  private static let overload = 600.0

  /// P50 and P99 of first token, per token and end to end, `flow / request level`.
  func printPercentiles(_ mix: TokenMix) {
    row(["\(name): pool", "load", "first token P50, s", "P99", "per token P50, ms", "P99", "end to end P50, s", "P99"])
    row(Array(repeating: "---", count: 8))
    let chain = LatencyCurve.birthDeath(model, mix: mix)
    for replicas in [1, 4, 16] {
      for load in Self.loads {
        let found = requests(mix, load * chain.saturation, replicas)
        let (first, perToken, whole) =
          load < 1
          ? { ($0.firstToken, $0.perToken, $0.endToEnd) }(chain.point(at: load))
          : overloaded(chain, load * chain.saturation, replicas)
        let cells = [
          (first, found.firstToken.figures, 1.0), (perToken, found.perToken.figures, 1000),
          (whole, found.endToEnd.figures, 1),
        ].flatMap { flow, request, unit in
          [(flow.p50, request.p50), (flow.p99, request.p99)].map { "\(short($0.0 * unit)) / \(short($0.1 * unit))" }
        }
        row([replicas == 1 ? "alone" : "\(replicas)", String(format: "%.0f %%", load * 100)] + cells)
      }
    }
  }

  private func requests(_ mix: TokenMix, _ rate: Double, _ replicas: Int) -> RequestTally {
    var pool = RequestPool(Array(repeating: model, count: replicas), routing: .leastLoaded, seed: 1)
    var arrivals = SyntheticArrivals(rate: rate * Double(replicas), mix: mix, seed: 1)
    if rate > SteadyReplica(model, mix: mix).saturation {
      pool.serve(Int(rate * Double(replicas) * Self.overload), of: &arrivals)
    } else {
      let count = rate > 0.9 * SteadyReplica(model, mix: mix).saturation ? 300_000 : 100_000
      pool.serve(count / 10, of: &arrivals)
      pool.count(from: pool.now)
      pool.serve(count, of: &arrivals)
    }
    pool.finish()
    return pool.tally
  }

  private func overloaded(
    _ chain: LatencyCurve, _ rate: Double, _ replicas: Int
  ) -> (LatencyFigures, LatencyFigures, LatencyFigures) {
    let gap = 1 / (rate * Double(replicas))
    let times = (0..<Int(Self.overload / gap)).map { SimTime(seconds: Double($0) * gap) }
    let flow = FlowReplay(
      FlowPool(chain, sequences: model.maximumSequences, timeout: 36_000), ArrivalCounts(times, window: 60),
      replicas: replicas)
    return (flow.firstToken, chain.point(at: FlowPool.restsUpTo).perToken, flow.endToEnd)
  }

  /// The highest load that holds a first-token limit at P99, as a share of saturation, by limits in times of a lone
  /// request's first token: `chain / alone / pool of 8`.
  static func printRatings(_ mix: TokenMix) {
    let ratios = [1.5, 2, 3, 6, 9, 12, 24]
    let title = "Rating by first-token limit: chain / measured alone / measured pool of 8"
    row([title] + ratios.map { "\(short($0)) x alone" })
    row(Array(repeating: "---", count: ratios.count + 1))
    for replica in all {
      let lone = replica.model.iteration.seconds(sequences: 0, kvTokens: 1155, prefillTokens: 1155)
      let tables = [1, 8].map {
        CurveTable(replica.model, mix: mix, how: CurveMeasurement(replicas: $0, requests: 30_000), seed: 1)
      }
      row(
        ["\(replica.name), alone \(short(lone * 1000)) ms"]
          + ratios.map { ratio in
            let limits = [ratio * lone]
            let objectives = Objectives(
              firstToken: [
                FirstTokenObjective(
                  place: .service, withinSeconds: limits[0], percentile: 0.99, basis: .requests, atLeast: 0.99,
                  share: 0.9)
              ], holdSeconds: 0)
            let curves =
              [LatencyCurve.birthDeath(replica.model, mix: mix, limits: limits)]
              + tables.map { $0.curve(limits: limits) }
            return curves.map { String(format: "%.2f", ($0.capacity(objectives) ?? 0) / $0.saturation) }
              .joined(separator: " / ")
          })
    }
  }
}

private func row(_ cells: [String]) { print("| " + cells.joined(separator: " | ") + " |") }

private func short(_ value: Double) -> String { String(format: "%.3g", value) }
