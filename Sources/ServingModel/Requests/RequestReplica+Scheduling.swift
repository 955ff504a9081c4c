/// What the engine decides between two iterations.
extension RequestReplica {
  /// Makes room, admits, hands out the chunk budget, and finds out how many iterations will be alike.
  mutating func plan(at now: Int64, _ requests: inout RequestTable, _ log: inout RequestLog) {
    dropLatePrompts(at: now, &requests, &log)
    let hasPreempted = makeRoom(&requests, &log)
    let sequences = Int64(decoding.count)
    let budget = max(0, Int64(model.chunkTokens) - sequences)
    var prompts = 0 as Int64
    for index in 0..<prefilling.count where prompts < budget {
      prompts += min(budget - prompts, Int64(requests[prefilling[index]].prefillLeft))
    }
    if !hasPreempted { admit(at: now, budget: budget, using: &prompts, &requests, &log) }
    guard sequences + prompts > 0 else {
      stretch = nil
      return
    }
    begin(at: now, sequences: sequences, prompts: prompts, budget: budget, hasPreempted: hasPreempted, requests)
  }

  /// A client that has given up is noticed when its prompt is the next to be processed.
  private mutating func dropLatePrompts(at now: Int64, _ requests: inout RequestTable, _ log: inout RequestLog) {
    while !prefilling.isEmpty {
      let place = prefilling.first
      guard requests[place].firstToken < 0 && requests[place].deadline <= now else { return }
      resident -= Int64(requests[place].context)
      prefilling.removeFirst()
      log.end(place, .timedOut, at: requests[place].deadline, &requests)
    }
  }

  /// Preempts until the next iteration's tokens fit into the cache; whether any was.
  private mutating func makeRoom(_ requests: inout RequestTable, _ log: inout RequestLog) -> Bool {
    var hasPreempted = false
    while resident + Int64(decoding.count) > kvLimit {
      preempt(&requests)
      log.tally.preemptions += 1
      hasPreempted = true
    }
    return hasPreempted
  }

  /// Sends the request admitted latest back to the front of the queue.
  private mutating func preempt(_ requests: inout RequestTable) {
    let place: Int
    if prefilling.isEmpty {
      place = decoding.requests.max { requests[$0].admission < requests[$1].admission }!
      decoding.remove(place)
      requests[place].generated = requests[place].output - Int32(truncatingIfNeeded: requests[place].target - attained)
      resident -= Int64(requests[place].context - 1)
    } else {
      place = prefilling.last
      prefilling.removeLast()
      resident -= Int64(requests[place].context)
    }
    requests[place].preemptions &+= 1
    waiting.prepend(place)
  }

  private mutating func admit(
    at now: Int64, budget: Int64, using prompts: inout Int64, _ requests: inout RequestTable, _ log: inout RequestLog
  ) {
    while !waiting.isEmpty {
      let place = waiting.first
      let context = requests[place].context
      if requests[place].firstToken < 0 && requests[place].deadline <= now {
        waiting.removeFirst()
        log.end(place, .timedOut, at: requests[place].deadline, &requests)
        continue
      }
      guard
        prompts < budget && decoding.count + prefilling.count < model.maximumSequences
          && resident + Int64(decoding.count) + Int64(context) <= kvLimit
      else { return }
      waiting.removeFirst()
      let left = context - cache.hits(prompt: requests[place].prompt)
      requests[place].prefillLeft = left
      requests[place].admission = admissions
      admissions += 1
      resident += Int64(context)
      prefilling.append(place)
      prompts += min(budget - prompts, Int64(left))
    }
  }

  /// Starts iterations up to the next change: a finish, a prompt's end, a full cache, or a chance to admit.
  private mutating func begin(
    at now: Int64, sequences: Int64, prompts: Int64, budget: Int64, hasPreempted: Bool, _ requests: RequestTable
  ) {
    var iterations = decoding.earliestTarget - attained
    var wakes = Int64.max
    if prompts > 0 {
      // Only a prompt that uses the whole budget for several iterations leaves nothing to decide at their ends.
      let head = requests[prefilling.first]
      iterations = min(iterations, max(1, (Int64(head.prefillLeft) - 1) / max(1, budget)))
      if head.firstToken < 0 { wakes = head.deadline }
    } else if !waiting.isEmpty && decoding.count < model.maximumSequences {
      // The first in the queue does not fit into the cache. It will not before something ends, unless it gives up.
      if hasPreempted { iterations = 1 }
      if requests[waiting.first].firstToken < 0 { wakes = requests[waiting.first].deadline }
    }
    if sequences > 0 { iterations = min(iterations, (kvLimit - resident) / sequences) }
    let time = model.iteration
    let seconds = time.seconds(
      sequences: Double(sequences), kvTokens: Double(resident), prefillTokens: Double(prompts))
    var next = Stretch(
      start: now, first: seconds * 1e9, growth: time.perKVToken * Double(sequences) * 1e9, prefillTokens: prompts,
      iterations: max(1, iterations))
    if wakes < next.end { next.cut(at: wakes) }
    stretch = next
  }
}
