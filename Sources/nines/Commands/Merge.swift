import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import Reports
import ServiceModel

struct Merge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Join the parts of a comparison that were simulated apart: the result is that of one run, to the byte.",
    discussion: """
      Each part was written by 'nines compare --shard PART/PARTS --out DIR' on the same plan, seed and size. Uncertain
      inputs are varied here, as they need no part.

      Examples:
        nines merge models/chat-api.yaml part1 part2 part3 part4
        nines merge models/chat-api.yaml part1 part2 --out result --format json
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Argument(help: "The directories of all parts, in any order.", completion: .directory)
  var parts: [String]

  @OptionGroup var output: ComparisonOutput

  @OptionGroup var work: WorkOptions

  func run() async throws {
    let shards = try parts.map { try StoredShard($0, threads: work.threads) }.sorted {
      $0.identity.worlds.lowerBound < $1.identity.worlds.lowerBound
    }
    let first = shards[0].identity
    let file = try loadPlan(plan, designs: first.asked)
    try output.check(file)
    try check(shards, against: file)
    let directory = try output.directory()
    let worlds = try shards.flatMap { try $0.worlds(of: file.services) }
    let ledger = try ledger(of: shards, worlds)
    let study = Study(file.services, size: first.size, disabled: first.without)
    let line = ProgressLine(isQuiet: work.quiet)
    defer { line.finish() }
    let (source, varies, records) = (file.source, output.inputs, study.records(worlds))
    let comparison = try await interruptible {
      try await compare(source, records: records, size: first.size, without: first.without, variesInputs: varies) {
        line.show(done: $0.done, total: $0.total)
      }
    }
    line.finish()
    try output.report(
      comparison, of: file, asked: .init(plan: plan, designs: first.asked, without: first.without), to: directory,
      ledger: ledger)
  }

  /// The rows of all parts, design by design.
  ///
  /// - Parameter worlds: Of the whole study, by world and design.
  /// - Throws: `ExitCode.badModel` where the rows of a part are not the outages of its worlds.
  private func ledger(of shards: [StoredShard], _ worlds: [[WorldRecord]]) throws -> LedgerRows {
    let designs = shards[0].identity.designs.indices
    var tally = LedgerTally()
    for shard in shards {
      let own = shard.identity.worlds
      for design in designs {
        tally.add(try shard.ledger(of: design), ofDesign: design)
        if let world = tally.firstMismatch(own.map { worlds[$0][design] }, from: own.lowerBound, design: design) {
          throw refusal(
            "'\(shard.path)/ledger/\(design).csv' does not hold the outages that its 'worlds.txt' counts in world"
              + " \(world). Simulate this part again")
        }
      }
    }
    return LedgerRows(tally: tally) { piece in
      for design in designs {
        for shard in shards { try piece(try shard.ledger(of: design)) }
      }
    }
  }

  /// The parts belong to one study on this plan and hold each of its worlds once.
  private func check(_ shards: [StoredShard], against file: PlanFile) throws {
    let first = shards[0]
    for shard in shards {
      guard shard.identity.isPart(ofTheStudyOf: first.identity) else {
        throw refusal(
          "'\(shard.path)' and '\(first.path)' are parts of different studies: another plan, seed, size or choice")
      }
      guard try shard.identity.fingerprint == file.fingerprint else {
        for kept in try file.kept(text: file.text) where try shard.text(kept.name) != kept.text {
          throw refusal(
            "'\(shard.path)' was simulated on another '\(kept.name)' than '\(plan)' has now. Simulate it again")
        }
        throw refusal("'\(shard.path)' was simulated on other files than '\(plan)' imports now. Simulate it again")
      }
    }
    guard file.services.map(\.design.name) == first.identity.designs else {
      throw refusal("'\(first.path)' compares other designs than '\(plan)' has. Simulate it again")
    }
    var next = 0
    for shard in shards {
      let worlds = shard.identity.worlds
      guard worlds.lowerBound >= next else {
        throw refusal(
          "world \(worlds.lowerBound) is in two of the directories, one of them '\(shard.path)'. Leave one out")
      }
      guard worlds.lowerBound == next else { break }
      next = worlds.upperBound
    }
    guard next == first.identity.size.worlds else {
      throw refusal(
        "world \(next) of \(first.identity.size.worlds) is in none of the directories. Simulate the missing --shard")
    }
  }
}

/// Says what is wrong with a shard.
private func refusal(_ text: String) -> ExitCode {
  Terminal.printError("error: \(text)")
  return .badModel
}

/// A directory that `nines compare --shard` wrote.
private struct StoredShard {
  let identity: ShardIdentity
  private let files: StoredFiles
  var path: String { files.path }

  /// - Throws: `ExitCode.badModel` where it is none, or not whole.
  init(_ path: String, threads: Int) throws {
    files = try StoredFiles(
      path, kind: "a part of a comparison",
      remedy: "Simulate it again with 'nines compare --shard 1/4 --out \(path)'")
    guard let identity = ShardIdentity(text: try files.text("shard.txt"), threads: threads) else {
      throw refusal("'\(path)' is no part of a comparison. Write one with 'nines compare --shard 1/4 --out \(path)'")
    }
    self.identity = identity
  }

  func text(_ name: String) throws -> String { try files.text(name) }

  func ledger(of design: Int) throws -> String { try text("ledger/\(design).csv") }

  /// The records by world and design.
  func worlds(of services: [Service]) throws -> [[WorldRecord]] {
    let lines = try text("worlds.txt").split(separator: "\n")
    guard lines.count == identity.worlds.count * services.count else { throw broken }
    return try identity.worlds.indices.map { world in
      try services.indices.map { design in
        let line = lines[(world - identity.worlds.lowerBound) * services.count + design].split(separator: " ")
        let words = line.dropLast().compactMap { UInt64($0, radix: 16) }
        guard line.last == "end", words.count == line.count - 1,
          let record = WorldRecord(words: words, of: services[design]),
          record.replications.count == identity.size.replicationsPerWorld
        else { throw broken }
        return record
      }
    }
  }

  private var broken: ExitCode { refusal("'\(path)/worlds.txt' is cut off or damaged. Simulate this part again") }
}
