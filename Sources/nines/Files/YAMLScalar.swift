/// A text as YAML reads it back: as it stands, or in single quotes, in which a quote is written twice.
struct YAMLScalar: CustomStringConvertible {
  let text: String

  init(_ text: String) { self.text = text }

  var description: String {
    let isPlain =
      text.first?.isLetter == true && text.last != " "
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_ ".contains($0)) }
    return isPlain ? text : "'" + text.replacing("'", with: "''") + "'"
  }
}
