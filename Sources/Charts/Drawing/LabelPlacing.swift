/// Labels along one axis, pushed apart so that none covers another.
enum LabelPlacing {
  /// Positions as near to the wanted ones as a least distance allows, in the order given, within the bounds where they fit.
  ///
  /// Neighbours that are too close are merged into a block that stands at the mean of what its members want: the least
  /// squares solution (pool adjacent violators).
  static func apart(_ wanted: [Double], gap: Double, within bounds: ClosedRange<Double>) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var blocks: [(sum: Double, count: Int)] = []
    for (rank, index) in order.enumerated() {
      // With its rank's distance taken off, a label must not stand above the one before it.
      blocks.append((wanted[index] - Double(rank) * gap, 1))
      while blocks.count > 1 {
        let (last, before) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
        guard before.sum / Double(before.count) > last.sum / Double(last.count) else { break }
        blocks.removeLast(2)
        blocks.append((before.sum + last.sum, before.count + last.count))
      }
    }
    let room = bounds.upperBound - Double(max(0, wanted.count - 1)) * gap
    var placed = wanted
    var rank = 0
    for block in blocks {
      let base = min(max(block.sum / Double(block.count), bounds.lowerBound), max(room, bounds.lowerBound))
      for _ in 0..<block.count {
        placed[order[rank]] = base + Double(rank) * gap
        rank += 1
      }
    }
    return placed
  }
}
