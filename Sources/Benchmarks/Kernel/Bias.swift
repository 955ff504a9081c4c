import EventKernel
import Foundation
import ServingModel
import Stochastics

/// Where the flow level is off and by how much: the table of docs/background/serving.md, as rows of Markdown.
///
/// Not a measurement of speed: it runs only when it is asked for by name, `nines-bench bias`. The traces are read from
/// the directory that NINES_DATA names.
func printBias() {
  guard CommandLine.arguments.dropFirst().contains("bias") else { return }
  do {
    let bias = Bias()
    try bias.saturation()
    try bias.meanResponse()
    try bias.bursts()
    try bias.outputLaws()
    try bias.traces()
  } catch {
    print("bias: \(error)")
    exit(1)
  }
}

private struct Bias {
  /// Llama-3.1-70B FP8 on four H100, vLLM: the fit of docs/background/serving.md.
  let model = ReplicaModel(
    iteration: IterationTime(
      fixed: 11.02e-3, perSequence: 0.0547e-3, perKVToken: 0.0279e-6, perPrefillToken: 0.0446e-3), maximumSequences: 64)

  func mixes() throws -> [(name: String, mix: TokenMix)] {
    func mix(_ prompt: Double, _ output: Double) throws -> TokenMix {
      try TokenMix(prompt: .constant(prompt), output: .exponential(mean: output))
    }
    return [
      ("conversation 1155/211", try mix(1155, 211)), ("chat 300/400", try mix(300, 400)),
      ("long prompts 4000/200", try mix(4000, 200)), ("code 2048/28", try mix(2048, 28)),
    ]
  }

  private func row(_ cells: [String]) { print("| " + cells.joined(separator: " | ") + " |") }

  private func percent(_ value: Double, over reference: Double) -> String {
    String(format: "%+.1f %%", 100 * (value / reference - 1))
  }

  private func seconds(_ value: Double) -> String { String(format: "%.2f s", value) }

  /// Mean, percentile and interval of the response at request level.
  private func response(
    _ mix: TokenMix, rate: Double, replicas: Int = 1, routing: Routing = .random, dispersion: Double = 1,
    requests: Int = 400_000
  ) -> LatencyFigures {
    var pool = RequestPool(Array(repeating: model, count: replicas), routing: routing, seed: 1)
    var arrivals = SyntheticArrivals(rate: rate * Double(replicas), mix: mix, dispersion: dispersion, seed: 1)
    pool.serve(requests / 10, of: &arrivals)
    pool.count(from: pool.now)
    pool.serve(requests, of: &arrivals)
    pool.finish()
    return pool.tally.endToEnd.figures
  }

  func saturation() throws {
    row(["Saturated throughput, request level against", "plain formula", "with both corrections"])
    row(["---", "---", "---"])
    for (name, mix) in try mixes() {
      let time = model.iteration
      let plain = SteadyReplica(
        fixed: time.fixed,
        slope: time.perSequence + time.perKVToken * (mix.meanPrompt + mix.meanOutput / 2)
          + time.perPrefillToken * mix.meanPrompt / mix.meanOutput, meanOutput: mix.meanOutput, limit: 64)
      let measured = RequestPool.saturation(of: model, mix: mix, seed: 1)
      row([
        name, percent(measured, over: plain.saturation),
        percent(measured, over: SteadyReplica(model, mix: mix).saturation),
      ])
    }
    print()
  }

  func meanResponse() throws {
    let loads = [0.3, 0.6, 0.8, 0.9]
    for (title, replicas, routing) in [
      ("random, per replica", 4, Routing.random), ("least-loaded, 4 replicas", 4, .leastLoaded),
    ] {
      row(["Mean end to end, chain against request level (\(title))"] + loads.map { "\($0)" })
      row(Array(repeating: "---", count: loads.count + 1))
      for (name, mix) in try mixes() {
        let saturation = RequestPool.saturation(of: model, mix: mix, seed: 1)
        let cells = loads.map { load in
          let chain = LatencyCurve.birthDeathPoint(model, mix: mix, requestsPerSecond: load * saturation)
          let found = response(mix, rate: load * saturation, replicas: replicas, routing: routing)
          return percent(chain.endToEnd.mean, over: found.mean)
        }
        row([name] + cells)
      }
      print()
    }
  }

  func bursts() throws {
    let dispersions = [1.0, 3, 5, 10]
    row(["Bursts at 0.8, conversation: chain against request level"] + dispersions.map { "index \(Int($0))" })
    row(Array(repeating: "---", count: 5))
    let mix = try mixes()[0].mix
    let rate = 0.8 * RequestPool.saturation(of: model, mix: mix, seed: 1)
    let chain = LatencyCurve.birthDeathPoint(model, mix: mix, requestsPerSecond: rate).endToEnd.mean
    for replicas in [1, 16] {
      let cells = dispersions.map { dispersion in
        percent(
          chain,
          over: response(mix, rate: rate, replicas: replicas, routing: .leastLoaded, dispersion: dispersion).mean)
      }
      row(["\(replicas) replica\(replicas == 1 ? "" : "s, least-loaded")"] + cells)
    }
    print()
  }

  func outputLaws() throws {
    row(["End to end at 7 requests a second", "mean", "P99", "P99 by the chain's curve"])
    row(Array(repeating: "---", count: 4))
    // A lognormal with variation 1 has σ² = ln 2 and the median mean / √2.
    let laws: [(String, Distribution)] = [
      ("constant answers", .constant(211)), ("exponential", .exponential(mean: 211)),
      ("lognormal, variation 1", .lognormal(median: 211 / 2.0.squareRoot(), sigma: log(2.0).squareRoot())),
    ]
    for (name, law) in laws {
      let mix = try TokenMix(prompt: .constant(1155), output: law)
      let found = response(mix, rate: 7)
      let chain = LatencyCurve.birthDeathPoint(model, mix: mix, requestsPerSecond: 7)
      row([name, seconds(found.mean), seconds(found.p99), seconds(chain.endToEnd.p99)])
    }
    print()
  }

  /// The Azure traces on pools that the flow level sizes: the smallest on which the busiest minute is at most 80 %.
  func traces() throws {
    guard let directory = ProcessInfo.processInfo.environment["NINES_DATA"] else {
      print("The traces are skipped: NINES_DATA names no directory")
      return
    }
    row([
      "Trace, P99 end to end", "replicas", "busiest minute", "index, 10 s", "flow, chain", "flow, tabulated",
      "request level", "request level, Poisson within minutes",
    ])
    row(Array(repeating: "---", count: 8))
    for name in ["conv", "code"] {
      let trace = try AzureTrace(URL(filePath: directory).appending(path: "AzureLLMInferenceTrace_\(name).csv"))
      row([name] + traceCells(trace))
    }
    print()
  }

  private func traceCells(_ trace: AzureTrace) -> [String] {
    let mix = TokenMix(trace.arrivals.map { TokenMix.Pair(prompt: $0.prompt, output: $0.output) })
    let times = trace.arrivals.map(\.at)
    let chain = LatencyCurve.birthDeath(model, mix: mix)
    let minutes = ArrivalCounts(times, window: 60)
    let replicas = Int((Double(minutes.counts.max() ?? 1) / 60 / (0.8 * chain.saturation)).rounded(.up))
    // Within a minute: what remains of the dispersion when the minute's own rate is taken out.
    let dispersion = max(1, ArrivalCounts(times, window: 10).dispersion(within: 6))
    let table = LatencyCurve.tabulated(
      model, mix: mix, how: CurveMeasurement(replicas: replicas, dispersion: dispersion, requests: 400_000), seed: 1)
    func flow(_ curve: LatencyCurve) -> FlowReplay {
      FlowReplay(FlowPool(curve, sequences: 64, timeout: 3600), minutes, replicas: replicas)
    }
    func requests(_ arrivals: [RequestArrival]) -> LatencyFigures {
      var pool = RequestPool(Array(repeating: model, count: replicas), routing: .leastLoaded, seed: 1)
      for arrival in arrivals { pool.submit(arrival) }
      pool.finish()
      return pool.tally.endToEnd.figures
    }
    let byChain = flow(chain)
    return [
      "\(replicas)", String(format: "%.0f %%", 100 * byChain.peakUtilization),
      String(format: "%.1f (%.1f within minutes)", ArrivalCounts(times, window: 10).dispersion ?? 1, dispersion),
      seconds(byChain.endToEnd.p99), seconds(flow(table).endToEnd.p99),
      seconds(requests(trace.arrivals).p99), seconds(requests(trace.spreadWithinMinutes(seed: 1)).p99),
    ]
  }
}
