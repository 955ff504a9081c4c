import ServingModel

/// The request level: plain M/M/c, and replicas of a language model with the Azure conversation's mean tokens.
func measureRequests() {
  if isWanted("request.mmc") {
    let customers = 2_000_000
    var waited = 0.0
    let times = (0..<7).map { turn in
      seconds {
        var group = ServerGroup(servers: 10, serviceSeconds: 1, seed: UInt64(turn))
        group.serve(customers, arrivalsPerSecond: 8, seed: UInt64(turn))
        waited += group.waits.mean
      }
    }
    precondition(abs(waited / 7 - 0.20459) < 0.02, "M/M/10 waits \(waited / 7) s")
    report("request.mmc", value: 2 * Double(customers) / median(times), unit: "events/s")
  }
  for (name, utilization) in [("request.llm", 0.8), ("request.llm.overloaded", 1.2)] where isWanted(name) {
    let model = ReplicaModel(
      iteration: IterationTime(
        fixed: 11.02e-3, perSequence: 0.0547e-3, perKVToken: 0.0279e-6, perPrefillToken: 0.0446e-3),
      maximumSequences: 64)
    // Azure LLM inference trace 2023, conversation: means of 1155 and 211 tokens; laws with its variation.
    guard
      let mix = try? TokenMix(
        prompt: .lognormal(median: 800, sigma: 0.857), output: .lognormal(median: 170, sigma: 0.657))
    else { preconditionFailure("the benchmark's token laws are valid") }
    let replicas = 64
    let rate = utilization * SteadyReplica(model, mix: mix).saturation * Double(replicas)
    let requests = 1_000_000
    let times = (0..<5).map { turn in
      var pool = RequestPool(Array(repeating: model, count: replicas), routing: .leastLoaded)
      var arrivals = SyntheticArrivals(rate: rate, mix: mix, seed: UInt64(turn))
      pool.serve(requests / 10, of: &arrivals)
      return seconds { pool.serve(requests, of: &arrivals) }
    }
    report(name, value: Double(requests) / median(times), unit: "requests/s")
  }
}
