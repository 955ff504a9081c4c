import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import Reports
import ServiceModel

struct RunbookCommand: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case markdown, json }

  static let configuration = CommandConfiguration(
    commandName: "runbook",
    abstract:
      "Write what people on call read while a site is lost: steps, needs, limits, expected times, the way back.",
    usage: "nines runbook [<options>] <plan> --design <design>",
    discussion: """
      The words are the plan's, the times those of simulated failovers. What the plan leaves open is named at the end.

      Examples:
        nines runbook models/start.yaml --design warm-standby
        nines runbook models/start.yaml --design warm-standby --out runbook
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "The design that stands, by name.")
  var design: String

  @Option(help: "Simulated years from which the times are told.")
  var replications = 1000

  @Option(help: "What to print: markdown or json.")
  var format = Format.markdown

  @Option(
    help: "Directory for runbook.md, report.html and result.json; it must not hold another study.",
    completion: .directory)
  var out: String?

  @OptionGroup var options: RunOptions

  func validate() throws { try require(replications: replications) }

  func run() async throws {
    let file = try loadPlan(plan, designs: [design])
    let service = try nines.design(named: design, by: "--design", in: file.services)
    let directory = try out.map { try ResultDirectory($0) }
    let size = StudySize(seed: options.seed, replications: replications, threads: options.threads)
    let line = ProgressLine(isQuiet: options.quiet)
    defer { line.finish() }
    line.begin("\(file.name): \(size.replications) years of \(service.design.name), seed \(options.seed)")
    let record = try await interruptible {
      try await Study([service], size: size, ledger: .kept, bill: .byPrices).run {
        line.show(done: $0, total: size.worlds)
      }[0]
    }
    line.finish()
    let origin =
      "From \(URL(filePath: plan).lastPathComponent), \(size.replications) simulated years, seed \(size.seed): "
      + "nines runbook \(URL(filePath: plan).lastPathComponent) --design \(service.design.name) --replications \(size.replications) "
      + "--seed \(size.seed)."
    let runbook = Runbook(record, origin: origin)
    let json = runbook.json.text
    if let directory {
      let files = [
        ("runbook.md", runbook.markdown), try reportFile(of: json), ("result.json", json), ("plan.yaml", file.text),
      ]
      try directory.write(files.map { (name: $0.0, text: $0.1) })
      Terminal.printError("written to \(directory.path): \(files.map(\.0).joined(separator: " "))")
    }
    switch format {
    case .markdown: try Terminal.printResult(runbook.markdown)
    case .json: try Terminal.printResult(json)
    }
  }
}
