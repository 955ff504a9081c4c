/// What a value holds, in words that are the same in every process: its stored properties in the order of their declaration,
/// dictionaries and sets in the order of their words.
///
/// For telling two descriptions of a service apart without a list of its properties that somebody would have to keep up:
/// whatever a service comes to hold stands in its text.
struct ContentText {
  private(set) var text = ""

  init(_ value: Any) { write(value) }

  private mutating func write(_ value: Any) {
    switch value {
    case let number as Double: text += "\(number)"
    case let number as Int: text += "\(number)"
    case let words as String: text += words.debugDescription
    default: write(value, Mirror(reflecting: value))
    }
  }

  private mutating func write(_ value: Any, _ mirror: Mirror) {
    switch mirror.displayStyle {
    case .dictionary?, .set?:
      let members = mirror.children.map { ContentText($0.value).text }.sorted()
      text += "{" + members.joined(separator: ",") + "}"
    case .optional? where mirror.children.isEmpty: text += "nil"
    case .collection? where mirror.children.isEmpty: text += "[]"
    // No description with the name of a private type, which has an address in it.
    case _ where mirror.children.isEmpty: text += String(describing: value)
    case _:
      text += "("
      for (place, child) in mirror.children.enumerated() {
        if place > 0 { text += "," }
        // Of an enumeration the label is the case.
        if let label = child.label { text += label + ":" }
        write(child.value)
      }
      text += ")"
    }
  }
}
