/// Does pieces of work, so many at a time.
///
/// - Parameters:
///   - pieces: Their numbers; they are begun in this order.
///   - threads: At least one.
///   - finished: Called with each result as it comes, one call at a time, in no order.
/// - Returns: The results in the order of the pieces, whatever the number of threads.
/// - Throws: What a piece or `finished` throws; pieces that have begun are cancelled.
public func shared<Result: Sendable>(
  _ pieces: Range<Int>, threads: Int, finished: (Result) throws -> Void = { _ in },
  work: @escaping @Sendable (Int) async throws -> Result
) async throws -> [Result] {
  precondition(threads >= 1, "work needs a thread")
  return try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var next = pieces.lowerBound
    func begin() {
      let piece = next
      next += 1
      group.addTask { (piece, try await work(piece)) }
    }
    while next < min(pieces.lowerBound + threads, pieces.upperBound) { begin() }
    var results: [(piece: Int, result: Result)] = []
    results.reserveCapacity(pieces.count)
    while let (piece, result) = try await group.next() {
      results.append((piece, result))
      try finished(result)
      if next < pieces.upperBound { begin() }
    }
    return results.sorted { $0.piece < $1.piece }.map(\.result)
  }
}
