import Foundation
import Stochastics

/// How the state of a conversation reaches another site; it decides the data-loss window of a failover.
public enum StateStore: Equatable, Sendable {
  /// Nothing to lose.
  case stateless
  /// Each change is copied at once; a failover loses the lag, in seconds. At the plan's peak the lag is `atPeak` times as
  /// long as without demand, and between it grows in proportion. Where a request's changes have a size, in bytes, they share
  /// the bandwidth of the links, and wait where that is full.
  case replication(lag: Distribution, atPeak: Double = 1, bytesPerRequest: Double = 0)
  /// Copied again and again, an `interval` of seconds after the last copy, and usable `delay` seconds later.
  case checkpoint(interval: Distribution, delay: Distribution, restore: CheckpointRestore? = nil)
  /// Kept in the memory of the site and nowhere else: with the site, or when its traffic moves, the conversation is lost.
  case memory
  /// In a cache outside the site that is copied on with a lag; while the cache does not answer, in the site's own memory.
  case cache(lag: Distribution, dependency: String?)
  /// Each change is confirmed by another site first: nothing is lost, and each answer waits for the round trip.
  case synchronous(roundTripSeconds: Double)
}

/// How conversations come back from their checkpoints.
public struct CheckpointRestore: Equatable, Sendable {
  /// In seconds, one conversation.
  public var takes: Distribution
  /// A conversation that is not back by then is given up, in seconds.
  public var limitSeconds: Double

  public init(takes: Distribution, limitSeconds: Double) {
    self.takes = takes
    self.limitSeconds = limitSeconds
  }

  /// Share of conversations that are given up.
  public var lost: Double { takes.survival(limitSeconds) }
}

/// Full backups, with incremental ones between them.
public struct Backups: Equatable, Sendable {
  public var fullEverySeconds: Double
  /// Seconds between two incremental backups; nil: full ones only.
  public var incrementalEverySeconds: Double?
  public var fullBytes: Double
  public var incrementalBytes: Double
  /// Over which a restore reads them.
  public var bytesPerSecond: Double
  /// Chance that a backup can be used when it is needed: that it was complete, and somebody had verified it.
  public var usable: Double
  /// The site that holds them: while it is lost nothing can be restored. Nil: a place that nothing here reaches.
  public var storedAt: String?

  public init(
    fullEverySeconds: Double, incrementalEverySeconds: Double? = nil, fullBytes: Double, incrementalBytes: Double = 0,
    bytesPerSecond: Double, usable: Double = 1, storedAt: String? = nil
  ) {
    self.fullEverySeconds = fullEverySeconds
    self.incrementalEverySeconds = incrementalEverySeconds
    self.fullBytes = fullBytes
    self.incrementalBytes = incrementalBytes
    self.bytesPerSecond = bytesPerSecond
    self.usable = usable
    self.storedAt = storedAt
  }

  /// What a restore finds.
  public struct Restore: Equatable, Sendable {
    /// Age of the newest backup that can be used, in seconds: the data-loss window.
    public var ageSeconds: Double
    /// Time to read it, with the full backup that it rests on, in seconds.
    public var takesSeconds: Double
  }

  /// What a restore finds at a moment of the cycle of full backups.
  ///
  /// - Parameters:
  ///   - phase: A uniform: which part of the cycle has passed.
  ///   - luck: A uniform: how many of the newest backups turn out to be of no use, by the geometric law.
  public func restore(phase: Double, luck: Double) -> Restore {
    let since = phase * fullEverySeconds
    let step = incrementalEverySeconds ?? fullEverySeconds
    let bad = usable >= 1 ? 0 : (log1p(-luck) / log1p(-usable)).rounded(.down)
    // Number of the newest backup that can be used, counted from the full one that began this cycle. Each cycle begins
    // anew with a full one, also where the increments do not fill it evenly.
    let number = (since / step).rounded(.down) - bad
    let perCycle = max(1, (fullEverySeconds / step - 1e-9).rounded(.up))
    let cycle = (number / perCycle).rounded(.down)
    let increments = number - cycle * perCycle
    return Restore(
      ageSeconds: since - cycle * fullEverySeconds - increments * step,
      takesSeconds: (fullBytes + increments * incrementalBytes) / bytesPerSecond)
  }
}
