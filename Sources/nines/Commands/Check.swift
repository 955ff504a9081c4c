import ArgumentParser
import CapacityPlanning
import Foundation
import ModelFiles
import Reports

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate plans whose answers are known and compare: the simulator's own test.",
    usage: "nines check [<options>] <plans> ...",
    discussion: """
      A plan says what is known in its 'expect' block, with the budget of each figure. A figure agrees when the \
      simulated value is less than four standard errors off and the standard error is at most 1.7 % of the value, so \
      that an error of 10 % would have been found.

      Examples:
        nines check models/oracles/two-state.yaml
        nines check models/oracles/*.yaml models/two-region-reference.yaml

      Exit codes: 0 where all figures agree, 99 otherwise.
      """)

  @Argument(help: "Plans with an 'expect' block, YAML files.", completion: .file(extensions: ["yaml", "yml"]))
  var plans: [String]

  @OptionGroup var options: RunOptions
  @OptionGroup var table: TableOptions

  func run() async throws {
    let files = try plans.map { try loadPlan($0) }
    for (path, file) in zip(plans, files) where file.expectations.isEmpty {
      Terminal.printError("error: '\(path)' expects nothing. Add an 'expect' block with a value that is known")
      throw ExitCode.badModel
    }
    var disagreements = 0
    for (path, file) in zip(plans, files) {
      let line = ProgressLine(isQuiet: options.quiet)
      let (services, expectations, seed, threads) = (file.services, file.expectations, options.seed, options.threads)
      let checks = try await interruptible {
        try await check(services, against: expectations, seed: seed, threads: threads) {
          line.show(done: $0.done, total: $0.total)
        }
      }
      line.finish()
      try table.print([path] + checkTable(checks, width: Terminal.width))
      disagreements += checks.count { $0.verdict != .agrees }
    }
    guard disagreements == 0 else {
      Terminal.printError("\(disagreements) figures do not agree")
      throw ExitCode.missed
    }
  }
}
