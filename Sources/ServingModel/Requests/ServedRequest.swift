import EventKernel

/// What a client sends.
public struct RequestArrival: Equatable, Sendable, BitwiseCopyable {
  public var at: SimTime
  public var prompt: Int32
  public var output: Int32
  /// When the client gives up if it has seen no token; `never` for a client that waits.
  public var deadline: SimTime
  /// Equal for the turns of one conversation, for routing that keeps them together.
  public var session: UInt64
  /// The caller's own number, handed back in the record.
  public var number: Int

  /// - Precondition: Prompt and output are at least one token.
  @inlinable public init(
    at: SimTime, prompt: Int32, output: Int32, deadline: SimTime = .never, session: UInt64 = 0, number: Int = 0
  ) {
    assert(prompt >= 1 && output >= 1, "tokens are at least one")
    self.at = at
    self.prompt = prompt
    self.output = output
    self.deadline = deadline
    self.session = session
    self.number = number
  }
}

/// How a request ended.
public enum RequestOutcome: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The whole answer was given.
  case completed
  /// No first token within the client's patience.
  case timedOut
  /// Prompt and answer do not fit into the cache, no replica serves, or the queue of the one it was sent to is full.
  case refused
  /// The replica was lost while it answered, and the client did not try again.
  case broken
}

/// One request that has ended.
public struct RequestRecord: Equatable, Sendable, BitwiseCopyable {
  public var number: Int
  public var arrival: SimTime
  /// `never` where none was given in time.
  public var firstToken: SimTime
  public var end: SimTime
  public var prompt: Int32
  public var output: Int32
  public var replica: Int32
  public var preemptions: UInt16
  /// Times that it was sent again because its replica was lost.
  public var retries: UInt16
  public var outcome: RequestOutcome

  public var endToEndSeconds: Double { (end - arrival).seconds }
  public var firstTokenSeconds: Double { (firstToken - arrival).seconds }
  /// Seconds for each token after the first; `nil` where there is none.
  public var perTokenSeconds: Double? { output > 1 ? (end - firstToken).seconds / Double(output - 1) : nil }
}

/// A request under way. All times are nanoseconds; a request keeps its place in the table until it ends.
struct ServedRequest: BitwiseCopyable, Sendable {
  var arrival: Int64 = 0
  var deadline: Int64 = .max
  /// -1 until there is one.
  var firstToken: Int64 = -1
  /// The replica's attained service at which the answer is complete, while it decodes.
  var target: Int64 = 0
  /// When it was admitted among all admissions of the replica.
  var admission: Int64 = 0
  var number = 0
  var session: UInt64 = 0
  var prompt: Int32 = 1
  var output: Int32 = 1
  /// Tokens given before it was admitted last.
  var generated: Int32 = 0
  /// Prompt tokens to be processed before the next token, once admitted.
  var prefillLeft: Int32 = 0
  var preemptions: UInt16 = 0
  var retries: UInt16 = 0

  /// Tokens that have to be in the cache before the next token: a recomputation processes what was generated too.
  var context: Int32 { prompt + generated }
}

/// Requests under way, in places that are used again: as large as the most that were ever in the pool at once.
struct RequestTable: Sendable {
  private var requests: ContiguousArray<ServedRequest> = []
  private var free: ContiguousArray<Int32> = []

  /// Requests under way.
  var count: Int { requests.count - free.count }
  /// Places, used or not.
  var capacity: Int { requests.count }

  subscript(place: Int) -> ServedRequest {
    _read { yield requests[place] }
    _modify { yield &requests[place] }
  }

  mutating func insert(_ request: ServedRequest) -> Int {
    if let place = free.popLast() {
      requests[Int(place)] = request
      return Int(place)
    }
    precondition(requests.count < 1 << 24, "more than 16 million requests at once in one pool")
    requests.append(request)
    return requests.count - 1
  }

  mutating func remove(_ place: Int) { free.append(Int32(truncatingIfNeeded: place)) }
}
