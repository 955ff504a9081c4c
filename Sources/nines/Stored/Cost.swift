import ArgumentParser
internal import Currencies
import Foundation
import ModelFiles
import Reports

struct Cost: ParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv }

  static let configuration = CommandConfiguration(
    abstract: "Price a stored comparison again, without simulating.",
    usage: "nines cost [<options>] <directory>",
    discussion: """
      What was simulated is kept: node-hours, requests, outages. What it costs follows from the prices. \
      A price list is a plan that leaves everything but prices out:

        prices: { labour: { person-year: $300000/y } }
        sites: { eastus: { node: { price: $80/h } } }

      Examples:
        nines compare my-plan.yaml --out result
        # at the plan's own prices: the same figures
        nines cost result
        nines cost result --prices negotiated.yaml
        nines cost result --prices negotiated.yaml --format csv > costs.csv
        nines cost result --prices negotiated.yaml --out negotiated --focus
      """)

  @Argument(help: "A directory that 'nines compare --out' wrote.", completion: .directory)
  var directory: String

  @Option(
    help: "Prices that hold instead of the plan's: a YAML file, or a price book, a CSV file.",
    completion: .file(extensions: ["yaml", "yml", "csv"]))
  var prices: String?

  @Option(help: "What to print: table, json, or csv for the lines of costs.csv.")
  var format = Format.table

  @Option(help: "Directory for cost.json and the CSV files; it must not hold another study.", completion: .directory)
  var out: String?

  @Flag(help: "Write focus.csv too, the billing lines in FOCUS 1.2; needs --out.")
  var focus = false

  func validate() throws {
    if focus && out == nil { throw ValidationError("--focus writes a file: name a directory with --out") }
  }

  func run() throws {
    let stored = try StoredComparison(directory)
    let (plan, repricing) = try stored.repriced(by: prices)
    let target = try out.map { try ResultDirectory($0) }
    let trail = try plan.trail(of: stored, prices: prices)
    if let target { try write(repricing, of: plan, stored, to: target, trail) }
    try Terminal.printResult(text(of: repricing, trail))
  }

  private func write(
    _ repricing: Repricing, of plan: PlanFile, _ stored: StoredComparison, to target: ResultDirectory, _ trail: Trail
  ) throws {
    var files =
      try resultFiles(
        repricing,
        assumptions: plan.assumptions(of: repricing.designs.map { UsedDesign($0.service, $0.stored.usage) }),
        focus: focus, trail: trail) + plan.kept(text: stored.planText)
    if let prices {
      files.append(
        (
          prices.lowercased().hasSuffix(".csv") ? "prices.csv" : "prices.yaml",
          try stored.text(at: URL(fileURLWithPath: prices))
        ))
    }
    try target.write(files)
    Terminal.printError("written to \(target.path): \(files.map(\.name).joined(separator: " "))")
  }

  private func text(of repricing: Repricing, _ trail: Trail) -> String {
    switch format {
    case .table: RepricingTable(repricing, width: Terminal.width).lines.joined(separator: "\n") + "\n"
    case .json: repricingJSON(repricing, trail: trail).text
    case .csv: costsTable(repricing).text
    }
  }
}

extension PlanFile {
  /// Where the figures of a stored comparison come from at the prices of a file, or at its plan's.
  func trail(of stored: StoredComparison, prices: String?) throws -> Trail {
    try trail(
      "cost", stored.files.path, seed: nil, [prices.map { "--prices \(URL(filePath: $0).lastPathComponent)" }],
      prices: prices.map { Data(try stored.text(at: URL(fileURLWithPath: $0)).utf8) })
  }
}

/// A directory of results that a comparison wrote: the plan and what was simulated of it.
struct StoredComparison {
  let files: StoredFiles
  let planText: String
  let result: StoredResult

  static let remedy = "Write one with 'nines compare PLAN --out DIR'"

  /// - Throws: `ExitCode.badModel`, after saying what is missing or broken.
  init(_ path: String) throws {
    files = try StoredFiles(path, kind: "a comparison", remedy: StoredComparison.remedy)
    planText = try files.text("plan.yaml")
    let json = try files.text("result.json")
    do {
      result = try StoredResult(json: json)
      WrittenCurrency.settle(result.currency)
    } catch {
      throw StoredFiles.problem(
        files.url.appendingPathComponent("result.json").relativePath,
        "\(error). Write the directory again with 'nines compare PLAN --out DIR'")
    }
  }

  /// The plan with the prices of a file, or with its own, and the stored designs at these prices.
  func repriced(by path: String?) throws -> (plan: PlanFile, repricing: Repricing) {
    let name = files.url.appendingPathComponent("plan.yaml").relativePath
    let plan: PlanFile
    do {
      let prices = try path.map { (path) throws(Diagnostics) in try PriceList(path: path) }
      for warning in prices?.warnings ?? [] { Terminal.printError(warning.description) }
      let pieces = try PlanFile.pieces(in: files)
      let all = try PlanFile(text: planText, name: name, pieces: pieces)
      try all.check(in: files)
      // A design that the plan does not describe is made from the first of those that are wanted.
      let wanted = result.designs.map(\.name).filter { all.describes(design: $0) }
      plan = try PlanFile(
        text: planText, name: name, designs: wanted.isEmpty ? nil : wanted, prices: prices, pieces: pieces)
    } catch let error as Diagnostics {
      Terminal.printError(error.description(first: 50))
      throw ExitCode.badModel
    }
    guard plan.currency.currency == result.currency.currency else {
      throw StoredFiles.problem(
        files.url.relativePath,
        "plan.yaml counts in \(plan.currency.currency) and result.json in \(result.currency.currency): they do not belong"
          + " together")
    }
    WrittenCurrency.settle(plan.currency)
    let repricing: Repricing
    do {
      repricing = try Repricing(result, services: plan.services)
    } catch {
      throw StoredFiles.problem(files.url.relativePath, "\(error). plan.yaml and result.json do not belong together")
    }
    if path == nil, !repricing.changed.isEmpty {
      Terminal.printError(
        "\(name): warning: its prices are not those of result.json (\(repricing.changed.joined(separator: ", "))): "
          + "the file was changed, or written by another version")
    }
    return (plan, repricing)
  }

  /// The text of a file that was read before.
  func text(at url: URL) throws -> String {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw StoredFiles.problem(url.relativePath, "the file cannot be read")
    }
    return text
  }
}
