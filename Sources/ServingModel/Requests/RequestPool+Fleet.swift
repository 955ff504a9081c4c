import EventKernel

/// What becomes of the requests of a replica that is lost.
public enum LossOfRequests: Sendable, BitwiseCopyable {
  /// Clients send them again at once, with the tokens they already have as a part of the prompt.
  case retried
  /// Streams are broken, and the others are sent again.
  case broken
}

/// Replicas come and go.
extension RequestPool {
  /// Replicas fail at this instant, with all they hold in memory. Returns how many requests had begun to answer.
  ///
  /// Requests that had no token yet are always sent again, for nothing of them was seen; their patience goes on.
  @discardableResult
  public mutating func lose(replicas lost: [Int], at time: SimTime, requests policy: LossOfRequests) -> Int {
    advance(to: time)
    var homeless: [Int] = []
    for index in lost.sorted() where standings[index] != .gone {
      homeless += replicas[index].abandon(at: time.nanoseconds, &requests)
      standings[index] = .gone
      router.setServing(index, false, load: 0)
      log.replica = index
      settle(index)
    }
    var streams = 0
    for place in homeless {
      let hasBegun = requests[place].firstToken >= 0
      if hasBegun { streams += 1 }
      if hasBegun && policy == .broken {
        log.end(place, .broken, at: time.nanoseconds, &requests)
      } else {
        requests[place].retries &+= 1
        log.tally.retries += 1
        route(place, at: time.nanoseconds)
      }
    }
    return streams
  }

  /// Replicas take nothing new from this instant; each is gone when it has answered what it had accepted.
  public mutating func drain(replicas drained: [Int], at time: SimTime) {
    advance(to: time)
    for index in drained.sorted() where standings[index] == .serving || standings[index] == .starting {
      router.setServing(index, false, load: 0)
      standings[index] = .draining
      settle(index)
    }
  }

  /// A replica that takes requests from `ready`, after its cold start, with an empty prefix cache. Returns its number,
  /// which may be that of one that is gone.
  @discardableResult
  public mutating func add(_ model: ReplicaModel, ready: SimTime) -> Int {
    precondition(ready >= now, "a replica cannot have been ready before now")
    var cold = RequestReplica(model, queueLimit: queueLimit)
    cold.cache.empty()
    let index = standings.firstIndex(of: .gone) ?? replicas.count
    if index == replicas.count {
      replicas.append(cold)
      standings.append(.starting)
      clocks = ClockHeap(ContiguousArray((0..<index).map { clocks.time(of: $0) } + [ready]))
    } else {
      replicas[index] = cold
      standings[index] = .starting
      clocks.set(index, to: ready)
    }
    return index
  }

  /// All replicas lose their prefix caches, as when a shared cache fails or a release changes the prompt's beginning.
  public mutating func emptyPrefixCaches() {
    for index in replicas.indices { replicas[index].cache.empty() }
  }
}

extension RequestReplica {
  /// Gives up all requests, in the order of their admission and then of the queue; each keeps the tokens that it was
  /// given by the last whole iteration.
  mutating func abandon(at now: Int64, _ requests: inout RequestTable) -> [Int] {
    attained += stretch?.completed(before: now) ?? 0
    var places = decoding.requests.sorted { requests[$0].admission < requests[$1].admission }
    for place in places {
      let left = requests[place].target - attained
      requests[place].generated = requests[place].output - Int32(truncatingIfNeeded: left)
    }
    places += (0..<prefilling.count).map { prefilling[$0] } + (0..<waiting.count).map { waiting[$0] }
    decoding.removeAll()
    prefilling.removeAll()
    waiting.removeAll()
    resident = 0
    stretch = nil
    return places
  }
}
