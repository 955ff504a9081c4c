import Stochastics

/// Strikes on known dates instead of at random times: a certificate that expires, a release day, a window.
///
/// Whether a date strikes is a coin of its own, keyed by the date's number, so that a date that passes quietly moves no
/// other's luck.
public struct FailureDates: Equatable, Sendable {
  /// Seconds from the plan's first instant, rising; dates before it are left out.
  public var seconds: [Double]
  /// Seconds after which the last date is followed by another, and so on; nil: none follows.
  public var repeatsEverySeconds: Double?
  /// Seconds by which each component of the mode comes later than the one before it.
  public var apartSeconds: Double
  /// Chance that a date strikes, between 0 and 1.
  public var chance: Double
  /// The clock by which dates are repeated: after so many days they come at the same hour of it.
  public var clock = WallClock.even

  public init(seconds: [Double], repeatsEverySeconds: Double? = nil, apartSeconds: Double = 0, chance: Double = 1) {
    self.seconds = seconds
    self.repeatsEverySeconds = repeatsEverySeconds
    self.apartSeconds = apartSeconds
    self.chance = chance
  }

  /// The date with this number, counted from 0; nil past the last.
  public func date(_ number: Int) -> Double? {
    if number < seconds.count { return seconds[number] }
    guard let every = repeatsEverySeconds, let last = seconds.last else { return nil }
    let later = every * Double(number - seconds.count + 1)
    return clock.changes.isEmpty ? last + later : clock.seconds(atWall: clock.wall(at: last) + later)
  }

  /// The number of the first date at or after `time`, or of the first after the last.
  public func number(atOrAfter time: Double) -> Int {
    if let index = seconds.firstIndex(where: { $0 >= time }) { return index }
    guard let every = repeatsEverySeconds, let last = seconds.last else { return seconds.count }
    var number = seconds.count - 1 + Int(((time - last) / every).rounded(.up))
    guard !clock.changes.isEmpty else { return number }
    // A clock that is moved brings a date forward or puts it off by less than a day.
    while let before = date(number - 1), before >= time { number -= 1 }
    while let this = date(number), this < time { number += 1 }
    return number
  }
}

/// One way in which a failure is mended: a restart, a reset, a part that is swapped.
public struct RepairKind: Equatable, Sendable {
  public var name: String
  /// Chance that a failure needs this kind; the kinds of a mode sum to 1.
  public var share: Double
  /// Length of the repair itself, in seconds, without the wait for a crew or a part.
  public var takes: Distribution
  /// The crew that does it; nil: nobody need be free.
  public var crew: String?
  /// The stock that a part is taken from; nil: none is needed.
  public var spare: String?

  public init(name: String, share: Double, takes: Distribution, crew: String? = nil, spare: String? = nil) {
    self.name = name
    self.share = share
    self.takes = takes
    self.crew = crew
    self.spare = spare
  }

  /// Whether its end depends on what else has failed: on people, or on parts.
  public var waits: Bool { crew != nil || spare != nil }
}

/// Spare parts that all who name them share. For each that is taken another is ordered; where none is left a repair waits for the next that
/// comes, the first to fail first.
public struct SpareStock: Equatable, Sendable {
  public var name: String
  /// What is on the shelf when nothing is on order, as when a horizon begins; 1 at least.
  public var parts: Int
  /// From an order until the part is there, in seconds.
  public var leadTime: Distribution

  public init(name: String, parts: Int, leadTime: Distribution) {
    self.name = name
    self.parts = parts
    self.leadTime = leadTime
  }
}

/// People who mend one thing at a time each; what fails meanwhile waits, first come first served.
public struct RepairCrew: Equatable, Sendable {
  public var name: String
  public var people: Int

  public init(name: String, people: Int) {
    self.name = name
    self.people = people
  }
}

/// A place on the globe, in degrees.
public struct GlobePoint: Equatable, Sendable {
  /// North is positive, between -90 and 90.
  public var latitude: Double
  /// East is positive, between -180 and 180.
  public var longitude: Double

  public init(latitude: Double, longitude: Double) {
    self.latitude = latitude
    self.longitude = longitude
  }
}
