@testable import ServingModel

/// The engine as the background describes it, iteration by iteration and token by token: no stretches, no heaps, no
/// attained service. Times in seconds, never rounded.
struct LiteralReplica {
  struct Request {
    var arrival: Double
    var prompt: Int
    var output: Int
    var deadline = Double.infinity
    var generated = 0
    var prefillLeft = 0
    var context = 0
    var firstToken: Double?
    var end: Double?
    var timedOut = false
    var preemptions = 0
  }

  let model: ReplicaModel
  var requests: [Request]
  private(set) var preemptions = 0
  private(set) var iterations = 0

  init(_ model: ReplicaModel, _ requests: [Request]) {
    self.model = model
    self.requests = requests
  }

  mutating func run() {
    var now = 0.0
    var next = 0
    var waiting: [Int] = []
    var prefilling: [Int] = []
    var decoding: [Int] = []
    func held(_ i: Int) -> Int { requests[i].context }
    while true {
      while next < requests.count && requests[next].arrival <= now {
        waiting.append(next)
        next += 1
      }
      // Clients that have given up, where the engine looks.
      while let head = prefilling.first, requests[head].firstToken == nil, requests[head].deadline <= now {
        requests[head].timedOut = true
        prefilling.removeFirst()
      }
      // Room for the tokens of this iteration.
      var preempted = false
      while Double((decoding + prefilling).reduce(0) { $0 + held($1) } + decoding.count) > model.kvTokens {
        let victim: Int
        if let last = prefilling.popLast() { victim = last } else { victim = decoding.removeLast() }
        requests[victim].preemptions += 1
        preemptions += 1
        waiting.insert(victim, at: 0)
        preempted = true
      }
      let budget = max(0, model.chunkTokens - decoding.count)
      var chunks: [Int: Int] = [:]
      var used = 0
      for i in prefilling {
        chunks[i] = min(budget - used, requests[i].prefillLeft)
        used += chunks[i]!
      }
      while !preempted, let head = waiting.first {
        if requests[head].firstToken == nil && requests[head].deadline <= now {
          requests[head].timedOut = true
          waiting.removeFirst()
          continue
        }
        let context = requests[head].prompt + requests[head].generated
        let resident = (decoding + prefilling).reduce(0) { $0 + held($1) }
        guard
          used < budget, decoding.count + prefilling.count < model.maximumSequences,
          Double(resident + decoding.count + context) <= model.kvTokens
        else { break }
        waiting.removeFirst()
        requests[head].context = context
        requests[head].prefillLeft = context
        prefilling.append(head)
        chunks[head] = min(budget - used, context)
        used += chunks[head]!
      }
      if decoding.isEmpty && used == 0 {
        guard next < requests.count else { return }
        now = requests[next].arrival
        continue
      }
      let resident = (decoding + prefilling).reduce(0) { $0 + held($1) }
      now += model.iteration.seconds(
        sequences: Double(decoding.count), kvTokens: Double(resident), prefillTokens: Double(used))
      iterations += 1
      for i in decoding {
        requests[i].generated += 1
        requests[i].context += 1
        if requests[i].generated == requests[i].output { requests[i].end = now }
      }
      decoding.removeAll { requests[$0].end != nil }
      for i in prefilling {
        requests[i].prefillLeft -= chunks[i] ?? 0
        guard requests[i].prefillLeft == 0 else { continue }
        if requests[i].firstToken == nil {
          if now > requests[i].deadline {
            requests[i].timedOut = true
            continue
          }
          requests[i].firstToken = now
        }
        requests[i].generated += 1
        if requests[i].generated == requests[i].output { requests[i].end = now } else { decoding.append(i) }
      }
      prefilling.removeAll { requests[$0].prefillLeft == 0 || requests[$0].timedOut }
    }
  }
}
