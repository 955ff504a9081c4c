internal import Foundation

/// A line of YAML taken apart into what is in quotes, what is a comment, and the rest.
///
/// A text in quotes that began on an earlier line is not recognised; plans have none.
struct ScannedLine {
  let scalars: [Unicode.Scalar]
  /// Where the `#` of the comment stands, counted from 0; the length of the line without one.
  private(set) var commentStart: Int
  /// Whether the scalar at each index is part of a text in quotes, the quotes included.
  private(set) var isQuoted: [Bool]

  init(_ line: String) {
    scalars = Array(line.unicodeScalars)
    commentStart = scalars.count
    isQuoted = Array(repeating: false, count: scalars.count)
    var index = 0
    while index < scalars.count {
      let previous = index > 0 ? scalars[index - 1] : " "
      switch scalars[index] {
      // A quote in the middle of a word is an apostrophe.
      case "\"" where "\t [{,:".unicodeScalars.contains(previous),
        "'" where "\t [{,:".unicodeScalars.contains(previous):
        let end = closingQuote(from: index)
        for inside in index...end { isQuoted[inside] = true }
        index = end
      case "#" where previous == " " || previous == "\t":
        commentStart = index
        return
      default: break
      }
      index += 1
    }
  }

  /// The comment without its `#`; nil without a comment.
  var comment: String? {
    guard commentStart < scalars.count else { return nil }
    return text(from: commentStart + 1).trimmingCharacters(in: .whitespaces)
  }

  /// What stands before `index`, without spaces at its ends.
  func trimmedText(before index: Int) -> String {
    String(String.UnicodeScalarView(scalars[..<index])).trimmingCharacters(in: .whitespaces)
  }

  private func text(from index: Int) -> String { String(String.UnicodeScalarView(scalars[index...])) }

  /// The quote that ends the text beginning at `start`, or the end of the line: `''` and `\"` do not end it.
  private func closingQuote(from start: Int) -> Int {
    let quote = scalars[start]
    var index = start + 1
    while index < scalars.count {
      if scalars[index] == quote {
        guard quote == "'", index + 1 < scalars.count, scalars[index + 1] == "'" else { return index }
        index += 1
      } else if scalars[index] == "\\", quote == "\"" {
        index += 1
      }
      index += 1
    }
    return scalars.count - 1
  }
}
