import ArgumentParser
import ModelFiles
import Reports

struct Explain: ParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json }

  static let configuration = CommandConfiguration(
    abstract: "Print how a plan is read: sizes, readings of what it leaves open, assumptions and their sources.",
    discussion: """
      Examples:
        nines explain models/seed-failover.yaml
        nines explain models/oracles/dns-drain.yaml --format json

      JSON holds what theory knows of each design, with all digits, and nothing else.
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "What to print: table, for readers, or json, what theory knows with all digits.")
  var format = Format.table

  @OptionGroup var details: DetailOptions
  @OptionGroup var table: TableOptions

  func validate() throws {
    try details.check(isTable: format == .table)
    try table.check(isTable: format == .table)
  }

  func run() throws {
    let file = try loadPlan(plan)
    if format == .json { return try Terminal.printResult(twinsJSON(file.services).text) }
    if let warning = try peakWarning(file.services[0]) { Terminal.printError("\(plan): warning: \(warning)") }
    try table.print(explanation(file, width: Terminal.width, showsDetails: details.details))
  }
}
