import ArgumentParser
import Experiments
import Foundation
import ModelFiles

/// Where the rounds of a study stand.
struct RoundOptions: ParsableArguments {
  @Option(
    help: "Directory of the study's rounds and their parts, which all machines see; it may not exist yet.",
    completion: .directory)
  var work: String
}

/// `nines shard plan size`, and so on.
struct RoundPlan<Study: DividedCommand>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Study.word,
      abstract: "Print the commands that simulate the next round of a '\(Study.word)' in parts.",
      usage: "nines shard plan \(Study.word) <plan> [<options of nines \(Study.word)>] --work <work> --parts <parts>",
      discussion: """
        Options are those of 'nines \(Study.word)'. What comes next depends on what was seen: run the commands, then plan again, until \
        it says that nothing is left.

        Examples:
          nines shard plan \(Study.word) models/chat-api.yaml \\
            \(Study.example) \\
            --work work --parts 4 > round.txt
        """)
  }

  @OptionGroup var study: Study
  @OptionGroup var rounds: RoundOptions

  @Option(help: "Into how many parts; at most one for each world of each design that the round simulates.")
  var parts: Int

  @Option(help: "What to print: commands (one a line), slurm (an array for sbatch) or kubernetes (an Indexed Job).")
  var `as` = ShardTemplate.Form.commands

  @Option(help: "Image of the Kubernetes job, one that holds nines.")
  var image = "nines:latest"

  func validate() throws {
    guard parts >= 1 else { throw ValidationError("--parts must be 1 or more") }
    try study.checkPart()
  }

  func run() async throws {
    let folder = try study.folder(rounds.work)
    let kept = try folder.kept()
    var round = kept.rounds.count
    if round > 0, case let missing = kept.missing(ofRound: round), missing > 0 {
      say("round \(round): \(missing) of \(kept.rounds[round - 1].names?.count ?? 0) worlds are still to run")
    } else {
      guard let open = try await study.stillToRun(kept) else {
        return say("nothing is left to simulate. Then: \(folder.command("merge", study))")
      }
      round += 1
      let tasks = RoundTasks(open.tasks, round: round, of: folder.study)
      try ResultDirectory(folder.tasks(ofRound: round)).write([(name: "tasks.txt", text: tasks.text)])
      let years = open.tasks.reduce(0) { $0 + $1.count }
      say("round \(round): \(tasks.names?.count ?? 0) worlds, \(years) replications in all")
    }
    let count = min(parts, try folder.readTasks(ofRound: round).count)
    let template = ShardTemplate(
      name: folder.service, plan: study.plan, parts: count, folder: rounds.work, image: image,
      options: study.question, round: .init(word: Study.word, number: round))
    try Terminal.printResult(template.text(self.as))
  }

  private func say(_ text: String) {
    if !study.work.quiet { Terminal.printError(text) }
  }
}

extension DividedCommand {
  /// Refuses, for a part or a plan of parts, what only the answer has.
  func checkPart() throws {
    guard out == nil else {
      throw ValidationError("--out is for the answer: write it with 'nines shard merge \(Self.word)'")
    }
    guard plan != "-" else { throw ValidationError("other machines read the plan by its name: '-' has none") }
    try checkDivided()
  }

  func folder(_ path: String) throws -> RoundFolder {
    keepCurves()
    // What is to be said of the plan is said where it is simulated.
    let file = try (try? PlanFile(path: plan)) ?? loadPlan(plan)
    return RoundFolder(
      path: path, study: .init(word: Self.word, fingerprint: try file.fingerprint, question: question),
      service: file.services[0].name)
  }

  /// What the study needs beside what is kept; nil where nothing.
  func stillToRun(_ kept: RoundFolder.Kept) async throws -> StillToRun? {
    var quiet = self
    quiet.work.quiet = true
    let study = quiet
    do {
      try await KeptWorlds.$current.withValue(kept.worlds(.ask)) { try await study.simulate() }
      return nil
    } catch let open as StillToRun {
      return open
    } catch let broken as BrokenRecord {
      throw shardRefusal(
        "a part of the rounds holds no record of world \(broken.name.world) as this version writes them. Begin again")
    }
  }
}

extension RoundFolder {
  /// A command of the study as a shell takes it.
  func command(_ verb: String, _ command: some DividedCommand) -> String {
    "nines shard \(verb) \(study.word) \(ShardTemplate.quoted(command.plan)) \(ShardTemplate.words(study.question)) --work"
      + " \(ShardTemplate.quoted(path))"
  }
}
