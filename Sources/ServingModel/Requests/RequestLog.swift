import EventKernel

/// What became of the requests that ended: counts and times in constant memory.
public struct RequestTally: Equatable, Sendable {
  public var completed = 0
  public var timedOut = 0
  public var refused = 0
  public var broken = 0
  /// Times that a request lost its place in a full cache.
  public var preemptions = 0
  /// Times that a request was sent again because its replica was lost.
  public var retries = 0
  /// Output tokens of completed requests.
  public var tokens = 0
  /// Of completed requests.
  public var firstToken = LatencyHistogram()
  public var perToken = LatencyHistogram()
  public var endToEnd = LatencyHistogram()

  public init() {}

  /// Requests that have ended, however.
  public var ended: Int { completed + timedOut + refused + broken }
  /// Share of them that were refused; 0 where none has ended.
  public var refusedShare: Double { ended == 0 ? 0 : Double(refused) / Double(ended) }

  mutating func merge(_ other: RequestTally) {
    completed += other.completed
    timedOut += other.timedOut
    refused += other.refused
    broken += other.broken
    preemptions += other.preemptions
    retries += other.retries
    tokens += other.tokens
    firstToken.merge(other.firstToken)
    perToken.merge(other.perToken)
    endToEnd.merge(other.endToEnd)
  }
}

/// Where requests are booked when they end.
struct RequestLog: Sendable {
  var tally = RequestTally()
  /// Requests that arrived before are served and not counted, so that a run may warm up.
  var countsFrom: Int64 = 0
  var keepsRecords = false
  var records: ContiguousArray<RequestRecord> = []
  /// The replica that speaks.
  var replica = 0

  mutating func end(_ place: Int, _ outcome: RequestOutcome, at now: Int64, _ requests: inout RequestTable) {
    let request = requests[place]
    requests.remove(place)
    if keepsRecords { records.append(record(of: request, outcome, at: now)) }
    guard request.arrival >= countsFrom else { return }
    switch outcome {
    case .completed: complete(request, at: now)
    case .timedOut: tally.timedOut += 1
    case .refused: tally.refused += 1
    case .broken: tally.broken += 1
    }
  }

  private mutating func complete(_ request: ServedRequest, at now: Int64) {
    tally.completed += 1
    tally.tokens += Int(request.output)
    tally.firstToken.record(nanoseconds: request.firstToken - request.arrival)
    tally.endToEnd.record(nanoseconds: now - request.arrival)
    if request.output > 1 {
      tally.perToken.record(nanoseconds: (now - request.firstToken) / Int64(request.output - 1))
    }
  }

  private func record(of request: ServedRequest, _ outcome: RequestOutcome, at now: Int64) -> RequestRecord {
    RequestRecord(
      number: request.number, arrival: SimTime(nanoseconds: request.arrival),
      firstToken: request.firstToken < 0 ? .never : SimTime(nanoseconds: request.firstToken),
      end: SimTime(nanoseconds: now), prompt: request.prompt, output: request.output, replica: Int32(replica),
      preemptions: request.preemptions, retries: request.retries, outcome: outcome)
  }
}
