/// Names that are too long for a column, cut so that those that differ still do.
enum ShortNames {
  /// Both ends of each name, which tell most names apart; where they do not, ends of whole words, or the words in which the
  /// names differ.
  ///
  /// - Returns: Names of `room` characters at most, or of as many more as it takes to tell them apart.
  static func cut(_ names: [String], to room: Int) -> [String] {
    let longest = names.map(\.count).max() ?? 0
    var room = max(room, 4)
    while room < longest {
      let paths = names.map { endOfPath(of: $0, room) }
      if isTelling(paths, of: names) { return paths }
      let ends = names.map { bothEnds(of: $0, room) }
      if isTelling(ends, of: names) { return ends }
      let middle = room / 2
      for head in (0..<room).sorted(by: { (abs($0 - middle), $0) < (abs($1 - middle), $1) }) {
        let words = names.map { wholeWords(of: $0, head: head, room) }
        if isTelling(words, of: names) { return words }
      }
      let differing = differingWords(names, ends, room)
      if isTelling(differing, of: names) { return differing }
      room += 1
    }
    return names
  }

  /// Whether names that differ are told apart by more than a mark behind them, and none reads like what is left of another:
  /// `a…world` beside `a…low world`.
  private static func isTelling(_ cut: [String], of names: [String]) -> Bool {
    let bare = cut.map { $0.hasSuffix(" *") ? $0.dropLast(2) : $0[...] }
    let parts = bare.map { $0.split(separator: "…", maxSplits: 1, omittingEmptySubsequences: false) }
    for one in names.indices {
      for other in names.indices where names[one] != names[other] {
        if bare[one] == bare[other] { return false }
        guard parts[one].count == 2, parts[other].count == 2 else { continue }
        if parts[one][0].hasPrefix(parts[other][0]), parts[one][1].hasSuffix(parts[other][1]) { return false }
      }
    }
    return true
  }

  /// Of a place in a plan the last parts of its path, whole, two at least; of other names both ends.
  private static func endOfPath(of name: String, _ room: Int) -> String {
    let parts = name.split(separator: ".")
    guard name.count > room, parts.count > 2, !name.contains(" ") else { return bothEnds(of: name, room) }
    let fitting = (2..<parts.count).reversed().map { parts.suffix($0).joined(separator: ".") }
    return fitting.first { $0.count < room }.map { "…\($0)" } ?? bothEnds(of: name, room)
  }

  private static func bothEnds(of name: String, _ room: Int) -> String {
    guard name.count > room else { return name }
    let head = (room - 1) / 2
    return "\(name.prefix(head))…\(name.suffix(room - 1 - head))"
  }

  /// The words that fit into so many characters at the beginning, and those that fit into the rest at the end.
  private static func wholeWords(of name: String, head: Int, _ room: Int) -> String {
    guard name.count > room else { return name }
    var words = name.split(separator: " ")[...]
    var (first, last) = ("", "")
    while let word = words.first, first.count + word.count + (first.isEmpty ? 0 : 1) <= head {
      first += (first.isEmpty ? "" : " ") + word
      words.removeFirst()
    }
    while let word = words.last, first.count + 1 + last.count + word.count + (last.isEmpty ? 0 : 1) <= room {
      last = word + (last.isEmpty ? "" : " ") + last
      words.removeLast()
    }
    return first + "…" + last
  }

  /// Names whose ends are alike from the first word on in which they differ, behind what there is room for of their beginning.
  private static func differingWords(_ names: [String], _ ends: [String], _ room: Int) -> [String] {
    names.indices.map { index in
      let name = names[index]
      let alike = names.indices.filter { ends[$0] == ends[index] && names[$0] != name }.map { names[$0] }
      guard !alike.isEmpty else { return ends[index] }
      let common = alike.reduce(name.count) { min($0, name.shared(with: $1)) }
      let start = name.prefix(common).lastIndex(of: " ").map { name.distance(from: name.startIndex, to: $0) + 1 } ?? 0
      let rest = name.dropFirst(start)
      guard rest.count >= room else { return "\(name.prefix(room - 1 - rest.count))…\(rest)" }
      return start == 0 ? "\(rest.prefix(room - 1))…" : "…\(rest.prefix(room - 2))…"
    }
  }
}

extension String {
  /// Characters at the beginning that another text has too.
  fileprivate func shared(with other: String) -> Int { zip(self, other).prefix { $0 == $1 }.count }
}
