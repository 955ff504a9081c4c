import ArgumentParser
import Foundation
import Pages
import Reports

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the page of a stored result again.",
    discussion: """
      Every command with --out writes report.html beside its figures: one file that opens anywhere and needs no \
      network. This makes it again from result.json, without simulating.

      Examples:
        # report.html is among the files
        nines compare my-plan.yaml --out result
        # the same page, from the stored figures
        nines report result > page.html
        nines report result --out page.html
      """)

  @Argument(help: "A directory that 'nines COMMAND --out' wrote.", completion: .directory)
  var directory: String

  @Option(help: "The file to write, which must not exist; without it the page is printed.", completion: .file())
  var out: String?

  func run() throws {
    let claim = try out.map { try FileClaim($0) }
    let stored = try StoredFiles(directory, kind: "a comparison", remedy: StoredComparison.remedy)
    let json = try stored.text("result.json")
    let page: String
    do {
      page = try reportFile(of: json).text
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
