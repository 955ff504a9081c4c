import Experiments
internal import Intake

/// What the rows of `outages.csv` add up to, read from their text: by design and world, so that what was written can be
/// held against what was simulated.
public struct LedgerTally: Sendable {
  private struct Place: Hashable {
    let design: Int
    let world: Int
  }
  private struct Sum {
    var rows = 0
    /// Of a request.
    var millionths: Int128 = 0

    /// Whether rounded rows can have this sum, in the meters' unit: each is off by half a millionth at most, and by the
    /// three roundings of a double on its way there.
    func agrees(with exact: Int128) -> Bool {
      let unit: Int128 = 1_000_000_000
      return (millionths * unit - exact).magnitude <= (Int128(rows) * unit / 2 + (exact >> 51) + 1).magnitude
    }
  }
  private var sums: [Place: Sum] = [:]
  /// Whether every row so far could be read.
  private var isWhole = true

  public init() {}

  /// Adds rows of a design, without the header.
  ///
  /// - Parameter text: Whole rows; what is none, or is cut, keeps the tally from agreeing with anything.
  public mutating func add(_ text: String, ofDesign design: Int) {
    guard let rows = try? CSVRows.all(of: text), text.isEmpty || text.utf8.last == UInt8(ascii: "\n") else {
      isWhole = false
      return
    }
    for row in rows {
      guard row.cells.count == ledgerHeader.count, let world = Int(row.cells[LedgerTally.world].text),
        let lost = LedgerTally.millionths(row.cells[LedgerTally.requestsLost].text)
      else {
        isWhole = false
        continue
      }
      sums[Place(design: design, world: world), default: Sum()].rows += 1
      sums[Place(design: design, world: world), default: Sum()].millionths += lost
    }
  }

  /// Whether the rows of a design are those of its worlds, and outages and the losses outside them add up to the total.
  public func reconciles(_ record: DesignRecord, design: Int) -> Bool {
    record.isReconciled && !sums.keys.contains { $0.design == design && !record.worlds.indices.contains($0.world) }
      && firstMismatch(record.worlds, from: 0, design: design) == nil
  }

  /// The first world whose rows are not those that were simulated of it; nil where all agree.
  ///
  /// - Parameter first: The number of the first world of `worlds`.
  public func firstMismatch(_ worlds: [WorldRecord], from first: Int, design: Int) -> Int? {
    guard isWhole else { return first }
    return worlds.indices.first { index in
      let sum = sums[Place(design: design, world: first + index)] ?? Sum()
      return sum.rows != worlds[index].outages.count || !sum.agrees(with: worlds[index].lostInOutagesExactly)
    }.map { first + $0 }
  }

  private static let world = ledgerHeader.firstIndex(of: "world")!
  private static let requestsLost = ledgerHeader.firstIndex(of: "requests_lost")!

  /// A number with six decimals, exactly.
  private static func millionths(_ text: String) -> Int128? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 6, let value = Int128(parts[0] + parts[1]), value >= 0 else { return nil }
    return value
  }
}
