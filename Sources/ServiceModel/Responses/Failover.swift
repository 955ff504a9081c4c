import Stochastics

/// How a lost site is noticed.
public enum Detection: Equatable, Sendable {
  /// Periodic health checks from several vantage points.
  case probes(Probes)
  /// A law for the whole delay from fault to alarm, in seconds.
  case takes(Distribution)
  /// Several detectors, in layers from the machines to the users.
  case layers(LayeredDetection)

  /// The health checks of the plan, the first of them where there are several; nil where none is described.
  public var probes: Probes? {
    switch self {
    case .probes(let probes): return probes
    case .takes: return nil
    case .layers(let layers):
      for detector in layers.detectors { if case .health(let probes) = detector.sees { return probes } }
      return nil
    }
  }

  /// Whether a rule's threshold depends on how many requests there are.
  public var readsRequests: Bool { if case .layers(let layers) = self { layers.readsRequests } else { false } }
}

/// Health checks: an alarm rises when enough vantage points have each seen enough failures in a row.
public struct Probes: Equatable, Sendable {
  public var intervalSeconds: Double
  public var timeoutSeconds: Double
  /// Consecutive failed probes of one vantage point.
  public var failures: Int
  /// Vantage points that must agree, of how many.
  public var agreeing: Int
  public var vantagePoints: Int
  /// Chance that one probe of a slow site fails.
  public var slowProbeFails: Double
  /// Share of requests that a slow site still answers within the clients' patience.
  public var slowAnswers: Double
  /// Delay of the business signal that must confirm the probes, in seconds; zero where none is asked for.
  public var confirmationSeconds: Double
  /// The longest that detection may take, in seconds; a plan whose probes cannot keep it is refused.
  public var limitSeconds: Double?

  public init(
    intervalSeconds: Double, timeoutSeconds: Double, failures: Int, agreeing: Int = 1, vantagePoints: Int = 1,
    slowProbeFails: Double = 0.7, slowAnswers: Double = 0, confirmationSeconds: Double = 0, limitSeconds: Double? = nil
  ) {
    self.intervalSeconds = intervalSeconds
    self.timeoutSeconds = timeoutSeconds
    self.failures = failures
    self.agreeing = agreeing
    self.vantagePoints = vantagePoints
    self.slowProbeFails = slowProbeFails
    self.slowAnswers = slowAnswers
    self.confirmationSeconds = confirmationSeconds
    self.limitSeconds = limitSeconds
  }
}

/// Who decides on a failover, and how long that takes.
public struct Decision: Equatable, Sendable {
  /// Pre-check of the standby and confirmation of its capacity, in seconds.
  public var preCheck: Distribution
  /// Time until a person has acknowledged and decided; nil where the decision is automatic, and where people on call say
  /// when.
  public var person: Distribution?
  /// A deliberate wait for the provider to come back first, in seconds.
  public var waitForProviderSeconds: Double
  /// People who are called level by level; nil where nobody is, or `person` says all.
  public var onCall: OnCall?
  /// What is done about failures of a scope; about the others, another site takes over.
  public var responses: [ScopedResponse]

  public init(
    preCheck: Distribution, person: Distribution? = nil, waitForProviderSeconds: Double = 0, onCall: OnCall? = nil,
    responses: [ScopedResponse] = []
  ) {
    self.preCheck = preCheck
    self.person = person
    self.waitForProviderSeconds = waitForProviderSeconds
    self.onCall = onCall
    self.responses = responses
  }
}

/// The steps of a failover after the decision. A step starts when those that it follows are done and what it needs
/// is there. A site that already serves needs only its traffic: every other step is skipped for it.
public struct Execution: Equatable, Sendable {
  /// Steps before the target may answer, beside climbing the readiness ladder.
  public var steps: [FailoverStep]
  /// Restoring data from backups, where the target keeps only those, in seconds.
  public var restoreData: Distribution
  /// Seconds between backups: what a failover to a site that keeps only backups can lose.
  public var backupEverySeconds: Double
  /// Full and incremental backups; nil where `restoreData` and `backupEverySeconds` say all.
  public var backups: Backups?
  public var move: TrafficMove
  public var canary: Canary?
  /// From restored to whole, in seconds; outside the recovery time.
  public var validationSeconds: Double
  /// Chance that the validation finds the target unfit: it is closed again, and people finish by hand.
  public var validationFails: Double
  /// Chance that a procedure works; otherwise people bring the service up by hand.
  public var works: Double
  /// Manual recovery, in seconds.
  public var otherwise: Distribution
  /// Share of the production fleet that must be ready before the target may answer.
  public var opensAt: Double

  public init(
    steps: [FailoverStep] = [], restoreData: Distribution = .constant(0), backupEverySeconds: Double = 3600,
    move: TrafficMove, canary: Canary? = nil,
    validationSeconds: Double = 0, validationFails: Double = 0, works: Double = 1,
    otherwise: Distribution = .constant(0), opensAt: Double = 0, backups: Backups? = nil
  ) {
    self.steps = steps
    self.restoreData = restoreData
    self.backupEverySeconds = backupEverySeconds
    self.move = move
    self.canary = canary
    self.validationSeconds = validationSeconds
    self.validationFails = validationFails
    self.works = works
    self.otherwise = otherwise
    self.opensAt = opensAt
    self.backups = backups
  }
}

/// One step of the procedure.
public struct FailoverStep: Equatable, Sendable {
  public var name: String
  public var takes: Distribution
  /// A step that runs into its limit has failed, in seconds.
  public var limitSeconds: Double?
  /// Indices of the steps that must be done first.
  public var after: [Int]
  /// What must not be blocked at the target while the step starts.
  public var needs: [BlockedAction]
  /// The dependencies that must answer at the target when the step starts, by name.
  public var dependencies: [String]

  public init(
    name: String, takes: Distribution, limitSeconds: Double? = nil, after: [Int] = [], needs: [BlockedAction] = [],
    dependencies: [String] = []
  ) {
    self.name = name
    self.takes = takes
    self.limitSeconds = limitSeconds
    self.after = after
    self.needs = needs
    self.dependencies = dependencies
  }
}

/// A small share of traffic that tries the target first.
public struct Canary: Equatable, Sendable {
  public var share: Double
  public var seconds: Double
  /// Whether the other clients wait for it. With the primary dead a gate keeps them down.
  public var gates: Bool
  /// Chance that it finds the target unfit: the target is closed again, and people finish by hand.
  public var fails: Double

  public init(share: Double, seconds: Double, gates: Bool, fails: Double = 0) {
    self.share = share
    self.seconds = seconds
    self.gates = gates
    self.fails = fails
  }
}

/// What happens when the lost site is healthy again.
public struct Failback: Equatable, Sendable {
  /// Seconds of health after which a standby's traffic returns; nil: it stays, the sites have changed roles.
  public var afterSeconds: Double?
  /// Hour of the day at which the return is made; nil: at once.
  public var atHour: Double?
  /// Chance that a return fails and is rolled back.
  public var fails: Double
  /// How long a failed return loses the moved traffic, in seconds.
  public var rollBackSeconds: Double
  /// Seconds of health after which a serving site takes its share again.
  public var rejoinSeconds: Double
  /// Seconds after a site has its traffic again in which no other failover of it begins.
  public var holdDownSeconds: Double

  public init(
    afterSeconds: Double?, atHour: Double? = nil, fails: Double = 0, rollBackSeconds: Double = 300,
    rejoinSeconds: Double = 0, holdDownSeconds: Double = 0
  ) {
    self.afterSeconds = afterSeconds
    self.atHour = atHour
    self.fails = fails
    self.rollBackSeconds = rollBackSeconds
    self.rejoinSeconds = rejoinSeconds
    self.holdDownSeconds = holdDownSeconds
  }

  public static let never = Failback(afterSeconds: nil)
}
