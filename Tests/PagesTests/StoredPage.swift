import Foundation
import Testing

@testable import Pages

/// A page of a result that was written by hand, and what its first screen says.
struct StoredPage {
  let html: String

  init(_ json: String) throws {
    html = try page(resultJSON: json, version: "1")
    #expect(StoredPage.unsaved(html).isEmpty, "numbers that would be saved as they were rounded")
  }

  /// Cells with figures that a table would save in the words that people read, without the number behind them.
  static func unsaved(_ html: String) -> [String] {
    html.components(separatedBy: "<details").dropFirst().flatMap { piece in
      piece.components(separatedBy: "</details>")[0].matches(of: /<td class="n">([^<]*[0-9][^<]*)<\/td>/)
        .map { String($0.output.1) }
    }
  }

  /// The finding at the top.
  var title: String { html.firstMatch(of: /<h1>(.*?)<\/h1>/).map { text(String($0.output.1)) } ?? "" }
  /// The findings above the pictures.
  var headings: [String] { html.matches(of: /<h2>(.*?)<\/h2>/).map { text(String($0.output.1)) } }
  /// Whether a text stands on the page as a reader sees it.
  func says(_ words: String) -> Bool { text(html).contains(words) }

  private func text(_ html: String) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
      .reduce(html) { $0.replacing($1.0, with: $1.1) }
  }
}
