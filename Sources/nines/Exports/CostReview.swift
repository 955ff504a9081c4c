import ArgumentParser
import CapacityPlanning
import Foundation
import Reports
import Workbooks

/// The workbook of a comparison that has just been made: the same as `nines export --as xlsx` makes of its directory.
///
/// - Parameters:
///   - files: What is written of it.
///   - path: A place at which nothing is.
/// - Throws: `ExitCode.badModel` where it cannot be written.
func costReview(
  of comparison: Comparison, among files: [ResultFile], _ ledger: LedgerRows, through path: String
) throws -> ResultFile {
  func text(_ name: String) throws -> String { try files.first { $0.name == name }?.text() ?? "" }
  let json = try text("result.json")
  var outages = LargestOutages()
  try ledger.write { try outages.add($0) }
  let repricing = try Repricing(StoredResult(json: json), services: comparison.designs.map(\.service))
  return ResultFile(
    name: workbookName,
    bytes: try costReview(repricing, json: json, assumptions: text("assumptions.csv"), outages, through: path))
}

/// The bytes of the workbook.
func costReview(
  _ repricing: Repricing, json: String, assumptions: String, _ outages: LargestOutages, through path: String
) throws -> [UInt8] {
  let workbook = try costWorkbook(repricing, json: json, assumptions: assumptions, outages: outages)
  Unfinished.add(path)
  defer { Unfinished.remove(path) }
  do {
    return try workbook.bytes(through: path)
  } catch {
    Terminal.printError("error: cannot write the workbook: \(error). Make room at '\(path)', or name another place")
    throw ExitCode.badModel
  }
}

extension StoredComparison {
  /// The workbook of a stored comparison at the prices of a file, or at its plan's.
  func review(at prices: String?, through path: String) throws -> [UInt8] {
    let (plan, repricing) = try repriced(by: prices)
    return try reading {
      var outages = LargestOutages()
      try outages.add(file: files.text("outages.csv"))
      let assumptions =
        try prices == nil
        ? files.text("assumptions.csv")
        : assumptionsTable(
          plan.assumptions(of: repricing.designs.map { UsedDesign($0.service, $0.stored.usage) })
            + Assumption.hours(of: repricing.designs[0].sheet)
        ).text
      return try costReview(
        repricing, json: files.text("result.json"), assumptions: assumptions, outages, through: path)
    }
  }

  /// Does what reads the directory's files, and says which directory it is where they are not as a comparison writes them.
  func reading<Value>(_ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as StoredResultError {
      throw StoredFiles.problem(
        files.url.relativePath, "\(error). Write the directory again with 'nines compare PLAN --out DIR'")
    }
  }
}
