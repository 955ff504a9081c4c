import ArgumentParser
import Foundation

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a small plan to start from.", discussion: "Example:\n  nines init my-plan.yaml")

  @Argument(help: "Where to write it; an existing file is left alone.", completion: .file(extensions: ["yaml"]))
  var path: String

  func run() throws {
    guard !FileManager.default.fileExists(atPath: path) else {
      Terminal.printError("error: '\(path)' exists. Name a new file")
      throw ExitCode.badModel
    }
    do {
      try Data(starterPlan.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      Terminal.printError("error: cannot write '\(path)': \(error.localizedDescription)")
      throw ExitCode.badModel
    }
    try Terminal.printResult(
      "wrote \(path); next: nines validate \(path) && nines compare \(path) --replications 1000\n")
  }
}
