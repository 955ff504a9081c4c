import ArgumentParser
import Experiments
import ServiceModel

/// Says what is wrong with a shard.
func shardRefusal(_ text: String) -> ExitCode {
  Terminal.printError("error: \(text)")
  return .badModel
}

/// A directory that `nines shard run` wrote.
struct StoredShard {
  let identity: ShardIdentity
  private let files: StoredFiles
  var path: String { files.path }

  /// - Throws: `ExitCode.badModel` where it is none, or not whole.
  init(_ path: String, threads: Int) throws {
    files = try StoredFiles(
      path, kind: "a part of a comparison",
      remedy: "Simulate it again with 'nines shard run PLAN --part 1/4 --out \(path)'")
    guard let identity = ShardIdentity(text: try files.text("shard.txt"), threads: threads) else {
      throw shardRefusal(
        "'\(path)' is no part of a comparison. Write one with 'nines shard run PLAN --part 1/4 --out \(path)'")
    }
    self.identity = identity
  }

  /// Whether a whole directory of this very part is there; says nothing where it is not.
  static func holds(_ identity: ShardIdentity, at path: String, threads: Int) -> Bool {
    guard let files = StoredFiles(ifWhole: path), let text = files.textIfWhole("shard.txt") else { return false }
    return ShardIdentity(text: text, threads: threads) == identity
      && files.names.allSatisfy { files.textIfWhole($0) != nil }
  }

  func text(_ name: String) throws -> String { try files.text(name) }

  func ledger(of design: Int) throws -> String { try text("ledger/\(design).csv") }

  /// The records by world and design.
  func worlds(of services: [Service]) throws -> [[WorldRecord]] {
    let lines = try text("worlds.txt").utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0) }
    guard lines.count == identity.worlds.count * services.count else { throw broken }
    return try identity.worlds.indices.map { world in
      try services.indices.map { design in
        let line = lines[(world - identity.worlds.lowerBound) * services.count + design]
        guard line.hasSuffix(" end"), let record = WorldRecord(line: line.dropLast(4), of: services[design]),
          record.replications.count == identity.size.replicationsPerWorld
        else { throw broken }
        return record
      }
    }
  }

  /// The part's share of the inputs' band, added to that of other parts.
  func band(into lines: inout [WorldName: Substring]) throws {
    guard identity.hasInputs else { return }
    for line in try text("inputs.txt").utf8.split(separator: UInt8(ascii: "\n")).lazy.map({ Substring($0) }) {
      guard let (name, record) = NamedRecord.read(line) else {
        throw shardRefusal("'\(path)/inputs.txt' is cut off or damaged. Simulate this part again")
      }
      lines[name] = record
    }
  }

  private var broken: ExitCode { shardRefusal("'\(path)/worlds.txt' is cut off or damaged. Simulate this part again") }
}
