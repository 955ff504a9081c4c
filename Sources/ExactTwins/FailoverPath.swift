import QueueingTheory
import ServiceModel
import Stochastics

/// The time from a region's loss until a standby answers for it, as ways with their chances, each a series of parts.
struct FailoverPath: Sendable {
  /// What can happen, and how long it takes until all clients are sent to the standby.
  let ways: [(share: Double, law: SeriesLaw)]
  let target: Site

  /// - Throws: Why the time is no plain sum.
  init(_ service: Service) throws(TwinRefusal) {
    let standbys = service.used.filter { $0.keep < .serving }
    try require(service.used.count { $0.keep == .serving } == 1, "not exactly one site serves")
    try require(standbys.count == 1, "not exactly one standby can take over")
    target = standbys[0]
    try require(
      service.decision.responses.allSatisfy { $0.scope != .region || $0.response == .failover },
      "a lost region is not answered with a failover")
    try require(service.dependencies.isEmpty, "the service calls others that fail")
    var ways: [(share: Double, law: SeriesLaw)] = []
    for (share, detection) in try FailoverPath.detections(service) {
      var begun = detection
      begun.add(service.decision.preCheck)
      begun.add(.constant(service.decision.waitForProviderSeconds))
      if let person = service.decision.person { begun.add(person) }
      try require(service.decision.onCall == nil, "people are called, and when they answer depends on the hour")
      let execution = try ExecutionPath(service, target: target)
      func way(_ parts: SeriesLaw) -> SeriesLaw {
        var law = begun
        for part in parts.varying { law.add(part) }
        law.fixed += parts.fixed
        return law
      }
      ways.append((share * service.execution.works, way(execution.moved)))
      if service.execution.works < 1 {
        ways.append((share * (1 - service.execution.works), way(execution.ready.adding(service.execution.otherwise))))
      }
    }
    self.ways = ways.filter { $0.share > 0 }
  }

  var mean: Double { ways.reduce(0) { $0 + $1.share * $1.law.mean } }

  /// The mean, until the last client has been sent on or the threshold of an outage is passed.
  var meanFailover: TwinValue {
    get throws(TwinRefusal) {
      try require(mean.isFinite, "a law without a mean takes part")
      return TwinValue(mean, .exact, "sum of the means of detection, decision and execution")
    }
  }

  func cdf(_ time: Double) throws(TwinRefusal) -> Double {
    var sum = 0.0
    for way in ways { sum += way.share * (try way.law.cdf(time)) }
    return sum
  }

  /// Detection by its symptoms: a probe of a site that refuses connections fails at once, of a silent one at its timeout.
  private static func detections(_ service: Service) throws(TwinRefusal) -> [(Double, SeriesLaw)] {
    switch service.detection {
    case .takes(let law): return [(1, SeriesLaw(law))]
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
        try require(
          probes.confirmationSeconds <= law.minimum && probes.limitSeconds ?? .infinity >= law.maximum,
          "detection waits for a confirmation or is cut off by its limit")
        var detection = SeriesLaw()
        if probes.vantagePoints == 1 {
          detection.add(.uniform(low: law.minimum, high: law.maximum))
        } else {
          detection.addOther(mean: law.mean, in: law.minimum...law.maximum)
        }
        ways.append((share, detection))
      }
      return ways
    }
  }
}

/// What is done after the decision: steps, capacity and the change of traffic.
struct ExecutionPath {
  /// From the decision until the standby may answer.
  let ready: SeriesLaw
  /// And until clients are sent there.
  let moved: SeriesLaw

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
    let restored = target.keep == .backups ? SeriesLaw(execution.restoreData) : SeriesLaw()
    try require(
      target.keep != .backups || execution.backups == nil,
      "how long a restore takes depends on when the last backup was")
    var ends: [SeriesLaw] = []
    for step in execution.steps {
      try require(step.after.allSatisfy { $0 < ends.count }, "steps stand before what they wait for")
      try require(
        step.limitSeconds ?? .infinity >= SeriesLaw(step.takes).most, "step '\(step.name)' may run into its limit")
      ends.append(try last([restored] + step.after.map { ends[$0] }).adding(step.takes))
    }
    let capacity = try ExecutionPath.capacity(service, target)
    ready = try last([restored, capacity] + ends)
    let before = execution.move.after.map { ends[$0] } + (execution.move.afterCapacity ? [capacity] : [])
    moved = try last([ready, try last(before).adding(execution.move.takes)])
  }

  /// From the decision until the fleet is there, rung by rung; all nodes of an order come together.
  private static func capacity(_ service: Service, _ target: Site) throws(TwinRefusal) -> SeriesLaw {
    let carries = Double(service.standingNodes(at: target)) * service.ratedRPS(ofNodeAt: target)
    if target.keep == .warm {
      try require(carries >= service.leastAnswered, "the standby grows while it serves")
      return SeriesLaw()
    }
    let start = service.replica.start
    var climb = SeriesLaw()
    if target.keep < .booted {
      let terms = service.acquisition
      try require(
        terms.calm == AcquisitionTerms(refused: 0, wait: .constant(0)) && terms.rush == terms.calm
          && terms.rushGrants == 1,
        "nodes may be refused, or come late")
      climb.add(start.boot)
    } else {
      try require(
        service.failoverNodes(at: target) == service.standingNodes(at: target), "the standby grows in two orders")
    }
    try require(
      target.reserved == 0 || target.reserved == 1, "reserved nodes come before the others")
    if target.keep < .loaded {
      let nodes = Double(service.failoverNodes(at: target))
      climb.add(.constant((start.imageBytes + start.weightsBytes) / target.fetchBytesPerSecond * nodes))
      climb.add(start.load)
    }
    climb.add(start.initialise)
    return climb
  }
}
