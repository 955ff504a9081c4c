import ArgumentParser
import ModelFiles
import Reports

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a plan and report every problem with its place and a remedy.",
    discussion: "Example:\n  nines validate models/chat-api.yaml")

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  func run() throws {
    let file = try loadPlan(plan)
    if let warning = try peakWarning(file.services[0]) { Terminal.printError("\(plan): warning: \(warning)") }
    let provenance = file.provenance
    try Terminal.printResult(
      "\(plan): \(file.services.count) designs, \(provenance.values) values, \(file.inputs.count) of them uncertain, "
        + "\(provenance.assumed) assumed\n")
  }
}
