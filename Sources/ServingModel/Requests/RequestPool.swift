import EventKernel

/// A pool of replicas at request level: every request an entity, from its arrival to its last token.
///
/// A state machine with verbs and no clock of its own: the caller advances it to an instant and then submits a request,
/// loses, drains or adds replicas. Between requests only changes of a batch are events, so the cost of a request is a
/// few logarithms, whatever its tokens; memory is that of the most requests that were ever here at once.
///
/// What it cannot see: speculation, attention that is not linear in context, and what happens between a client and the
/// pool. Times are whole nanoseconds; events of one instant run in the order of replicas, after arrivals.
public struct RequestPool: Sendable {
  /// What a replica may do.
  enum Standing: Equatable, Sendable {
    case starting
    case serving
    /// Finishes what it has accepted and takes nothing new.
    case draining
    case gone
  }

  let queueLimit: Int?
  var replicas: ContiguousArray<RequestReplica>
  var standings: ContiguousArray<Standing>
  /// When each replica's batch changes next, or a starting one is ready.
  var clocks: ClockHeap
  var requests = RequestTable()
  var router: Router
  var log = RequestLog()
  /// The last instant that it was advanced to.
  public private(set) var now = SimTime.zero

  /// - Parameters:
  ///   - models: One for each replica; all serve from the start.
  ///   - queueLimit: Requests that may wait at a replica beside its batch; `nil` for any number.
  ///   - seed: Of random routing.
  public init(_ models: [ReplicaModel], routing: Routing, queueLimit: Int? = nil, seed: UInt64 = 0) {
    self.queueLimit = queueLimit
    replicas = ContiguousArray(models.map { RequestReplica($0, queueLimit: queueLimit) })
    standings = ContiguousArray(repeating: .serving, count: models.count)
    clocks = ClockHeap(count: models.count)
    router = Router(routing, seed: seed)
    for index in models.indices { router.setServing(index, true, load: 0) }
  }

  /// Counts and times of the requests that have ended.
  public var tally: RequestTally { log.tally }
  /// Requests under way, waiting ones included.
  public var requestsUnderWay: Int { requests.count }
  /// Places for requests that were ever needed at once: the memory of a run.
  public var requestPlaces: Int { requests.capacity }
  /// Replicas that take requests.
  public var servingReplicas: Int { router.serving.count }
  /// When something happens next of itself; `never` while nothing runs.
  public var nextChange: SimTime { clocks.earliest?.time ?? .never }

  /// Requests that arrive before are served and not counted.
  public mutating func count(from time: SimTime) { log.countsFrom = time.nanoseconds }

  /// From now on, keeps a record of each request that ends until it is taken.
  public mutating func keepRecords() { log.keepsRecords = true }

  /// The records since they were last taken, in the order of the ends as they became known.
  public mutating func takeRecords() -> ContiguousArray<RequestRecord> {
    defer { log.records.removeAll(keepingCapacity: true) }
    return log.records
  }

  /// Lets everything happen that is due before `time`.
  public mutating func advance(to time: SimTime) {
    while let (index, due) = clocks.earliest, due < time { change(index, at: due) }
    now = max(now, time)
  }

  /// Lets everything happen until no request is left.
  public mutating func finish() {
    while let (index, due) = clocks.earliest {
      change(index, at: due)
      now = max(now, due)
    }
  }

  /// A request arrives: `advance` to its time first, which this does.
  public mutating func submit(_ arrival: RequestArrival) {
    advance(to: arrival.at)
    let place = requests.insert(
      ServedRequest(
        arrival: arrival.at.nanoseconds, deadline: arrival.deadline.nanoseconds, number: arrival.number,
        session: arrival.session, prompt: arrival.prompt, output: arrival.output))
    route(place, at: arrival.at.nanoseconds)
  }

  /// Submits the next `count` requests of a source.
  public mutating func serve(_ count: Int, of arrivals: inout SyntheticArrivals) {
    for _ in 0..<count { submit(arrivals.next()) }
  }

  /// Sends a request to a replica, or refuses it where none can take it.
  mutating func route(_ place: Int, at now: Int64) {
    guard let index = router.choose(session: requests[place].session), replicas[index].fits(requests[place]),
      !replicas[index].isFull
    else {
      return log.end(place, .refused, at: now, &requests)
    }
    log.replica = index
    replicas[index].submit(place, at: now, &requests, &log)
    settle(index)
  }

  private mutating func change(_ index: Int, at due: SimTime) {
    log.replica = index
    if standings[index] == .starting {
      standings[index] = .serving
      router.setServing(index, true, load: 0)
    } else {
      replicas[index].change(at: due.nanoseconds, &requests, &log)
    }
    settle(index)
  }

  /// Sets the replica's clock and place in the routing by what it now has to do.
  mutating func settle(_ index: Int) {
    clocks.set(index, to: SimTime(nanoseconds: replicas[index].nextChange))
    let load = replicas[index].load
    router.loadChanged(index, to: load)
    if load == 0 && standings[index] == .draining { standings[index] = .gone }
  }
}
