import ArgumentParser
internal import Currencies
import Foundation
import ModelFiles
import Reports

struct Diff: ParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv, markdown }

  static let configuration = CommandConfiguration(
    abstract:
      "Say what differs between two stored comparisons, or two designs: in the plan, and in cost, lost minutes and failover time.",
    usage: "nines diff [<options>] <first> [<second>]",
    discussion: """
      Nothing is simulated. Where both comparisons have the same seed and the same number of replications, lost minutes \
      are compared world by world, which tells small differences.

      Examples:
        nines compare before.yaml --out before
        nines compare after.yaml --out after
        nines diff before after
        # every cost line of both
        nines diff before after --format csv > difference.csv
        nines diff before after --format json
        nines diff before --designs warm-standby,hot-standby          two designs of one comparison
        nines diff before after --designs warm-standby,hot-standby    one of each
      """)

  @Argument(help: "A directory that 'nines compare --out' wrote.", completion: .directory)
  var first: String

  @Argument(help: "Another one; without it, two designs of the first are compared.", completion: .directory)
  var second: String?

  @Option(help: "A design of the first and one of the second, by name, separated by a comma.")
  var designs: String?

  @Option(help: "What to print: table, json, csv for the cost lines, or markdown for a comment on a pull request.")
  var format = Format.table

  @Option(
    help: "Directory for report.html, result.json and difference.csv; it must not hold another study.",
    completion: .directory)
  var out: String?

  @OptionGroup var table: TableOptions

  @Flag(help: "No word on stderr of what was written.")
  var quiet = false

  func run() throws {
    let directories = try [first, second ?? first].map { try ComparisonDirectory($0) }
    let names = try chosen
    let chosen = try names.map {
      (
        first: try design($0.first, of: directories[0].study, in: first),
        second: try design($0.second, of: directories[1].study, in: second ?? first)
      )
    }
    let difference: StudyDifference
    do {
      difference = try StudyDifference(
        directories[0].study, settings: directories[0].settings, directories[1].study,
        settings: directories[1].settings, designs: chosen)
    } catch {
      Terminal.printError("\([first, second].compactMap { $0 }.joined(separator: ", ")): error: \(error)")
      throw ExitCode.badModel
    }
    // Rates that differ are among the values that differ, and not those of the whole.
    let (own, other) = (directories[0].study.currency, directories[1].study.currency)
    WrittenCurrency.settle(own == other ? own : StudyCurrency(own.currency))
    if let out {
      let json = differenceJSON(difference).text
      let files = [
        try reportFile(of: json), (name: "result.json", text: json),
        (name: "difference.csv", text: differenceTable(difference).text),
      ]
      let directory = try ResultDirectory(out)
      try directory.write(files)
      if !quiet { Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))") }
    }
    switch format {
    case .table: try table.print(StudyDifferenceTable(difference, width: Terminal.width).lines)
    case .json: try Terminal.printResult(differenceJSON(difference).text)
    case .csv: try Terminal.printResult(differenceTable(difference).text)
    case .markdown: try Terminal.printResult(differenceMarkdown(difference))
    }
  }

  func validate() throws {
    try table.check(isTable: format == .table)
    if second == nil && designs == nil {
      throw ValidationError("name another comparison, or two designs of this one with --designs")
    }
    _ = try chosen
  }

  private func design(_ name: String, of study: StoredStudy, in directory: String) throws -> String {
    let found = DesignName.find(name, among: study.names)
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw ValidationError("--designs '\(name)' stands for several designs: \(found.joined(separator: ", "))")
    }
    throw ValidationError(
      "--designs: '\(directory)' has no design '\(name)'. \(DesignName.remedy(for: name, among: study.names))")
  }

  /// The two names of `--designs`.
  private var chosen: (first: String, second: String)? {
    get throws {
      guard let designs else { return nil }
      let names = designs.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      guard names.count == 2 else {
        throw ValidationError("--designs compares two designs: write 'warm-standby,hot-standby'")
      }
      return (names[0], names[1])
    }
  }
}

/// A directory of results, as far as it is compared with another one.
private struct ComparisonDirectory {
  let study: StoredStudy
  let settings: [(path: String, text: String)]

  /// - Throws: `ExitCode.badModel`, after saying what is missing or broken.
  init(_ path: String) throws {
    let stored = try StoredFiles(path, kind: "a comparison", remedy: StoredComparison.remedy)
    let files = try StoredStudy.Files(
      result: stored.text("result.json"), costs: stored.text("costs.csv"),
      replications: stored.text("replications.csv"))
    do {
      study = try StoredStudy(files)
    } catch {
      throw StoredFiles.problem(path, "\(error). Write the directory again with 'nines compare PLAN --out DIR'")
    }
    do {
      settings = try planValues(
        text: stored.text("plan.yaml"), name: stored.url.appendingPathComponent("plan.yaml").relativePath,
        pieces: PlanFile.pieces(in: stored))
    } catch let problems as Diagnostics {
      Terminal.printError(problems.description)
      throw ExitCode.badModel
    }
  }
}
