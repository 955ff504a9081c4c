internal import Intake
import ServiceModel
import ServingModel
import Stochastics

/// The replica model and what it promises: iteration time, latency objectives, the pools that follow from both.
extension PlanDecoder {
  /// How long an iteration takes and what fits into one; nil where the plan gives no more than a rated capacity.
  func replicaModel(_ reader: FieldReader) -> ReplicaModel? {
    guard let iteration = reader.child("iteration") else {
      for key in ["batch", "kv", "chunk", "curve", "prefix-cache", "gpu-state"] where reader.has(key) {
        reader.error(
          key, "'\(reader.path(of: key))' needs 'iteration'",
          remedy:
            "Add 'iteration: { fixed: 11ms, per-sequence: 0.05ms, per-kv-token: 0.03us, per-prefill-token: 0.04ms }'")
      }
      return nil
    }
    let time = IterationTime(
      fixed: positive(iteration, "fixed", .duration), perSequence: iteration.optional("per-sequence", .duration) ?? 0,
      perKVToken: iteration.optional("per-kv-token", .duration) ?? 0,
      perPrefillToken: iteration.optional("per-prefill-token", .duration) ?? 0)
    iteration.finish()
    fitRange(reader)
    curveSource = curveSource(reader)
    return ReplicaModel(
      iteration: time, maximumSequences: Int(max(1, positive(reader, "batch", .count("requests")))),
      kvTokens: reader.has("kv") ? positive(reader, "kv", .count("tokens")) : .infinity,
      chunkTokens: reader.has("chunk") ? Int(max(1, positive(reader, "chunk", .count("tokens")))) : 2048,
      prefixes: prefixCache(reader))
  }

  /// `prefix-cache: { hits: 36.6% of prompt, refill: 2000000 tokens }`.
  private func prefixCache(_ replica: FieldReader) -> PrefixCache {
    guard let reader = replica.child("prefix-cache") else { return .none }
    defer { reader.finish() }
    let hits = reader.required("hits", .shareOf("prompt"))
    if hits >= 1 {
      reader.error(
        "hits", "'\(reader.path(of: "hits"))' leaves nothing of a prompt to be processed",
        remedy: "Write the share of prompt tokens that the cache holds, such as 40%")
    }
    return PrefixCache(hitShare: min(hits, 0.999), refillTokens: reader.optional("refill", .count("tokens")) ?? 0)
  }

  /// Over which range the iteration time was fitted, and how well; beyond it is extrapolation, which is said.
  private func fitRange(_ reader: FieldReader) {
    if reader.choice("derived", DerivedFrom.self) == .roofline {
      interpret("replica: the iteration time is computed from a roofline, nobody measured it")
    }
    guard let fitted = reader.child("fitted") else { return }
    let batch = fitted.required("up-to", .count("requests"))
    let error = fitted.optional("error", .share)
    let points = fitted.optional("points", .count())
    let tokens = ["prompt", "output"].map { fitted.optional("\($0)-up-to", .count("tokens")) }
    fitted.finish()
    let asked = reader.optional("batch", .count("requests")) ?? batch
    interpret(
      "replica: fitted on \(points.map { "\(Int($0)) measured points" } ?? "measured points") up to batch \(Int(batch))"
        + (error.map { ", mean error \(hundredths($0 * 100)) %" } ?? ""))
    if asked > batch {
      reader.warning(
        "batch", "a batch of \(Int(asked)) lies beyond the fitted range, which ends at \(Int(batch))",
        remedy: "Keep to \(Int(batch)), or take the figures as extrapolated")
    }
    fittedTokens = (tokens[0], tokens[1])
  }

  private enum DerivedFrom: String, CaseIterable {
    case roofline
  }

  /// Objectives on latency and on shares of requests, streams and sessions.
  func serviceLevels(_ reader: FieldReader, into objectives: inout Objectives) {
    if let objective = firstToken(reader, "first-token", .service) { objectives.firstToken.append(objective) }
    if let objective = firstToken(reader, "first-token-at-user", .user) { objectives.firstToken.append(objective) }
    if let token = reader.child("per-token") {
      objectives.perTokenSeconds = positive(token, "within", .duration)
      token.finish()
    }
    for figure in ShareObjective.Figure.allCases {
      guard let part = reader.child(figure.rawValue) else { continue }
      objectives.shares.append(
        ShareObjective(figure: figure, atLeast: part.required("at-least", .share), share: share(part, "years")))
      part.finish()
    }
  }

  private func firstToken(
    _ reader: FieldReader, _ key: String, _ place: FirstTokenObjective.Place
  ) -> FirstTokenObjective? {
    guard let part = reader.child(key) else { return nil }
    defer { part.finish() }
    let percentile = part.optional("percentile", .share) ?? (place == .service ? 0.99 : 0.95)
    let basis = part.choice("of", FirstTokenObjective.Basis.self) ?? .requests
    let atLeast = part.optional("at-least", .share)
    if basis == .time && atLeast == nil {
      part.missing("at-least", example: "99.9%")
    }
    if !(0.5..<1).contains(percentile) {
      part.error("percentile", "'\(part.path(of: "percentile"))' must lie between 50% and 100%", remedy: "Write 99%")
    }
    return FirstTokenObjective(
      place: place, withinSeconds: positive(part, "within", .duration), percentile: min(percentile, 0.999999),
      basis: basis, atLeast: atLeast ?? percentile, share: share(part, "years"))
  }

  /// Draws the latency curves of a service and rates its replica by them, where the plan gives a replica model.
  func serve(_ service: inout Service, _ reader: FieldReader) {
    let objectives = service.objectives
    guard let model = service.replica.serving else {
      refuseLatency(service, reader)
      return
    }
    refuseUnsharedPatience(service, reader)
    // Who only asks which keys there are need not wait for curves.
    guard !context.diagnostics.hasErrors, context.recorder == nil else { return }
    guard let mix = tokenMix(service.traffic) else {
      reader.error(
        "traffic", "a replica model needs the tokens of a request",
        remedy: "Add 'tokens: { prompt: 1155, output: 211 }' to 'traffic'")
      return
    }
    guard mix.fits(into: model) else {
      reader.error(
        "replica",
        "no request fits into the KV cache of \(nearestWhole(model.kvTokens)) tokens: prompt and answer have"
          + " \(nearestWhole(mix.meanPrompt + mix.meanOutput)) on average",
        remedy: "Check 'kv' and the tokens of a request")
      return
    }
    warnOfExtrapolation(mix, reader)
    service.replica.curve = curveSource
    let confirmed = service.traffic.confirmationSeconds
    let ratedLimits = objectives.firstToken.map { max(0, $0.withinSeconds - confirmed) }
    let siteLimits = service.sites.map { FirstTokenLimits(objectives, service.traffic, at: $0, confirmed: confirmed) }
    // One curve for all sites, so that they differ only in what the plan says of them.
    let choice = CurveChoice(
      curveSource, model, mix: mix, limits: ratedLimits + siteLimits.flatMap(\.seconds),
      queueLimit: service.protection.queue.limit)
    guard checkChain(choice, reader) else { return }
    let source = choice.source
    let rated = CurveShelf.shared.curve(source, model, mix: mix, limits: ratedLimits)
    interpretCurve(rated, choice, wasChosen: curveSource != nil)
    if service.replica.ratedRPS <= 0 {
      guard let capacity = rated.capacity(objectives) else {
        reader.error(
          "replica", "no load holds the latency objectives: the first token of a lone request is too late",
          remedy: "Relax 'objectives.first-token' or 'objectives.per-token', or choose a faster replica")
        return
      }
      service.replica.ratedRPS = capacity
      let text = String(nearestWhole(capacity * 1e4))
      interpret(
        "replica: rated at \(text.dropLast(4).isEmpty ? "0" : text.dropLast(4)).\(text.suffix(4)) requests/s, the highest "
          + "load on its latency curve that holds the latency objectives; it saturates at \(hundredths(rated.saturation))"
      )
    } else if let capacity = rated.capacity(objectives), service.replica.ratedRPS > capacity * 1.005 {
      reader.node("replica").map { node in
        context.report(
          .warning, at: node.position,
          "'rated' is above \(hundredths(capacity))rps, the highest load at which the replica holds the latency objectives",
          remedy: "Leave 'rated' out: it follows from 'iteration' and the objectives")
      }
    }
    interpretQueue(rated, ratedRPS: service.replica.ratedRPS)
    service.replica.coldCache = coldCache(model, mix: mix, ratedRPS: service.replica.ratedRPS)
    if service.traffic.timeoutSeconds == nil {
      interpret("traffic: clients wait 30 s for a first token; 'traffic.timeout' says how long yours do")
    }
    for index in service.sites.indices {
      let site = service.sites[index]
      let curve = CurveShelf.shared.curve(source, model, mix: mix, limits: siteLimits[index].seconds)
      service.sites[index].pool = FlowPool(
        curve, throughput: site.throughput, sequences: SteadyReplica(model, mix: mix).limit,
        timeout: service.traffic.timeoutSeconds ?? Traffic.assumedTimeoutSeconds,
        mixtures: siteLimits[index].mixtures)
    }
  }

  /// What a site that begins to answer loses until its prefix caches are filled.
  private func coldCache(_ model: ReplicaModel, mix: TokenMix, ratedRPS: Double) -> ColdCache? {
    guard model.prefixes.hitShare > 0, model.prefixes.refillTokens > 0 else { return nil }
    var cold = model
    cold.prefixes = .none
    let cache = ColdCache(
      speed: SteadyReplica(cold, mix: mix).saturation / SteadyReplica(model, mix: mix).saturation,
      refillSeconds: model.prefixes.refillTokens / (ratedRPS * mix.meanPrompt))
    interpret(
      "replica: without its prefix cache it answers \(hundredths(cache.speed * 100)) % of what it answers with it, and at "
        + "rated load it has 63 % of the cache back after \(hundredths(cache.refillSeconds / 60)) min")
    return cache
  }

  private func warnOfExtrapolation(_ mix: TokenMix, _ reader: FieldReader) {
    for (name, mean, limit) in [
      ("long prompts", mix.meanPrompt, fittedTokens.prompt), ("long answers", mix.meanOutput, fittedTokens.output),
    ] {
      guard let limit, mean > limit, let node = reader.node("traffic") else { continue }
      context.report(
        .warning, at: node.position,
        "\(name): \(Int(mean)) tokens on average lie beyond the fitted range, which ends at \(Int(limit))",
        remedy: "Take the figures as extrapolated, or fit the replica on longer ones")
    }
  }

  func hundredths(_ value: Double) -> String {
    let text = String(nearestWhole(value * 100))
    let padded = String(repeating: "0", count: max(0, 3 - text.count)) + text
    return "\(padded.dropLast(2)).\(padded.suffix(2))"
  }

  private func tokenMix(_ traffic: Traffic) -> TokenMix? {
    switch traffic.tokens {
    case .table(_, let pairs): return TokenMix(pairs)
    case .laws(let prompt, let output, let rank):
      return try? TokenMix(prompt: prompt, output: output, correlation: TokenLaw.normalCorrelation(ofRank: rank))
    case nil:
      guard traffic.promptTokens > 0, traffic.outputTokens > 0 else { return nil }
      return TokenMix(prompt: traffic.promptTokens, output: traffic.outputTokens)
    }
  }

  /// What is promised of latency cannot be judged without a replica model.
  private func refuseLatency(_ service: Service, _ reader: FieldReader) {
    let objectives = service.objectives
    if service.replica.ratedRPS <= 0 {
      reader.node("replica").map { node in
        context.report(
          at: node.position, "'replica' has neither 'rated' nor 'iteration'", remedy: "Add 'rated: 9.36rps'")
      }
    }
    let needs = ["first-token", "first-token-at-user", "per-token", "streams-unbroken", "gateway-success"]
    guard !objectives.firstToken.isEmpty || !objectives.shares.isEmpty || objectives.perTokenSeconds != nil,
      let written = reader.node("objectives")
    else { return }
    for key in needs {
      guard let node = written[key] else { continue }
      context.report(
        at: node.position, "'objectives.\(key)' cannot be judged: the replica has no more than a rated capacity",
        remedy: "Add 'iteration' and 'batch' to 'replica', or take an entry of models/library/gpus")
    }
  }
}
