import ServiceModel
import Stochastics

/// How far the clients of a site have moved elsewhere, as a share of them.
struct Ramp: Equatable {
  private(set) var from = 0.0
  /// The share that is moved when all have followed.
  private(set) var to = 0.0
  private(set) var startedAt: Int64 = 0
  /// Clients who obey a record's time to live follow evenly over it.
  private(set) var span: Int64 = 0
  /// Of those who move, the share that ignores it, and the law of how long they stay.
  private(set) var ignoring = 0.0
  private(set) var stay = Distribution.constant(0)

  init() {}

  init(
    from: Double, to: Double, at start: Int64, over span: Int64, ignoring: Double = 0, stay: Distribution = .constant(0)
  ) {
    (self.from, self.to, startedAt, self.span) = (from, to, start, span)
    (self.ignoring, self.stay) = (to > from ? ignoring : 0, stay)
  }

  func moved(at time: Int64) -> Double {
    let since = time - startedAt
    let staying = (to - from) * ignoring
    let obeying = to - staying
    let followed = since >= span ? obeying : from + (obeying - from) * Double(since) / Double(span)
    guard ignoring > 0 else { return followed }
    return followed + staying * (since >= longest ? 1 : stay.cdf(seconds(since)))
  }

  /// When those have come who stay longest: less than a two-millionth of them is left out.
  private var longest: Int64 { nanoseconds(stay.quantile(1 - 0x1p-21)) }
  private var settledAt: Int64 { later(startedAt, ignoring > 0 ? max(span, longest) : span) }

  func isSettled(at time: Int64) -> Bool { time >= settledAt }
  func isReturning(at time: Int64) -> Bool { to == 0 && moved(at: time) > 0 }
  /// Whether clients who obey are still on their way out.
  func isMovingOut(at time: Int64) -> Bool { to > 0 && time < later(startedAt, span) }

  /// Instants at which the share is looked up: it is a straight line between them, or nearly.
  func nextLook(after time: Int64) -> Int64 {
    guard !isSettled(at: time) else { return never }
    var looks = (1...512).map { later(startedAt, Int64(Double(span) * Double($0) / 512)) } + [settledAt]
    if ignoring > 0 { looks += (1..<512).map { later(startedAt, nanoseconds(stay.quantile(Double($0) / 512))) } }
    return looks.filter { $0 > time }.min() ?? never
  }
}

/// Where demand goes.
extension ReferenceRun {
  mutating func move(_ site: Int, to share: Double, over span: Int64) {
    procedures[site].ramp = Ramp(from: procedures[site].ramp.moved(at: now), to: share, at: now, over: span)
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
      from: procedures[site].ramp.moved(at: now), to: 1, at: now, over: timeToMove(site),
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
    func whole(_ value: Double) -> Double { isWhole ? (value + 1e-6).rounded(.down) : value }
    var routed = sites.indices.map { site in
      // Whoever has returned in vain is lost until that is rolled back.
      (share: Double(home[site]), admitted: isShut(site, under: failures ?? self.failures) ? 0 : Double(home[site]))
    }
    let moving = sites.indices.filter { procedures[$0].ramp.moved(at: time ?? now) > 0 }.sorted {
      (procedures[$0].faultAt, $0) < (procedures[$1].faultAt, $1)
    }
    for site in moving {
      let (share, admitted) = routed[site]
      let moved = whole(share * whole(procedures[site].ramp.moved(at: time ?? now) * 1e6) / 1e6)
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
