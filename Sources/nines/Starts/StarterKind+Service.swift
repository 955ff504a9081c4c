/// What is known of each kind of service: tokens, latency objectives, the course of a day. Each with its source.
extension StarterKind {
  /// Tokens of a request.
  var tokens: (prompt: Int, output: Int, source: String) {
    switch self {
    case .rag: (2500, 250, "assumed: passages beside the question")
    case .voice: (600, 60, "assumed: short turns")
    case .code: (2048, 28, "source: Azure LLM inference trace 2023, code")
    case .batch: (4000, 300, "assumed: documents in, summaries out")
    case .chat, .onPrem, .multiCloud, .autoscaled, .rented:
      (1155, 211, "source: Azure LLM inference trace 2023, conversation")
    }
  }

  /// What users were found to expect: limits of the first token in 99 of 100 requests, and of each token after it.
  var latency: (firstToken: String, perToken: String, source: String) {
    let guide = "source: Spheron SLO guide 2026, as collected in GPUscale"
    return switch self {
    case .rag: ("400ms", "80ms", "\(guide): chat with retrieval, 12.5 tokens a second")
    case .voice: ("200ms", "30ms", "\(guide): voice agent, 150-200 ms, 33 tokens a second")
    case .code: ("300ms", "50ms", "\(guide): code completion in a panel, 20 tokens a second")
    case .batch: ("3s", "200ms", "\(guide): batch, 5 tokens a second")
    case .chat, .onPrem, .multiCloud, .autoscaled, .rented:
      ("300ms", "50ms", "\(guide): interactive chat, 20 tokens a second")
    }
  }

  /// Demand by the hour, as shares of the peak, and by the day where it matters.
  var curves: [String] {
    switch self {
    case .code:
      [
        "day: { 0h: 10%, 6h: 15%, 9h: 85%, 12h: 70%, 15h: 100%, 20h: 30% }   # assumed",
        "week: { mon: 100%, tue: 100%, wed: 100%, thu: 100%, fri: 90%, sat: 25%, sun: 25% }   # assumed",
      ]
    case .batch: ["day: { 0h: 40%, 6h: 40%, 9h: 90%, 14h: 100%, 19h: 60% }   # assumed"]
    case .chat, .rag, .voice, .onPrem, .multiCloud, .autoscaled, .rented:
      ["day: { 0h: 45%, 5h: 30%, 10h: 90%, 15h: 100%, 20h: 75% }   # assumed"]
    }
  }

  /// Classes of traffic with what a failover may lose of them; nil where nothing is kept of a request.
  var classes: (line: String, objective: String?)? {
    switch self {
    case .batch:
      (
        "classes: { documents: { share: 100%, state: none, deadline: 8h } }   # assumed: a document may wait for a working day",
        nil
      )
    case .chat, .voice, .multiCloud, .autoscaled:
      (
        "classes: { conversations: { share: 100%, state: { replication: exponential mean 100ms } } }   # assumed lag",
        "data-loss: { conversations: 1s, in: 95% of failovers }"
      )
    case .rag, .code, .onPrem, .rented: nil
    }
  }

  /// What fails beside nodes, regions and releases.
  var ownFailures: [String] {
    switch self {
    case .rag:
      [
        "knowledge-base: { scope: dependency, of: knowledge-base, per-year: [2, 6, 15], lasts: lognormal median 20min sigma 1.0 }   # assumed"
      ]
    case .multiCloud:
      [
        "provider: { scope: provider, per-year: [0.05, 0.1, 0.3], lasts: lognormal median 2h sigma 1.0 }   # assumed",
        "drift: { scope: procedure, per-year: [0.5, 1, 3], fails: 100%, found-by: [failover-drill], lasts: 4h }   # assumed: images, quotas and settings grow apart",
      ]
    case .rented:
      [
        "outsider: { scope: region, sites: [api], per-year: [2, 4, 10], lasts: lognormal median 60min sigma 1.0 }   # assumed"
      ]
    case .chat, .voice, .code, .batch, .onPrem, .autoscaled: []
    }
  }

  /// Blocks of the plan that only this kind has.
  var ownBlocks: [String] {
    switch self {
    case .rag:
      [
        "dependencies:                         # without it the model answers from memory",
        "  knowledge-base: { without: { quality: 60% } }   # assumed", "",
      ]
    case .multiCloud:
      [
        "drills:                               # what has grown apart is found by a drill, or by the failover itself",
        "  failover-drill: { per-year: 2, first: 2027-03-01 10:00, people: 6, hours: 8h, rate: $125/h }   # assumed",
        "",
      ]
    case .autoscaled:
      [
        "autoscaling:                          # source: a runbook's target of 70 %, out after 180 s, in after 300 s",
        "  minimum: 2 nodes                    # assumed",
        "  start-lag: lognormal median 6min sigma 0.2   # assumed",
        "  policies: [{ kind: target, utilization: 70%, out-cooldown: 180s, in-cooldown: 300s }]", "",
      ]
    case .chat, .voice, .code, .batch, .onPrem, .rented: []
    }
  }
}
