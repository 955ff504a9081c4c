import ArgumentParser
import CProgramCommit
internal import Currencies
import Foundation
import ModelFiles

/// The program: it hears interrupts from its first line on, and knows what a mistyped command was meant to be.
@main
enum Program {
  static func main() async {
    hearInterrupts()
    // A file that may not grow fails its write, which says so and tidies up, instead of ending the process by a signal.
    signal(SIGXFSZ, SIG_IGN)
    let known = Nines.configuration.subcommands.map { $0._commandName }
    if let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), word != "help", !known.contains(word) {
      let remedy = nearest(to: word, among: known).map { "Did you mean '\($0)'?" } ?? "See 'nines --help'"
      Terminal.printError("error: there is no command '\(word)'. \(remedy)")
      exit(64)
    }
    // A command is of one study, and learns what it is counted in when it reads it.
    await WrittenCurrency.writing(.dollars) { await Nines.main() }
  }
}

/// The command. Results go to stdout, progress and problems to stderr.
struct Nines: AsyncParsableCommand {
  /// What stands in results and on pages: whoever builds the same release writes the same bytes.
  static let release = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "nines",
    abstract: "Which disaster-recovery design keeps an AI service available, how fast it recovers, what it costs.",
    discussion: """
      Examples:
        # a plan to start from
        nines init my-plan.yaml
        # every mistake, with its place and a remedy
        nines validate my-plan.yaml
        # all designs on the same failures and traffic
        nines compare my-plan.yaml --out result
        # the smallest buffer that meets the objectives
        nines size my-plan.yaml --design hot-standby
        # the cheapest design that meets them, and what to buy
        nines plan my-plan.yaml

      Exit codes: 0 fine; 1 our fault; 2 a bad plan or bad data; 3 undecided; 64 bad usage; 69 a program that is needed is \
      missing; 75 a round of a divided study is still to run; 99 an objective missed; 130 interrupted.
      """,
    version: "\(Nines.release) (\(ProgramParts(commit: String(cString: nines_program_commit())).description))",
    subcommands: [
      Compare.self, ShardCommand.self, Size.self, PlanSearch.self, Drill.self, ReplayIncidents.self,
      BacktestCommand.self,
      RunbookCommand.self, Sweep.self, Trace.self, Fit.self, Report.self, StudioPage.self,
      Alerts.self, Boards.self, Export.self,
      Cost.self, Diff.self, Init.self, Validate.self, Explain.self, Schema.self, Check.self,
    ])
}

/// Exit codes beside ArgumentParser's 64 for bad usage.
extension ExitCode {
  /// A bad plan or bad data.
  static let badModel = ExitCode(2)
  /// The interval straddles the objective.
  static let undecided = ExitCode(3)
  /// A program of others that is needed is missing, or too old.
  static let unavailable = ExitCode(69)
  /// An objective is missed.
  static let missed = ExitCode(99)
  static let interrupted = ExitCode(130)
}
