import Foundation
import Testing

/// The reference names everything that can be written and everything that is printed.
@Suite struct ReferenceTests {
  /// Keys that the decoder asks a plan for.
  @Test func everyKeyOfAPlanIsInTheReference() throws {
    // Any call with a word of small letters: what is asked for, and what is complained about.
    let asks = #/\((?:\w+, )?"([a-z][\w-]*)"[,)]/#
    let keys = Set(
      Repository.swiftSources.filter { $0.room == "ModelFiles" && $0.url.lastPathComponent.hasPrefix("PlanDecoder") }
        .flatMap { file in file.code.flatMap { $0.text.matches(of: asks).map { String($0.output.1) } } })
    // Nouns of the shares in which objectives hold, not keys.
    let missing = keys.subtracting(["years", "outages", "failovers", "months", "windows"]).subtracting(
      try words(of: "docs/reference/plan-format.md"))
    #expect(keys.count > 80, "the decoder's keys were not found: \(keys.sorted())")
    #expect(missing.isEmpty, "docs/reference/plan-format.md does not name \(missing.sorted())")
  }

  /// Columns of the CSV files and keys of the JSON output.
  @Test func everyColumnAndKeyOfTheOutputIsInTheReference() throws {
    let column = #/Column\("(\w+)"\)/#
    let key = #/\("([a-z][a-z0-9_]+)", (?:\.|json|verdict|scopes|quantiles|complement|costJSON|value|withBand)/#
    let printed = Set(
      Repository.swiftSources.filter { $0.room == "Reports" }.flatMap { file in
        file.code.flatMap { line in
          line.text.matches(of: column).map { String($0.output.1) }
            + (file.path.contains("JSON") ? line.text.matches(of: key).map { String($0.output.1) } : [])
        }
      })
    let missing = printed.subtracting(try words(of: "docs/reference/output.md"))
    #expect(printed.count > 100, "the output's names were not found: \(printed.sorted())")
    #expect(missing.isEmpty, "docs/reference/output.md does not name \(missing.sorted())")
  }

  /// Every scope, rung, verdict and topology has its place in the glossary or in the plan's reference.
  @Test func everyChoiceOfTheModelIsInTheReference() throws {
    let known = try words(of: "docs/reference/plan-format.md").union(try words(of: "docs/reference/glossary.md"))
    let cases = Set(
      Repository.swiftSources.filter { $0.room == "ServiceModel" }.flatMap { file in
        file.code.flatMap { $0.text.matches(of: #/case \w+ = "([\w-]+)"/#).map { String($0.output.1) } }
      })
    let missing = cases.subtracting(known)
    #expect(!cases.isEmpty)
    #expect(missing.isEmpty, "\(missing.sorted())")
  }

  /// All words of a page, hyphens and underscores included, whatever stands around them.
  private func words(of path: String) throws -> Set<String> {
    let page = try #require(Repository.file(path))
    return Set(page.text.matches(of: #/[A-Za-z][\w-]*/#).map { String($0.output) })
  }
}
