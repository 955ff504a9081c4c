import Experiments
import FailoverSimulation
import ServiceModel

/// What a plan predicts of periods as long as a record: one for each replication.
struct PredictedPeriods {
  /// Outages of each period, and their minutes and the longest one's.
  private(set) var outages: [Double] = []
  private(set) var minutes: [Double] = []
  private(set) var longest: [Double] = []
  /// By cause, overload last: outages of each period, and how long each took from the fault to its end, in seconds.
  private(set) var outagesByCause: [[Double]]
  private(set) var secondsByCause: [[Double]]
  /// By cause: outages that ended because what had failed was mended.
  private(set) var mendedByCause: [Int]

  /// - Parameters:
  ///   - record: Of a study that kept its ledger, whose horizon is the record's period.
  ///   - shortest: Outages shorter than this, in seconds, are in no record.
  init(_ record: DesignRecord, shortest: Double) {
    let causes = record.service.causes.count
    outagesByCause = Array(repeating: [], count: causes)
    secondsByCause = outagesByCause
    mendedByCause = Array(repeating: 0, count: causes)
    for world in record.worlds {
      // Rows stand in the order of replications; those without an outage have none.
      let noted = world.ledger.filter { $0.outage.recoverySeconds >= shortest }
      let rows = Dictionary(grouping: noted, by: \.replication)
      let numbers = rows.keys.sorted()
      for period in 0..<world.replications.count {
        add(period < numbers.count ? (rows[numbers[period]] ?? []).map(\.outage) : [])
      }
    }
  }

  private mutating func add(_ rows: [Outage]) {
    outages.append(Double(rows.count))
    let lengths = rows.map { $0.downtime.seconds / 60 }
    minutes.append(lengths.reduce(0, +))
    longest.append(lengths.max() ?? 0)
    var counts = Array(repeating: 0.0, count: outagesByCause.count)
    for row in rows {
      counts[row.cause] += 1
      secondsByCause[row.cause].append(row.recoverySeconds)
      if row.endedBy == .repair { mendedByCause[row.cause] += 1 }
    }
    for cause in counts.indices { outagesByCause[cause].append(counts[cause]) }
  }

  var count: Int { outages.count }
  var allSeconds: [Double] { secondsByCause.flatMap { $0 } }
}
