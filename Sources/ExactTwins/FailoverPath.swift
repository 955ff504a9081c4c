import Numerics
import QueueingTheory
import ServiceModel
import Stochastics

/// The time from a region's loss until a standby answers for it, as ways with their chances, each a series of parts.
struct FailoverPath: Sendable {
  /// What can happen, and how long it takes until all clients are sent to the standby.
  let ways: [(share: Double, law: SeriesLaw)]
  let target: Site
  /// Mean time until clients begin to follow a DNS record to a standby that already answers; nil where they may come before
  /// it does.
  let meanUntilDrain: Double?

  /// - Throws: Why the time is no plain sum.
  init(_ service: Service) throws(TwinRefusal) {
    let standbys = service.used.filter { $0.keep < .serving }
    try require(service.used.count { $0.keep == .serving } == 1, "not exactly one site serves")
    try require(standbys.count == 1, "not exactly one standby can take over")
    target = standbys[0]
    try require(
      service.decision.responses.allSatisfy { $0.scope != .region || $0.response == .failover },
      "a lost region is not answered with a failover")
    try require(
      service.execution.move.mechanism == .balancer || service.execution.move.mechanism == .dns,
      "clients are sent on by '\(service.execution.move.mechanism.rawValue)'")
    try require(service.execution.move.balancers.isEmpty, "a balancer moves clients between some of the sites")
    try require(service.traffic.classes.allSatisfy { $0.transactions == nil }, "requests commit at a second site")
    try require(service.dependencies.isEmpty, "the service calls others that fail")
    let execution = try ExecutionPath(service, target: target)
    var ways: [(share: Double, law: SeriesLaw)] = []
    var untilDrain = 0.0
    for (share, detection) in try FailoverPath.detections(service) {
      var begun = detection
      begun.add(service.decision.preCheck, source: 101)
      begun.fixed += service.decision.waitForProviderSeconds
      if let person = service.decision.person { begun.add(person, source: 102) }
      try require(service.decision.onCall == nil, "people are called, and when they answer depends on the hour")
      func way(_ parts: SeriesLaw) -> SeriesLaw {
        var law = begun
        law.add(parts)
        return law
      }
      ways.append((share * service.execution.works, way(execution.moved)))
      if let byHand = execution.byHand { ways.append((share * (1 - service.execution.works), way(byHand))) }
      untilDrain += share * (begun.mean + execution.change.mean)
    }
    meanUntilDrain = execution.opensFirst && service.execution.works == 1 ? untilDrain : nil
    self.ways = ways.filter { $0.share > 0 }
  }

  var mean: Double { ways.reduce(0) { $0 + $1.share * $1.law.mean } }

  /// The mean, until enough clients have been sent on for the outage to end.
  func meanFailover(_ service: Service) throws(TwinRefusal) -> TwinValue {
    try require(mean.isFinite, "a law without a mean takes part")
    let drains = service.execution.move.mechanism == .dns
    return TwinValue(
      mean, ways.contains { $0.law.otherMean > 0 } ? .numeric : .exact,
      "sum of the means of detection, decision and execution", neglects: drains ? FailoverPath.drainInSteps : nil)
  }

  static let drainInSteps = "up to a thirty-second part of the time to live: the simulation drains in steps"

  /// From the change of a DNS record until so many clients have followed it that the outage is over, in seconds.
  static func drainSeconds(_ service: Service) throws(TwinRefusal) -> Double {
    let move = service.execution.move
    guard move.mechanism == .dns, move.ttlSeconds > 0 else { return 0 }
    let part = (1 - service.objectives.outageTolerance) / (1 - move.ignoringTTL)
    try require(move.ignoringTTL < 1 && part <= 1, "more clients ignore the time to live than an outage allows")
    return part * move.ttlSeconds
  }

  func cdf(_ time: Double) throws(TwinRefusal) -> Double {
    var sum = 0.0
    for way in ways { sum += way.share * (try way.law.cdf(time)) }
    return sum
  }

  /// Detection by its symptoms: a probe of a site that refuses connections fails at once, of a silent one at its timeout.
  private static func detections(_ service: Service) throws(TwinRefusal) -> [(Double, SeriesLaw)] {
    switch service.detection {
    case .takes(let law): return [(1, SeriesLaw(law, source: 100))]
    case .layers: throw TwinRefusal("several detectors watch, and the first alarm counts")
    case .probes(let probes):
      var shares: [(Symptom, Double)] = []
      for mode in service.failures where mode.scope == .region {
        guard case .loss(let symptoms, _) = mode.effect else { continue }
        let total = symptoms.reduce(0) { $0 + $1.share }
        let own = total > 0 ? symptoms.map { ($0.symptom, $0.share / total) } : [(.refused, 1)]
        try require(shares.isEmpty || shares.elementsEqual(own, by: ==), "losses show in different ways")
        shares = own
      }
      var ways: [(Double, SeriesLaw)] = []
      for (symptom, share) in shares where share > 0 {
        try require(symptom != .slow, "a slow site still answers some probes")
        let law = ProbeDetection(
          interval: probes.intervalSeconds, threshold: probes.failures,
          timeout: symptom == .refused ? 0 : probes.timeoutSeconds, quorum: probes.agreeing,
          vantagePoints: probes.vantagePoints)
        ways.append((share, try detection(law, probes)))
      }
      return ways
    }
  }
}

extension FailoverPath {
  /// The alarm of probes, which may have to wait for a confirmation and is given up for lost at a limit.
  private static func detection(_ law: ProbeDetection, _ probes: Probes) throws(TwinRefusal) -> SeriesLaw {
    var detection = SeriesLaw()
    let limit = min(law.maximum, probes.limitSeconds ?? .infinity)
    let first = min(limit, max(law.minimum, probes.confirmationSeconds))
    if first == law.minimum && limit == law.maximum && probes.vantagePoints == 1 {
      detection.add(.uniform(low: law.minimum, high: law.maximum), source: 100)
    } else if first == law.minimum && limit == law.maximum {
      detection.addOther(mean: law.mean, in: law.minimum...law.maximum)
    } else if first == limit {
      detection.fixed += first
    } else {
      do {
        // E[min(max(T, first), limit)] = first + the integral of P(T > t) between them.
        let rest = try integrate(over: first...limit) { 1 - law.cdf($0) }
        detection.addOther(mean: first + rest, in: first...limit)
      } catch {
        throw TwinRefusal("the detection's integral does not converge")
      }
    }
    return detection
  }
}

/// What is done after the decision: steps, capacity and the change of traffic.
struct ExecutionPath {
  /// From the decision until the standby may answer.
  let ready: SeriesLaw
  /// And until clients are sent there.
  let change: SeriesLaw
  /// And until enough of them have come, and are answered, for the outage to end.
  let moved: SeriesLaw
  /// The same where the procedure fails and people finish it; nil where it never does.
  let byHand: SeriesLaw?
  /// Whether the standby answers before the first client is sent there.
  let opensFirst: Bool

  init(_ service: Service, target: Site) throws(TwinRefusal) {
    let execution = service.execution
    func last(_ laws: [SeriesLaw]) throws(TwinRefusal) -> SeriesLaw {
      var end = SeriesLaw()
      for law in laws {
        guard let later = SeriesLaw.later(end, law) else {
          throw TwinRefusal("steps run beside each other, and either may be the last")
        }
        end = later
      }
      return end
    }
    try require(execution.canary?.gates != true, "a canary holds the clients back")
    let restored = target.keep == .backups ? SeriesLaw(execution.restoreData, source: 200) : SeriesLaw()
    try require(
      target.keep != .backups || execution.backups == nil,
      "how long a restore takes depends on when the last backup was")
    var ends: [SeriesLaw] = []
    for step in execution.steps {
      try require(step.after.allSatisfy { $0 < ends.count }, "steps stand before what they wait for")
      try require(
        step.limitSeconds ?? .infinity >= step.takes.bounds.upperBound, "step '\(step.name)' may run into its limit")
      ends.append(try last([restored] + step.after.map { ends[$0] }).adding(step.takes, source: ends.count))
    }
    let capacity = try ExecutionPath.capacity(service, target)
    ready = try last([restored, capacity] + ends)
    let before = execution.move.after.map { ends[$0] } + (execution.move.afterCapacity ? [capacity] : [])
    change = try last(before).adding(execution.move.takes, source: 203)
    opensFirst = SeriesLaw.later(change, ready) == change
    // Clients follow while the standby is still made ready: the later of the two ends the outage.
    var drained = change
    drained.fixed += try FailoverPath.drainSeconds(service)
    moved = try last([ready, drained])
    byHand = execution.works < 1 ? try last([ready.adding(execution.otherwise, source: 103), drained]) : nil
  }

  /// From the decision until the fleet is there, rung by rung; all nodes come together.
  private static func capacity(_ service: Service, _ target: Site) throws(TwinRefusal) -> SeriesLaw {
    try require(service.lentNodes(at: target) == 0, "lent nodes of the standby come back late")
    let carries = Double(service.standingNodes(at: target)) * service.ratedRPS(ofNodeAt: target)
    if target.keep == .warm {
      try require(carries >= service.leastAnswered, "the standby grows while it serves")
      return SeriesLaw()
    }
    let start = service.replica.start
    try require(
      service.failoverNodes(at: target) == 1
        || [start.boot, start.load, start.initialise].allSatisfy { $0.bounds.lowerBound == $0.bounds.upperBound },
      "each node takes its own time to start")
    var climb = SeriesLaw()
    if target.keep < .booted {
      let terms = service.acquisition
      try require(
        terms.calm == AcquisitionTerms(refused: 0, wait: .constant(0)) && terms.rush == terms.calm
          && terms.rushGrants == 1,
        "nodes may be refused, or come late")
      climb.add(start.boot, source: 204)
    } else {
      try require(
        service.failoverNodes(at: target) == service.standingNodes(at: target), "the standby grows in two orders")
    }
    try require(
      target.reserved == 0 || target.reserved == 1, "reserved nodes come before the others")
    if target.keep < .loaded {
      let nodes = Double(service.failoverNodes(at: target))
      try require(
        target.fetchesFrom == nil || service.fetchedBytes(at: target) == 0,
        "image and weights come over a link, which may be cut or full")
      climb.fixed += service.fetchedBytes(at: target) / target.fetchBytesPerSecond * nodes
      climb.add(start.load, source: 205)
    }
    climb.add(start.initialise, source: 206)
    return climb
  }
}
