/// The text of a cell that was escaped for spreadsheets, which take `=`, `+`, `-` and `@` at the start for a formula.
public enum SpreadsheetText {
  private static let marks: Set<Character> = ["=", "+", "-", "@", "\t", "\r", "'"]

  /// With an apostrophe before what a spreadsheet would not take as it is, an apostrophe among it.
  public static func escaped(_ text: String) -> String {
    guard let first = text.first, marks.contains(first) else { return text }
    return "'" + text
  }

  /// What `escaped` was given.
  public static func unescaped(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'"), text.first == "'", let second = text.dropFirst().first,
      marks.contains(second)
    else { return text }
    return String(text.dropFirst())
  }
}
