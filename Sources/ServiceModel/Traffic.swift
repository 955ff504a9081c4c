import Stochastics

/// Demand: the requests that users would send if nothing were broken.
public struct Traffic: Equatable, Sendable {
  /// P99.9 of five-minute demand in the year considered, in requests a second; the curves are shares of it.
  public var peakRPS: Double
  public var day: DailyCurve
  /// Factors for Monday to Sunday; empty means that all days are alike.
  public var week: [Double]
  public var noise: TrafficNoise?
  /// Length of the steps in which demand is constant, in seconds.
  public var stepSeconds: Double
  public var classes: [TrafficClass]
  /// Mean prompt and output tokens of a request; zero where the plan does not say.
  public var promptTokens: Double
  public var outputTokens: Double
  /// Share of the answers broken off by a failure that clients resume at once, elsewhere or where it happened.
  public var resumedStreams: Double
  /// How long a client waits for the first token before it gives up, in seconds.
  public var timeoutSeconds: Double

  public init(
    peakRPS: Double, day: DailyCurve = .flat, week: [Double] = [], noise: TrafficNoise? = nil,
    stepSeconds: Double = 300, classes: [TrafficClass] = [], promptTokens: Double = 0, outputTokens: Double = 0,
    resumedStreams: Double = 0, timeoutSeconds: Double = 30
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
    self.timeoutSeconds = timeoutSeconds
  }
}

/// The shape of a day, as shares of the peak.
public enum DailyCurve: Equatable, Sendable {
  case flat
  /// Monotone interpolation through (hour, share) knots, periodic over 24 h.
  case knots([DailyKnot])
  /// mean (1 + amplitude sin(2 pi h / 24)), scaled so that its maximum is 1.
  case sine(amplitude: Double)
}

public struct DailyKnot: Equatable, Sendable {
  public var hour: Double
  public var share: Double

  public init(hour: Double, share: Double) {
    self.hour = hour
    self.share = share
  }
}

/// Correlated multiplicative noise: a lognormal first-order autoregression on the demand steps, with mean one.
public struct TrafficNoise: Equatable, Sendable {
  /// Coefficient of variation of the factor.
  public var cv: Double
  /// Time after which the correlation has fallen to 1/e, in seconds.
  public var correlationSeconds: Double

  public init(cv: Double, correlationSeconds: Double) {
    self.cv = cv
    self.correlationSeconds = correlationSeconds
  }
}

/// A class of users with its share of the demand and the way its conversation state is kept.
public struct TrafficClass: Equatable, Sendable {
  public var name: String
  public var share: Double
  public var state: StateStore

  public init(name: String, share: Double, state: StateStore) {
    self.name = name
    self.share = share
    self.state = state
  }
}

/// How the state of a conversation reaches another site; it decides the data-loss window of a failover.
public enum StateStore: Equatable, Sendable {
  /// Nothing to lose.
  case stateless
  /// Each change is copied at once; a failover loses the lag, in seconds.
  case replication(lag: Distribution)
  /// Copied every `interval` seconds and usable `delay` seconds later.
  case checkpoint(interval: Double, delay: Double)
}
