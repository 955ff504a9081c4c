/// Does pieces of work, so many at a time.
///
/// - Parameters:
///   - pieces: Their numbers; they are begun in this order.
///   - threads: At least one.
///   - finished: Called with each result as it comes, one call at a time, in no order.
/// - Returns: The results in the order of the pieces, whatever the number of threads.
/// - Throws: What a piece or `finished` throws; pieces that have begun are cancelled. Pieces that need what nobody has simulated
///   yet keep no other from being looked at: what all of them need is said together.
public func shared<Result: Sendable>(
  _ pieces: Range<Int>, threads: Int, finished: (Result) throws -> Void = { _ in },
  work: @escaping @Sendable (Int) async throws -> Result
) async throws -> [Result] {
  precondition(threads >= 1, "work needs a thread")
  return try await withThrowingTaskGroup(of: (Int, Swift.Result<Result, StillToRun>).self) { group in
    var next = pieces.lowerBound
    func begin() {
      let piece = next
      next += 1
      group.addTask {
        do { return (piece, .success(try await work(piece))) } catch let more as StillToRun {
          return (piece, .failure(more))
        }
      }
    }
    while next < min(pieces.lowerBound + threads, pieces.upperBound) { begin() }
    var results: [(piece: Int, result: Result)] = []
    results.reserveCapacity(pieces.count)
    var open: [(piece: Int, tasks: [WorldTask])] = []
    while let (piece, outcome) = try await group.next() {
      switch outcome {
      case .success(let result):
        results.append((piece, result))
        try finished(result)
      case .failure(let more): open.append((piece, more.tasks))
      }
      if next < pieces.upperBound { begin() }
    }
    guard open.isEmpty else {
      throw StillToRun(tasks: open.sorted { $0.piece < $1.piece }.flatMap(\.tasks))
    }
    return results.sorted { $0.piece < $1.piece }.map(\.result)
  }
}
