/// Every value of a plan by its path, in the order of the file: `sites.main.keep` is `serving`.
///
/// Texts as they are written, nothing is read into numbers: two plans that say the same in other units differ. Items of a
/// list are counted from 1: `plan.vary.buffer[2]`. What files say that the plan imports stands where the plan has it.
///
/// - Parameter pieces: What imported files say that need not stand where the plan names them, by their names.
/// - Throws: `Diagnostics` where the text is no plan that can be read.
public func planValues(
  text: String, name: String, pieces: [String: String] = [:]
) throws(Diagnostics) -> [(path: String, text: String)] {
  values(of: try SourceDocument(text: text, name: name).withImports(pieces: pieces).root, at: "")
}

private func values(of node: SourceNode, at path: String) -> [(path: String, text: String)] {
  switch node.content {
  case .scalar(let text): [(path, text)]
  case .mapping(let entries):
    entries.isEmpty && !path.isEmpty
      ? [(path, "{}")]
      : entries.flatMap { values(of: $0.value, at: path.isEmpty ? $0.key : "\(path).\($0.key)") }
  case .sequence(let items):
    // A list of plain values is one value to a reader.
    if items.allSatisfy({ $0.text != nil }) {
      [(path, "[" + items.compactMap(\.text).joined(separator: ", ") + "]")]
    } else {
      items.enumerated().flatMap { values(of: $1, at: "\(path)[\($0 + 1)]") }
    }
  }
}
