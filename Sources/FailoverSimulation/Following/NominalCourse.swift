import Control
import EventKernel
import ServiceModel

/// The course of one plan in one world while no clock strikes: what replications follow between their failures.
///
/// It is the same simulator with all clocks off. At marks, equally far apart, it has stored what evolves and what has
/// been booked since the start. Between clocks the simulator is a function of course, world and time; so a replication
/// whose course equals this one's at a mark equals it until something touches it, and may be carried to a later mark by
/// a subtraction, with the same bits.
final class NominalCourse: Sendable {
  /// What evolves of sites that serve.
  struct Mark: Sendable {
    var fleets: ContiguousArray<Fleet>
    var batches: ContiguousArray<Batch>
    var drains: ContiguousArray<Drain>
    var evaluations: ContiguousArray<SimTime>
    /// With what is over forgotten.
    var scalers: ContiguousArray<Autoscaler>
  }

  /// Distance of the marks.
  let spacing: Span
  /// Share of demand that belongs to each site all along.
  let home: ContiguousArray<Int32>
  /// The course at the start: what does not evolve while nothing strikes stays as it is here.
  let start: Course
  let marks: ContiguousArray<Mark>
  /// Instants at which something happened while it was built.
  let events: Int
  /// What had been booked at each mark, mark by mark.
  private let amounts: ContiguousArray<Int128>
  /// What had been billed at each billing cut that was passed.
  let billed: Billed
  private let amountCount: Int
  /// Whether something is under way, or users lose something, between each mark and the next: it must be stepped through.
  private let isRestless: ContiguousArray<Bool>
  /// The most slots in rotation, or meant for nodes on their way, between each mark and the next, interval by interval; and
  /// the maxima of blocks of them.
  private let largest: ContiguousArray<Int32>
  private let blockLargest: ContiguousArray<Int32>
  private let blockIsRestless: ContiguousArray<Bool>
  private static let block = 64
  private let siteCount: Int
  /// How many intervals before its end a guard stops to look; other than zero only to see a test fail.
  private let guardShortfall: Int

  init(
    _ plan: Plan, world: DemandWorld, worldNumber: UInt32, home: ContiguousArray<Int32>, spacing: Span,
    guardShortfall: Int = 0
  ) {
    precondition(spacing > .zero, "marks lie apart")
    self.spacing = spacing
    self.home = home
    self.guardShortfall = guardShortfall
    var run = Replication(nominal: plan, world: world, worldNumber: worldNumber, home: home)
    siteCount = plan.sites.count
    var recording = Recording(siteCount: plan.sites.count)
    start = run.course
    // Where a site that demand belongs to cannot serve, nothing is nominal: there is nothing to follow.
    if run.canServeAtHome {
      run.settle()
      recording.run(&run, spacing: spacing)
    }
    events = run.events
    marks = recording.marks
    amounts = recording.amounts
    amountCount = amounts.count / max(1, marks.count)
    billed = run.billed()
    isRestless = recording.isRestless
    largest = recording.largest
    let blocks = stride(from: 0, to: recording.isRestless.count, by: NominalCourse.block).map {
      $0..<min($0 + NominalCourse.block, recording.isRestless.count)
    }
    blockIsRestless = ContiguousArray(blocks.map { recording.isRestless[$0].contains(true) })
    let sites = plan.sites.count
    blockLargest = ContiguousArray(
      blocks.flatMap { block in
        (0..<sites).map { site in block.reduce(0) { max($0, recording.largest[$1 * sites + site]) } }
      })
  }

  func time(of mark: Int) -> SimTime { SimTime(nanoseconds: Int64(mark) * spacing.nanoseconds) }

  /// The last mark that is not after an instant.
  func mark(atOrBefore time: SimTime) -> Int { min(Int(time.nanoseconds / spacing.nanoseconds), marks.count - 1) }

  /// The last mark before an instant that is later than the first mark.
  func mark(before time: SimTime) -> Int { mark(atOrBefore: SimTime(nanoseconds: max(0, time.nanoseconds - 1))) }

  /// The first mark that is not before an instant.
  func mark(atOrAfter time: SimTime) -> Int {
    Int((time.nanoseconds + spacing.nanoseconds - 1) / spacing.nanoseconds)
  }

  /// Whether a replication may be carried over an interval, and what fails in slots from `limits` on touches nothing.
  func mayFollow(interval: Int, limits: ContiguousArray<Int32>?) -> Bool {
    guard interval < isRestless.count, !isRestless[interval] else { return false }
    guard let limits else { return true }
    for site in 0..<siteCount where largest[interval * siteCount + site] > limits[site] { return false }
    return true
  }

  /// How far from a mark a replication may be carried: to the first interval that must be stepped through, or to `last`.
  func reach(from mark: Int, atMost last: Int, limits: ContiguousArray<Int32>?) -> Int {
    var interval = mark
    let end = last - guardShortfall
    while interval < end {
      if interval % NominalCourse.block == 0 && interval + NominalCourse.block <= end {
        let block = interval / NominalCourse.block
        if !blockIsRestless[block] && carries(block: block, limits) {
          interval += NominalCourse.block
          continue
        }
      }
      guard mayFollow(interval: interval, limits: limits) else { return interval }
      interval += 1
    }
    return last
  }

  private func carries(block: Int, _ limits: ContiguousArray<Int32>?) -> Bool {
    guard let limits else { return true }
    for site in 0..<siteCount where blockLargest[block * siteCount + site] > limits[site] { return false }
    return true
  }

  /// Whether a slot of a site is never in rotation between a mark and the next.
  func isUnused(slot: Int32, site: Int, interval: Int) -> Bool {
    interval < isRestless.count && slot >= largest[interval * siteCount + site]
  }

  /// What was booked between two marks.
  func booked(from a: Int, to b: Int, _ amount: Int) -> Int128 {
    amounts[b * amountCount + amount] - amounts[a * amountCount + amount]
  }

  /// What was billed of one thing between a mark and a billing cut behind it; see `Billed`.
  func billed(from mark: Int, toCut cut: Int, _ amount: Int) -> Int128 {
    billed.total(atCut: cut, amount)
      - amounts[mark * amountCount + Meters.firstNominalBilled + amount - Billed.firstAmount]
  }
}

extension Fleet {
  /// Slots in rotation and those that nodes on their way will take: they may come and go at one instant.
  fileprivate var claimed: Int32 { size + pending }
}

/// What is written down of a nominal course while it runs.
private struct Recording {
  var marks: ContiguousArray<NominalCourse.Mark> = []
  var amounts: ContiguousArray<Int128> = []
  var isRestless: ContiguousArray<Bool> = []
  var largest: ContiguousArray<Int32> = []
  let siteCount: Int

  init(siteCount: Int) { self.siteCount = siteCount }

  /// Runs to the horizon and writes a mark wherever one is passed: what happens at its very instant belongs to it.
  mutating func run(_ run: inout Replication, spacing: Span) {
    var next = SimTime.zero
    var restless = false
    var sizes = ContiguousArray(run.course.fleets.sites.map(\.claimed))
    while true {
      let agenda = run.agenda()
      while next < agenda.next && next <= run.plan.horizon {
        run.cut(at: next)
        if next > .zero {
          isRestless.append(restless)
          largest += sizes
        }
        restless = !run.isCalm
        for site in 0..<siteCount { sizes[site] = run.course.fleets[site].claimed }
        mark(run)
        next = next + spacing
      }
      guard run.advance(agenda), next <= run.plan.horizon else { return }
      if !run.isCalm { restless = true }
      for site in 0..<siteCount { sizes[site] = max(sizes[site], run.course.fleets[site].claimed) }
    }
  }

  private mutating func mark(_ run: Replication) {
    let course = run.course
    let scalers = ContiguousArray(
      zip(course.scalers.sites, run.plan.scaler).map { $0.canonical($1, at: run.now) })
    marks.append(
      NominalCourse.Mark(
        fleets: course.fleets.sites, batches: course.fleets.batches, drains: course.fleets.drains,
        evaluations: course.scalers.due,
        scalers: marks.last?.scalers == scalers ? marks.last!.scalers : scalers))
    run.meters.appendNominalAmounts(to: &amounts)
  }
}

extension Meters {
  /// Where in the nominal amounts those begin that are billed: from here on they stand in the order of `Billed`.
  static let firstNominalBilled = Amount.grownInCalm.count - 1

  /// What a calm course books: the amounts that grow in calm, the nodes that run, and where was answered.
  func appendNominalAmounts(to all: inout ContiguousArray<Int128>) {
    for amount in Amount.grownInCalm { all.append(amounts[amount]) }
    all += nodeTime
    all += drawnTime
    all += answeredAt
  }

  /// Adds what a nominal course has booked between two marks; nodes of the sites that serve only.
  mutating func add(_ course: NominalCourse, from a: Int, to b: Int) {
    // In the order in which they were appended.
    var place = 0
    func next() -> Int128 {
      defer { place += 1 }
      return course.booked(from: a, to: b, place)
    }
    for amount in Amount.grownInCalm { amounts[amount] += next() }
    for site in nodeTime.indices {
      let time = next()
      if course.home[site] > 0 { nodeTime[site] += time }
    }
    // One for each level of each site.
    for index in drawnTime.indices {
      let time = next()
      if course.home[HeldLevel.site(ofAccount: index)] > 0 { drawnTime[index] += time }
    }
    for site in answeredAt.indices { answeredAt[site] += next() }
  }
}
