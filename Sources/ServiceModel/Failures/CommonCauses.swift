/// Failures that strike several components at once.
extension Service {
  /// The modes whose strikes make components of this one fail, and the chance that such a strike hits one that it reaches.
  public func causesShared(by mode: FailureMode) -> [(cause: FailureMode, hits: Double)] {
    failures.filter { $0.effect == .strikes(mode.name) }.map { ($0, $0.target.share) }
  }

  /// Whether its components also fail together.
  public func sharesCause(_ mode: FailureMode) -> Bool { !causesShared(by: mode).isEmpty }

  /// Mean time from repair to the next failure of one component, in seconds, by its own clock or by a cause that it shares.
  public func meanLifetime(of mode: FailureMode) -> Double {
    let shared = causesShared(by: mode).reduce(0) { $0 + $1.hits / $1.cause.lifetime.mean }
    return shared > 0 ? 1 / (1 / mode.lifetime.mean + shared) : mode.lifetime.mean
  }
}
