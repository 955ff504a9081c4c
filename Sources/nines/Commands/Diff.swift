import ArgumentParser
import Foundation
import ModelFiles
import Reports

struct Diff: ParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv }

  static let configuration = CommandConfiguration(
    abstract:
      "Say what differs between two stored comparisons: in the plan, and in cost, lost minutes and failover time.",
    discussion: """
      Nothing is simulated. Where both comparisons have the same seed and the same number of replications, lost minutes
      are compared world by world, which tells small differences.

      Examples:
        nines compare before.yaml --out before
        nines compare after.yaml --out after
        nines diff before after
        nines diff before after --format csv > difference.csv    every cost line of both
        nines diff before after --format json
      """)

  @Argument(help: "A directory that 'nines compare --out' wrote.", completion: .directory)
  var first: String

  @Argument(help: "Another one.", completion: .directory)
  var second: String

  @Option(help: "What to print: table, json, or csv for the cost lines.")
  var format = Format.table

  func run() throws {
    let directories = try [first, second].map { try ComparisonDirectory($0) }
    let difference: StudyDifference
    do {
      difference = try StudyDifference(
        directories[0].study, settings: directories[0].settings, directories[1].study,
        settings: directories[1].settings)
    } catch {
      Terminal.printError("\(first), \(second): error: \(error)")
      throw ExitCode.badModel
    }
    let text =
      switch format {
      case .table:
        StudyDifferenceTable(difference, width: Terminal.width).lines.joined(separator: "\n") + "\n"
      case .json: differenceJSON(difference).text
      case .csv: differenceTable(difference).text
      }
    try Terminal.printResult(text)
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
        text: stored.text("plan.yaml"), name: stored.url.appendingPathComponent("plan.yaml").relativePath)
    } catch let problems as Diagnostics {
      Terminal.printError(problems.description)
      throw ExitCode.badModel
    }
  }
}
