extension Unicode.Scalar {
  /// Whether nobody sees it in a file and it does something where it is printed: a terminal obeys control characters, and the
  /// marks of bidirectional text (Unicode Standard Annex 9) show other words than are there. Tabs and ends of lines are among them.
  public var isUnseen: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

/// A character of a plan's text that may not be there.
struct UnseenCharacter {
  private let scalar: Unicode.Scalar

  /// The first one of a text; nil where it has none.
  ///
  /// - Parameter isKey: Whether the text is a key, and so a name, which has one line and no tabs.
  init?(in text: String, isKey: Bool) {
    let found = text.unicodeScalars.first { $0.isUnseen && (isKey || ($0 != "\n" && $0 != "\t")) }
    guard let found else { return nil }
    scalar = found
  }

  /// Its number and what is wrong with it: `U+202E, which shows text in another order`.
  var description: String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let number = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "U+\(number), " + (scalar.value < 0xA0 ? "a control character" : "which shows text in another order")
  }
}
