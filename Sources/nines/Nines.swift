import ArgumentParser
import CProgramCommit
internal import Currencies
import Foundation
import ModelFiles

/// The program: it hears interrupts from its first line on, and knows what a mistyped command was meant to be.
@main
enum Program {
  static func main() async {
    Terminal.holdStreams()
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
    await WrittenCurrency.writing(.dollars) { await run() }
  }

  /// Does what was asked for, and ends with its exit code.
  private static func run() async {
    do {
      var command = try await Nines.asyncParseAsRoot()
      do {
        if var waiting = command as? any AsyncParsableCommand { try await waiting.run() } else { try command.run() }
      } catch let problem as ValidationError {
        // Words that only the plan could refuse; the parser itself knows where it is.
        Terminal.printError("Error: \(problem.message)\n\(usage(of: type(of: command)))")
        exit(ExitCode.validationFailure.rawValue)
      }
    } catch {
      end(error)
    }
  }

  /// Says what ended a command, help and the version among it, which are results.
  private static func end(_ error: any Error) -> Never {
    let (code, text) = (Nines.exitCode(for: error), Nines.fullMessage(for: error))
    guard !text.isEmpty else { exit(code.rawValue) }
    guard code == .success else {
      Terminal.printError(text)
      exit(code.rawValue)
    }
    do {
      try Terminal.printResult(text + "\n")
    } catch {
      exit(ExitCode.badModel.rawValue)
    }
    exit(code.rawValue)
  }

  /// How a command is written, and where more is said of it.
  private static func usage(of command: any ParsableCommand.Type) -> String {
    let lines = Nines.usageString(for: command).split(separator: "\n", omittingEmptySubsequences: false)
    let name = (path(to: command, from: Nines.self) ?? [Nines._commandName]).joined(separator: " ")
    return "Usage: \(lines.joined(separator: "\n       "))\n  See '\(name) --help' for more information."
  }

  /// The words that lead to a command; nil where it is none below `root`.
  private static func path(to command: any ParsableCommand.Type, from root: any ParsableCommand.Type) -> [String]? {
    if command == root { return [root._commandName] }
    for below in root.configuration.subcommands {
      if let path = path(to: command, from: below) { return [root._commandName] + path }
    }
    return nil
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
