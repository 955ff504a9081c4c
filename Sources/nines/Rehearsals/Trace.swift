import ArgumentParser
import EventKernel
import Foundation
import Intake
import ModelFiles
import Reports
import ServiceModel
import ServingModel

struct Trace: ParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv }

  enum Level: String, CaseIterable, ExpressibleByArgument { case both, flow, request }

  enum Rule: String, CaseIterable, ExpressibleByArgument {
    case leastLoaded = "least-loaded"
    case roundRobin = "round-robin"
    case random

    var routing: Routing {
      switch self {
      case .leastLoaded: .leastLoaded
      case .roundRobin: .roundRobin
      case .random: .random
      }
    }
  }

  static let configuration = CommandConfiguration(
    abstract: "Replay a request trace through a pool of the plan's replicas, request by request and by flow.",
    discussion: """
      The trace is CSV with TIMESTAMP, ContextTokens and GeneratedTokens (Azure LLM inference), or JSON lines with \
      timestamp, input_length and output_length (Mooncake). It is read twice, line by line. Without --replicas the pool is \
      what the plan's rating asks for in the trace's busiest minute.

      Examples:
        nines trace models/llm-serving.yaml requests.csv
        nines trace models/llm-serving.yaml requests.csv --replicas 2 \\
          --routing random --format json
        # what a prefix cache of two million tokens would have held
        nines trace models/llm-serving.yaml mooncake.jsonl --cache 2000000
        # both levels beside one another, as a page
        nines trace models/llm-serving.yaml requests.csv --out replayed
      """)

  @Argument(help: "The plan, a YAML file whose replica has an iteration time.", completion: .file(extensions: ["yaml"]))
  var plan: String

  @Argument(help: "The trace.", completion: .file(extensions: ["csv", "jsonl"]))
  var file: String

  @Option(help: "The design whose first serving site answers; the first of the plan by default.")
  var design: String?

  @Option(help: "Replicas of the pool.")
  var replicas: Int?

  @Option(help: "How requests reach replicas: least-loaded, round-robin or random.")
  var routing = Rule.leastLoaded

  @Option(help: "Which level to run: both, flow or request.")
  var level = Level.both

  @Option(help: "Unit of times that are numbers: ns, us, ms or s; by default ms in JSON lines and s in CSV.")
  var unit: TimeUnit?

  @Option(
    help: ArgumentHelp(
      "Tokens that a prefix cache holds; by default all that come.",
      discussion: "How much of the prompts was there before is counted where a trace names their blocks (hash_ids)."))
  var cache: Int?

  @Option(help: "Tokens of the blocks that a trace names in hash_ids, by default 512.")
  var block: Int?

  @Option(help: "What to print: table, json or csv.")
  var format = Format.table

  @Flag(help: "No progress on stderr.")
  var quiet = false

  @Option(help: "Seed of random routing.")
  var seed: UInt64 = 42

  @Option(
    help: "Directory for report.html, result.json and trace.csv; it must not hold another study.",
    completion: .directory)
  var out: String?

  static let mostReplicas = 100_000
  /// Tokens of a block in Mooncake's traces.
  static let usualBlock = 512

  func validate() throws {
    if let replicas, !(1...Self.mostReplicas).contains(replicas) {
      throw ValidationError("--replicas must be between 1 and \(Self.mostReplicas)")
    }
    if let block, !(1...1_000_000).contains(block) {
      throw ValidationError("--block must be between 1 and 1000000 tokens")
    }
    if let cache, !((block ?? Self.usualBlock)...1_000_000_000_000).contains(cache) {
      throw ValidationError("--cache must hold a block, \(block ?? Self.usualBlock) tokens, and 1000000000000 at most")
    }
  }

  func run() throws {
    let loaded = try loadPlan(plan, designs: design.map { [$0] })
    let directory = try out.map { try ResultDirectory($0) }
    // The design without disaster recovery is always first.
    let service = design == nil ? loaded.services[0] : loaded.services.last!
    guard var model = service.replica.serving else {
      Terminal.printError(
        "\(plan): error: a trace needs to know how long an iteration takes. Add 'iteration' and 'batch' to 'replica'")
      throw ExitCode.badModel
    }
    if let site = service.sites.first(where: { $0.keep == .serving }) { model.iteration.slow(to: site.throughput) }
    let line = ProgressLine(isQuiet: quiet)
    let progress = FileProgress(file, times: level == .flow ? 1 : 2, on: line)
    let replay: TraceReplay
    do {
      defer { line.finish() }
      replay = try self.replay(model, service, progress)
    } catch {
      Terminal.printError(error.description)
      throw ExitCode.badModel
    }
    let json = traceJSON(replay, model: service.name, design: service.design.name).text
    let text =
      switch format {
      case .table: traceLines(replay, model: service.name, width: Terminal.width).joined(separator: "\n") + "\n"
      case .json: json
      case .csv: traceTable(replay).text
      }
    if let directory {
      let files: [(name: String, text: String)] =
        try [reportFile(of: json), ("result.json", json), ("trace.csv", traceTable(replay).text)]
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    try Terminal.printResult(text)
  }

  private func replay(
    _ model: ReplicaModel, _ service: Service, _ progress: FileProgress
  ) throws(Diagnostic) -> TraceReplay {
    var summary = TraceSummary()
    let blockTokens = block ?? Self.usualBlock
    var prefixes = PrefixHits(blockTokens: blockTokens, cacheTokens: cache)
    var reader = try RequestTraceReader(path: file, unit: unit, blockTokens: blockTokens)
    while let request = try reader.next() {
      if summary.requests % FileProgress.stride == 0 { progress.show(reader.bytesRead) }
      summary.add(at: SimTime(nanoseconds: request.nanoseconds), prompt: request.prompt, output: request.output)
      prefixes.add(prompt: Int(request.prompt), blocks: request.blocks)
    }
    if let problem = reader.blockProblem {
      guard block == nil, cache == nil else { throw problem }
      Terminal.printError(
        "note: what a prefix cache would hold is not counted. \(problem.message). \(problem.remedy ?? "")")
    }
    if reader.skipped > 0 {
      Terminal.printError("note: \(file): \(reader.skipped) requests without output tokens are left out")
    }
    guard summary.requests > 0 else {
      throw Diagnostic(file: file, message: "the trace has no requests", remedy: "Give it a line for each request")
    }
    let mix = summary.mix
    guard mix.fits(into: model) else {
      throw Diagnostic(
        file: file,
        message: "none of its requests fits into the replica's KV cache of \(nearestWhole(model.kvTokens)) tokens",
        remedy: "Check its tokens, or 'replica.kv' of the plan")
    }
    // The pool answers this trace, whose tokens need not be those of the plan.
    let limits = service.objectives.firstToken.map(\.withinSeconds)
    let limit = service.protection.queue.limit
    var choice = CurveChoice(service.replica.curve, model, mix: mix, limits: limits, queueLimit: limit)
    let count: Int
    if let replicas {
      count = replicas
    } else {
      let rated = CurveShelf.shared.curve(choice.source, model, mix: mix, limits: limits)
      let capacity = rated.capacity(service.objectives) ?? FlowPool.restsUpTo * rated.saturation
      let asked = (summary.busiestRate / capacity).rounded(.up)
      guard asked <= Double(Self.mostReplicas) else {
        throw Diagnostic(
          file: file,
          message: "its busiest minute asks for \(asked) replicas, and a pool has \(Self.mostReplicas) at most",
          remedy: "Check its tokens, or give the pool with --replicas")
      }
      count = max(1, Int(nearestWhole(asked)))
    }
    if case .tabulated(var how) = choice.source {
      // As it is here: this pool, this router, and the bursts that are left within minutes.
      how.routing = routing.routing
      how.replicas = count
      how.dispersion = max(1, summary.dispersionWithinMinutes)
      how.queueLimit = limit
      choice.source = .tabulated(how)
    }
    let curve = CurveShelf.shared.curve(choice.source, model, mix: mix, limits: limits)
    let patience = service.traffic.timeoutSeconds ?? Traffic.assumedTimeoutSeconds
    let pool = FlowPool(curve, sequences: SteadyReplica(model, mix: mix).limit, timeout: patience)
    return TraceReplay(
      summary: summary, replicas: count, routing: routing.routing, patience: patience,
      peakUtilization: summary.busiestRate / Double(count) / curve.saturation,
      queueLimit: limit, curve: curve.provenance,
      flow: level == .request ? nil : FlowReplay(pool, summary.minutes, replicas: count),
      request: level == .flow ? nil : try requests(model, count, patience: patience, queueLimit: limit, progress),
      prefixes: prefixes.isKnown && reader.blockProblem == nil ? prefixes : nil)
  }

  private func requests(
    _ model: ReplicaModel, _ count: Int, patience: Double, queueLimit: Int?, _ progress: FileProgress
  ) throws(Diagnostic) -> RequestTally {
    var pool = RequestPool(
      Array(repeating: model, count: count), routing: routing.routing, queueLimit: queueLimit, seed: seed)
    var reader = try RequestTraceReader(path: file, unit: unit)
    var number = 0
    while let request = try reader.next() {
      if number % FileProgress.stride == 0 { progress.show(reader.bytesRead, after: 1) }
      number += 1
      let at = SimTime(nanoseconds: request.nanoseconds)
      pool.submit(
        RequestArrival(at: at, prompt: request.prompt, output: request.output, deadline: at + .seconds(patience)))
    }
    pool.finish()
    return pool.tally
  }
}

extension IterationTime {
  /// All parts longer, so that a replica has this share of its throughput.
  fileprivate mutating func slow(to throughput: Double) {
    self = IterationTime(
      fixed: fixed / throughput, perSequence: perSequence / throughput, perKVToken: perKVToken / throughput,
      perPrefillToken: perPrefillToken / throughput)
  }
}
