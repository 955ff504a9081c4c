/// What a clock on a wall shows beside the plan's time, which runs evenly from midnight of the plan's first day.
///
/// A plan's own clock shows the plan's time until its zone moves it; the clock of an origin is ahead of that or behind.
public struct WallClock: Equatable, Sendable {
  /// From an instant on, in seconds of the plan's time, it is so many seconds ahead of that time.
  public struct Change: Equatable, Sendable {
    public var at: Double
    public var ahead: Double

    public init(at: Double, ahead: Double) {
      self.at = at
      self.ahead = ahead
    }
  }

  /// The zone of the IANA database; nil where it never moves.
  public var zone: String?
  /// Seconds ahead of UTC at the plan's first instant; 0 where nobody says so.
  public var utcOffsetSeconds: Double
  /// Seconds ahead of the plan's time at its first instant.
  public var ahead: Double
  /// When it is moved, rising.
  public var changes: [Change]

  /// The plan's time itself.
  public static let even = WallClock()

  public init(zone: String? = nil, utcOffsetSeconds: Double = 0, ahead: Double = 0, changes: [Change] = []) {
    self.zone = zone
    self.utcOffsetSeconds = utcOffsetSeconds
    self.ahead = ahead
    self.changes = changes
  }

  /// How far it is ahead of the plan's time at an instant, in seconds.
  public func ahead(at seconds: Double) -> Double { changes.last { $0.at <= seconds }?.ahead ?? ahead }

  /// What it shows at an instant, in seconds from midnight of the plan's first day.
  public func wall(at seconds: Double) -> Double { seconds + ahead(at: seconds) }

  /// When it shows a time: of two instants the first. A time that is skipped stands as far behind the change as if the clock
  /// had not been moved: half past two is half past three of that night.
  public func seconds(atWall wall: Double) -> Double {
    var current = ahead
    for change in changes {
      let instant = wall - current
      if instant < change.at || wall - change.ahead < change.at { return instant }
      current = change.ahead
    }
    return wall - current
  }
}
