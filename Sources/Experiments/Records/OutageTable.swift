import FailoverSimulation

/// What the figures of a design need of an outage; the ledger's row says more.
public struct OutageSummary: Equatable, Sendable {
  /// Index of the failure mode; the number of modes stands for overload.
  public var cause: Int
  public var endedBy: OutageEnd
  /// From the fault to the end.
  public var recoverySeconds: Double
  /// The same incident with the provider's own recovery switched off; nil where no failover is possible or none was
  /// tried, infinite where it never recovered.
  public var failoverSeconds: Double?
}

/// The outages of a world, packed: 18 bytes each, a tenth of the ledger's row.
public struct OutageTable: Equatable, Sendable, RandomAccessCollection {
  private var tags: [UInt16] = []
  private var recoverySeconds: [Double] = []
  /// Not a number where there is none.
  private var failoverSeconds: [Double] = []

  public init() {}

  public var startIndex: Int { 0 }
  public var endIndex: Int { tags.count }

  public subscript(index: Int) -> OutageSummary {
    let failover = failoverSeconds[index]
    return OutageSummary(
      cause: Int(tags[index] >> 3), endedBy: OutageTable.ends[Int(tags[index] & 7)],
      recoverySeconds: recoverySeconds[index], failoverSeconds: failover.isNaN ? nil : failover)
  }

  /// - Precondition: Fewer than 8,192 failure modes.
  mutating func append(_ outage: Outage) {
    precondition(outage.cause < 1 << 13, "a plan of \(outage.cause) failure modes and more")
    let end: UInt16 =
      switch outage.endedBy {
      case .failover: 0
      case .repair: 1
      case .demand: 2
      case .unfinished: 3
      case .ejection: 4
      }
    tags.append(UInt16(outage.cause) << 3 | end)
    recoverySeconds.append(outage.recoverySeconds)
    failoverSeconds.append(outage.failoverSeconds ?? .nan)
  }

  func write(to writer: inout RecordWriter) {
    writer.put("outages.causes", tags.map { Int($0 >> 3) })
    writer.put("outages.endedBy", tags.map { Int($0 & 7) })
    writer.put("outages.recoverySeconds", recoverySeconds)
    writer.put("outages.failoverSeconds", failoverSeconds)
  }

  init(from reader: inout RecordReader) throws {
    let causes = try reader.ints("outages.causes")
    let ends = try reader.ints("outages.endedBy")
    recoverySeconds = try reader.doubles("outages.recoverySeconds")
    failoverSeconds = try reader.doubles("outages.failoverSeconds")
    guard [ends.count, recoverySeconds.count, failoverSeconds.count].allSatisfy({ $0 == causes.count }),
      causes.allSatisfy({ (0..<1 << 13).contains($0) }), ends.allSatisfy(OutageTable.ends.indices.contains)
    else { throw RecordReader.Broken() }
    tags = zip(causes, ends).map { UInt16($0 << 3 | $1) }
  }

  private static let ends: [OutageEnd] = [.failover, .repair, .demand, .unfinished, .ejection]

  /// The same without room for more.
  var compacted: OutageTable {
    var table = OutageTable()
    table.tags = tags.map { $0 }
    table.recoverySeconds = recoverySeconds.map { $0 }
    table.failoverSeconds = failoverSeconds.map { $0 }
    return table
  }
}
