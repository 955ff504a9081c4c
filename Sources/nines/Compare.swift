import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import Reports
import ServiceModel

extension Estimator: ExpressibleByArgument {}

struct Compare: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv }

  static let configuration = CommandConfiguration(
    abstract: "Compare the designs of a plan on the same failures and the same traffic.",
    discussion: """
      The design without disaster recovery is always compared: it is the zero.

      Examples:
        nines compare models/chat-api.yaml
        nines compare models/chat-api.yaml --designs cold,warm,hot,active-active --replications 20000
        nines compare models/chat-api.yaml --format json --seed 7 > result.json
        nines compare models/chat-api.yaml --out result
        nines compare models/chat-api.yaml --without release,edge    the same luck without these causes
        nines compare models/oracles/rare-active-active.yaml --estimator importance --replications 400
        nines compare models/chat-api.yaml --gate hot-standby    exit 99 if it misses, 3 if undecided
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "Designs to compare, by name, separated by commas; cold, pilot, warm, hot stand for the long names.")
  var designs: String?

  @Option(help: "What to print: table, json or csv.")
  var format = Format.table

  @Option(help: "Directory for result.json and the CSV files; it must not hold another study.", completion: .directory)
  var out: String?

  @Flag(help: "Write focus.csv too, the billing lines in FOCUS 1.2; needs --out.")
  var focus = false

  @Option(help: "Exit 99 if this design misses an objective, 3 if it is undecided.")
  var gate: String?

  @Flag(inversion: .prefixedNo, help: "Vary the uncertain inputs for a second band.")
  var inputs = true

  @Option(help: "Failure modes to leave out, separated by commas: the same luck without these causes.")
  var without: String?

  @Option(
    help: ArgumentHelp(
      "How means over years are estimated: crude years, branched incidents, importance sampling of coincidences, or auto.",
      discussion: "auto is crude unless a pilot of 200 years sees fewer than ten outages of a design."))
  var estimator = Estimator.auto

  @OptionGroup var simulation: SimulationOptions

  func run() async throws {
    let file = try loadPlan(plan, designs: designNames)
    let removed = try removedCauses(file)
    if let gate, !file.services.contains(where: { $0.design.name == gate }) {
      let compared = file.services.map(\.design.name).joined(separator: ", ")
      throw ValidationError("--gate names '\(gate)', which is not compared; compared are \(compared)")
    }
    let directory = try out.map { try ResultDirectory($0) }
    let line = ProgressLine(isQuiet: simulation.quiet)
    let (source, size, varies) = (file.source, simulation.size, inputs)
    let (estimator, keepsRows) = (estimator, out != nil)
    defer { line.finish() }
    let beginning =
      "\(file.name): \(file.services.count) designs x \(size.replications) years, seed \(size.seed)"
      + (removed.isEmpty ? "" : ", without \(removed.sorted().joined(separator: ", "))")
    let comparison = try await interruptible {
      line.begin(beginning)
      return try await refusingEstimators {
        try await compare(
          source, size: size, without: removed, variesInputs: varies, estimator: estimator, keepsRows: keepsRows
        ) {
          line.show(done: $0.done, total: $0.total)
        }
      }
    }
    line.finish()
    // The files first: they hold what the table says, whether or not somebody still reads it.
    if let directory {
      let files = try resultFiles(comparison, assumptions: file.assumptions, focus: focus) + file.kept(text: file.text)
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    try Terminal.printResult(text(of: comparison, provenance: file.provenance))
    if let gate { try judge(gate, in: comparison) }
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
        "--without names '\(name)', which the plan does not have; it has \(known.joined(separator: ", "))")
    }
    return Set(names)
  }

  func validate() throws {
    if focus && out == nil { throw ValidationError("--focus writes a file: name a directory with --out") }
    if designNames?.isEmpty == true { throw ValidationError("--designs names no design") }
  }

  private func text(of comparison: Comparison, provenance: Provenance) -> String {
    switch format {
    case .table:
      ComparisonTable(comparison, provenance: provenance, width: Terminal.width).lines.joined(separator: "\n") + "\n"
    case .json: comparisonJSON(comparison).text
    case .csv: summaryTable(comparison).text
    }
  }

  private func judge(_ name: String, in comparison: Comparison) throws {
    switch comparison.designs.first(where: { $0.name == name })?.verdict {
    case .misses: throw ExitCode.missed
    case .undecided: throw ExitCode.undecided
    case .meets, nil: return
    }
  }
}
