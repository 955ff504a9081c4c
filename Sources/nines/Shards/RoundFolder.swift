import ArgumentParser
import Experiments
import Foundation
import Reports

/// The directory of a study that goes by rounds: `round-1/tasks` says what the first round simulates, `round-1/part-2-of-7` is what
/// one of its parts has simulated. Everything in it is written once and never changed.
struct RoundFolder {
  let path: String
  let study: RoundTasks.Study
  /// Of the service.
  let service: String

  /// What has been planned, and what is there of it.
  struct Kept {
    /// By round, from 1.
    var rounds: [RoundTasks] = []
    var lines: [WorldName: Substring] = [:]

    /// Worlds of a round that no part has brought yet.
    func missing(ofRound round: Int) -> Int { (rounds[round - 1].names ?? []).count { lines[$0] == nil } }

    func worlds(_ beyond: KeptWorlds.Beyond) -> KeptWorlds { KeptWorlds(lines, beyond: beyond) }
  }

  func tasks(ofRound round: Int) -> String { "\(path)/round-\(round)/tasks" }
  func part(_ part: ShardNumber, ofRound round: Int) -> String {
    "\(path)/round-\(round)/part-\(part.number)-of-\(part.count)"
  }

  /// Reads and checks every round before one.
  ///
  /// - Throws: `ExitCode.badModel`, after saying which file is of another study, damaged or not whole.
  func kept(before end: Int = .max) throws -> Kept {
    var kept = Kept()
    while kept.rounds.count + 1 < end {
      let round = kept.rounds.count + 1
      guard FileManager.default.fileExists(atPath: tasks(ofRound: round)) else { break }
      let tasks = try readTasks(ofRound: round)
      kept.rounds.append(tasks)
      let known = Set(tasks.names ?? [])
      for name in try parts(ofRound: round) { try read(name, of: tasks, known, into: &kept.lines) }
    }
    return kept
  }

  func readTasks(ofRound round: Int) throws -> RoundTasks {
    let place = tasks(ofRound: round)
    let files = try StoredFiles(
      place, kind: "a round of a study",
      remedy: "Plan it again with 'nines shard plan \(study.word)' in an empty directory")
    let tasks = RoundTasks(text: try files.text("tasks.txt"))
    guard tasks.isRound(round, of: study), tasks.names != nil else {
      throw shardRefusal(
        "'\(place)' is a round of another study: another command, plan, seed, size or choice. Name another directory with --work"
      )
    }
    return tasks
  }

  /// In the order of their names, so that problems are said in the same order everywhere.
  private func parts(ofRound round: Int) throws -> [String] {
    let folder = "\(path)/round-\(round)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // What is being written has a name of its own until it is whole, or holds a claim alone.
    return names.filter { $0.hasPrefix("part-") }.sorted().map { "\(folder)/\($0)" }
      .filter { !PlaceClaim.isClaimed($0) }
  }

  private func read(
    _ part: String, of tasks: RoundTasks, _ known: Set<WorldName>, into lines: inout [WorldName: Substring]
  ) throws {
    let remedy = "Take it away and simulate this part again"
    let files = try StoredFiles(part, kind: "a part of a round", remedy: remedy)
    guard try files.text("part.txt").split(separator: "\n").dropFirst().first == "tasks \(tasks.digest)" else {
      throw shardRefusal("'\(part)' is a part of another round or study. \(remedy)")
    }
    for line in try files.text("worlds.txt").utf8.split(separator: UInt8(ascii: "\n")).lazy.map({ Substring($0) }) {
      guard let (name, record) = NamedRecord.read(line) else {
        throw shardRefusal("'\(part)/worlds.txt' is cut off or damaged. \(remedy)")
      }
      guard known.contains(name) else {
        throw shardRefusal("'\(part)' holds world \(name.world) of a design that its round does not ask for. \(remedy)")
      }
      if let other = lines[name], other != record {
        throw shardRefusal("'\(part)' and another part of its round differ in world \(name.world). \(remedy)")
      }
      lines[name] = record
    }
  }

  /// The text of a part's files.
  static func files(_ records: [NamedRecord], part: ShardNumber, of tasks: RoundTasks) -> [ResultFile] {
    let head = ["nines part 1", "tasks \(tasks.digest)", "part \(part.number)", "parts \(part.count)"]
    return [
      ResultFile(name: "part.txt", text: head.joined(separator: "\n") + "\n"),
      NamedRecord.file("worlds.txt", records),
    ]
  }

  /// Whether a whole directory of this very part is there; says nothing where it is not.
  func holds(_ part: ShardNumber, ofRound round: Int, _ tasks: RoundTasks) -> Bool {
    guard let files = StoredFiles(ifWhole: self.part(part, ofRound: round)), let text = files.textIfWhole("part.txt")
    else {
      return false
    }
    return text.contains("\ntasks \(tasks.digest)\n") && files.names.allSatisfy { files.textIfWhole($0) != nil }
  }
}
