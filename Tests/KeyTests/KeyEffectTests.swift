import Foundation
import Testing

@testable import ModelFiles

/// Every key of a plan does what the table says: it moves the figure that is named, in the direction that is named, or the
/// reader refuses it with a reason.
@Suite struct KeyEffectTests {
  /// How many cells are looked at beside one another: one after the other they would end long after all other tests, and all at
  /// once each would wait with its plans and its results.
  private static let strands = 16

  /// One line of the table in one context.
  struct Cell: Sendable, CustomStringConvertible {
    let row: KeyRow
    let context: String
    var description: String { "\(row.line) \(row.path)\(context.isEmpty ? "" : " of \(context)")" }
  }

  static let cells: [Cell] = KeyTable.rows.filter { $0.effect != .holds }.flatMap { row in
    row.contexts.isEmpty ? [Cell(row: row, context: "")] : row.contexts.map { Cell(row: row, context: $0) }
  }

  @Test(arguments: 0..<strands) func theKeysAct(strand: Int) async {
    for cell in stride(from: strand, to: Self.cells.count, by: Self.strands).map({ Self.cells[$0] }) {
      do {
        let problem = try await problem(of: cell)
        #expect(problem == nil, "\(cell): \(cell.row): \(problem ?? "")")
      } catch { Issue.record(error, "\(cell): \(cell.row)") }
    }
  }

  /// What is not as the table says; nil where all is.
  private func problem(of cell: Cell) async throws -> String? {
    let row = cell.row
    let plan = try KeyPlan(fixture: row.fixture, pieces: [KeyContext.piece(of: cell.context), row.needs])
    let (low, high) = (
      try plan.setting(row.place, to: row.values.low), try plan.setting(row.place, to: row.values.high)
    )
    switch row.effect {
    case .refused, .warned:
      let severity: Diagnostic.Severity = row.effect == .refused ? .error : .warning
      let found = high.problems.filter { $0.severity == severity }
      if !found.contains(where: { $0.message.contains(row.words) }) {
        return "the reader says \(found.map(\.message)) of '\(row.values.high)', not '\(row.words)'"
      }
      let before = low.problems.filter { $0.severity == .error || $0.message.contains(row.words) }
      return before.isEmpty ? nil : "the reader says \(before.map(\.message)) of '\(row.values.low)'"
    case .likelyUp, .likelyDown: return try await likelyProblem(row, low, high)
    default: break
    }
    for side in [low, high] {
      if let error = side.problems.first(where: { $0.severity == .error }) { return "refused: \(error)" }
    }
    let values = (
      try await KeyFigures(low.file()).value(row.figure), try await KeyFigures(high.file()).value(row.figure)
    )
    let text = "\(row.figure) goes from \(values.0) at '\(row.values.low)' to \(values.1) at '\(row.values.high)'"
    switch (row.effect, values) {
    case (.up, (.number(let a), .number(let b))): return b > a ? nil : text
    case (.down, (.number(let a), .number(let b))): return b < a ? nil : text
    case (.changes, _): return values.0 != values.1 ? nil : "\(row.figure) does not change"
    default: return text
    }
  }

  /// Of what is random: the paired difference of worlds, five standard errors away from none.
  private func likelyProblem(_ row: KeyRow, _ low: KeyPlan, _ high: KeyPlan) async throws -> String? {
    let worlds = 60
    let before = try await KeyFigures(low.file()).lostMinutes(worlds: worlds)
    let after = try await KeyFigures(high.file()).lostMinutes(worlds: worlds)
    let differences = zip(before, after).map { $1 - $0 }
    let mean = differences.reduce(0, +) / Double(worlds)
    let square = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(worlds - 1)
    let z = mean / (square / Double(worlds)).squareRoot()
    let isShown = row.effect == .likelyUp ? z > 5 : z < -5
    return isShown ? nil : "lost minutes change by \(mean) of \(before.reduce(0, +) / Double(worlds)), z = \(z)"
  }
}
