import ArgumentParser
import Experiments
import Foundation

/// `nines shard run size`, and so on.
struct RoundPartRun<Study: DividedCommand>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Study.word, abstract: "Simulate one part of a round of a '\(Study.word)'.",
      usage:
        "nines shard run \(Study.word) <plan> [<options of nines \(Study.word)>] --work <work> --round <round> --part <part>",
      discussion: """
        The commands are what 'nines shard plan \(Study.word)' prints.

        Examples:
          nines shard run \(Study.word) models/chat-api.yaml \\
            \(Study.example) \\
            --work work --round 1 --part 1/4
        """)
  }

  @OptionGroup var study: Study
  @OptionGroup var rounds: RoundOptions

  @Option(help: "Which round, from 1.")
  var round: Int

  @Option(help: "Which part, as PART/PARTS, such as 1/4.")
  var part: ShardNumber

  func validate() throws {
    guard round >= 1 else { throw ValidationError("--round counts from 1") }
    try study.checkPart()
  }

  func run() async throws {
    let folder = try study.folder(rounds.work)
    let tasks = try folder.readTasks(ofRound: round)
    let place = folder.part(part, ofRound: round)
    if folder.holds(part, ofRound: round, tasks) {
      return Terminal.printError("\(place) holds this part already")
    }
    let directory = try ResultDirectory(place)
    let open = try await study.stillToRun(try folder.kept(before: round))?.tasks ?? []
    guard RoundTasks(open, round: round, of: folder.study) == tasks else {
      throw shardRefusal(
        "round \(round) of '\(rounds.work)' was planned on other parts than stand before it now. Bring them all here, or begin"
          + " again in an empty directory")
    }
    let own = part.share(of: open)
    let line = ProgressLine(isQuiet: study.work.quiet)
    defer { line.finish() }
    let (threads, total) = (study.work.threads, own.count)
    let records = try await interruptible {
      try await NamedRecord.simulate(own, threads: threads) { line.show(done: $0, total: total) }
    }
    line.finish()
    try directory.write(RoundFolder.files(records, part: part, of: tasks))
    Terminal.printError("written to \(place): \(records.count) worlds")
  }
}
