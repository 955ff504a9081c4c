import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import Reports
import ServiceModel
import Synchronization

@testable import nines

/// What a plan comes to, by the names that `docs/reference/output.md` gives to figures.
struct KeyFigures {
  private let file: PlanFile

  init(_ file: PlanFile) { self.file = file }

  /// A number, or words where the figure has no order.
  enum Value: Equatable {
    case number(Double)
    case words(String)
    case none
  }

  /// A figure of the last design.
  ///
  /// - Parameter name: `KEY.KEY[0]` of a design in `result.json`; with `result:` before it, of the whole;
  ///   `outages:COLUMN` of the first row of the ledger; `costs:ITEM/COLUMN` of the first such line of `costs.csv`;
  ///   `assumptions:PATH/COLUMN` of the row of that value in `assumptions.csv`; `nodes:SITE` as `explain` prints it; `explain` for all that it prints; `plan:KEY` of `nines plan`, `orders:COLUMN`
  ///   of the first row of its `purchases.csv`; `size:TERM`, the nodes that `nines size` finds by the formula of a term;
  ///   `check` for what `nines check` prints.
  func value(_ name: String) async throws -> Value {
    let (source, key) =
      name.firstIndex(of: ":").map { (name[..<$0], name[name.index(after: $0)...]) } ?? ("", name[...])
    switch source {
    case "nodes":
      let service = file.services[file.services.count - 1]
      let site = service.sites.first { $0.name == key }
      return .number(Double(site.map { service.standingNodes(at: $0) } ?? -1))
    case "assumptions":
      let parts = key.split(separator: "/")
      return cell(parts[1], of: assumptionsTable(file.assumptions().filter { $0.key == parts[0] }).text)
    case "plan": return try await planned().value(at: key)
    case "orders":
      guard let block = file.search?.purchase else { return .none }
      return cell(
        key, of: purchasesTable(try purchasePlans(block, file, for: nil).map(\.plan)).text)
    case "size":
      let terms = SizeTerms(file.services[file.services.count - 1], peak: nil)
      return terms.alone.first { $0.term.rawValue == key }?.nodes.map { .number(Double($0)) } ?? .none
    default: break
    }
    switch name {
    case "explain": return .words(try explanation(file, width: 200, showsDetails: true).joined(separator: "\n"))
    case "check":
      let checks = try await check(file.services, against: file.expectations, seed: 1, threads: 1)
      return .words(checkTable(checks, width: 200).joined(separator: "\n"))
    default: break
    }
    let ledger = KeptLedger()
    let comparison = try await compared(worlds: 2, ledger: ledger)
    let design = comparison.designs.count - 1
    switch source {
    case "result": return comparisonJSON(comparison).value(at: key)
    case "outages":
      let rows = file.services[file.services.count - 1]
      let blocks = ledger.blocks.withLock { $0 }.filter { $0.design == design && !$0.rows.isEmpty }
      guard let first = blocks.min(by: { $0.world < $1.world }) else { return .none }
      return cell(key, of: KeyFigures.ledgerHeader + ledgerLines(first, of: rows))
    case "costs":
      let parts = key.split(separator: "/")
      let lines = comparison.designs[design].sheet.lines.filter { $0.item == parts[0] }
      return lines.isEmpty ? .none : cell(parts[1], of: costsTable(lines).text)
    default:
      guard case .array(let designs)? = comparisonJSON(comparison).node("designs") else { return .none }
      return designs[design].value(at: key)
    }
  }

  /// Lost minutes by world, for what is random.
  func lostMinutes(worlds: Int) async throws -> [Double] {
    try await compared(worlds: worlds).records.last?.lostMinutesByWorld ?? []
  }

  private func compared(worlds: Int, ledger: KeptLedger = KeptLedger()) async throws -> Comparison {
    try await compare(
      file.source, size: StudySize(seed: 1, worlds: worlds, replicationsPerWorld: 1, threads: 1),
      variesInputs: false, ledger: .handed { block in ledger.blocks.withLock { $0.append(block) } })
  }

  /// Blocks of rows as a study hands them on.
  private final class KeptLedger: Sendable {
    let blocks = Mutex<[LedgerBlock]>([])
  }

  /// Of `outages.csv`.
  private static let ledgerHeader =
    "design,replication,start_hours,fault_hours,duration_seconds,recovery_seconds,cause,scope,contributing,ended_by,"
    + "detected_seconds,decided_seconds,opened_seconds,failover_seconds,requests_lost,conversations_cut,"
    + "conversations_lost,nodes_short,world,outage\n"

  /// The cell of the first row.
  private func cell(_ column: Substring, of table: String) -> Value {
    let lines = table.split(separator: "\n", omittingEmptySubsequences: false)
    let header = lines[0].split(separator: ",", omittingEmptySubsequences: false)
    guard lines.count > 1, let index = header.firstIndex(of: column) else { return .none }
    let cells = lines[1].split(separator: ",", omittingEmptySubsequences: false)
    let text = String(cells[index])
    return Double(text).map { .number($0) } ?? (text.isEmpty ? .none : .words(text))
  }

  /// What `nines plan` answers, on few years.
  private func planned() async throws -> JSONValue {
    guard let block = file.search else { return .null }
    var result: SearchResult?
    if !block.axes.isEmpty {
      result = try await searchDesigns(
        SearchQuestion(
          candidates: file.candidates(block), indifferenceDollars: block.indifferenceDollars,
          confidence: block.confidence, seed: 1, yearsPerWorld: 1, mostWorlds: 8, threads: 1))
    }
    let found = result.flatMap { found in found.winner.flatMap { found.designs[$0].service } }
    let bought = try block.purchase.map { try purchasePlans($0, file, for: found) } ?? []
    var roadmap: Roadmap?
    if !block.stages.isEmpty {
      let stages = block.stages.map { stage in
        (from: stage.from, candidate: file.candidate(design: stage.design, settings: stage.settings))
      }
      roadmap = try await Roadmap(
        stages, size: StudySize(seed: 1, worlds: 2, replicationsPerWorld: 1, threads: 1), confidence: block.confidence
      ) { _ in }
    }
    return planJSON(
      PlanAnswer(
        name: file.name, search: result, purchases: bought.map(\.plan), roadmap: roadmap,
        purchaseLines: bought.flatMap(\.lines),
        ahead: block.purchase?.ahead.map { LeadTimeOrder($0) }))
  }
}

extension JSONValue {
  func node(_ key: String) -> JSONValue? {
    guard case .object(let pairs) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  /// What stands at `KEY.KEY[0]`; text of several values as it is.
  func value(at path: Substring) -> KeyFigures.Value {
    var here: JSONValue? = self
    for step in path.split(separator: ".") {
      let parts = step.split(separator: "[")
      here = here?.node(String(parts[0]))
      for part in parts.dropFirst() {
        guard case .array(let items)? = here, let index = Int(part.dropLast()), index < items.count else {
          return .none
        }
        here = items[index]
      }
    }
    switch here {
    case .number(let value)?: return .number(value)
    case .integer(let value)?: return .number(Double(value))
    case .natural(let value)?: return .number(Double(value))
    case .string(let value)?: return Double(value).map { .number($0) } ?? .words(value)
    case .null?, nil: return .none
    case .some(let other): return .words(other.text)
    }
  }
}
