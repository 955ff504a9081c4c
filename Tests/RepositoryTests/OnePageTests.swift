import Foundation
import Testing

/// The snippets of the tutorial's page of twelve questions are one whole plan.
@Suite struct OnePageTests {
  @Test func theSnippetsTogetherAreAPlan() throws {
    let page = try #require(Repository.file("docs/tutorial/one-page.md"))
    let snippets = page.text.matches(of: /```yaml\n((?:[^`]|`(?!``))*)```/).map { String($0.output.1) }
    #expect(snippets.count == 12 && page.lines.filter { $0.hasPrefix("## ") }.count == 12)
    let sandbox = try Sandbox()
    try snippets.joined().write(to: sandbox.folder.appending(path: "page.yaml"), atomically: true, encoding: .utf8)
    let environment = ["PATH": "\(Repository.products.path):/usr/bin:/bin"]
    let validated = try sandbox.run("nines validate page.yaml", environment: environment)
    #expect(validated.status == 0 && validated.output.hasPrefix("page.yaml: 4 designs"), "\(validated.output)")
    #expect(!validated.output.contains("warning"))
    let compared = try sandbox.run(
      "nines compare page.yaml --replications 60 --quiet --no-inputs", environment: environment)
    #expect(compared.status == 0 && compared.output.contains("active-active"), "\(compared.output)")
  }

  /// Each answer is short: what a reader can take in at once.
  @Test func everyAnswerIsShort() throws {
    let page = try #require(Repository.file("docs/tutorial/one-page.md"))
    for snippet in page.text.matches(of: /```yaml\n((?:[^`]|`(?!``))*)```/) {
      #expect(snippet.output.1.split(separator: "\n").count <= 7)
    }
  }
}
