import ArgumentParser
import CapacityPlanning
import Foundation
import ModelFiles
import Reports
import ServiceModel

struct Sweep: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv }

  static let configuration = CommandConfiguration(
    abstract: "Vary inputs of a design on the same luck: failover time, spurious failovers, lost minutes and cost.",
    discussion: """
      Every value meets the same luck, so that differences are paired. A path is what stands in the plan, joined by points; \
      values are a range, 1..10 or '10% to 50% by 10%', or a list. With two --vary the first is the outer one, or both \
      move together with --zip. --set changes the plan for all values.

      Examples:
        nines sweep models/chat-api.yaml --design hot-standby \\
          --vary detect.failures=1..10 --set detect.probe-loss=5%
        nines sweep models/chat-api.yaml --design warm-standby \\
          --vary sites.eastus.size="20% to 60% of production by 20%"
        nines sweep models/chat-api.yaml --design hot-standby \\
          --vary detect.probe=5s,10s,30s --vary detect.failures=2,3,5
        nines sweep models/chat-api.yaml --design hot-standby --tornado
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "The design to vary, by name; a plan with a single design needs none.")
  var design: String?

  @Option(help: "What to vary, as PATH=VALUES; at most two.")
  var vary: [String] = []

  @Option(help: "A value that holds in every row, as PATH=VALUE.")
  var set: [String] = []

  @Flag(help: "Let both inputs move together, value by value.")
  var zip = false

  @Flag(help: "Take each uncertain input to both ends of its band instead, and switch off each cause.")
  var tornado = false

  @Option(help: "What to print: table, json or csv.")
  var format = Format.table

  @Option(help: "Directory for result.json and sweep.csv; it must not hold another study.", completion: .directory)
  var out: String?

  @Option(help: "Simulated years of each value.")
  var replications = 1000

  @OptionGroup var options: RunOptions
  @OptionGroup var precision: NoPrecision
  @OptionGroup var table: TableOptions

  func validate() throws {
    try table.check(isTable: format == .table)
    try precision.refuse(
      "a sweep asks what its values change, and differences are paired: a few years tell them apart. Use --replications"
    )
    try require(replications: replications)
    if tornado {
      guard vary.isEmpty, set.isEmpty, !zip else {
        throw ValidationError(
          "--tornado takes what the plan writes [low, mid, high]: leave --vary, --set and --zip out")
      }
      return
    }
    guard (1...2).contains(vary.count) else {
      throw ValidationError("a sweep varies one input or two: --vary detect.failures=1..10")
    }
    guard !zip || vary.count == 2 else { throw ValidationError("--zip needs two --vary") }
    _ = try points()
  }

  /// Simulates, and reports nothing.
  func simulate() async throws {
    let file = try loadPlan(plan)
    let name = try chosenDesign(in: file)
    if tornado {
      _ = try await tornadoResult(file, design: name)
    } else {
      _ = try await swept(try asked(file, design: name), file, design: name)
    }
  }

  func run() async throws {
    let file = try loadPlan(plan)
    let name = try chosenDesign(in: file)
    if tornado { return try await runTornado(file, design: name) }
    let question = try asked(file, design: name)
    let directory = try out.map { try ResultDirectory($0) }
    let result = try await swept(question, file, design: name)
    if let directory {
      let files =
        try [reportFile(of: sweepJSON(result).text)] + sweepFiles(result) + file.kept(text: file.text)
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    switch format {
    case .table: try table.print(sweepLines(result, width: Terminal.width))
    case .json: try Terminal.printResult(sweepJSON(result).text)
    case .csv: try Terminal.printResult(sweepTable(result).text)
    }
  }

  private func swept(_ question: SweepQuestion, _ file: PlanFile, design name: String) async throws -> SweepResult {
    let line = ProgressLine(isQuiet: options.quiet)
    defer { line.finish() }
    line.begin(
      "\(file.name), \(name): \(question.points.count) values x \(question.size.replications) years, seed \(options.seed)"
    )
    return try await interruptible {
      try await sweep(question) { line.show(done: $0.done, total: $0.total) }
    }
  }

  /// What the options ask of a plan.
  private func asked(_ file: PlanFile, design name: String) throws -> SweepQuestion {
    let fixed = try set.map { try setting($0, "--set") }
    let base: Service
    let written = file.describes(design: name) ? name : nil
    if written == nil && file.services.contains(where: { file.describes(design: $0.design.name) }) {
      throw ValidationError("the plan does not describe '\(name)' itself. Write '\(name): {}' under its 'designs'")
    }
    let axes = try points()
    try checkPaths(of: fixed, "--set", design: written, in: file)
    try checkPaths(of: axes[0], "--vary", design: written, in: file)
    do throws(Diagnostics) {
      base = try file.service(design: written, with: fixed)
    } catch {
      Terminal.printError(error.description)
      throw ExitCode.badModel
    }
    let points = axes.map { values in candidate(values, over: fixed, design: written, in: file) }
    if points.allSatisfy({ if case .refused = $0.form { true } else { false } }),
      case .refused(let reason)? = points.first?.form
    {
      Terminal.printError("\(plan): error: none of the \(points.count) values is possible. The first: \(reason)")
      throw ExitCode.badModel
    }
    let own = set.isEmpty ? file.untriedValues(axes, design: written) : []
    return SweepQuestion(
      base: base, points: points,
      size: .init(seed: options.seed, replications: replications, threads: options.threads), untried: own)
  }

  private func candidate(
    _ values: [PlanSetting], over fixed: [PlanSetting], design: String?, in file: PlanFile
  ) -> SearchCandidate {
    let settings = values.map { SearchCandidate.Setting(path: $0.path, text: $0.text) }
    do throws(Diagnostics) {
      return SearchCandidate(settings: settings, form: .service(try file.service(design: design, with: fixed + values)))
    } catch {
      let problem = error.all.first { $0.severity == .error }
      let words = problem.map { "\($0.message)\($0.remedy.map { ". \($0)" } ?? "")" } ?? "it cannot be read"
      return SearchCandidate(settings: settings, form: .refused(words))
    }
  }

  /// A path that names nothing is a mistyped option, whatever value would be laid there.
  private func checkPaths(of settings: [PlanSetting], _ option: String, design: String?, in file: PlanFile) throws {
    for setting in settings {
      guard let problem = file.problem(withPathOf: setting, design: design) else { continue }
      throw ValidationError("\(option) '\(setting.path)': \(problem)")
    }
  }

  private func chosenDesign(in file: PlanFile) throws -> String {
    let names = file.services.map(\.design.name)
    guard let design else {
      if names.count == 1 { return names[0] }
      if names.count == 2 { return names[1] }
      throw ValidationError("--design says which design to vary; the plan has \(names.joined(separator: ", "))")
    }
    return try nines.design(named: design, by: "--design", in: file.services).design.name
  }

  /// The values of every row, the last input fastest.
  private func points() throws -> [[PlanSetting]] {
    let axes = try vary.map { text -> [PlanSetting] in
      let whole = try setting(text, "--vary")
      let values = SettingRange.list(whole.text)
      guard !values.isEmpty else { throw ValidationError("--vary \"\(text)\" has no values") }
      return values.map { PlanSetting(path: whole.path, text: $0) }
    }
    guard axes.count == 2 else { return axes[0].map { [$0] } }
    guard zip else { return axes[0].flatMap { outer in axes[1].map { [outer, $0] } } }
    guard axes[0].count == axes[1].count else {
      throw ValidationError(
        "--zip pairs \(axes[0].count) values of \(axes[0][0].path) with \(axes[1].count) of \(axes[1][0].path)")
    }
    return axes[0].indices.map { [axes[0][$0], axes[1][$0]] }
  }

  private func setting(_ text: String, _ option: String) throws -> PlanSetting {
    let parts = text.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw ValidationError("\(option) \"\(text)\" must be PATH=VALUE, such as detect.failures=3")
    }
    return PlanSetting(path: parts[0], text: parts[1])
  }
}
