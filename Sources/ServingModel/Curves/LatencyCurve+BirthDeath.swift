import Foundation
import Numerics
import QueueingTheory

extension LatencyCurve {
  /// The utilisations of a birth-death curve, from nearly idle to where the flow level takes the pool to be overloaded.
  static let birthDeathUtilizations: [Double] = {
    let steps: [Double] = (1...19).map { (twentieth: Int) -> Double in Double(twentieth) * 0.05 }
    return [0.02] + steps + [0.97]
  }()

  /// The curve that follows from the birth-death chain on the number of requests in a replica, with the state-dependent
  /// rate X(min(n, limit)).
  ///
  /// It holds for Poisson arrivals and prompts that do not block one another, which is checked in
  /// docs/background/serving.md. The number in the system and with it the mean response are those of the chain. What
  /// the chain cannot say is composed: an arrival that finds the batch full waits an exponential time with rate
  /// X(limit) - λ, its prompt then takes the rest of an iteration and as many iterations as the chunk budget needs,
  /// and its answer one iteration a token, at a pace that long answers see closer to the mean.
  ///
  /// - Parameter limits: First-token times whose excess the curve is to report, in seconds.
  public static func birthDeath(_ model: ReplicaModel, mix: TokenMix, limits: [Double] = []) -> LatencyCurve {
    let states = ResponseStates(model, mix: mix)
    return LatencyCurve(
      provenance: .birthDeath, saturation: states.steady.saturation,
      points: birthDeathUtilizations.map { states.point(utilization: $0, limits: limits) })
  }
}

/// The pieces of the birth-death curve that do not depend on the load.
struct ResponseStates {
  let steady: SteadyReplica
  private let model: ReplicaModel
  /// Pairs of the mix that stand for equal shares of it, in the order of output.
  private let pairs: [TokenMix.Pair]

  init(_ model: ReplicaModel, mix: TokenMix) {
    self.model = model
    steady = SteadyReplica(model, mix: mix)
    pairs = mix.representatives(256)
  }

  /// Seconds to the first token of a request that is alone, on average.
  var loneFirstToken: Double {
    pairs.reduce(0) { $0 + promptSeconds(0, prompt: $1.prompt) - 0.5 * steady.fixed } / Double(pairs.count)
  }

  func point(utilization: Double, limits: [Double]) -> LatencyPoint {
    let rate = utilization * steady.saturation
    let limit = steady.limit
    let found = BirthDeathChain(birth: { _ in rate }, death: { steady.throughput(Double(min($0, limit))) }).steadyState
    let meanInSystem = found.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    let response = meanInSystem / rate

    let firstToken = firstTokenLaw(found, rate: rate)
    let outputs = pairs.reduce(0) { $0 + Double($1.output) } / Double(pairs.count)
    let pace = max(model.iteration.fixed, (response - firstToken.mean) / outputs)
    let law = responseLaws(found, rate: rate, pace: pace)
    return LatencyPoint(
      utilization: utilization, meanInSystem: meanInSystem, firstToken: firstToken.figures(mean: firstToken.mean),
      perToken: law.perToken.figures(mean: pace), endToEnd: law.endToEnd.figures(mean: response),
      lateFirstTokens: limits.map { LateShare(limitSeconds: $0, share: firstToken.share(above: $0)) })
  }

  /// Seconds from admission to the first token with n requests decoding: half an iteration until the next begins, as
  /// many as the chunk budget needs, and the prompt's own work.
  private func promptSeconds(_ n: Int, prompt: Int32) -> Double {
    let budget = max(1, model.chunkTokens - n)
    let processed = Double(prompt - model.prefixes.hits(prompt: prompt))
    let iterations = (processed / Double(budget)).rounded(.up)
    return (0.5 + iterations) * steady.iterationSeconds(Double(n)) + model.iteration.perPrefillToken * processed
  }

  private func firstTokenLaw(_ found: [Double], rate: Double) -> WaitMixture {
    mixture(found, rate: rate) { n, pair in promptSeconds(n, prompt: pair.prompt) }
  }

  /// Time per token and end to end. The pace of an answer is the mean of iterations over its own length, so it varies
  /// less than the states do: the load is followed as a process with relaxation time 1 / X'(n), whose mean over D
  /// relaxation times has the variance 2 (D - 1 + e^-D) / D² of the state's.
  private func responseLaws(_ found: [Double], rate: Double, pace: Double) -> (
    perToken: WaitMixture, endToEnd: WaitMixture
  ) {
    let decoding = found.indices.map { Double(min($0 + 1, steady.limit)) }
    let meanState = zip(decoding, found).reduce(0) { $0 + $1.0 * $1.1 }
    let iteration = steady.iterationSeconds(meanState)
    let relaxation = steady.meanOutput * iteration * iteration / steady.fixed
    func perToken(_ n: Int, _ pair: TokenMix.Pair) -> Double {
      let span = Double(pair.output) * pace / relaxation
      let shrink = span < 1e-3 ? 1 : (2 * (span + expm1(-span)) / (span * span)).squareRoot()
      return max(model.iteration.fixed, pace + steady.slope * (Double(min(n + 1, steady.limit)) - meanState) * shrink)
    }
    return (
      mixture(found, rate: rate, waits: false, perToken),
      mixture(found, rate: rate) { n, pair in
        promptSeconds(n, prompt: pair.prompt) + Double(pair.output) * perToken(n, pair)
      }
    )
  }

  /// The law of a time that depends on the state found and on the tokens, behind the wait where the batch is full.
  private func mixture(
    _ found: [Double], rate: Double, waits: Bool = true, _ seconds: (Int, TokenMix.Pair) -> Double
  ) -> WaitMixture {
    let limit = steady.limit
    let share = 1 / Double(pairs.count)
    var atOnce: [(seconds: Double, weight: Double)] = []
    for n in 0..<min(limit, found.count) where found[n] > 1e-9 {
      for pair in pairs { atOnce.append((seconds(n, pair), found[n] * share)) }
    }
    let full = found.count > limit ? found[limit...].reduce(0, +) : 0
    var behind: [(seconds: Double, weight: Double)] = []
    if full > 1e-12 { for pair in pairs { behind.append((seconds(limit, pair), full * share)) } }
    return waits
      ? WaitMixture(atOnce: atOnce, behindWait: behind, waitRate: steady.saturation - rate)
      : WaitMixture(atOnce: atOnce + behind, behindWait: [], waitRate: 1)
  }
}
