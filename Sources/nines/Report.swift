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
    let file = URL(fileURLWithPath: directory).appendingPathComponent("result.json")
    guard let data = try? Data(contentsOf: file) else {
      Terminal.printError(
        "error: '\(directory)' holds no result.json. Name a directory that 'nines compare --out' wrote")
      throw ExitCode.badModel
    }
    let page: String
    do {
      page = try comparisonPage(resultJSON: String(decoding: data, as: UTF8.self), version: Nines.configuration.version)
    } catch let error as PageError {
      Terminal.printError("error: \(file.path): \(error). Was it written by this version of 'nines compare --out'?")
      throw ExitCode.badModel
    }
    guard let out else { return try Terminal.printResult(page) }
    do {
      try Data(page.utf8).write(to: URL(fileURLWithPath: out), options: .withoutOverwriting)
    } catch {
      Terminal.printError("error: cannot write '\(out)': \(error.localizedDescription)")
      throw ExitCode.badModel
    }
    Terminal.printError("written to \(out)")
  }
}
