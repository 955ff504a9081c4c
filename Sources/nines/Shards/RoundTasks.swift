import Experiments
import Intake

/// What a round simulates: `tasks.txt`, by which each of its parts knows its share on any machine.
struct RoundTasks: Equatable, Sendable {
  /// Of which study it is a round.
  struct Study: Equatable, Sendable {
    /// `size`, `plan` or `sweep`.
    var word: String
    /// Of the plan with all that it names.
    var fingerprint: String
    /// The options that decide what is simulated.
    var question: [String]

    fileprivate var lines: [String] {
      ["study \(word)", "plan \(fingerprint)", "question \(ShardTemplate.words(question))"]
    }
  }

  let text: String

  init(_ tasks: [WorldTask], round: Int, of study: Study) {
    text =
      (["nines round 1"] + study.lines + ["round \(round)", "tasks \(tasks.count)"] + tasks.map(\.text))
      .joined(separator: "\n") + "\n"
  }

  init(text: String) { self.text = text }

  private var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// Whether it is a round of this study.
  func isRound(_ round: Int, of study: Study) -> Bool {
    let head = ["nines round 1"] + study.lines + ["round \(round)"]
    return lines.count > head.count && zip(lines, head).allSatisfy { $0 == $1 }
  }

  /// What the round's parts name it by.
  var digest: String {
    var sum = SHA256()
    sum.add(text.utf8)
    return sum.text
  }

  /// All worlds that the round brings; nil where a line says none.
  var names: [WorldName]? {
    var names: [WorldName] = []
    for line in lines.dropFirst(6) where !line.isEmpty {
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2 else { return nil }
      for design in words[0].split(separator: ",") {
        guard let name = WorldName(text: "\(design) \(words[1])") else { return nil }
        names.append(name)
      }
    }
    return names
  }

  var count: Int { lines.dropFirst(6).count { !$0.isEmpty } }
}
