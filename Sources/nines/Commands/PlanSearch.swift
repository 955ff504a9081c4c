import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import Intake
import ModelFiles
import Reports
import ServiceModel

struct PlanSearch: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv }

  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Search what the plan names as variable for the cheapest design that meets all objectives.",
    discussion: """
      The plan's 'plan' block says what may vary: designs, buffer, sizes, detection, anything with a path. All designs \
      meet the same worlds; those that miss or are dearer drop out early, and the winner is shown on worlds that had no \
      part in choosing it. With a 'purchase' block the purchases over the years follow.

      Examples:
        nines plan models/growing-service.yaml
        # killed and started again it goes on
        nines plan models/chat-api.yaml --state search --out result
        nines plan models/purchase-day.yaml --format json
        # exit 99 if no design meets, 3 if that is undecided
        nines plan models/growing-service.yaml --gate
      """)

  @Argument(help: "The plan, a YAML file with a 'plan' block.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "What to print: table, json or csv.")
  var format = Format.table

  @Option(help: "Directory for result.json and the CSV files; it must not hold another study.", completion: .directory)
  var out: String?

  @Option(
    help: "Directory in which what was simulated is kept, so that a killed search goes on.", completion: .directory)
  var state: String?

  @Flag(help: "Exit 99 if no design meets the objectives, 3 if the years did not decide.")
  var gate = false

  @Flag(help: "Write focus.csv too, the bill of the purchases in FOCUS 1.2; needs --out.")
  var focus = false

  @Option(help: "Years of one design in one world.")
  var yearsPerWorld = 25

  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var precision: NoPrecision
  @OptionGroup var details: DetailOptions
  @OptionGroup var table: TableOptions

  func validate() throws {
    try details.check(isTable: format == .table)
    try table.check(isTable: format == .table)
    try precision.refuse("a search gives each design the years that its decision takes, and stops by itself")
    if focus && out == nil { throw ValidationError("--focus writes a file: name a directory with --out") }
    guard yearsPerWorld >= 1, yearsPerWorld <= 10_000 else {
      throw ValidationError("--years-per-world must be between 1 and 10000")
    }
  }

  /// Simulates, and reports nothing.
  func simulate() async throws {
    let file = try loadPlan(plan)
    let block = try searched(file)
    try await askAhead([
      { if !block.axes.isEmpty { _ = try await search(file, block) } },
      { if !block.stages.isEmpty { _ = try await roadmap(file, block) } },
    ])
  }

  /// What the plan lets vary.
  ///
  /// - Throws: `ExitCode.badModel` where that is nothing, or nothing that could be judged.
  private func searched(_ file: PlanFile) throws -> SearchBlock {
    guard let block = file.search else {
      Terminal.printError(
        "\(plan): error: the plan has no 'plan' block: nothing is named as variable. "
          + "Write 'plan: { vary: { buffer: 0% to 50% of requirement by 5% }, indifference: $100000 }'")
      throw ExitCode.badModel
    }
    if gate && block.axes.isEmpty {
      Terminal.printError(
        "\(plan): error: --gate judges the designs of a search, and 'plan.vary' names none. "
          + "Write 'plan: { vary: { buffer: 0% to 50% of requirement by 5% }, indifference: $100000 }'")
      throw ExitCode.badModel
    }
    if !block.axes.isEmpty || !block.stages.isEmpty,
      let short = file.services.first(where: \.hasUnjudgedObjectives)
    {
      Terminal.printError(
        "\(plan): error: a share of years cannot be told from a horizon of \(nearestWhole(short.horizonHours)) h, so no design can "
          + "be judged. Write 'horizon: 1y', or judge by months with 'monthly-availability'")
      throw ExitCode.badModel
    }
    return block
  }

  func run() async throws {
    let file = try loadPlan(plan)
    let block = try searched(file)
    let directory = try out.map { try ResultDirectory($0) }
    let result = block.axes.isEmpty ? nil : try await search(file, block)
    let found = result.flatMap { found in found.winner.flatMap { found.designs[$0].service } }
    let bought = try block.purchase.map { try purchasePlans($0, file, for: found) } ?? []
    let purchases = bought.map(\.plan)
    let roadmap = block.stages.isEmpty ? nil : try await roadmap(file, block)
    let answer = PlanAnswer(
      name: file.name, search: result, purchases: purchases, roadmap: roadmap,
      purchaseLines: bought.flatMap(\.lines),
      ahead: block.purchase?.ahead.map { LeadTimeOrder($0) }, untried: result == nil ? [] : file.untriedValues(block))
    let trail = try file.trail(
      "plan", plan, seed: simulation.seed,
      ["--replications \(simulation.years)", "--years-per-world \(yearsPerWorld)"])
    if let directory {
      let files =
        try [reportFile(of: planJSON(answer, trail: trail).text)]
        + planFiles(answer, assumptions: file.assumptions(), focus: focus, trail: trail)
        + file.kept(text: file.text)
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    switch format {
    case .table:
      try table.print(PlanTable(answer, width: Terminal.width, showsDetails: details.details).lines)
    case .json: try Terminal.printResult(planJSON(answer, trail: trail).text)
    case .csv:
      try Terminal.printResult(
        (result.map { designsTable($0) } ?? (purchases.isEmpty ? nil : optionsTable(purchases)))?
          .text ?? "")
    }
    if gate, let result { try judge(result) }
  }

  /// A design that was found must also be what it was found to be on the years that had no part in choosing it.
  private func judge(_ result: SearchResult) throws {
    switch result.verdict {
    case .meets: return
    case .misses: throw ExitCode.missed
    case .undecided, .notJudged: throw ExitCode.undecided
    }
  }

  private func search(_ file: PlanFile, _ block: SearchBlock) async throws -> SearchResult {
    let candidates = file.candidates(block)
    if candidates.allSatisfy({ if case .refused = $0.form { true } else { false } }), let first = candidates.first,
      case .refused(let reason) = first.form
    {
      Terminal.printError(
        "\(plan): error: none of the \(candidates.count) designs is possible: the space is empty. "
          + "The first: \(first.label): \(reason)")
      throw ExitCode.badModel
    }
    let worlds = max(2, simulation.years / yearsPerWorld)
    let question = SearchQuestion(
      candidates: candidates, indifferenceDollars: block.indifferenceDollars, confidence: block.confidence,
      seed: simulation.seed, yearsPerWorld: yearsPerWorld, mostWorlds: worlds, threads: simulation.threads)
    let kept = try state.map { try SearchState($0, identity: identity(file, candidates)) }
    let line = ProgressLine(isQuiet: simulation.quiet)
    defer { line.finish() }
    line.begin("\(file.name): \(candidates.count) designs, up to \(worlds * yearsPerWorld) years each")
    if let count = kept?.recalled.count, count > 0 { line.begin("\(count) blocks are known from \(state ?? "")") }
    let isKept = kept != nil
    do {
      return try await interruptible {
        try await searchDesigns(question, memory: kept?.memory ?? .none) { line.show(done: $0.done, total: $0.total) }
      }
    } catch let code as ExitCode where code == .interrupted && isKept {
      Terminal.printError("what was simulated is kept in '\(state ?? "")': the same command goes on from there")
      throw code
    }
  }

  /// The stages on the same worlds; they are few, so nothing of them is kept between runs.
  private func roadmap(_ file: PlanFile, _ block: SearchBlock) async throws -> Roadmap {
    var stages: [(from: CalendarDay, candidate: SearchCandidate)] = []
    for (index, stage) in block.stages.enumerated() {
      let candidate = file.candidate(design: stage.design, settings: stage.settings)
      if case .refused(let reason) = candidate.form {
        Terminal.printError(
          file.problem(
            at: ["plan.stages[\(index)]"], "the stage from \(stage.from) contradicts itself: \(reason)",
            remedy: "Check what its 'set' lays over the design"
          ).description)
        throw ExitCode.badModel
      }
      stages.append((stage.from, candidate))
    }
    let line = ProgressLine(isQuiet: simulation.quiet)
    defer { line.finish() }
    let (size, confidence, all) = (simulation.size, block.confidence, stages)
    return try await interruptible {
      try await Roadmap(all, size: size, confidence: confidence) { line.show(done: $0.done, total: $0.total) }
    }
  }

  /// What the blocks of a state depend on, in words.
  private func identity(_ file: PlanFile, _ candidates: [SearchCandidate]) -> String {
    let values = file.readings.map { "\($0.path) \($0.text)" }.joined(separator: "\n")
    let labels = candidates.map(\.label).joined(separator: "\n")
    let worlds = max(2, simulation.years / yearsPerWorld)
    return """
      blocks of nines plan, form 2
      seed \(simulation.seed), \(worlds) worlds of \(yearsPerWorld) years
      \(values)
      designs
      \(labels)

      """
  }
}

extension PlanFile {
  /// Every combination of the values, the last axis fastest; what contradicts itself is a candidate that is refused.
  func candidates(_ block: SearchBlock) -> [SearchCandidate] {
    (0..<block.count).map { number in
      var rest = number
      var chosen: [PlanSetting] = []
      for axis in block.axes.reversed() {
        chosen.insert(axis.values[rest % axis.values.count], at: 0)
        rest /= axis.values.count
      }
      let design = chosen.first { $0.path == "design" }?.text
      return candidate(
        design: design, settings: chosen.filter { $0.path != "design" }, order: chosen.map(\.path))
    }
  }

  /// A design with settings laid over it, as a candidate; one that contradicts itself is refused.
  ///
  /// - Parameter order: Paths in the order of the label; the design comes first by default.
  func candidate(design: String?, settings: [PlanSetting], order: [String]? = nil) -> SearchCandidate {
    var named = settings.map { SearchCandidate.Setting(path: $0.path, text: $0.text) }
    if let design {
      let place = order?.firstIndex(of: "design") ?? 0
      named.insert(.init(path: "design", text: design), at: min(place, named.count))
    }
    do throws(Diagnostics) {
      let name = design ?? services[services.count - 1].design.name
      return SearchCandidate(settings: named, form: .service(try service(design: name, with: settings)))
    } catch {
      let problem = error.all.first { $0.severity == .error }
      return SearchCandidate(settings: named, form: .refused(problem.map(\.oneLine) ?? "it cannot be read"))
    }
  }
}

extension Diagnostic {
  /// Where and what, without the line of the file.
  fileprivate var oneLine: String { "\(file):\(line):\(column): \(message)" }
}
