import EventKernel

/// What became of the requests of several services on one fleet, in the amounts' unit: 1e15 to a mean request.
public struct ServiceAccount: Equatable, Sendable {
  /// What each service sent.
  public internal(set) var demand: ContiguousArray<Int128> = []
  /// Time in which less of a service's own demand was answered than the threshold of an outage, in nanoseconds; of requests
  /// that may wait none.
  public internal(set) var downtime: ContiguousArray<Int128> = []
  /// What each service lost outside outages, a row of services for each cause: failure modes in the plan's order, then
  /// overload.
  public internal(set) var lostOutside: ContiguousArray<Int128> = []

  public init() {}

  init(services: Int, causes: Int) {
    downtime = ContiguousArray(repeating: 0, count: services)
    lostOutside = ContiguousArray(repeating: 0, count: services * causes)
  }

  /// Books a row of services outside outages; an empty one changes nothing.
  mutating func loseOutside(_ row: ContiguousArray<Int128>, cause: Int) {
    for (service, amount) in row.enumerated() { lostOutside[cause * row.count + service] += amount }
  }

  /// Takes away what had been booked earlier.
  mutating func subtract(_ earlier: ServiceAccount) {
    for i in demand.indices { demand[i] -= earlier.demand[i] }
    for i in downtime.indices { downtime[i] -= earlier.downtime[i] }
    for i in lostOutside.indices { lostOutside[i] -= earlier.lostOutside[i] }
  }
}
