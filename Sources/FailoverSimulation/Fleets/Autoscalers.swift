import Control
import EventKernel

/// The sites' autoscalers: what each remembers, and when it looks at its pool next. What it sees is looked up before.
struct Autoscalers: Equatable, Sendable {
  private(set) var sites: ContiguousArray<Autoscaler>
  /// When each is evaluated next; never where nothing that it sees can make it act.
  private(set) var due: ContiguousArray<SimTime>

  /// - Parameter serving: Whether each site serves when all begins: its autoscaler looks at it at once.
  init(_ sites: ContiguousArray<Autoscaler>, serving: some Sequence<Bool>) {
    self.sites = sites
    due = ContiguousArray(serving.map { $0 ? SimTime.zero : .never })
  }

  /// When the first of them is evaluated.
  @inline(__always)
  var earliest: SimTime {
    var earliest = SimTime.never
    for time in due { earliest = min(earliest, time) }
    return earliest
  }

  /// Has one look at its pool no later than `time`.
  mutating func look(at site: Int, noLaterThan time: SimTime) {
    if time < due[site] { due[site] = time }
  }

  /// One looks at its pool now, and not again until somebody has it look.
  mutating func begin(at site: Int) { due[site] = .never }

  /// Hands out one that is evaluated, without a copy of what it remembers; `putBack` returns it.
  mutating func takeOut(_ site: Int) -> Autoscaler {
    var scaler = Autoscaler.vacancy
    swap(&scaler, &sites[site])
    return scaler
  }

  mutating func putBack(_ scaler: Autoscaler, at site: Int) { sites[site] = scaler }

  /// Stands as one of another course stands at a mark.
  mutating func stand(_ scaler: Autoscaler, due time: SimTime, at site: Int) {
    sites[site] = scaler
    due[site] = time
  }
}
