import Experiments
import OutputAnalysis

/// How much is simulated before a fleet is judged.
enum JudgingEffort: Equatable {
  /// A few worlds, and all of the study where they leave it undecided.
  case few
  /// All worlds of the study.
  case all
  /// So many times the study's worlds.
  case more(Int)
}

/// Judges the fleets of a ladder, whose larger ones never lose more than smaller ones, chance and autoscalers aside.
protocol FleetJudge {
  /// The last step of the ladder.
  var lastStep: Int { get }
  mutating func verdict(at step: Int, _ effort: JudgingEffort) async throws -> Verdict
}

extension FleetJudge {
  /// The smallest step that meets and that no larger one which is looked at contradicts.
  ///
  /// A search with few worlds comes near it. From there every smaller step is judged with all worlds down to the first that
  /// misses, because one that is undecided may stand above one that meets. Then the larger steps that are shown are judged:
  /// those that are undecided, and the answer with them, are given more worlds; what misses then, or is undecided still,
  /// moves the answer beyond it.
  ///
  /// - Parameters:
  ///   - guess: A step at which the answer is supposed; nil: the middle of the ladder.
  ///   - larger: Steps that are shown beside an answer.
  /// - Returns: nil where the last step does not meet.
  mutating func smallestThatMeets(
    around guess: Int? = nil, shownBeside larger: (Int) -> [Int] = { _ in [] }
  ) async throws -> Int? {
    guard var answer = try await firstThatMeets(from: 0, around: guess) else { return nil }
    while true {
      guard let refuted = try await refutation(of: answer, beside: larger(answer)) else { return answer }
      guard let next = try await firstThatMeets(from: refuted + 1, around: refuted + 1) else { return nil }
      answer = next
    }
  }

  /// The highest step from an answer up that does not meet, after more worlds where it takes them; nil where all do.
  private mutating func refutation(of answer: Int, beside larger: [Int]) async throws -> Int? {
    let begun = self
    try await askAhead(
      larger.filter { $0 > answer && $0 <= lastStep }.map { step in
        {
          var judge = begun
          _ = try await judge.verdict(at: step, .few)
        }
      })
    var open: [Int] = []
    for step in Set(larger).sorted(by: >) where step > answer && step <= lastStep {
      var verdict = try await verdict(at: step, .few)
      // Few worlds may begin unluckily.
      if verdict == .misses { verdict = try await self.verdict(at: step, .all) }
      if verdict == .misses { return step }
      if verdict == .undecided { open.append(step) }
    }
    var worlds = 1
    while !open.isEmpty, worlds < Self.mostWorlds {
      worlds *= 2
      var left: [Int] = []
      for step in open {
        if try await verdict(at: step, .more(worlds)) != .meets { left.append(step) }
      }
      open = left
      // Both must have seen as much before one is said to meet and the other not.
      if try await verdict(at: answer, .more(worlds)) != .meets { return open.first ?? answer }
    }
    return open.first
  }

  /// Beyond eight times the study's worlds a fleet stays undecided.
  private static var mostWorlds: Int { 8 }

  /// The first step from one on that meets by all worlds, where every step between it and a smaller one that misses was
  /// looked at.
  private mutating func firstThatMeets(from first: Int, around guess: Int?) async throws -> Int? {
    guard first <= lastStep, var yes = try await roughlyFirst(from: first, around: guess) else { return nil }
    while try await verdict(at: yes, .all) != .meets {
      guard yes < lastStep else { return nil }
      yes += 1
    }
    var step = yes - 1
    while step >= first {
      let verdict = try await verdict(at: step, .all)
      if verdict == .misses { break }
      if verdict == .meets { yes = step }
      step -= 1
    }
    return yes
  }

  /// The first step that meets by bisection, in strides that grow away from a guess; nil where none is found.
  private mutating func roughlyFirst(from first: Int, around guess: Int?) async throws -> Int? {
    var (no, yes, stride) = (first - 1, lastStep + 1, 2)
    while yes - no > 1 {
      let step: Int
      if yes > lastStep, no < first {
        step = min(max(first, guess ?? (first + lastStep) / 2), lastStep)
      } else if yes > lastStep, guess != nil {
        (step, stride) = (min(lastStep, no + stride), 2 * stride)
      } else if no < first, guess != nil {
        (step, stride) = (max(first, yes - stride), 2 * stride)
      } else {
        step = (no + yes) / 2
      }
      if try await verdict(at: step, .few) == .meets { yes = step } else { no = step }
    }
    return yes <= lastStep ? yes : nil
  }
}
