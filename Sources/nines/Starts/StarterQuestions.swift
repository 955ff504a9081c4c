/// Six questions on a terminal, each with its unit and, in brackets, what an empty line answers.
struct StarterQuestions {
  /// Prints a question without an end of line, or a remark.
  let say: (String) -> Void
  /// The next line, without its end; nil where there is none.
  let hear: () -> String?

  /// The lines have ended before the questions have.
  struct Silence: Error {}

  /// The kind, where no flag has said it.
  func kind() throws -> StarterKind {
    var kind = StarterKind.chat
    try ask("Like which service (\(StarterKind.names))", kind.rawValue) { text throws(StarterProblem) in
      guard let named = StarterKind(rawValue: text.lowercased()) else {
        let meant = StarterKind.near(text).map { "Did you mean '\($0)'? " } ?? ""
        throw StarterProblem("'\(text)' is none of them. \(meant)Write one of: \(StarterKind.names)")
      }
      kind = named
    }
    return kind
  }

  /// Asks what no flag has answered.
  func complete(_ answers: inout StarterAnswers, _ kind: StarterKind, answered: Set<StarterQuestion>) throws {
    for (index, question) in StarterQuestion.allCases.enumerated() where !answered.contains(question) {
      var next = answers
      try ask("\(index + 1)/6 \(question.words(for: kind))", question.answer(in: answers)) {
        text throws(StarterProblem) in
        next = answers
        try question.set(text, in: &next, kind)
      }
      answers = next
    }
  }

  /// Asks until the answer is one.
  private func ask(
    _ question: String, _ usual: String, _ take: (String) throws(StarterProblem) -> Void
  ) throws {
    while true {
      say("\(question) [\(usual)]: ")
      guard let line = hear() else { throw Silence() }
      let text = line.split(separator: " ").joined(separator: " ")
      do {
        return try take(text.isEmpty ? usual : text)
      } catch {
        say("  \(error)\n")
      }
    }
  }
}

/// What is asked, in this order.
enum StarterQuestion: CaseIterable {
  case peak, replica, places, objectives, today, loss

  func words(for kind: StarterKind) -> String {
    switch self {
    case .peak: "Peak demand, requests a second in the busiest five minutes"
    case .replica where kind == .rented: "Measured rate of a replica and its GPUs"
    case .replica:
      "Model (\(StarterReplica.models.joined(separator: ", ")))\n    or the measured rate of a replica, such as 9rps on 4 GPUs"
    case .places:
      "GPU (\(StarterAnswers.gpuNames.joined(separator: ", "))) and the clouds of two sites\n"
        + "    (\(StarterAnswers.cloudNames.joined(separator: ", "))), the one that serves first"
    case .objectives: "Share of requests answered in a year, and the time in which a lost site is made up for"
    case .today: "What stands today (\(kind.designs.map(\.name).joined(separator: ", ")))"
    case .loss: "What an outage costs: 500/min or 0.02/request in dollars, or unknown"
    }
  }

  /// The answer that stands, as it would be typed.
  func answer(in answers: StarterAnswers) -> String {
    switch self {
    case .peak: answers.peak
    case .replica:
      switch answers.replica {
      case .library(let entry): entry.model
      case .rated(let rate, let gpus): "\(rate) on \(gpus) GPUs"
      }
    case .places:
      (Set(answers.gpus).count == 1 ? [answers.gpus[0]] : answers.gpus).joined(separator: " ") + " "
        + answers.clouds.joined(separator: " ")
    case .objectives: "\(answers.availability) \(answers.recovery)"
    case .today: answers.today
    case .loss: StarterAnswers.unknown
    }
  }

  func set(_ text: String, in answers: inout StarterAnswers, _ kind: StarterKind) throws(StarterProblem) {
    switch self {
    case .peak: try answers.setPeak(text)
    case .replica where text.first?.isNumber == true: try answers.setRated(text)
    case .replica: try answers.setModel(text, kind)
    case .places: try answers.setPlaces(text)
    case .objectives:
      let words = text.split(whereSeparator: { " ,".contains($0) }).map(String.init)
      guard words.count == 2 else {
        throw StarterProblem("'\(text)' is not a share and a duration. Write both, such as 99.9% 15min")
      }
      try answers.setAvailability(words[0])
      try answers.setRecovery(words[1])
    case .today: try answers.setToday(text, kind)
    case .loss: try answers.setLoss(text)
    }
  }
}
