import ArgumentParser
import Foundation
import Reports

struct Export: ParsableCommand {
  enum Form: String, CaseIterable, ExpressibleByArgument { case xlsx, datapackage, focus, openmetrics }

  static let configuration = CommandConfiguration(
    abstract: "Write a stored comparison in a form of others.",
    discussion: """
      xlsx is a workbook whose amounts are formulas: change a price, and every total follows.
      datapackage is a directory of CSV files with the meaning, unit and limits of every column in datapackage.json.
      focus is the billing lines in FOCUS 1.2.
      openmetrics is the answer as metrics, for the Prometheus that watches the service; series of an outage are those of \
      'nines drill --format openmetrics'.

      Examples:
        nines compare my-plan.yaml --out result
        nines export result --as xlsx --out review.xlsx
        nines export result --as datapackage --out package
        nines export result --as focus > focus.csv
        nines export result --as openmetrics > nines.prom
      """)

  @Argument(help: "A directory that 'nines compare --out' wrote.", completion: .directory)
  var directory: String

  @Option(name: .customLong("as"), help: "The form: xlsx, datapackage, focus or openmetrics.")
  var form: Form

  @Option(help: "The file or directory to write; without it focus and openmetrics are printed.", completion: .file())
  var out: String?

  @Option(
    help: "Prices that hold instead of the plan's, as in 'nines cost'; for xlsx and focus.",
    completion: .file(extensions: ["yaml", "yml", "csv"]))
  var prices: String?

  func validate() throws {
    if form == .datapackage && prices != nil {
      throw ValidationError("a data package holds what was written: price it with 'nines cost --prices' first")
    }
    if form == .openmetrics && prices != nil {
      throw ValidationError("metrics hold what was written: 'nines cost --prices' says what it costs at other prices")
    }
    guard out == nil else { return }
    switch form {
    case .xlsx: throw ValidationError("a workbook is not printed: name a file with --out, such as review.xlsx")
    case .datapackage: throw ValidationError("a data package is a directory: name one with --out")
    case .focus, .openmetrics: break
    }
  }

  func run() throws {
    switch form {
    case .xlsx:
      let claim = try FileClaim(out ?? "")
      try claim.write(StoredComparison(directory).review(at: prices, through: claim.neighbour + ".xlsx"))
      Terminal.printError("written to \(claim.path)")
    case .datapackage: try writePackage()
    case .focus: try writeFocus()
    case .openmetrics: try writeMetrics()
    }
  }

  private func writeMetrics() throws {
    let claim = try out.map { try FileClaim($0) }
    let stored = try StoredComparison(directory)
    try give(stored.reading { try AnswerMetrics(json: stored.files.text("result.json")).openMetrics }, to: claim)
  }

  /// Writes a text to its place, or prints it where it has none.
  private func give(_ text: String, to claim: FileClaim?) throws {
    guard let claim else { return try Terminal.printResult(text) }
    try claim.write(text)
    Terminal.printError("written to \(claim.path)")
  }

  private func writePackage() throws {
    let stored = try StoredFiles(directory, kind: "a comparison", remedy: StoredComparison.remedy)
    let target = try ResultDirectory(out ?? "")
    let package: DataPackage
    do {
      package = try DataPackage(json: stored.text("result.json")) { try stored.text($0) }
    } catch let error as StoredResultError {
      throw StoredFiles.problem(directory, "\(error). Write the directory again with 'nines compare PLAN --out DIR'")
    }
    try target.write(package.contents)
    Terminal.printError("written to \(target.path): \(package.contents.map(\.name).joined(separator: " "))")
  }

  private func writeFocus() throws {
    let claim = try out.map { try FileClaim($0) }
    let stored = try StoredComparison(directory)
    let (plan, repricing) = try stored.repriced(by: prices)
    let trail =
      try prices == nil
      ? stored.reading { try Trail(costs: stored.files.text("costs.csv")) }
      : plan.trail(of: stored, prices: prices)
    try give(focusTable(repricing, trail: trail).text, to: claim)
  }
}
