import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import Reports
import ServiceModel

/// What pages have asked: states by their numbers, each with its plan and the last answer that was given of it.
public actor Desk {
  public nonisolated let plan: StudioPlan
  public nonisolated let session: Session
  nonisolated let version: String
  private nonisolated let startExact: [ExactAnswer]
  private var states: [Int: Held] = [:]
  private var count = 0

  private struct Held {
    let state: StudioState
    let text: String
    let file: PlanFile
    var words: [String: String]
    var answer: GrowingAnswer?
  }

  /// States that are kept; a page that asks for an older one posts it again.
  static let mostStates = 64
  /// Answers that are kept.
  static let mostAnswers = 8

  /// States and answers that are kept now.
  var kept: (states: Int, answers: Int) { (states.count, states.values.count { $0.answer != nil }) }

  public init(plan: StudioPlan, seed: UInt64, threads: Int, version: String) {
    self.plan = plan
    self.version = version
    session = Session(seed: seed, threads: threads)
    startExact = plan.file.services.map(ExactAnswer.init)
  }

  /// A request for another state. A text takes the place of all changes.
  private struct Asked: Decodable {
    var state = StudioState()
    var text: String?
    var words: [String: String] = [:]
    /// A design to add, and the one that it is like.
    var add: String?
    var like: String?

    private enum Key: String, CodingKey { case state, text, words, add, like }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      state = try values.decodeIfPresent(StudioState.self, forKey: .state) ?? StudioState()
      text = try values.decodeIfPresent(String.self, forKey: .text)
      words = try values.decodeIfPresent([String: String].self, forKey: .words) ?? [:]
      add = try values.decodeIfPresent(String.self, forKey: .add)
      like = try values.decodeIfPresent(String.self, forKey: .like)
    }
  }

  /// Reads a state and says at once what needs no chance.
  ///
  /// - Throws: `GateRefusal` where the body is none.
  public func post(_ body: Data) throws -> String {
    guard var asked = try? JSONDecoder().decode(Asked.self, from: body) else {
      throw GateRefusal(400, "this is no state")
    }
    if let name = asked.add {
      do {
        asked.text = try PlanText(plan.reading(of: asked.state).text, name: plan.path)
          .adding(design: name, like: asked.like ?? "")
      } catch {
        return JSONValue.object([("state", stateJSON(asked.state)), ("refused", .string("\(error)"))]).text
      }
    }
    if let text = asked.text {
      guard text.utf8.count <= plan.mostText else {
        throw GateRefusal(413, "a plan is of at most \(plan.mostText) bytes here")
      }
      asked.state.changes = PlanText.step(from: plan.text.text, to: text).map { [$0] } ?? []
    }
    let reading = plan.reading(of: asked.state)
    var pairs: [(key: String, value: JSONValue)] = [
      ("state", stateJSON(asked.state)), ("text", .string(reading.text)),
    ]
    switch reading.outcome {
    case .refused(let refusal): pairs.append(("refused", .string(refusal.description)))
    case .mistaken(let problems):
      pairs.append(("diagnostics", .array(problems.inFileOrder.map { diagnosticJSON($0) })))
    case .read(let file):
      count += 1
      let words = asked.words.filter { name, word in
        Set(["meets", "misses", "undecided", "not judged", ""]).contains(word) && name.count < 200
      }
      states[count] = Held(state: asked.state, text: reading.text, file: file, words: words)
      states[count - Desk.mostStates] = nil
      pairs.append(("number", .integer(count)))
      pairs.append(("diagnostics", .array(file.warnings.map { diagnosticJSON($0) })))
      pairs += try read(file, reading.text, asked.state, shown: Set(asked.words.keys))
    }
    return JSONValue.object(pairs).text
  }

  /// - Parameter shown: Designs that the page has rows of; none before the first answer.
  private func read(
    _ file: PlanFile, _ text: String, _ state: StudioState, shown: Set<String>
  ) throws -> [(key: String, value: JSONValue)] {
    let course = AnswerCourse(session: session, start: plan.file, now: file, without: Set(state.without))
    let values = try PlanText(text, name: plan.path).values
    let exact = ExactView(now: file.services.map(ExactAnswer.init), start: startExact)
    var pairs: [(key: String, value: JSONValue)] = [
      ("designs", .array(file.services.map { .string($0.design.name) })),
      ("touched", .array(course.touched.sorted().map { .string($0) })),
      ("values", .object(values.map { ($0.path, .string($0.written)) })),
      ("keys", .array(values.map(keyJSON))),
      ("cells", cellsJSON(exact.cells)),
    ]
    // A text that was written anew may have other keys and other designs.
    let others = !shown.isEmpty && shown != Set(file.services.map(\.design.name))
    if others || state.changes.contains(where: { if case .lines = $0 { true } else { false } }) {
      let view = PageView(plan: plan, file: file, text: text)
      pairs.append(("inputs", .string(view.inputs.text)))
      pairs.append(("rows", .string(view.rows.text)))
      pairs.append(("likes", .string(view.likes.text)))
    }
    return pairs
  }

  /// The answers of a state, one JSON text after another, until all years are simulated or nobody listens.
  ///
  /// - Throws: `GateRefusal` where there is no such state, and what simulating throws.
  public func live(_ number: Int, give: @escaping @Sendable (String) async throws -> Void) async throws {
    guard let held = states[number] else { throw GateRefusal(404, "there is no such state any more") }
    let course = AnswerCourse(session: session, start: plan.file, now: held.file, without: Set(held.state.without))
    let last = try await course.run { answer in try await give(await self.shown(answer, of: number)) }
    guard let last else { return }
    let remedies = try await course.remedies(after: last, state: held.state, plan: plan)
    try await give(shown(last, of: number, remedies: remedies))
  }

  /// Keeps an answer, and says what a page shows of it. Nothing follows what has its remedies.
  private func shown(_ answer: GrowingAnswer, of number: Int, remedies: [TriedRemedy]? = nil) -> String {
    let view = AnswerView(answer: answer, shown: states[number]?.words ?? [:])
    let words = view.words
    states[number]?.answer = answer
    // Answers are large: those of states that were left are let go.
    for old in states.keys where old <= count - Desk.mostAnswers && old != number { states[old]?.answer = nil }
    states[number]?.words = words
    return JSONValue.object([
      ("years", .integer(answer.years)), ("last", .bool(remedies != nil)),
      ("words", .object(words.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      ("touched", .array(answer.touched.sorted().map { .string($0) })),
      (
        "cells",
        cellsJSON(view.cells + (remedies.map { [(id: "remedies", html: RemedyView(remedies: $0).html)] } ?? []))
      ),
    ]).text
  }

  /// What a page needs to play the outages of a state's answer.
  public func outages(_ number: Int) throws -> String {
    let (held, answer) = try answered(number)
    return try OutagePlay.all(of: answer.now, without: Set(held.state.without)).text
  }

  /// A file of a state: its name, its type and what is in it.
  public func export(_ number: Int, _ export: Route.Export) throws -> (name: String, type: String, text: String) {
    if export == .plan {
      guard let held = states[number] else { throw GateRefusal(404, "there is no such state any more") }
      return ("plan.yaml", "application/yaml", held.text)
    }
    let (held, answer) = try answered(number)
    return try Exported(answer: answer, file: held.file, without: held.state.without, plan: plan.path, version: version)
      .file(export)
  }

  /// Writes the plan of a state.
  ///
  /// - Returns: What was written, as JSON.
  public func save(_ number: Int, overPlan: Bool) throws -> String {
    guard let held = states[number] else { throw GateRefusal(404, "there is no such state any more") }
    let name = try PlanSaving(path: plan.path, opened: plan.text.text).save(held.text, overPlan: overPlan)
    return JSONValue.object([("saved", .string(name))]).text
  }

  private func answered(_ number: Int) throws -> (Held, GrowingAnswer) {
    guard let held = states[number] else { throw GateRefusal(404, "there is no such state any more") }
    guard let answer = held.answer else {
      throw GateRefusal(409, "the first years are being counted, or were let go: change something")
    }
    return (held, answer)
  }

  /// The page before anything was changed.
  public nonisolated func page(token: String) -> String {
    PageView(plan: plan, file: plan.file, text: plan.text.text).page(token: token).text
  }

  private nonisolated func cellsJSON(_ cells: [(id: String, html: HTML)]) -> JSONValue {
    .object(cells.map { ($0.id, .string($0.html.text)) })
  }

  /// Where a value ends, and what the reference says of its key.
  private nonisolated func keyJSON(_ value: PlanText.Value) -> JSONValue {
    .array([
      .integer(value.line), .integer(value.column - 1 + value.range.count), .string(KeyWords(value.path).text),
    ])
  }

  private nonisolated func stateJSON(_ state: StudioState) -> JSONValue {
    .object([
      (
        "changes",
        .array(
          state.changes.map { change in
            switch change {
            case .value(let path, let text): .object([("path", .string(path)), ("to", .string(text))])
            case .lines(let first, let removed, let text):
              .object([
                ("line", .integer(first)), ("removed", .integer(removed)), ("text", .array(text.map { .string($0) })),
              ])
            }
          })
      ), ("without", .array(state.without.map { .string($0) })),
    ])
  }
}
