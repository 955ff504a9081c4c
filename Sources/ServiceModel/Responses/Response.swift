import Stochastics

/// What is done about a site in trouble, once somebody has decided.
public enum Response: Equatable, Sendable {
  /// Another site takes over.
  case failover
  /// Nothing moves: the provider is waited for, at most so many seconds, and then another site takes over; nil: for good.
  case wait(atMostSeconds: Double?)
  /// What serves badly is started anew where it is; if that does not mend it, another site takes over.
  case restart(RestartInPlace)
  /// A share of the traffic of a site that still answers is moved; of one that does not, all.
  case shift(share: Double)
  /// A site that still answers goes on in a degraded mode; of one that does not, another site takes over.
  case degrade(DegradedAnswer)
}

/// Shorter answers, a smaller model or fewer functions, until the failure is mended or another site takes over.
public struct DegradedAnswer: Equatable, Sendable {
  /// Capacity in the mode against the ordinary one; 1 at least.
  public var capacity: Double
  /// What an answer in the mode is worth against an ordinary one.
  public var quality: Double
  /// After so many seconds another site takes over; nil: the mode lasts until the failure is mended.
  public var atMostSeconds: Double?

  public init(capacity: Double, quality: Double, atMostSeconds: Double? = nil) {
    self.capacity = capacity
    self.quality = quality
    self.atMostSeconds = atMostSeconds
  }
}

/// A restart where it stands.
public struct RestartInPlace: Equatable, Sendable {
  /// In seconds; the site goes on as it did meanwhile.
  public var takes: Distribution
  /// Chance that the failure is gone afterwards.
  public var works: Double

  public init(takes: Distribution, works: Double) {
    self.takes = takes
    self.works = works
  }
}

/// What is done about the failures of one scope.
public struct ScopedResponse: Equatable, Sendable {
  public var scope: FailureScope
  public var response: Response

  public init(_ scope: FailureScope, _ response: Response) {
    self.scope = scope
    self.response = response
  }
}

/// People who are called when the alarm rises: the first who acknowledges decides.
public struct OnCall: Equatable, Sendable {
  /// From the least urgent to the most, in the order in which they are called.
  public var levels: [EscalationLevel]
  /// What each further alarm that is ringing at the time adds, in seconds, until somebody acknowledges.
  public var secondsPerAlarm: Double
  /// Share of those alarms that are merged with the first and distract nobody.
  public var merged: Double

  public init(levels: [EscalationLevel], secondsPerAlarm: Double = 0, merged: Double = 0) {
    self.levels = levels
    self.secondsPerAlarm = secondsPerAlarm
    self.merged = merged
  }
}

/// One level of an escalation.
public struct EscalationLevel: Equatable, Sendable {
  public var name: String
  /// Seconds after the alarm at which these people are called, if nobody has acknowledged by then.
  public var afterSeconds: Double
  /// From the call to the acknowledgement, in seconds, by the hour from which it holds; until the next one, around the day.
  public var acknowledges: [HourlyLaw]

  public init(name: String, afterSeconds: Double, acknowledges: [HourlyLaw]) {
    self.name = name
    self.afterSeconds = afterSeconds
    self.acknowledges = acknowledges
  }

  /// The law at an hour of the plan's day.
  public func law(atHour hour: Double) -> Distribution {
    (acknowledges.last { $0.fromHour <= hour } ?? acknowledges.last)?.law ?? .constant(0)
  }
}

/// A law that holds from an hour of the day on.
public struct HourlyLaw: Equatable, Sendable {
  public var fromHour: Double
  public var law: Distribution

  public init(fromHour: Double, law: Distribution) {
    self.fromHour = fromHour
    self.law = law
  }
}

extension OnCall {
  /// Seconds from the alarm until somebody has acknowledged it: the earliest of those who are called.
  ///
  /// - Parameters:
  ///   - hour: Hour of the plan's day at which the alarm rises; the levels are called within the same shift.
  ///   - otherAlarms: Alarms that are ringing beside it.
  ///   - u: A uniform for each level.
  public func acknowledgementSeconds(atHour hour: Double, otherAlarms: Int, u: (Int) -> Double) -> Double {
    var earliest = Double.infinity
    for (index, level) in levels.enumerated() where level.afterSeconds < earliest {
      earliest = min(earliest, level.afterSeconds + level.law(atHour: hour).sample(at: u(index)))
    }
    return earliest + Double(otherAlarms) * (1 - merged) * secondsPerAlarm
  }
}
