import ArgumentParser
import ModelFiles
import Reports

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print how a plan is read: sizes, readings of what it leaves open, assumptions and their sources.",
    discussion: "Example:\n  nines explain models/seed-failover.yaml")

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  func run() throws {
    let file = try loadPlan(plan)
    if let warning = try peakWarning(file.services[0]) { Terminal.printError("\(plan): warning: \(warning)") }
    try Terminal.printResult(explanation(file).joined(separator: "\n") + "\n")
  }
}
