import ServiceModel
import Stochastics

/// How far the clients of a site have moved elsewhere, as a share of them, by what the record has said of it.
///
/// A client has a place between 0 and 1 by the age of its cached answer, the youngest first. A change has been followed up to some
/// place, and whoever sits before it has looked at the record since.
struct Ramp: Equatable {
  private struct Change: Equatable {
    /// The share that is moved when all have followed.
    let to: Double
    let startedAt: Int64
    /// Clients who obey a record's time to live follow evenly over it.
    let span: Int64
    /// The share that ignores it, and the law of how long they stay.
    let ignoring: Double
    let stay: Distribution

    /// Up to which place clients have followed.
    func followed(by time: Int64) -> Double {
      let since = time - startedAt
      let obeying = since >= span ? 1 : Double(since) / Double(span)
      guard ignoring > 0 else { return obeying }
      return (1 - ignoring) * obeying + ignoring * (since >= longest ? 1 : stay.cdf(seconds(since)))
    }

    /// When those have come who stay longest: less than a two-millionth of them is left out.
    private var longest: Int64 { nanoseconds(stay.quantile(1 - 0x1p-21)) }
    var settledAt: Int64 { later(startedAt, ignoring > 0 ? max(span, longest) : span) }

    /// Instants at which the share is looked up: it is a straight line between them, or nearly.
    var looks: [Int64] {
      var times: [Int64] = (1...512).map { (part: Int) -> Int64 in
        later(startedAt, Int64(Double(span) * Double(part) / 512))
      }
      times.append(settledAt)
      guard ignoring > 0 else { return times }
      return times
        + (1..<512).map { (part: Int) -> Int64 in later(startedAt, nanoseconds(stay.quantile(Double(part) / 512))) }
    }
  }

  /// The share of those who have followed none of the changes.
  private var base = 0.0
  /// The latest last: two at most.
  private var changes: [Change] = []

  init() {}

  /// One more change. One before it that is still being followed, over the same time, goes on; of two the first is forgotten, and
  /// those who have not followed the second are as they are in the mean.
  init(
    after old: Ramp, to share: Double, at now: Int64, over span: Int64, ignoring: Double = 0,
    stay: Distribution = .constant(0)
  ) {
    let moved = old.moved(at: now)
    let next = Change(to: share, startedAt: now, span: span, ignoring: share > moved ? ignoring : 0, stay: stay)
    base = moved
    changes = [next]
    guard let last = old.changes.last, !old.isSettled(at: now), last.span == span, span > 0 else { return }
    base = old.base
    if old.changes.count > 1 {
      let followed = last.followed(by: now)
      base = followed < 1 ? (moved - last.to * followed) / (1 - followed) : 0
    }
    changes = [last, next]
  }

  func moved(at time: Int64) -> Double {
    mean(over: ([0, 1] + edges(at: time)).sorted()) { moved(at: time, place: $0) }
  }

  /// What the record said of the site when the client at a place looked.
  func moved(at time: Int64, place: Double) -> Double {
    changes.last { $0.followed(by: time) > place }?.to ?? base
  }

  func edges(at time: Int64) -> [Double] { changes.map { $0.followed(by: time) } }

  func isSettled(at time: Int64) -> Bool { changes.last.map { time >= $0.settledAt } ?? true }
  /// Whether clients follow over a time to live.
  func follows(_ ttl: Int64, at time: Int64) -> Bool { ttl > 0 && !isSettled(at: time) && changes.last?.span == ttl }
  func isReturning(at time: Int64) -> Bool {
    (changes.last?.to ?? 0) == 0 && (moved(at: time) > 0 || !isSettled(at: time))
  }
  /// Whether clients who obey are still on their way out.
  func isMovingOut(at time: Int64) -> Bool {
    changes.last.map { $0.to > 0 && time < later($0.startedAt, $0.span) } ?? false
  }

  func nextLook(after time: Int64) -> Int64 {
    guard !isSettled(at: time) else { return never }
    return changes.flatMap(\.looks).filter { $0 > time }.min() ?? never
  }
}

/// The mean over the places between the edges, in order, of what does not change from one edge to the next.
private func mean(over edges: [Double], of value: (Double) -> Double) -> Double {
  zip(edges, edges.dropFirst()).reduce(0) { sum, edge in
    edge.0 < edge.1 ? sum + (edge.1 - edge.0) * value((edge.0 + edge.1) / 2) : sum
  }
}

/// Where demand goes.
extension ReferenceRun {
  mutating func move(_ site: Int, to share: Double, over span: Int64) {
    procedures[site].ramp = Ramp(after: procedures[site].ramp, to: share, at: now, over: span)
  }

  /// The change of traffic takes effect: clients begin to move.
  mutating func changeTraffic(of site: Int) {
    note(.anotherMoves, of: site)
    procedures[site].changeAt = never
    procedures[site].changeMade = true
    if procedures[site].planned != nil { setOut(site) }
    // Routes converge for each client by their own law, as for those who ignore a time to live.
    let move = service.execution.move
    let isByRoute = move.mechanism == .anycast
    procedures[site].ramp = Ramp(
      after: procedures[site].ramp, to: 1, at: now, over: timeToMove(site),
      ignoring: balancer(moving: site) != nil ? 0 : isByRoute ? 1 : move.mechanism.hasTimeToLive ? move.ignoringTTL : 0,
      stay: isByRoute ? move.converges : move.ignoringFor)
  }

  /// Sends demand where it belongs, less what procedures have moved, in the order of their faults. Shares are whole
  /// millionths.
  mutating func route() { shares = routing().map { Int($0.share) } }

  /// What goes to each site in millionths of demand, and how much of it is let in.
  ///
  /// - Parameter time: Now, or an instant until which clients move and nothing else happens; `isWhole`: whole millionths,
  ///   of clients who have moved too.
  func routing(
    under failures: [Failure]? = nil, at time: Int64? = nil, isWhole: Bool = true
  ) -> [(share: Double, admitted: Double)] {
    let time = time ?? now
    let move = service.execution.move
    let ttl = move.mechanism.hasTimeToLive ? nanoseconds(move.ttlSeconds) : 0
    let following = sites.indices.filter { procedures[$0].ramp.follows(ttl, at: time) }
    // Of several changes of one record every client by itself has followed each, or has not.
    let isMixed = following.count > 1
    let edges = ([0, 1] + (isMixed ? following.flatMap { procedures[$0].ramp.edges(at: time) } : [])).sorted()
    var means = sites.map { _ in (share: 0.0, admitted: 0.0) }
    for (first, end) in zip(edges, edges.dropFirst()) where first < end {
      let routed = routing(under: failures ?? self.failures, isWhole: isWhole) { site in
        let ramp = procedures[site].ramp
        return isMixed && following.contains(site)
          ? ramp.moved(at: time, place: (first + end) / 2) : ramp.moved(at: time)
      }
      for site in sites.indices {
        means[site].share += routed[site].share * (end - first)
        means[site].admitted += routed[site].admitted * (end - first)
      }
    }
    guard isMixed && isWhole else { return means }
    // What rounding leaves over goes to the largest.
    let largest = sites.indices.max { means[$0].share < means[$1].share }!
    let left = 1e6 - means.reduce(0) { $0 + ($1.share + 1e-6).rounded(.down) }
    return sites.indices.map { site in
      let share = (means[site].share + 1e-6).rounded(.down) + (site == largest ? left : 0)
      return (share, means[site].share > 0 ? means[site].admitted * share / means[site].share : 0)
    }
  }

  /// The same for clients of whom so many have moved from each site.
  private func routing(
    under failures: [Failure], isWhole: Bool, _ moved: (Int) -> Double
  ) -> [(share: Double, admitted: Double)] {
    func whole(_ value: Double) -> Double { isWhole ? (value + 1e-6).rounded(.down) : value }
    var routed = sites.indices.map { site in
      // Whoever has returned in vain is lost until that is rolled back.
      (share: Double(home[site]), admitted: isShut(site, under: failures) ? 0 : Double(home[site]))
    }
    let moving = sites.indices.filter { moved($0) > 0 }.sorted {
      (procedures[$0].faultAt, $0) < (procedures[$1].faultAt, $1)
    }
    for site in moving {
      let (share, admitted) = routed[site]
      let moved = whole(share * whole(moved(site) * 1e6) / 1e6)
      guard moved > 0 else { continue }
      var goesTo: [(site: Int, part: Double)] = []
      if let target = procedures[site].target {
        goesTo = [(target, moved)]
      } else {
        let others = sites.indices.filter { isInRotation($0, insteadOf: site) }
        let total = others.reduce(0) { $0 + home[$1] }
        goesTo = others.map { ($0, whole(moved * Double(home[$0]) / Double(total))) }
        // What division leaves over goes to the first.
        if !goesTo.isEmpty { goesTo[0].part += moved - goesTo.reduce(0) { $0 + $1.part } }
      }
      guard !goesTo.isEmpty else { continue }
      routed[site] = (share - moved, admitted * (share - moved) / share)
      for (other, part) in goesTo {
        routed[other].share += part
        let goesAstray = procedures[site].planned?.goesAstray ?? false
        routed[other].admitted += goesAstray ? 0 : part * (procedures[site].target == nil ? 1 : procedures[site].lets)
      }
    }
    return routed
  }

  /// Whether clients are on their way.
  var clientsMove: Bool { procedures.contains { !$0.ramp.isSettled(at: now) } }

  /// Until it is rolled back, whatever else the failure that it is called has struck; without that failure it would answer.
  private func isShut(_ site: Int, under failures: [Failure]) -> Bool {
    func isFailedReturn(_ failure: Failure) -> Bool { mode(of: failure).effect == .failsReturns }
    return procedures[site].phase == .rollingBack
      && (failures.contains(where: isFailedReturn) || !self.failures.contains(where: isFailedReturn))
  }

  /// Whether what leaves a site goes to this one: it serves in its own right and nobody had taken it out before. One that is
  /// lost stays in rotation until its own procedure moves what goes there.
  func isInRotation(_ other: Int, insteadOf site: Int) -> Bool {
    guard other != site, home[other] > 0 else { return false }
    let its = procedures[other]
    let isLater = (its.faultAt, other) > (procedures[site].faultAt, site)
    return (its.ramp.moved(at: now) == 0 || its.ramp.isReturning(at: now) || isLater)
      && isMeant(other, within: procedures[site].within, insteadOf: site)
  }
}
