import Foundation
import Testing

/// `.ci/check-focus` with stand-ins for the command, for Python and for the validator: when it passes, fails and skips.
@Suite struct CheckFocusTests {
  /// Rules of the validator's model that contradict others, or their own text.
  private static let contradictory = [
    "CapacityReservationStatus-C-000-C", "CapacityReservationStatus-C-002-C", "CapacityReservationStatus-C-003-C",
    "CapacityReservationStatus-C-004-C", "CommitmentDiscountStatus-C-000-C", "CommitmentDiscountStatus-C-002-C",
    "CommitmentDiscountStatus-C-004-C", "InvoiceId-C-005-C",
  ]
  private static func report(_ total: String, _ rules: [String]) -> String {
    ([total] + rules.map { "X \($0): FAIL  (violations=9)" }).joined(separator: "\n")
  }
  private static let good = report("Total: 578 | Pass: 330 | Fail: 8 | Skipped: 240", contradictory)
  private static let broken = report(
    "Total: 578 | Pass: 329 | Fail: 9 | Skipped: 240", contradictory + ["ConsumedUnit-C-001-C"])

  /// - Parameters:
  ///   - whole: What the validator prints of the file as it is written.
  ///   - spoilt: What it prints of the one that is broken on purpose.
  ///   - python: Whether there is one that is new enough.
  ///   - rows: How the look at the rows ends.
  private func check(
    whole: String = good, spoilt: String = broken, python: Bool = true, rows: Int = 0,
    environment: [String: String] = [:]
  ) throws -> CommandRun {
    let sandbox = try Sandbox()
    try sandbox.script(
      "case \"$*\" in *sysconfig*) echo '\(sandbox.folder.path)';; esac", at: "venv/bin/python")
    for (name, text) in [("whole", whole), ("broken", spoilt)] {
      try text.write(to: sandbox.folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    try sandbox.script(
      "case \"$*\" in *broken.csv*) cat '\(sandbox.folder.path)/broken';; *) cat '\(sandbox.folder.path)/whole';; esac",
      at: "venv/bin/focus-validator")
    let nines = try sandbox.script(
      "while [ \"$1\" != --out ]; do shift; done; mkdir -p \"$2\"; echo a,Usage,,b > \"$2/focus.csv\"", at: "nines")
    let plain = try sandbox.script("echo \"rows of $2\"; exit \(rows)", at: "plain")
    let old = try sandbox.script("exit \(python ? 0 : 1)", at: "python3")
    return try sandbox.run(
      ci: "check-focus", tools: ["dirname", "mktemp", "rm", "sed", "grep", "sort", "tr", "cat", "mkdir"],
      environment: [
        "NINES": nines.path, "PYTHON": old.path, "ROWS_PYTHON": plain.path,
        "FOCUS_VENV": sandbox.folder.appending(path: "venv").path,
      ].merging(environment) { $1 })
  }

  @Test func passesWhereOneRuleAloneFailsAndABrokenFileFailsMore() throws {
    let run = try check()
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("only the rules fail that contradict others: CapacityReservationStatus-C-000-C"))
    #expect(run.output.contains("a broken file fails") && run.output.contains("ConsumedUnit-C-001-C"))
    #expect(run.output.contains("rows of") && run.output.contains("focus.csv"))
  }

  @Test func failsWhereAnotherRuleFailsOrFewerAreLookedAt() throws {
    let another = try check(whole: Self.broken)
    #expect(
      another.status == 1 && another.output.contains("ConsumedUnit-C-001-C"), "\(another.output)")
    let fewer = try check(whole: Self.good.replacing("330", with: "200").replacing("240", with: "370"))
    #expect(fewer.status == 1 && fewer.output.contains("Pass: 200"), "\(fewer.output)")
    #expect(try check(whole: "a traceback").status == 1)
    let blind = try check(spoilt: Self.good)
    #expect(blind.status == 1 && blind.output.contains("an unknown charge category passes"), "\(blind.output)")
  }

  /// The rows are looked at whether or not the validator can be asked.
  @Test func rowsThatAreWrongFailWithoutTheValidatorToo() throws {
    let wrong = try check(python: false, rows: 1)
    #expect(wrong.status == 1, "\(wrong.output)")
    let right = try check(python: false)
    #expect(right.status == 0 && right.output.contains("rows of"), "\(right.output)")
  }

  /// Without a Python that is new enough it says so; where nobody watches, that is a failure.
  @Test func skipsAloudAndNeverUnwatched() throws {
    let skipped = try check(python: false)
    #expect(
      skipped.status == 0 && skipped.output.contains("skipped: the validator needs Python 3.12"), "\(skipped.output)")
    let unwatched = try check(python: false, environment: ["CI": "true"])
    #expect(unwatched.status == 1 && unwatched.output.contains("FAILED: the validator needs Python 3.12"))
    // What continuous integration asks for: a machine that cannot check says so, and the tests go on.
    let said = try check(python: false, environment: ["CI": "true", "FOCUS_MAY_SKIP": "1"])
    #expect(said.status == 0 && said.output.contains("NOT CHECKED in this run"), "\(said.output)")
    let broken = try check(whole: Self.broken, environment: ["CI": "true", "FOCUS_MAY_SKIP": "1"])
    #expect(broken.status == 1, "\(broken.output)")
  }
}
