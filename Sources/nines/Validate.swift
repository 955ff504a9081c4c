import ArgumentParser
import ModelFiles

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a plan and report every problem with its place and a remedy.",
    discussion: "Example:\n  nines validate models/chat-api.yaml")

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  func run() throws {
    let file = try loadPlan(plan)
    print(
      "\(plan): \(file.services.count) designs, \(file.readings.count) values, \(file.inputs.count) of them uncertain")
  }
}
