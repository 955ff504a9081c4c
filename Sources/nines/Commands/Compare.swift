import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import Reports
import ServiceModel

extension Estimator: ExpressibleByArgument {}

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare the designs of a plan on the same failures and the same traffic.",
    discussion: """
      The design without disaster recovery is always compared: it is the zero.

      Examples:
        nines compare models/chat-api.yaml
        nines compare models/chat-api.yaml --designs cold,warm,hot,active-active \\
          --replications 20000
        nines compare models/chat-api.yaml --format json --seed 7 > result.json
        # as many years as lost minutes to +-10 % take
        nines compare models/chat-api.yaml --precision 10%
        nines compare models/chat-api.yaml --out result
        # a quarter of the worlds, for nines merge
        nines compare models/chat-api.yaml --shard 1/4 --out part1
        # the same luck without these causes
        nines compare models/chat-api.yaml --without release,edge
        nines compare models/oracles/rare-active-active.yaml \\
          --estimator importance --replications 400
        # exit 99 if it misses, 3 if undecided
        nines compare models/chat-api.yaml --gate hot-standby
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "Designs to compare, by name, separated by commas; cold, pilot, warm, hot stand for the long names.")
  var designs: String?

  @OptionGroup var output: ComparisonOutput

  @Option(help: "Failure modes to leave out, separated by commas: the same luck without these causes.")
  var without: String?

  @Option(
    help: ArgumentHelp(
      "Simulate until the lost minutes of every design are known to this half-width, 0.1% to 20%.",
      discussion: "--replications is then the number at which to give up, 100000 by default."))
  var precision: Precision?

  @Option(
    help: ArgumentHelp(
      "Worlds: independent draws of traffic and growth, with as many years in each.",
      discussion: "Without it 40, or as many more as pay where a pilot sees worlds differ."))
  var worlds: Int?

  @Option(help: "Simulate one of so many parts of the study, as PART/PARTS, such as 1/4; 'nines merge' joins them.")
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "How means over years are estimated: crude years, branched incidents, importance sampling of coincidences, or auto.",
      discussion: "auto is crude unless a pilot of 200 years sees fewer than ten outages of a design."))
  var estimator = Estimator.auto

  @OptionGroup var simulation: SimulationOptions

  func run() async throws {
    let file = try loadPlan(plan, designs: designNames)
    let removed = try removedCauses(file)
    try output.check(file)
    let directory = try output.directory()
    let size = try await studySize(of: file, without: removed)
    let line = ProgressLine(isQuiet: simulation.quiet)
    defer { line.finish() }
    if let shard, let directory {
      let part = ShardIdentity(
        size: size, part: try shard.worlds(of: size), asked: designNames, designs: file.services.map(\.design.name),
        without: removed, fingerprint: try file.fingerprint)
      return try await simulate(part, of: file, to: directory, line)
    }
    let (source, varies, target) = (file.source, output.inputs, simulation.target(precision))
    let years = target.map { "up to \($0.cap)" } ?? "\(size.replications)"
    let beginning =
      "\(file.name): \(file.services.count) designs x \(years) years, seed \(size.seed)"
      + (removed.isEmpty ? "" : ", without \(removed.sorted().joined(separator: ", "))")
    let spool = try directory.map { try LedgerSpool(at: $0.neighbour, of: file.services) }
    let ledger = spool.map { spool in Study.Ledger.handed { try spool.take($0) } } ?? .dropped
    let estimator = estimator
    let comparison = try await interruptible {
      line.begin(beginning)
      return try await refusingEstimators {
        try await compare(
          source, size: size, precision: target, without: removed, variesInputs: varies, ledger: ledger,
          estimator: estimator
        ) {
          line.show(done: $0.done, total: $0.total)
        }
      }
    }
    line.finish()
    try output.report(
      comparison, of: file,
      asked: .init(
        plan: plan, designs: designNames, without: removed,
        estimator: estimator == .auto ? nil : estimator.rawValue), to: directory, ledger: spool?.rows ?? .none)
  }

  /// So many years as were asked for, in so many worlds or in as many as pay; what stops by itself begins with the usual ones.
  private func studySize(of file: PlanFile, without removed: Set<String>) async throws -> StudySize {
    let (seed, years, threads) = (simulation.seed, simulation.years, simulation.threads)
    guard worlds == nil, precision == nil else {
      return StudySize(
        seed: seed, replications: years, worlds: worlds ?? StudySize.ordinaryWorlds, threads: threads)
    }
    let (name, services, line) = (file.name, file.services, ProgressLine(isQuiet: simulation.quiet))
    defer { line.finish() }
    return try await interruptible {
      if years >= StudySize.smallestPiloted { line.begin("\(name): a pilot of each design says how many worlds pay") }
      return try await StudySize.piloted(
        services, seed: seed, replications: years, threads: threads, disabled: removed
      ) { line.show(done: $0, total: services.count) }
    }
  }

  /// Runs the worlds of one shard and writes what a merge needs of them.
  private func simulate(
    _ identity: ShardIdentity, of file: PlanFile, to directory: ResultDirectory, _ line: ProgressLine
  ) async throws {
    let spool = try LedgerSpool(at: directory.neighbour, of: file.services)
    let study = Study(
      file.services, size: identity.size, disabled: identity.without, ledger: .handed { try spool.take($0) })
    let part = StudyPart(worlds: identity.worlds, replications: study.whole.replications)
    let beginning = "\(file.name): worlds \(identity.worlds) of \(identity.size.worlds), seed \(identity.size.seed)"
    let worlds = try await interruptible {
      line.begin(beginning)
      return try await study.run(part) { line.show(done: $0, total: part.worlds.count) }
    }
    line.finish()
    let files =
      identity.files(worlds, ledger: spool)
      + (try file.kept(text: file.text)).map { ResultFile(name: $0.name, text: $0.text) }
    try directory.write(files)
    Terminal.printError("written to \(directory.path): worlds \(part.worlds) of \(identity.size.worlds)")
  }

  /// Says why an estimator does not apply, as of any other mistake in a command and its plan.
  private func refusingEstimators(_ work: () async throws -> Comparison) async throws -> Comparison {
    do {
      return try await work()
    } catch let refusal as EstimatorRefusal {
      Terminal.printError("error: \(refusal)")
      throw ExitCode.badModel
    }
  }

  /// The names of `--designs`, without the white space around them.
  private var designNames: [String]? {
    designs?.split(separator: ",").map { String($0).trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  /// The failure modes of `--without`; each must be one of the plan's.
  private func removedCauses(_ file: PlanFile) throws -> Set<String> {
    let names = (without ?? "").split(separator: ",").map { String($0).trimmingCharacters(in: .whitespaces) }
    let known = file.services[0].failures.map(\.name)
    for name in names where !known.contains(name) {
      throw ValidationError(
        "--without: there is no failure mode '\(name)'. \(FieldReader.suggestion(for: name, among: known))")
    }
    return Set(names)
  }

  func validate() throws {
    guard (2..<ReplicationNumber.mostWorlds).contains(worlds ?? StudySize.ordinaryWorlds) else {
      throw ValidationError("--worlds must be between 2 and \(ReplicationNumber.mostWorlds - 1)")
    }
    guard precision == nil || worlds == nil else {
      throw ValidationError("--precision adds worlds where they differ too much: leave --worlds out")
    }
    if estimator == .branched || estimator == .importance {
      guard precision == nil else {
        throw ValidationError(
          "--precision stops by years as they come; --estimator \(estimator.rawValue) takes a number with --replications"
        )
      }
      guard shard == nil else {
        throw ValidationError(
          "a shard keeps years as they come: leave --estimator \(estimator.rawValue) or --shard out")
      }
    }
    if shard != nil {
      guard output.out != nil else { throw ValidationError("--shard writes files: name a directory with --out") }
      guard precision == nil else {
        throw ValidationError("--precision looks at all worlds, a shard has a part of them: use --replications")
      }
      guard output.gate == nil, !output.focus, !output.xlsx else {
        throw ValidationError("a shard is no result: give --gate, --focus and --xlsx to 'nines merge'")
      }
    }
    if designNames?.isEmpty == true { throw ValidationError("--designs names no design") }
  }
}
