import Foundation
import Testing

#if DEBUG
  private let isOptimised = false
#else
  private let isOptimised = true
#endif

/// What the README shows is what its command prints.
@Suite struct FlagshipTests {
  /// Every line of the block, whatever its spaces; some lines of the output are left out. A program without optimisation
  /// would take minutes.
  @Test(.enabled(if: isOptimised)) func theReadmeShowsWhatIsPrinted() throws {
    let page = try #require(Repository.file("README.md"))
    let makefile = try #require(Repository.file("Makefile"))
    #expect(makefile.text.contains("PLAN ?= models/start.yaml") && makefile.text.contains("YEARS ?= 1000"))
    let block = try #require(page.text.firstMatch(of: /```text\n((?:[^`]|`(?!``))*)```/)).output.1
    let sandbox = try Sandbox()
    let plan = Repository.root.appending(path: "models/start.yaml").path
    let run = try sandbox.run(
      "nines compare '\(plan)' --replications 1000 --quiet",
      environment: ["PATH": "\(Repository.products.path):/usr/bin:/bin", "COLUMNS": "80"])
    func words(_ line: Substring) -> String { line.split(separator: " ").joined(separator: " ") }
    let printed = Set(run.output.split(separator: "\n").map(words))
    let shown = block.split(separator: "\n").map(words)
    #expect(run.status == 0 && shown.count >= 15)
    let other = shown.filter { !printed.contains($0) }
    #expect(other.isEmpty, "the README shows \(other.joined(separator: "\n")) where the command prints\n\(run.output)")
  }
}
