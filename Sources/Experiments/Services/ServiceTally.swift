import FailoverSimulation
import ServiceModel

/// What several services sent and lost in a world's replications: exact sums, so that services add up to the fleet and
/// causes to a service, to the last unit.
struct ServiceTally: Equatable, Sendable {
  /// By service, in the amounts' unit; downtime in nanoseconds.
  private(set) var demand: [Int128] = []
  private(set) var lost: [Int128] = []
  private(set) var downtime: [Int128] = []
  /// A row of services for each cause: in outages and outside; and of each service what was lost outside.
  private(set) var lostByCause: [Int128] = []
  private(set) var lostOutside: [Int128] = []

  var isEmpty: Bool { demand.isEmpty }

  init(_ service: Service) {
    let count = service.traffic.mix?.services.count ?? 0
    demand = Array(repeating: 0, count: count)
    (lost, downtime) = (demand, demand)
    lostByCause = Array(repeating: 0, count: count * (service.failures.count + 1))
    lostOutside = demand
  }

  mutating func add(_ outcome: Outcome) {
    guard !isEmpty else { return }
    let count = demand.count
    for index in 0..<count {
      demand[index] += outcome.services.demand[index]
      lost[index] += outcome.lostByClass[index]
      downtime[index] += outcome.services.downtime[index]
    }
    for (index, amount) in outcome.services.lostOutside.enumerated() {
      lostByCause[index] += amount
      lostOutside[index % count] += amount
    }
    for outage in outcome.outages {
      for (index, amount) in outage.lostByService.enumerated() { lostByCause[outage.cause * count + index] += amount }
    }
  }

  /// What a service lost by a cause.
  func lost(_ service: Int, cause: Int) -> Int128 { lostByCause[cause * demand.count + service] }

  /// Whether a service lost anything outside outages.
  func losesOutside(_ service: Int) -> Bool { lostOutside[service] > 0 }

  // MARK: Records

  private static var lists: [(name: String, path: WritableKeyPath<ServiceTally, [Int128]>)] {
    [
      ("services.demand", \.demand), ("services.lost", \.lost), ("services.downtime", \.downtime),
      ("services.lostByCause", \.lostByCause), ("services.lostOutside", \.lostOutside),
    ]
  }

  func write(to writer: inout RecordWriter) {
    for (name, path) in ServiceTally.lists { writer.put(name, self[keyPath: path]) }
  }

  /// One of the same service that a line says.
  func read(from reader: inout RecordReader) throws -> ServiceTally {
    var tally = self
    for (name, path) in ServiceTally.lists {
      let values = try reader.wides(name)
      guard values.count == self[keyPath: path].count else { throw RecordReader.Broken() }
      tally[keyPath: path] = values
    }
    return tally
  }
}
