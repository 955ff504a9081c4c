import Control
import EventKernel

/// Clients who have followed the same changes of the record.
struct ClientGroup {
  /// The first of them, of a million, in the order of their cached answers, the youngest first.
  let place: Int32
  /// How many of a million they are.
  let size: Int32
}

/// What is being done about lost sites: a procedure for each, the steps that are under way, and until when each site is left
/// alone.
///
/// It knows no plan, no estate and no luck: whoever has looked at these calls a transition of a site's `Procedure`.
struct Procedures: Equatable, Sendable {
  /// Site by site: to look through.
  private(set) var states: ContiguousArray<Procedure>
  /// Deadlines of the steps of each site's procedure, site by site.
  private var stepEnds: ContiguousArray<SimTime>
  /// Until when no other failover of each site begins: its traffic has only just returned.
  private var heldUntil: ContiguousArray<SimTime>
  /// Share of demand, in millionths, that each site served when it was lost, or was left: whose conversations are at stake.
  private(set) var served: ContiguousArray<Int32>
  /// Sites, as bits, whose traffic is due to return and waits until where it goes may be changed.
  private var heldReturns: UInt64 = 0
  private let steps: Int

  init(sites: Int, steps: Int) {
    states = ContiguousArray(repeating: Procedure(), count: sites)
    heldUntil = ContiguousArray(repeating: .zero, count: sites)
    served = ContiguousArray(repeating: 0, count: sites)
    stepEnds = ContiguousArray(repeating: .never, count: sites * steps)
    self.steps = steps
  }

  /// The procedure of a site.
  @inline(__always)
  subscript(site: Int) -> Procedure {
    get { states[site] }
    _modify { yield &states[site] }
  }

  /// Notes what a site serves, in millionths of demand.
  mutating func note(served share: Int32, by site: Int) { served[site] = share }

  /// Begins one in place of what was done about the site.
  mutating func begin(_ procedure: Procedure, of site: Int) {
    states[site] = procedure
    releaseReturn(of: site)
  }

  /// Ends what is done about a site.
  ///
  /// - Returns: How far it had come.
  mutating func retire(_ site: Int) -> Procedure {
    defer { begin(Procedure(), of: site) }
    return states[site]
  }

  /// Ends the steps, which were for a target that is left.
  mutating func leaveTarget(of site: Int, at now: SimTime) {
    clearSteps(of: site)
    states[site].leaveTarget(at: now)
  }

  /// Ends the steps: people finish by hand.
  mutating func handOver(_ site: Int, until time: SimTime) {
    clearSteps(of: site)
    states[site].handOver(until: time)
  }

  // MARK: Steps

  mutating func start(step: Int, of site: Int, until end: SimTime) {
    states[site].start(step: step)
    stepEnds[site * steps + step] = end
  }

  mutating func clearSteps(of site: Int) {
    for step in 0..<steps { stepEnds[site * steps + step] = .never }
  }

  /// Finishes the steps whose time is over.
  mutating func completeSteps(at now: SimTime) {
    for index in stepEnds.indices where stepEnds[index] <= now {
      stepEnds[index] = .never
      states[index / steps].finish(step: index % steps)
    }
  }

  // MARK: Holding down

  /// No failover of a site begins before an instant.
  mutating func hold(_ site: Int, until time: SimTime) { heldUntil[site] = time }

  /// The first instant, not before `time`, at which a failover of a site may begin.
  func firstBeginning(of site: Int, from time: SimTime) -> SimTime { max(time, heldUntil[site]) }

  // MARK: Returns that wait

  mutating func holdReturn(of site: Int) { heldReturns |= 1 << UInt64(site) }
  mutating func releaseReturn(of site: Int) { heldReturns &= ~(1 << UInt64(site)) }
  func holdsReturn(of site: Int) -> Bool { heldReturns & 1 << UInt64(site) != 0 }

  // MARK: Ramps

  /// Whether clients follow a change of traffic by and by.
  var rampsMove: Bool {
    for site in states.indices where !states[site].ramp.isSettled { return true }
    return false
  }

  /// When the first ramp is next looked up.
  var nextRampChange: SimTime {
    var next = SimTime.never
    for site in states.indices { next = min(next, states[site].ramp.nextChange) }
    return next
  }

  /// Notes how far clients have come by now.
  mutating func lookAtRamps(at now: SimTime, stay: StayLaw) {
    for site in states.indices where !states[site].ramp.isSettled { states[site].lookAtRamp(at: now, stay: stay) }
  }

  mutating func advanceRamps(at now: SimTime, stay: StayLaw) {
    for site in states.indices where states[site].ramp.nextChange <= now {
      states[site].advanceRamp(at: now, stay: stay)
    }
  }

  /// Shows all ramps as they are at one instant, for the question what would be answered then.
  mutating func showRamps(at time: SimTime, stay: StayLaw) {
    for site in states.indices { states[site].showRamp(at: time, stay: stay) }
  }

  /// Holds all ramps at their means over one stretch.
  mutating func holdRamps(from now: SimTime, until end: SimTime, stay: StayLaw) {
    for site in states.indices { states[site].holdRamp(from: now, until: end, stay: stay) }
  }

  /// The next corner in the course of the only ramp that moves; nil where several do, whose shares of shares bend.
  func cornerOfOneRamp(after now: SimTime, stay: StayLaw) -> SimTime? {
    var corner: SimTime?
    for site in states.indices where !states[site].ramp.isSettled {
      guard corner == nil else { return nil }
      corner = states[site].ramp.corner(after: now, stay: stay)
    }
    return corner
  }

  /// Whether a ramp that moves is held until after an instant.
  func holdsRamp(beyond end: SimTime) -> Bool {
    for site in states.indices where end < states[site].ramp.nextChange && !states[site].ramp.isSettled { return true }
    return false
  }

  /// Clients by the changes of the record that they have followed; empty unless several are under way at once.
  ///
  /// A client asks for the record when its cached answer has expired, and has it as it stands then: whoever has followed a later
  /// change has followed those before it. So in the order of their answers, the youngest first, each change has been followed by
  /// the first so many.
  func clientGroups(following ttl: Span) -> [ClientGroup] {
    var changes = 0
    for site in states.indices where states[site].ramp.follows(over: ttl) { changes += 1 }
    guard changes > 1 else { return [] }
    var bounds: [Int32] = [0, 1_000_000]
    for site in states.indices where states[site].ramp.follows(over: ttl) {
      let followers = states[site].ramp.followers
      bounds += [followers.latest, followers.earlier]
    }
    bounds.sort()
    return zip(bounds, bounds.dropFirst()).compactMap { first, end in
      first < end ? ClientGroup(place: first, size: end - first) : nil
    }
  }

  /// Moved share of a site's clients, in millionths: of those of one group, or of all.
  @inline(__always)
  func moved(from site: Int, _ group: ClientGroup?, _ ttl: Span) -> Int32 {
    guard let group, states[site].ramp.follows(over: ttl) else { return states[site].ramp.moved }
    return states[site].ramp.moved(at: group.place)
  }

  // MARK: What is planned

  /// The earliest instant at which something is due.
  var earliestDeadline: SimTime {
    var earliest = SimTime.never
    for site in states.indices { earliest = min(earliest, states[site].nextDue) }
    for end in stepEnds { earliest = min(earliest, end) }
    return earliest
  }

  /// Whether nothing is under way or held down: whether it is as at the start.
  func areSettled(as start: Procedures, at now: SimTime) -> Bool {
    heldUntil.allSatisfy { $0 <= now } && stepEnds == start.stepEnds && states == start.states
  }
}
