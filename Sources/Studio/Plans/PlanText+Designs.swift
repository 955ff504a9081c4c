import ModelFiles

extension PlanText {
  /// The text with one more design, written as another one is.
  ///
  /// - Parameters:
  ///   - name: Of the new one: letters, digits and hyphens.
  ///   - old: That it is like; its lines are copied, comments and all.
  /// - Throws: `EditRefusal` where the name cannot be, or the plan does not write the other design on lines of its own.
  public func adding(design name: String, like old: String) throws(EditRefusal) -> String {
    guard name.wholeMatch(of: /[A-Za-z][A-Za-z0-9-]{0,59}/) != nil else {
      throw EditRefusal("designs", "'\(name)' is no name of a design", "Write letters, digits and hyphens")
    }
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }
    func key(_ line: String) -> Substring { line.drop { $0 == " " }.prefix { $0 != ":" } }
    func isBlank(_ line: String) -> Bool { line.allSatisfy { $0 == " " || $0 == "\r" } }
    guard let block = lines.firstIndex(where: { $0.hasPrefix("designs:") }),
      let end = lines[(block + 1)...].firstIndex(where: { indent($0) == 0 && !isBlank($0) && !$0.hasPrefix("#") })
        ?? Optional(lines.endIndex),
      let first = (block + 1..<end).first(where: { indent(lines[$0]) > 0 && key(lines[$0]) == old })
    else {
      throw EditRefusal("designs", "the plan does not write '\(old)' on lines of its own", "Add the design in the text")
    }
    let depth = indent(lines[first])
    guard !(block + 1..<end).contains(where: { indent(lines[$0]) == depth && key(lines[$0]) == name }) else {
      throw EditRefusal("designs", "there is a design '\(name)' already", "Give it another name")
    }
    let next = lines[(first + 1)..<end].firstIndex { indent($0) <= depth && !isBlank($0) } ?? end
    var copy = Array(lines[first..<next])
    while copy.count > 1, isBlank(copy[copy.count - 1]) { copy.removeLast() }
    copy[0] = String(repeating: " ", count: depth) + name + copy[0].dropFirst(depth + old.count)
    return (lines[..<(first + copy.count)] + copy + lines[(first + copy.count)...]).joined(separator: "\n")
  }
}
