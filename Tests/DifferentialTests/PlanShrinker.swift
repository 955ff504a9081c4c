/// The smallest plan that still shows something: what can be left out of it is left out, until nothing can.
///
/// Random numbers have addresses, so what stays keeps its luck: a failure that is left out moves no other's strikes, and
/// nothing has to be frozen first.
struct PlanShrinker {
  /// Whether a plan still shows what is looked for. What the reader refuses shows nothing.
  let shows: (String) -> Bool

  /// A plan that shows it, of which no block of lines, no entry of a flow map and no half of the horizon can go.
  ///
  /// - Parameter text: A plan that shows it.
  func smallest(_ text: String) -> String {
    precondition(shows(text), "there is nothing to look for in this plan")
    var text = text
    while let smaller = candidates(text).first(where: shows) { text = smaller }
    return text
  }

  /// Plans with one thing less, the largest steps first.
  private func candidates(_ text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let withoutBlocks = lines.indices.map { start -> (size: Int, text: String) in
      let end = PlanShrinker.end(ofBlockAt: start, in: lines)
      return (end - start, (lines[..<start] + lines[end...]).joined(separator: "\n"))
    }
    let shorter = lines.indices.compactMap { line -> String? in
      guard let days = PlanShrinker.horizonDays(lines[line]), days > 1 else { return nil }
      var lines = lines
      lines[line] = "horizon: \(days / 2)d"
      return lines.joined(separator: "\n")
    }
    let withoutEntries = lines.indices.flatMap { line in
      PlanShrinker.withoutEntries(lines[line]).map { shortened -> (size: Int, text: String) in
        var lines = lines
        let size = lines[line].count - shortened.count
        lines[line] = shortened
        return (size, lines.joined(separator: "\n"))
      }
    }
    return withoutBlocks.sorted { $0.size > $1.size }.map(\.text) + shorter
      + withoutEntries.sorted { $0.size > $1.size }.map(\.text)
  }

  /// A line and the lines below it that are indented deeper.
  private static func end(ofBlockAt start: Int, in lines: [String]) -> Int {
    let depth = lines[start].prefix { $0 == " " }.count
    return lines[(start + 1)...].firstIndex { !$0.isEmpty && $0.prefix { $0 == " " }.count <= depth } ?? lines.count
  }

  private static func horizonDays(_ line: String) -> Int? {
    guard line.hasPrefix("horizon: "), line.hasSuffix("d") else { return nil }
    return Int(line.dropFirst("horizon: ".count).dropLast())
  }

  /// The line without one entry of one of its flow maps or lists, once for each; a map keeps at least one entry.
  private static func withoutEntries(_ line: String) -> [String] {
    let characters = Array(line)
    func word(after index: Int) -> Int { characters[(index + 1)...].firstIndex { $0 != " " } ?? characters.count }
    func gap(before index: Int) -> Int { (characters[..<index].lastIndex { $0 != " " } ?? 0) + 1 }
    var result: [String] = []
    var open: [[Int]] = []
    for (index, character) in characters.enumerated() {
      switch character {
      case "{", "[": open.append([index])
      case ",": if !open.isEmpty { open[open.count - 1].append(index) }
      case "}", "]":
        guard var cuts = open.popLast(), cuts.count > 1 else { continue }
        cuts.append(index)
        for (start, end) in zip(cuts, cuts.dropFirst()) {
          // The first entry goes with the comma after it, any other with the one before it.
          let cut = start == cuts[0] ? word(after: start)..<word(after: end) : start..<gap(before: end)
          result.append(String(characters[..<cut.lowerBound] + characters[cut.upperBound...]))
        }
      default: break
      }
    }
    return result
  }
}
