import ArgumentParser
import Foundation
import Pages
import Reports

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the page of a stored comparison again.",
    discussion: """
      A comparison writes report.html beside its figures: one file that opens anywhere and needs no network.
      This makes it again from result.json, without simulating.

      Examples:
        nines compare my-plan.yaml --out result          report.html is among the files
        nines report result > page.html                  the same page, from the stored figures
        nines report result --out page.html
      """)

  @Argument(help: "A directory that 'nines compare --out' wrote.", completion: .directory)
  var directory: String

  @Option(help: "The file to write, which must not exist; without it the page is printed.", completion: .file())
  var out: String?

  func run() throws {
    let claim = try out.map { try FileClaim($0) }
    let stored = try StoredFiles(directory, kind: "a comparison", remedy: StoredComparison.remedy)
    let json = try stored.text("result.json")
    let page: String
    do {
      page = try comparisonPage(resultJSON: json, version: Nines.configuration.version)
    } catch let error as PageError {
      throw StoredFiles.problem(
        stored.url.appendingPathComponent("result.json").relativePath,
        "\(error). Was it written by this version of 'nines compare --out'?")
    }
    guard let claim else { return try Terminal.printResult(page) }
    try claim.write(page)
    Terminal.printError("written to \(claim.path)")
  }
}
