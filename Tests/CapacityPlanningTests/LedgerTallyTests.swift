import CostCheck
import Experiments
import Foundation
import Reports
import Synchronization
import Testing

/// `ledger_reconciles` is told from the rows as they are written, not from what memory holds.
@Suite struct LedgerTallyTests {
  private struct Simulated {
    let records: [DesignRecord]
    /// The text of each design's rows.
    let rows: [String]
  }

  private func simulated() async throws -> Simulated {
    let services = try CheckedSetting.sameProvider.plan().services
    let blocks = Mutex<[LedgerBlock]>([])
    let study = Study(
      services, size: StudySize(seed: 5, worlds: 3, replicationsPerWorld: 20, threads: 1),
      ledger: .handed { block in blocks.withLock { $0.append(block) } })
    let records = try await study.run()
    let rows = services.indices.map { design in
      blocks.withLock { $0 }.filter { $0.design == design }.map { ledgerLines($0, of: services[design]) }.joined()
    }
    return Simulated(records: records, rows: rows)
  }

  private func tally(_ text: String, design: Int) -> LedgerTally {
    var tally = LedgerTally()
    tally.add(text, ofDesign: design)
    return tally
  }

  /// The rows of each design are its outages: as many, and their requests, added here as decimals, are what the meters
  /// hold but for half a millionth a row.
  @Test func rowsThatWereWrittenAreWhatWasSimulated() async throws {
    let simulated = try await simulated()
    for (design, (record, text)) in zip(simulated.records, simulated.rows).enumerated() {
      let lines = text.split(separator: "\n")
      let sum = lines.reduce(Decimal(0)) { sum, line in
        sum + (Decimal(string: String(line.split(separator: ",", omittingEmptySubsequences: false)[14])) ?? 0)
      }
      let exact = record.worlds.reduce(Int128(0)) { $0 + $1.lostInOutagesExactly }
      let difference = NSDecimalNumber(decimal: sum - (Decimal(string: "\(exact)") ?? 0) / 1_000_000_000_000_000)
      #expect(abs(difference.doubleValue) <= Double(lines.count) * 5.1e-7)
      #expect(lines.count == record.worlds.reduce(0) { $0 + $1.outages.count })
      let isReconciled = tally(text, design: design).reconciles(record, design: design)
      #expect(isReconciled, "\(record.service.design.name)")
    }
    #expect(simulated.rows[0].count > 1000)
  }

  /// A row that is missing, one that is there twice, another world's, other losses, a cut: each is seen.
  @Test(arguments: ["missing", "twice", "world", "loss", "cut", "half", "word", "beyond"])
  func whatIsNotAsItWasSimulatedIsSeen(edit: String) async throws {
    let simulated = try await simulated()
    var lines = simulated.rows[0].split(separator: "\n").map(String.init)
    let middle = lines.count / 2
    var cells = lines[middle].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    try #require(cells.count == 20 && (Double(cells[14]) ?? 0) > 2)
    switch edit {
    case "missing": lines.remove(at: middle)
    case "twice": lines.insert(lines[middle], at: middle)
    case "world": cells[18] = cells[18] == "0" ? "1" : "0"
    case "loss": cells[14] = String(format: "%.6f", (Double(cells[14]) ?? 0) - 1)
    case "word": cells[14] = "many"
    case "beyond": lines.append((cells.dropLast(2) + ["7", "1"]).joined(separator: ","))
    default: break
    }
    if ["world", "loss", "word"].contains(edit) { lines[middle] = cells.joined(separator: ",") }
    var text = lines.joined(separator: "\n") + "\n"
    if edit == "cut" { text.removeLast(9) }
    if edit == "half" { text = String(text.prefix(text.count / 2)) }
    let tally = tally(text, design: 0)
    let record = simulated.records[0]
    let isReconciled = tally.reconciles(record, design: 0)
    #expect(!isReconciled)
    if edit != "beyond" { #expect(tally.firstMismatch(record.worlds, from: 0, design: 0) != nil) }
  }

  /// Nothing written is not the same as nothing lost.
  @Test func noRowsAreNoLedger() async throws {
    let record = try await simulated().records[0]
    let isReconciled = LedgerTally().reconciles(record, design: 0)
    #expect(!isReconciled)
  }
}
