import Experiments
import Reports
import ServiceModel

/// Of which study a shard is a part: the first lines of its `shard.txt`, equal in all shards but for the worlds.
struct ShardIdentity: Equatable, Sendable {
  var size: StudySize
  var worlds: Range<Int>
  /// The names of `--designs` as they were asked for; nil where they were not.
  let asked: [String]?
  let designs: [String]
  let without: Set<String>
  /// Of the plan with all that it names.
  let fingerprint: String
  /// Whether the parts share the worlds of the inputs' band too.
  let hasInputs: Bool

  init(
    size: StudySize, worlds: Range<Int>, asked: [String]?, designs: [String], without: Set<String>,
    fingerprint: String, hasInputs: Bool
  ) {
    self.hasInputs = hasInputs
    self.fingerprint = fingerprint
    self.asked = asked
    self.size = size
    self.worlds = worlds
    self.designs = designs
    self.without = without
  }

  private var lines: [String] {
    [
      "nines shard 4", "seed \(size.seed)", "worlds \(size.worlds)",
      "replications-per-world \(size.replicationsPerWorld)",
      "first \(worlds.lowerBound)", "end \(worlds.upperBound)", "designs \(designs.joined(separator: ","))",
      "without \(without.sorted().joined(separator: ","))", "asked \((asked ?? []).joined(separator: ","))",
      "plan \(fingerprint)", "inputs \(hasInputs)",
    ]
  }

  /// Reads the text of `shard.txt`; nil where it is none.
  init?(text: String, threads: Int) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 11, lines[0] == "nines shard 4" else { return nil }
    func value(_ line: Int, _ key: String) -> Substring? {
      lines[line].hasPrefix(key + " ") ? lines[line].dropFirst(key.count + 1) : nil
    }
    guard let seed = value(1, "seed").flatMap({ UInt64($0) }), let worlds = value(2, "worlds").flatMap({ Int($0) }),
      let each = value(3, "replications-per-world").flatMap({ Int($0) }),
      let first = value(4, "first").flatMap({ Int($0) }), let end = value(5, "end").flatMap({ Int($0) }),
      let designs = value(6, "designs"), let without = value(7, "without"), let asked = value(8, "asked"),
      let plan = value(9, "plan"), let hasInputs = value(10, "inputs").flatMap({ Bool(String($0)) }),
      (2..<ReplicationNumber.mostWorlds).contains(worlds), (1...10_000_000).contains(each), 0 <= first,
      first < end, end <= worlds
    else { return nil }
    self.init(
      size: StudySize(seed: seed, worlds: worlds, replicationsPerWorld: each, threads: threads), worlds: first..<end,
      asked: asked.isEmpty ? nil : asked.split(separator: ",").map { String($0) },
      designs: designs.split(separator: ",").map { String($0) },
      without: Set(without.split(separator: ",").map { String($0) }), fingerprint: String(plan), hasInputs: hasInputs)
  }

  /// The same study without its worlds.
  func isPart(ofTheStudyOf other: ShardIdentity) -> Bool {
    size == other.size && asked == other.asked && designs == other.designs && without == other.without
      && fingerprint == other.fingerprint && hasInputs == other.hasInputs
  }

  /// `shard.txt`, `worlds.txt` with a record in each line, `inputs.txt` with the part's share of the inputs' band, each record after
  /// its name, and the ledger of each design.
  func files(_ records: [[WorldRecord]], band: [NamedRecord], ledger: LedgerSpool) -> [ResultFile] {
    [
      ResultFile(name: "shard.txt", text: lines.joined(separator: "\n") + "\n"),
      ResultFile(name: "worlds.txt") { piece in
        for designs in records {
          for record in designs {
            try piece(record.line + " end\n")
          }
        }
      },
    ]
      + (hasInputs ? [NamedRecord.file("inputs.txt", band)] : [])
      + designs.indices.map { design in
        ResultFile(name: "ledger/\(design).csv") { try ledger.write(design: design, $0) }
      }
  }
}
