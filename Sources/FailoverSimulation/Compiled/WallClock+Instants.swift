import EventKernel
import ServiceModel

/// The plan's own clock, by instants of a run.
extension WallClock {
  /// What it shows at an instant, from midnight of the plan's first day.
  func wall(at time: SimTime) -> SimTime {
    changes.isEmpty ? time : time + Span(seconds: ahead(at: time.seconds))
  }

  /// When it shows a time first.
  func instant(atWall wall: SimTime) -> SimTime {
    changes.isEmpty ? wall : wall + Span(seconds: seconds(atWall: wall.seconds) - wall.seconds)
  }
}
