import ArgumentParser
import Experiments
import Foundation

extension ExitCode {
  /// Something is still to be done elsewhere before there is an answer (EX_TEMPFAIL of `sysexits.h`).
  static let stillToRun = ExitCode(75)
}

/// `nines shard merge size`, and so on: the command itself, on worlds that were simulated elsewhere.
struct RoundsMerge<Study: DividedCommand>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Study.word, abstract: "Print the answer of a '\(Study.word)' whose rounds were simulated in parts.",
      usage: "nines shard merge \(Study.word) <plan> [<options of nines \(Study.word)>] --work <work>",
      discussion: """
        Options are those of 'nines \(Study.word)', and the answer is its answer to the byte. Where a round is still to run, that is said \
        and the exit code is 75.

        Examples:
          nines shard merge \(Study.word) models/chat-api.yaml \\
            \(Study.example) \\
            --work work
        """)
  }

  @OptionGroup var study: Study
  @OptionGroup var rounds: RoundOptions

  func validate() throws { try study.checkDivided() }

  func run() async throws {
    let folder = try study.folder(rounds.work)
    let kept = try folder.kept()
    let again = "\(folder.command("plan", study)) --parts N"
    let planned = kept.rounds.count
    if planned > 0, case let missing = kept.missing(ofRound: planned), missing > 0 {
      Terminal.printError("error: round \(planned): \(missing) worlds are still to run. '\(again)' says how")
      throw ExitCode.stillToRun
    }
    do {
      var answer = study
      try await KeptWorlds.$current.withValue(kept.worlds(.ask)) { try await answer.run() }
    } catch is StillToRun {
      Terminal.printError("error: round \(planned + 1) is still to run. '\(again)' says how")
      throw ExitCode.stillToRun
    } catch let broken as BrokenRecord {
      throw shardRefusal(
        "a part of the rounds holds no record of world \(broken.name.world) as this version writes them. Begin again")
    }
  }
}
