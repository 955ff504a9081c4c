import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import Reports
import ServiceModel

struct ComparisonPartsMerge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Join the parts of a comparison that were simulated apart: the result is that of one run, to the byte.",
    discussion: """
      Each part was written by 'nines shard run' on the same plan, seed and size. Of the inputs' band, which parts share too, what \
      they do not bring is simulated here.

      Examples:
        nines shard merge models/chat-api.yaml parts/1 parts/2 parts/3 parts/4
        nines shard merge models/chat-api.yaml parts/* --out result --format json
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
    var band: [WorldName: Substring] = [:]
    if varies { for shard in shards { try shard.band(into: &band) } }
    let kept = KeptWorlds(band, beyond: .simulate)
    let comparison = try await KeptWorlds.$current.withValue(kept) {
      try await interruptible {
        try await compare(source, records: records, size: first.size, without: first.without, variesInputs: varies) {
          line.show(done: $0.done, total: $0.total)
        }
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
          throw shardRefusal(
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
    let (first, fingerprint) = (shards[0], try file.fingerprint)
    for shard in shards {
      guard shard.identity.isPart(ofTheStudyOf: first.identity) else {
        throw shardRefusal(
          "'\(shard.path)' and '\(first.path)' are parts of different studies: another plan, seed, size or choice")
      }
      guard shard.identity.fingerprint == fingerprint else {
        for kept in try file.kept(text: file.text) where try shard.text(kept.name) != kept.text {
          throw shardRefusal(
            "'\(shard.path)' was simulated on another '\(kept.name)' than '\(plan)' has now. Simulate it again")
        }
        throw shardRefusal("'\(shard.path)' was simulated on other files than '\(plan)' imports now. Simulate it again")
      }
    }
    guard file.services.map(\.design.name) == first.identity.designs else {
      throw shardRefusal("'\(first.path)' compares other designs than '\(plan)' has. Simulate it again")
    }
    var next = 0
    for shard in shards {
      let worlds = shard.identity.worlds
      guard worlds.lowerBound >= next else {
        throw shardRefusal(
          "world \(worlds.lowerBound) is in two of the directories, one of them '\(shard.path)'. Leave one out")
      }
      guard worlds.lowerBound == next else { break }
      next = worlds.upperBound
    }
    guard next == first.identity.size.worlds else {
      throw shardRefusal(
        "world \(next) of \(first.identity.size.worlds) is in none of the directories. Simulate the missing part with 'nines shard run'"
      )
    }
  }
}
