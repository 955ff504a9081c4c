/// The plan that `nines init` writes: short enough to read at once, complete enough to compare.
struct StarterPlan {
  let service: String
  let kind: StarterKind
  let answers: StarterAnswers
  /// Machines of one's own that stand at a site: what its fleet is, which the plan itself says once it has been read.
  var ownedNodes = 1
  /// What standbys keep, by design: an autoscaler must not empty what takes no traffic.
  var pinned: [String: Int] = [:]
  /// Designs that come to the same as another one: half of a fleet of one node is the whole.
  var left: Set<String> = []

  var text: String {
    (head + objectives + traffic + replica + sites + capacity + failures + failover + kind.ownBlocks + prices + designs)
      .joined(separator: "\n") + "\n"
  }

  private var head: [String] {
    [
      "# yaml-language-server: $schema=plan.schema.json",
      "# An editor with a YAML language server completes and checks by the line above: nines schema > plan.schema.json",
      "",
      "# A first plan of a service like \(kind.rawValue). Every number has a unit; [low, mid, high] where nobody is sure; 'assumed' marks",
      "# what nobody measured here: put in what you know, and leave the word where you do not.",
      "service: \(service)", "begins: 2027-01-01", "",
    ]
  }

  private var objectives: [String] {
    var lines = [
      "objectives:                           # a design meets the plan when it keeps every line",
      "  availability: { of: requests, at-least: \(answers.availability), in: 90% of years }",
      "  recovery: { region: \(answers.recovery), in: 90% of outages }",
    ]
    if let objective = kind.classes?.objective { lines.append("  \(objective)   # assumed") }
    if case .library = answers.replica {
      lines.append("  # \(kind.latency.source)")
      lines.append("  first-token: { within: \(kind.latency.firstToken), in: 90% of years }   # in 99 of 100 requests")
      lines.append("  per-token: { within: \(kind.latency.perToken) }")
    }
    return lines + [""]
  }

  private var traffic: [String] {
    let tokens = kind.tokens
    var lines = [
      "traffic:", "  peak: \(answers.peak)                        # the busiest five minutes of a year, nearly",
    ]
    lines += kind.curves.map { "  \($0)" }
    lines.append("  tokens: { prompt: \(tokens.prompt), output: \(tokens.output) }   # \(tokens.source)")
    if let classes = kind.classes { lines.append("  \(classes.line)") }
    return lines + [""]
  }

  private var replica: [String] {
    switch answers.replica {
    case .library(let entry):
      ["replica:                              # models/library/gpus/\(entry.file).yaml"] + entry.lines.map { "  \($0)" }
        + curve + [start(weights: entry.weights), ""]
    case .rated(let rate, let gpus):
      [
        "replica:", "  name: my model",
        "  # the highest load at which a replica keeps \(kind.latency.firstToken) to the first token and \(kind.latency.perToken) for each after it:",
        "  # \(kind.latency.source)",
        "  rated: \(rate)                     # a measured rate: say here how it was measured", "  gpus: \(gpus)",
        start(weights: gpus < 3 ? 16 : 70), "",
      ]
    }
  }

  /// Tight limits of the first token, and short answers to long prompts, are measured, not computed. A short measurement starts
  /// a plan within a second or two.
  private var curve: [String] {
    [
      "  curve: { by: request-level, requests: 30000 }   # assumed to be enough to start; without the line up to 400,000 are measured"
    ]
  }

  /// From an acquired node to warm replicas: a small engine starts in a minute, a large one in two and a half.
  private func start(weights: Int) -> String {
    let (load, initialise) = weights < 30 ? (5, 60) : weights < 100 ? (60, 150) : (120, 150)
    return
      "  start: { boot: 3min, image: 20GB, weights: \(weights)GB, load: \(load)s, initialise: \(initialise)s }   # assumed"
  }

  private var capacity: [String] {
    [
      "buffer: 25% of requirement            # assumed: 20 to 30 % is usual", "",
      "acquire:                              # capacity that nobody reserved",
      "  calm: { refused: 5%, wait: 6min }   # assumed",
      "  rush: { refused: [15%, 35%, 70%], wait: 12min, lasts: lognormal median 150min sigma 0.8 }   # assumed", "",
    ]
  }

  private var failures: [String] {
    [
      "failures:",
      "  node: { scope: node, every: exponential mean 264d, lasts: lognormal median 15min sigma 1.0 }   # source: Llama 3 405B, 419 interruptions in 54 days; repair assumed",
      "  region: { scope: region, per-year: [0.3, 0.8, 2], lasts: lognormal median 80min sigma 1.1 }   # assumed; source of the length: provider incidents to 2024, ICPE'25",
      "  release: { scope: everywhere, per-year: [1, 2, 6], lasts: lognormal median 9min sigma 1.0 }   # assumed",
    ] + kind.ownFailures.map { "  \($0)" } + [""]
  }

  private var failover: [String] {
    [
      "detect: { probe: 10s, probe-timeout: 5s, failures: 3, vantage: 2 of 3 }",
      "decide: { by: automatic, pre-check: 30s, person: lognormal median 11min sigma 0.7 }   # assumed",
      "execute:", "  steps:", "    promote-data: { takes: 20s }        # assumed",
      "  restore-data: lognormal median 45min sigma 0.5   # assumed", "  backup-every: 1h",
      "  move-traffic: { by: dns, ttl: 60s, ignore-ttl: 3%, ignore-for: 30min }   # assumed",
      "  works: [90%, 95%, 99%]                # assumed: share of failovers that go as written",
      "  otherwise: lognormal median 60min sigma 1.0   # assumed",
      "failback: { after: 4h, at: 3h, rejoin: 10min }   # assumed", "",
    ]
  }

  private var prices: [String] {
    switch answers.loss {
    case .perMinute(let price): ["prices: { outage: { per-minute: \(price) } }   # what an outage costs", ""]
    case .perRequest(let price): ["prices: { outage: { per-lost-request: \(price) } }   # what an outage costs", ""]
    case nil: ["# prices: { outage: { per-minute: $500/min } }   # what an outage costs; there is no default", ""]
    }
  }

  private func overlay(_ name: String, _ overlay: String) -> String {
    guard kind == .autoscaled, let nodes = pinned[name] else { return overlay }
    return overlay.dropLast(2) + ", autoscaling: { sites: { other: { minimum: \(nodes) nodes } } } }"
  }

  /// What stands today, by the name that it has here.
  private var today: String { left.contains(answers.today) ? "hot-standby" : answers.today }

  private var designs: [String] {
    let lines = kind.designs.filter { !left.contains($0.name) }.map { design in
      "  \(design.name): \(overlay(design.name, design.overlay))"
        + (design.name == today ? "   # what stands today" : "")
    }
    return ["designs:                              # each lays over the plan only what differs"] + lines
  }
}
