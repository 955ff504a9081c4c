import Foundation
import Testing

/// Documents point at what is there.
@Suite struct DocumentTests {
  @Test func theDocumentsAreThere() {
    for path in ["README.md", "CHANGELOG.md", "LICENSE", "docs/design/house.md", "docs/reference/glossary.md"] {
      #expect(Repository.file(path) != nil, "\(path) is missing")
    }
  }

  /// Every relative link leads to a file, and its fragment to a heading of that file.
  @Test func linksResolve() {
    var broken: [String] = []
    for document in Repository.documents {
      for (number, target) in links(of: document) where !target.contains("://") && !target.hasPrefix("mailto:") {
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let url =
          parts[0].isEmpty
          ? document.url : document.url.deletingLastPathComponent().appending(path: parts[0]).standardizedFileURL
        guard FileManager.default.fileExists(atPath: url.path) else {
          broken.append("\(document.path):\(number): no file \(parts[0])")
          continue
        }
        guard parts.count == 2, let file = TextFile(url) else { continue }
        if !headings(of: file).contains(parts[1]) { broken.append("\(document.path):\(number): no heading \(target)") }
      }
    }
    #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
  }

  /// Every page can be reached from the README by following links.
  @Test func everyPageIsReachable() throws {
    var seen: Set<String> = []
    var open = [try #require(Repository.file("README.md"))]
    while let page = open.popLast() {
      guard seen.insert(page.path).inserted else { continue }
      for (_, target) in links(of: page) where !target.contains("://") {
        let path = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
        guard path.hasSuffix(".md") else { continue }
        let url = page.url.deletingLastPathComponent().appending(path: String(path)).standardizedFileURL
        if let next = TextFile(url) { open.append(next) }
      }
    }
    let lost = Repository.documents.map(\.path).filter { !seen.contains($0) }
    #expect(lost.isEmpty, "no link leads to \(lost)")
  }

  /// Decisions are numbered in the order in which they were taken.
  @Test func decisionsHaveNumbersAndDates() throws {
    let page = try #require(Repository.file("docs/design/decisions.md"))
    let headings = page.lines.filter { $0.hasPrefix("## ") }
    let found = headings.compactMap { $0.wholeMatch(of: /## (\d+)\. .+ \((\d{4}-\d\d-\d\d)\)/) }
    #expect(found.count == headings.count && found.count > 10, "a heading is '## N. What was decided (2027-01-31)'")
    #expect(found.map { Int($0.output.1) } == Array(1...found.count))
    let dates = found.map { String($0.output.2) }
    #expect(dates == dates.sorted())
  }

  /// Code and models that name a page name one that is there.
  @Test func pagesNamedInCodeExist() throws {
    let files =
      Repository.swiftSources + Repository.files(in: "models", "yaml") + [
        try #require(Repository.file("Package.swift"))
      ]
    for file in files {
      for found in file.text.matches(of: /docs\/[a-z\/-]+\.md/) {
        #expect(Repository.file(String(found.output)) != nil, "\(file.path) names \(found.output)")
      }
    }
  }

  /// A test that the documents name as a proof is there.
  @Test func testsNamedInDocumentsExist() {
    let names = Set(
      Repository.files(in: "Tests", "swift").map { $0.url.deletingPathExtension().lastPathComponent }
        + Repository.files(in: "Tests", "swift").map(\.room))
    for document in Repository.documents {
      for found in document.text.matches(of: /`(\w+Tests)`/) {
        #expect(names.contains(String(found.output.1)), "\(document.path) names \(found.output.1)")
      }
    }
  }

  private func links(of document: TextFile) -> [(line: Int, target: String)] {
    var isFenced = false
    var links: [(line: Int, target: String)] = []
    for (index, line) in document.lines.enumerated() {
      if line.hasPrefix("```") { isFenced.toggle() }
      guard !isFenced else { continue }
      links += line.matches(of: /\]\(([^)\s]+)\)/).map { (index + 1, String($0.output.1)) }
    }
    return links
  }

  /// Fragments as a forge makes them of headings: lower case, without punctuation, hyphens for spaces.
  private func headings(of document: TextFile) -> [String] {
    document.lines.filter { $0.hasPrefix("#") }.map { line in
      let title = line.drop { $0 == "#" }.drop { $0 == " " }.lowercased()
      return title.filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }.map { $0 == " " ? "-" : String($0) }
        .joined()
    }
  }
}
