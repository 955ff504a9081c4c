import Foundation
import Testing

/// The page of keys is the table's.
@Suite struct KeyPageTests {
  /// `RECORD_GOLDEN=1` writes the page again and fails, so that a new one is always looked at.
  @Test func thePageIsUpToDate() throws {
    let page = KeyTable.root.appending(path: "docs/reference/keys.md")
    let text = KeyPage.text
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try text.write(to: page, atomically: true, encoding: .utf8)
      Issue.record("the page was recorded: look at what changed, then run without RECORD_GOLDEN")
    }
    let stored = try String(contentsOf: page, encoding: .utf8)
    #expect(stored == text, "docs/reference/keys.md is not what keys.tsv says: record it with RECORD_GOLDEN=1")
  }
}
