import Foundation
import ModelFiles
import Testing

@testable import Studio

@Suite struct DeskTests {
  private func desk() throws -> Desk { Desk(plan: try Plans.studio(), seed: 42, threads: 2, version: "test") }

  private func post(_ desk: Desk, _ body: String) async throws -> [String: Any] {
    let said = try await desk.post(Data(body.utf8))
    return try #require(try JSONSerialization.jsonObject(with: Data(said.utf8)) as? [String: Any])
  }

  /// A state says at once what is exact, which designs it touches, and every value that the page shows.
  @Test func aChangeIsReadAtOnce() async throws {
    let said = try await post(
      desk(),
      #"{"state":{"changes":[{"path":"designs.warm.sites.b.size","to":"90% of production"}]},"words":{"hot":"meets"}}"#)
    #expect(said["touched"] as? [String] == ["warm"])
    #expect((said["values"] as? [String: String])?["designs.warm.sites.b.size"] == "90% of production")
    #expect((said["text"] as? String)?.contains("size: 90% of production } } }") == true)
    let cells = try #require(said["cells"] as? [String: String])
    // Production is 10 replicas and a quarter more, in nodes of one replica: 13. Nine tenths of them are 12, three tenths 4.
    #expect(cells["n1"] == "25 <small>was 17</small>")
  }

  /// A mistake has its place and what mends it, and the text comes back as it was typed.
  @Test func aMistakeHasItsPlaceAndItsMending() async throws {
    let text = Plans.small.replacing("failures: 3", with: "failurs: 3")
    let body = try JSONEncoder().encode(["text": text])
    let said = try await post(desk(), String(decoding: body, as: UTF8.self))
    let mistakes = try #require(said["diagnostics"] as? [[String: Any]])
    let mistake = try #require(mistakes.first { $0["wrong"] != nil })
    #expect(mistake["wrong"] as? String == "failurs" && mistake["right"] as? String == "failures")
    #expect(mistake["line"] as? Int == 14 && mistake["column"] as? Int == 23)
    #expect(said["number"] == nil && said["text"] as? String == text)
  }

  /// Reading a text holds up all other requests, so that none is long.
  @Test func aTextThatIsTooLongIsRefusedUnread() async throws {
    let desk = try desk()
    let body = try JSONEncoder().encode(["text": String(repeating: "a: 1\n", count: 100_000)])
    await #expect(throws: GateRefusal(413, "a plan is of at most 262144 bytes here")) { try await desk.post(body) }
    // Step by step no further.
    let line = String(repeating: "x", count: 200_000)
    let changes = #"[{"line":1,"removed":0,"text":["x\#(line)"]},{"line":1,"removed":0,"text":["x\#(line)"]}]"#
    let said = try await post(desk, #"{"state":{"changes":\#(changes)}}"#)
    #expect(
      said["refused"] as? String == "the plan: it would have more than 262144 bytes. Edit so long a plan in its file")
  }

  /// A text becomes one step from the plan, which leads to the same text again.
  @Test func aTextBecomesAStep() async throws {
    let text = Plans.small.replacing("failback: { after: 1h }", with: "failback: { after: 2h }   # longer\n# a remark")
    let desk = try desk()
    let said = try await post(desk, String(decoding: try JSONEncoder().encode(["text": text]), as: UTF8.self))
    let state = try JSONSerialization.data(withJSONObject: ["state": try #require(said["state"])])
    let again = try await post(desk, String(decoding: state, as: UTF8.self))
    #expect(again["text"] as? String == text && again["inputs"] is String)
  }

  /// A design that is written as another one is: below it, with its lines, on the page and in the figures at once.
  @Test func aDesignIsAddedFromAnother() async throws {
    let said = try await post(desk(), #"{"state":{},"add":"warm-2","like":"warm"}"#)
    #expect(said["designs"] as? [String] == ["single-site", "warm", "warm-2", "hot"])
    let text = try #require(said["text"] as? String)
    #expect(
      text.contains(
        "30% of production } } }\n  warm-2: { sites: { b: { keep: warm, size: 30% of production } } }\n  hot:"))
    #expect(
      (said["rows"] as? String)?.contains("warm-2") == true && (said["inputs"] as? String)?.contains("warm-2") == true)
    #expect((said["touched"] as? [String]) == ["warm-2"])
  }

  @Test(arguments: [
    (#""add":"warm","like":"hot""#, "there is a design 'warm' already"),
    (#""add":"a: b","like":"hot""#, "is no name of a design"),
    (#""add":"x","like":"nobody""#, "does not write 'nobody'"), (#""add":"x""#, "does not write ''"),
  ])
  func aDesignThatCannotBeIsRefused(asked: String, words: String) async throws {
    let said = try await post(desk(), "{\"state\":{},\(asked)}")
    #expect((said["refused"] as? String)?.contains(words) == true && said["number"] == nil, "\(said)")
  }

  /// A design of several lines is copied whole, and its comments with it.
  @Test func aDesignOfManyLinesIsCopied() throws {
    let text = "designs:\n  a: {}\n  b:   # today\n    sites:\n      x: { keep: warm }\n\n  c: {}\nprices: {}\n"
    let added = try PlanText(text, name: "t").adding(design: "b2", like: "b")
    #expect(
      added
        == "designs:\n  a: {}\n  b:   # today\n    sites:\n      x: { keep: warm }\n  b2:   # today\n    sites:\n      x: { keep: warm }\n\n  c: {}\nprices: {}\n"
    )
  }

  @Test(arguments: [
    "", "[]", "{", #"{"state":{"changes":[{"path":1}]}}"#, #"{"state":{"changes":[{"line":"x"}]}}"#, #"{"state":[]}"#,
    #"{"state":{"changes":[{"line":1,"removed":0,"text":"x"}]}}"#, "\u{0}\u{1}",
  ])
  func whatIsNoStateIsRefused(body: String) async throws {
    let desk = try desk()
    await #expect(throws: GateRefusal.self) { _ = try await desk.post(Data(body.utf8)) }
  }

  /// What cannot be done to this plan is said, and nothing is simulated.
  @Test(arguments: [
    #"{"state":{"changes":[{"path":"no.such","to":"1"}]}}"#,
    #"{"state":{"changes":[{"path":"buffer","to":"1, x: 2"}]}}"#,
    #"{"state":{"changes":[{"line":99999,"removed":1,"text":[]}]}}"#,
    #"{"state":{"changes":[{"line":1,"removed":9223372036854775807,"text":[]}]}}"#,
    #"{"state":{"without":["nobody"]}}"#,
  ])
  func whatCannotBeDoneIsSaid(body: String) async throws {
    let said = try await post(desk(), body)
    #expect(said["refused"] is String && said["number"] == nil)
  }

  /// No request opens a file: names that the plan does not have already are mistakes, whatever the key.
  @Test(arguments: [
    "import: /etc/passwd", "price-book: ../../secret.csv", "price-book: /dev/zero", "traffic: { series: rates.csv }",
    "traffic: { peak: 1rps, tokens: { trace: /etc/passwd } }", "detect: { import: [x, y] }",
  ])
  func noRequestNamesAFile(line: String) async throws {
    let key = line.prefix { $0 != ":" }
    let others = Plans.small.split(separator: "\n").filter { !$0.hasPrefix(key) }.joined(separator: "\n")
    let said = try await post(
      desk(), String(decoding: try JSONEncoder().encode(["text": others + "\n" + line + "\n"]), as: UTF8.self))
    let mistakes = try #require(said["diagnostics"] as? [[String: Any]])
    #expect(mistakes.contains { ($0["message"] as? String)?.contains("did not name when it was opened") == true })
    #expect(said["number"] == nil)
  }

  /// Years go by until all looks are given; a verdict has no word before there are years enough, unless it had one.
  @Test func wordsWaitForYears() async throws {
    let desk = try desk()
    let number = try #require(
      try await post(desk, #"{"state":{},"words":{"hot":"misses","warm":"nonsense"}}"#)["number"] as? Int)
    let heard = Heard()
    try await desk.live(number) { try await heard.add($0) }
    let answers = await heard.answers
    // Three looks at the same years at the end: the inputs' band, and the remedies.
    #expect(answers.map(\.years) == [80, 200, 400, 800, 1600, 3200, 3200, 3200])
    #expect(answers[0].words == ["hot": "misses", "single-site": "", "warm": ""])
    #expect(answers[1].words.values.allSatisfy { !$0.isEmpty })
    #expect(answers.map(\.isLast) == Array(repeating: false, count: 7) + [true])
    #expect(answers.map { $0.remedies != nil } == answers.map(\.isLast))
    #expect(answers[7].remedies?.contains("<button type=\"button\" data-apply=") == true)
    let json = try await desk.export(number, .json).text
    #expect(json.contains("\"replications\": 3200"))
    let command = try await desk.export(number, .command).text
    #expect(
      command == "nines compare small.yaml --replications 3200 --worlds 40 --seed 42 --estimator crude\n")
    let report = try await desk.export(number, .report).text
    // The values of the plan with their sources, as in the report of the command.
    #expect(
      report.contains("<!doctype html>") && report.contains("failures.release.lasts") && report.contains("nobody"))
    #expect(try await desk.outages(number).contains("\"sides\""))
  }

  /// Who has gone is no longer simulated for.
  @Test func whoStopsListeningEndsTheWork() async throws {
    let desk = try desk()
    let number = try #require(try await post(desk, "{}")["number"] as? Int)
    await #expect(throws: GateRefusal.self) {
      try await desk.live(number) { _ in throw GateRefusal(499, "gone") }
    }
    await #expect(throws: GateRefusal.self) { try await desk.live(99) { _ in } }
    // The first years are known by now; outages are not played for who has gone.
    let play = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await desk.outages(number)
    }
    await #expect(throws: CancellationError.self) { _ = try await play.value }
    #expect(try await desk.outages(number).contains("\"sides\""))
  }

  @Test func nothingOfThePlanIsMarkup() throws {
    let text = Plans.small.replacing("name: fixed", with: "name: \"<script>alert(1)</script>\"")
    let plan = try StudioPlan(text: text, name: "<b>.yaml")
    let page = Desk(plan: plan, seed: 1, threads: 1, version: "test").page(token: "t")
    #expect(!page.contains("<script>alert") && !page.contains("<b>.yaml"))
  }
}

/// What a page hears, in its order.
private actor Heard {
  struct Answer { let years: Int, isLast: Bool, words: [String: String], remedies: String? }

  var answers: [Answer] = []

  func add(_ text: String) throws {
    let said = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    answers.append(
      Answer(
        years: said["years"] as? Int ?? 0, isLast: said["last"] as? Bool ?? false,
        words: said["words"] as? [String: String] ?? [:],
        remedies: (said["cells"] as? [String: String])?["remedies"]))
  }
}

@Suite struct PlanSavingTests {
  @Test func aPlanIsWrittenWholeUnderANameOfItsOwn() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "studio-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "plan.yaml").path
    try "old".write(toFile: path, atomically: true, encoding: .utf8)
    let saving = PlanSaving(path: path, opened: "old")
    #expect(try saving.save("new", overPlan: false).hasSuffix("/plan-2.yaml"))
    #expect(try saving.save("newer", overPlan: false).hasSuffix("/plan-3.yaml"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(try saving.save("newest", overPlan: true) == path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "newest")
    // It is no longer what was opened.
    #expect(throws: GateRefusal.self) { try saving.save("lost", overPlan: true) }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "plan-2.yaml", "plan-3.yaml", "plan.yaml",
      ])
  }
}
