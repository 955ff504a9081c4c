import ServiceModel

extension Outcome {
  /// Share of sessions none of whose requests failed; a request is a session of its own where the plan says nothing of
  /// sessions.
  ///
  /// A session of T turns that are a think time θ apart has a request in an outage of length D with a chance that makes
  /// the expected number of sessions hit = sessions a second x (D + (T - 1) min(D, θ)). So of L requests lost in an outage
  /// L / T x (1 + (T - 1) min(1, θ / D)) belong to different sessions. Losses outside outages are few at a time and each
  /// hits a session of its own.
  public func sessionSuccess(_ law: SessionLaw?) -> Double {
    guard amounts.demand > 0 else { return 1 }
    let turns = max(1, law?.turns.mean ?? 1)
    let think = law?.thinkTime.mean ?? 0
    var hit = lostOutside.reduce(0.0) { $0 + Double($1) / 1e15 }
    for outage in outages {
      let length = outage.downtime.seconds
      let spread = length > 0 ? min(1, think / length) : 1
      hit += outage.requestsLost / turns * (1 + (turns - 1) * spread)
    }
    return max(0, 1 - hit / (Double(amounts.demand) / 1e15 / turns))
  }

  /// Changes that met another one to the same state: those that a lost site had not sent, and those of sites that went on
  /// writing while they were cut off from one another.
  public func conflictingChanges(_ classes: [TrafficClass]) -> Double {
    amounts.stateLoss.conflictingChanges + classes.reduce(0) { $0 + $1.share * $1.conflicts } * amounts.counted(.split)
  }

  /// Requests lost by class of traffic.
  public var requestsLostByClass: [Double] { lostByClass.map { Double($0) / 1e15 } }
}
