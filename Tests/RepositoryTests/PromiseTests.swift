import Testing

/// What docs/reference/output.md promises about writing is held by a test, and docs/background/reliability.md says by which.
@Suite struct PromiseTests {
  private struct Promise {
    let words: String
    let tests: [String]
  }

  /// Rows of the page's table: words of the reference, and tests by name.
  private func promises() throws -> [Promise] {
    let page = try #require(Repository.file("docs/background/reliability.md"))
    let lines = page.lines.drop { $0 != "## What holds each promise" }.dropFirst().prefix { !$0.hasPrefix("## ") }
    return lines.filter { $0.hasPrefix("| ") }.dropFirst().map { row in
      let cells = row.split(separator: " | ", maxSplits: 1)
      return Promise(
        words: String(cells[0].dropFirst(2)),
        tests: (cells.last ?? "").matches(of: /`(\w+)`/).map { String($0.output.1) })
    }
  }

  /// Without their line breaks, which move.
  private func plain(_ text: some StringProtocol) -> String {
    text.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
  }

  @Test func everyPromiseStandsInTheReference() throws {
    let reference = plain(try #require(Repository.file("docs/reference/output.md")).text)
    let promises = try promises()
    #expect(promises.count > 20)
    for promise in promises { #expect(reference.contains(plain(promise.words)), "\(promise.words)") }
  }

  @Test func everyPromiseHasItsTest() throws {
    var functions: Set<String> = []
    for file in Repository.files(in: "Tests", "swift") {
      functions.formUnion(file.text.matches(of: /func (\w+)\(/).map { String($0.output.1) })
    }
    for promise in try promises() {
      #expect(!promise.tests.isEmpty, "\(promise.words)")
      for test in promise.tests { #expect(functions.contains(test), "\(test) of '\(promise.words)'") }
    }
  }
}
