import EventKernel

/// Nodes of a site.
struct Fleet: Equatable, Sendable, BitwiseCopyable {
  /// Slots in rotation: nodes that are ready unless they or their zone are down.
  var size: Int32
  /// Nodes on their way.
  var pending: Int32 = 0
  /// Of these, nodes that nobody has granted yet: they do not run.
  var asked: Int32 = 0
  /// Nodes that finish their requests before they are given back: they run and serve nothing new.
  var draining: Int32 = 0
  /// Nodes that run and are neither in rotation nor on their way: without warm replicas, or lent.
  var aside: Int32 = 0

  /// All nodes that run or are being started.
  var running: Int32 { size + pending - asked + draining + aside }
}

/// Nodes of a site that finish their requests.
struct Drain: Equatable, Sendable, BitwiseCopyable {
  var site: Int16
  var count: Int32
  var until: SimTime
}

/// The nodes of all sites: in rotation, on their way, leaving.
///
/// It knows no plan and no estate: who orders nodes says how long each rung takes, and which of the nodes in rotation are up
/// is the estate's to say (`Replication.rotate`).
struct Fleets: Equatable, Sendable {
  private(set) var sites: ContiguousArray<Fleet>
  /// Nodes on their way, in the order in which they were asked for.
  private(set) var batches: ContiguousArray<Batch> = []
  /// Nodes that were taken out of service and finish their requests.
  private(set) var drains: ContiguousArray<Drain> = []

  init(_ sites: some Sequence<Fleet>) { self.sites = ContiguousArray(sites) }

  @inline(__always) subscript(site: Int) -> Fleet { sites[site] }

  /// When the next nodes are ready or given back.
  var earliestBatch: SimTime { min(earliestClimb, earliestDrain) }

  /// When the next nodes on their way have climbed a rung: kept, for everybody asks for it after everything that happens.
  private(set) var earliestClimb = SimTime.never

  private mutating func findEarliestClimb() {
    var earliest = SimTime.never
    batches.withUnsafeBufferPointer { batches in
      for batch in batches { earliest = min(earliest, batch.readyAt) }
    }
    earliestClimb = earliest
  }

  /// When the next nodes are given back.
  var earliestDrain: SimTime {
    var earliest = SimTime.never
    for drain in drains { earliest = min(earliest, drain.until) }
    return earliest
  }

  // MARK: Nodes that come

  /// Nodes begin to climb.
  ///
  /// - Parameter inStepWithLast: Whether they belong to the same order as the last, and climb with these if their times are
  ///   equal.
  mutating func order(_ batch: Batch, inStepWithLast: Bool = false) {
    sites[Int(batch.site)].pending += batch.count
    if batch.rung == .asked { sites[Int(batch.site)].asked += batch.count }
    earliestClimb = min(earliestClimb, batch.readyAt)
    if let last = batches.indices.last, inStepWithLast, batches[last].wait == batch.wait,
      batches[last].boot == batch.boot, batches[last].load == batch.load
    {
      batches[last].count += batch.count
    } else {
      batches.append(batch)
    }
  }

  /// The control plane that a request had waited for accepts it.
  mutating func accept(_ index: Int, at now: SimTime) {
    batches[index].waitsForControlPlane = false
    if batches[index].rung == .asked {
      batches[index].readyAt = now + batches[index].wait
      if batches[index].wait == .zero {
        sites[Int(batches[index].site)].asked -= batches[index].count
        batches[index].climb(at: now)
      }
    } else {
      batches[index].readyAt = now + batches[index].wait + batches[index].boot
    }
    findEarliestClimb()
  }

  /// The first site at which a rung has been climbed.
  func firstToClimb(at now: SimTime) -> Int? {
    guard earliestClimb <= now else { return nil }
    var first = Int16.max
    for batch in batches where batch.readyAt <= now { first = min(first, batch.site) }
    return first == .max ? nil : Int(first)
  }

  /// Brings the nodes of a site on to this instant, where the bandwidth is shared anew among those that fetch.
  ///
  /// - Parameter gained: How much the site has fetched meanwhile, as long as that takes over the whole bandwidth; nil: it had
  ///   all of it all the time.
  /// - Returns: How many are ready for rotation, and no longer on their way.
  mutating func climb(at site: Int, _ now: SimTime, gaining gained: Span? = nil) -> Int32 {
    fetch(at: site, now, gaining: gained)
    defer { findEarliestClimb() }
    var (ready, granted): (Int32, Int32) = (0, 0)
    // By its address: a failover of many nodes climbs in three times as many events, and each of them looks at all.
    batches.withUnsafeMutableBufferPointer { batches in
      var share: Int64 = 0
      for i in batches.indices where Int(batches[i].site) == site {
        if batches[i].readyAt <= now {
          if batches[i].rung == .asked { granted += batches[i].count }
          batches[i].climb(at: now)
          if batches[i].isReady { ready += batches[i].count }
        }
        if batches[i].rung == .fetching { share += Int64(batches[i].count) }
      }
      guard share > 0 else { return }
      for i in batches.indices where Int(batches[i].site) == site && batches[i].rung == .fetching {
        batches[i].readyAt = now + batches[i].fetch * share
      }
    }
    sites[site].asked -= granted
    if ready > 0 {
      batches.removeAll { Int($0.site) == site && $0.isReady }
      sites[site].pending -= ready
    }
    return ready
  }

  /// Brings those that fetch at a site on to this instant.
  mutating func fetch(at site: Int, _ now: SimTime, gaining gained: Span? = nil) {
    let sharing = fetching(at: site)
    guard sharing > 0 else { return }
    batches.withUnsafeMutableBufferPointer { batches in
      // All but those that have only just begun were brought on to the same instant: one division does for them.
      var (time, part) = (Span.zero, Span.zero)
      for i in batches.indices where Int(batches[i].site) == site && batches[i].rung == .fetching {
        let its = gained ?? now - batches[i].fetchedUpTo
        if its != time { (time, part) = (its, Span(nanoseconds: its.nanoseconds / sharing)) }
        batches[i].fetch(part, until: now)
      }
    }
  }

  /// Since when, and at which pace, the nodes of a site fetch; nil where none does. It is the same for all of them.
  func fetchInForce(at site: Int) -> (since: SimTime, pace: FetchPace)? {
    batches.first { Int($0.site) == site && $0.rung == .fetching }.map { ($0.fetchedUpTo, $0.pace) }
  }

  /// Of each batch that fetches at a site: its index, and how long it takes with its part of the whole bandwidth.
  func fetchesLeft(at site: Int) -> [(index: Int, left: Span)] {
    let share = fetching(at: site)
    return batches.indices.filter { Int(batches[$0].site) == site && batches[$0].rung == .fetching }
      .map { ($0, batches[$0].fetch * share) }
  }

  /// A batch fetches at a pace, and is expected to have done.
  mutating func fetch(_ index: Int, at pace: FetchPace, until end: SimTime) {
    batches[index].pace = pace
    batches[index].readyAt = end
    findEarliestClimb()
  }

  /// Nodes of a site that fetch at this time.
  private func fetching(at site: Int) -> Int64 {
    var count: Int64 = 0
    batches.withUnsafeBufferPointer { batches in
      for batch in batches where Int(batch.site) == site && batch.rung == .fetching { count += Int64(batch.count) }
    }
    return count
  }

  // MARK: Nodes that are there

  /// Changes how many slots of a site are in rotation.
  mutating func rotate(_ site: Int, to size: Int32) { sites[site].size = size }

  /// Takes nodes that run aside: they climb from where they stand, as an order of their own.
  mutating func recall(_ count: Int32, at site: Int) { sites[site].aside -= count }

  /// Nodes run beside the fleet while a release is rolled out over it, or no longer.
  mutating func surge(_ count: Int32, at site: Int) { sites[site].draining += count }

  // MARK: Nodes that go

  /// Nodes out of rotation finish their requests.
  mutating func drain(_ count: Int32, at site: Int, until time: SimTime) {
    sites[site].draining += count
    drains.append(Drain(site: Int16(site), count: count, until: time))
  }

  mutating func completeDrains(at now: SimTime) {
    guard drains.contains(where: { $0.until <= now }) else { return }
    for drain in drains where drain.until <= now { sites[Int(drain.site)].draining -= drain.count }
    drains.removeAll { $0.until <= now }
  }

  /// Gives back what a failover had asked for and has not got yet, and puts back aside what ran there.
  mutating func release(_ site: Int, aside: Int32) {
    for batch in batches where Int(batch.site) == site && batch.isFailover {
      sites[site].pending -= batch.count
      if batch.rung == .asked { sites[site].asked -= batch.count }
    }
    batches.removeAll { Int($0.site) == site && $0.isFailover }
    findEarliestClimb()
    sites[site].aside = aside
  }

  // MARK: Following a course

  /// Stands where a nominal course has a site.
  mutating func stand(_ fleet: Fleet, at site: Int) { sites[site] = fleet }

  /// Has on their way and leaving what a nominal course has.
  mutating func stand(_ batches: ContiguousArray<Batch>, _ drains: ContiguousArray<Drain>) {
    (self.batches, self.drains) = (batches, drains)
    findEarliestClimb()
  }
}
