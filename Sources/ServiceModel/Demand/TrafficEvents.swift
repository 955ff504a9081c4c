import Stochastics

/// What an event does to demand while it is at its height.
public enum Lift: Equatable, Sendable {
  /// Ordinary demand times this; lifts of events that overlap add up: 3 and 2 make 4, the ordinary and two more and one.
  case factor(Double)
  /// So many more requests a second, whatever the hour, without noise.
  case added(rps: Double)
}

/// How an event rises, stays and falls, in seconds: straight lines up and down.
public struct EventShape: Equatable, Sendable {
  public var rampUp: Double
  /// At full height, without the ramps.
  public var lasts: Double
  public var rampDown: Double

  public init(rampUp: Double = 0, lasts: Double, rampDown: Double = 0) {
    self.rampUp = rampUp
    self.lasts = lasts
    self.rampDown = rampDown
  }

  public var totalSeconds: Double { rampUp + lasts + rampDown }

  /// The height over time, integrated from the start to `t` seconds after it: the area of a trapezoid's part.
  public func area(upTo t: Double) -> Double {
    var area = 0.0
    if rampUp > 0 {
      let x = min(max(t, 0), rampUp)
      area += x * x / (2 * rampUp)
    }
    area += min(max(t - rampUp, 0), lasts)
    if rampDown > 0 {
      let x = min(max(t - rampUp - lasts, 0), rampDown)
      area += x - x * x / (2 * rampDown)
    }
    return area
  }

  /// The whole area: full height for this many seconds would be the same number of requests.
  public var fullSeconds: Double { rampUp / 2 + lasts + rampDown / 2 }
}

/// A dated event: a launch, a sale, a broadcast.
public struct Campaign: Equatable, Sendable {
  public var name: String
  /// When it begins to rise, in seconds after the plan's first instant.
  public var startSeconds: Double
  public var lift: Lift
  public var shape: EventShape

  public init(name: String, startSeconds: Double, lift: Lift, shape: EventShape) {
    self.name = name
    self.startSeconds = startSeconds
    self.lift = lift
    self.shape = shape
  }
}

/// Crowds that come undated: a Poisson process whose every event draws a factor and a length of its own.
public struct FlashCrowd: Equatable, Sendable {
  public var name: String
  /// Mean number in 8766 h.
  public var perYear: Double
  /// Demand at the height as a multiple of ordinary demand; above or below one.
  public var factor: Distribution
  public var rampUp: Double
  /// Seconds at full height.
  public var lasts: Distribution
  public var rampDown: Double

  public init(
    name: String, perYear: Double, factor: Distribution, rampUp: Double, lasts: Distribution, rampDown: Double
  ) {
    self.name = name
    self.perYear = perYear
    self.factor = factor
    self.rampUp = rampUp
    self.lasts = lasts
    self.rampDown = rampDown
  }

  /// Seconds of ordinary demand that its crowds add in 8766 h, on average (Campbell's theorem): rate x E[factor - 1] x
  /// E[area], because lifts add up and a crowd does not look at the hour.
  public var expectedAddedSecondsPerYear: Double {
    perYear * (factor.mean - 1) * (rampUp / 2 + lasts.mean + rampDown / 2)
  }
}
