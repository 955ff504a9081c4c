import Stochastics

/// Demand: the requests that users would send if nothing were broken.
public struct Traffic: Equatable, Sendable {
  /// How long clients wait where the plan does not say, in seconds.
  public static let assumedTimeoutSeconds = 30.0

  /// P99.9 of five-minute demand in the year considered, in requests a second; the curves are shares of it.
  public var peakRPS: Double
  public var day: DailyCurve
  /// Factors for Monday to Sunday; empty means that all days are alike.
  public var week: [Double]
  /// The season: knots of a factor on the days of a year; empty means that all days are alike.
  public var year: [YearKnot] = []
  /// Where users are and what time it is there; empty means that all live by the plan's own clock.
  public var origins: [TrafficOrigin] = []
  /// Kinds of clients; empty means that none adds anything to the round trip.
  public var clients: [ClientKind] = []
  /// The plan's own clock.
  public var clock = WallClock.even
  /// Dated events.
  public var campaigns: [Campaign] = []
  /// Undated events, drawn for each world.
  public var crowds: [FlashCrowd] = []
  public var growth: TrafficGrowth?
  /// Measured demand that stands for the curves above; nil where they hold.
  public var series: RateSeries?
  public var noise: TrafficNoise?
  /// Length of the steps in which demand is constant, in seconds.
  public var stepSeconds: Double
  public var classes: [TrafficClass]
  /// Mean prompt and output tokens of a request; zero where the plan does not say.
  public var promptTokens: Double
  public var outputTokens: Double
  /// Share of the answers broken off by a failure that clients resume at once, elsewhere or where it happened.
  public var resumedStreams: Double
  /// The joint law of prompt and output tokens; nil where the plan gives only their means or nothing.
  public var tokens: TokenLaw?
  public var sessions: SessionLaw?
  /// How long a client waits for the first token before it gives up, in seconds; nil where the plan does not say. Beside replicas
  /// with a latency curve one time for all.
  public var patience: Distribution?
  /// The services that send it, in mean requests, where several share the fleet; what stands above but for the classes then
  /// says nothing. nil where one service has the fleet.
  public var mix: ServiceMix?

  public init(
    peakRPS: Double, day: DailyCurve = .flat, week: [Double] = [], noise: TrafficNoise? = nil,
    stepSeconds: Double = 300, classes: [TrafficClass] = [], promptTokens: Double = 0, outputTokens: Double = 0,
    resumedStreams: Double = 0
  ) {
    self.peakRPS = peakRPS
    self.day = day
    self.week = week
    self.noise = noise
    self.stepSeconds = stepSeconds
    self.classes = classes
    self.promptTokens = promptTokens
    self.outputTokens = outputTokens
    self.resumedStreams = resumedStreams
  }
}

extension Traffic {
  /// The mean of the clients' patience, in seconds; nil where the plan does not say. To set it is to give all the same.
  public var timeoutSeconds: Double? {
    get { patience?.mean }
    set { patience = newValue.map { .constant($0) } }
  }

  /// What it is made of: the services that share the fleet, or itself.
  public var parts: [Traffic] { mix?.services.map(\.traffic) ?? [self] }

  /// Whether demand grows from year to year.
  public var grows: Bool { parts.contains { $0.growth.map { $0.rate != 0 } ?? false } }

  /// Whether anything lifts demand beyond its curves and noise.
  public var outgrowsItsCurves: Bool {
    parts.contains { $0.growth != nil || !$0.campaigns.isEmpty || !$0.crowds.isEmpty }
  }
}
