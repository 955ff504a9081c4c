import Foundation
import TestSupport
import Testing

/// The six changes lead to files and targets that are there.
@Suite struct ContributingTests {
  @Test func everyPlaceExists() throws {
    let page = try #require(Repository.file("CONTRIBUTING.md"))
    let places = page.text.matches(of: /`((?:Sources|Tests|docs)\/[\w\/+.-]+)`/).map { String($0.output.1) }
    #expect(places.count > 20)
    let missing = places.filter { !FileManager.default.fileExists(atPath: Checkout.folder.appending(path: $0).path) }
    #expect(missing.isEmpty, "CONTRIBUTING.md names \(missing)")
  }

  @Test func everyTargetExists() throws {
    let page = try #require(Repository.file("CONTRIBUTING.md"))
    let makefile = try #require(Repository.file("Makefile"))
    let named = page.text.matches(of: /make ([a-z-]+)/).map { String($0.output.1) }
    #expect(named.count > 5)
    let missing = named.filter { target in !makefile.lines.contains { $0.hasPrefix("\(target):") } }
    #expect(missing.isEmpty, "CONTRIBUTING.md names make \(missing)")
  }
}
