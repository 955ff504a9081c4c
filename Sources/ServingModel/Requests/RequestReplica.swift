/// One replica, request by request: an engine with continuous batching as a state machine.
///
/// An iteration gives every decoding request one token and processes the prompt chunks scheduled beside them; it takes
/// *a + b n + c K + d p*. Admission is first come first served at the end of an iteration, while the batch has a seat,
/// the prompt fits into the cache and the chunk budget is not used up; an admitted prompt holds its whole place in the
/// cache at once and K counts it in full. Admission is optimistic about the answer's tokens, as vLLM is. Where the cache cannot hold the next iteration's tokens, the request admitted latest is preempted: it goes
/// back to the front of the queue and recomputes prompt and generated tokens.
///
/// Between two changes of the batch all iterations are alike but for the growth of the cache, so that k of them take
/// k (a + b n + c K + d p) + c n k (k - 1) / 2. Only the changes are events (`Stretch`); a token costs nothing.
struct RequestReplica: Sendable {
  let model: ReplicaModel
  /// Requests that are here at most, its batch and those that may wait beside it; the next one is refused.
  let mostRequests: Int
  /// Limit of the cache in whole tokens.
  let kvLimit: Int64
  var cache: PrefixCache
  /// Waiting for a seat.
  var waiting = RequestQueue()
  /// Admitted, prompt not yet processed; the first is processed first.
  var prefilling = RequestQueue()
  var decoding = CompletionHeap()
  /// Tokens in the cache, of admitted prompts in full.
  var resident: Int64 = 0
  /// Tokens that a request which decoded from the beginning would have been given.
  var attained: Int64 = 0
  var admissions: Int64 = 0
  /// The iterations under way; `nil` while nothing runs.
  var stretch: Stretch?

  /// - Parameter queueLimit: Requests that may wait beside a full batch; `nil` for any number.
  init(_ model: ReplicaModel, queueLimit: Int? = nil) {
    self.model = model
    mostRequests = queueLimit.map { model.maximumSequences + $0 } ?? .max
    cache = model.prefixes
    kvLimit = model.kvTokens < 1e15 ? Int64(model.kvTokens) : .max / 4
  }

  /// Requests that are here, waiting ones included.
  var load: Int { waiting.count + prefilling.count + decoding.count }

  /// When the batch changes next, in nanoseconds; `Int64.max` while nothing runs.
  var nextChange: Int64 { stretch?.end ?? .max }

  /// Whether a request with this prompt and answer can ever be served here.
  func fits(_ request: ServedRequest) -> Bool { Int64(request.prompt) + Int64(request.output) <= kvLimit }

  /// Whether the next request is refused because the batch and the queue beside it are full.
  var isFull: Bool { load >= mostRequests }

  /// Takes a request into the queue. It is looked at when the iteration under way ends, or at once if nothing runs.
  mutating func submit(_ place: Int, at now: Int64, _ requests: inout RequestTable, _ log: inout RequestLog) {
    let isFirst = waiting.isEmpty
    waiting.append(place)
    guard stretch != nil else { return plan(at: now, &requests, &log) }
    // Behind others, or without a seat, nothing can happen before the batch changes anyway.
    if isFirst && prefilling.isEmpty && decoding.count < model.maximumSequences { stretch!.cut(at: now) }
  }

  /// Books the iterations that have ended and starts the next ones.
  mutating func change(at now: Int64, _ requests: inout RequestTable, _ log: inout RequestLog) {
    guard let past = stretch else { return }
    attained += past.iterations
    resident += past.iterations * Int64(decoding.count)
    if past.prefillTokens > 0 { processPrompts(past, at: now, &requests, &log) }
    while decoding.earliestTarget <= attained {
      let place = decoding.removeFirst()
      let request = requests[place]
      resident -= Int64(request.prompt + request.output - 1)
      log.end(place, .completed, at: now, &requests)
    }
    plan(at: now, &requests, &log)
  }

  /// Hands the tokens of the iterations to the prompts in order; a prompt that is complete gives its next token.
  private mutating func processPrompts(
    _ past: Stretch, at now: Int64, _ requests: inout RequestTable, _ log: inout RequestLog
  ) {
    var tokens = past.iterations * past.prefillTokens
    if cache.hitShare > 0 { cache.process(Int(tokens)) }
    while tokens > 0 {
      let place = prefilling.first
      let taken = min(tokens, Int64(requests[place].prefillLeft))
      tokens -= taken
      requests[place].prefillLeft -= Int32(truncatingIfNeeded: taken)
      guard requests[place].prefillLeft == 0 else { break }
      prefilling.removeFirst()
      emitFirst(of: place, at: now, &requests, &log)
    }
  }

  /// The token at the end of a prompt: the first, or the next after a recomputation.
  private mutating func emitFirst(
    of place: Int, at now: Int64, _ requests: inout RequestTable, _ log: inout RequestLog
  ) {
    let request = requests[place]
    if request.firstToken < 0 {
      if now > request.deadline {
        resident -= Int64(request.context)
        return log.end(place, .timedOut, at: request.deadline, &requests)
      }
      requests[place].firstToken = now
    }
    let left = request.output - request.generated - 1
    if left == 0 {
      resident -= Int64(request.context)
      log.end(place, .completed, at: now, &requests)
    } else {
      requests[place].target = attained + Int64(left)
      decoding.insert(place, target: attained + Int64(left))
    }
  }
}
