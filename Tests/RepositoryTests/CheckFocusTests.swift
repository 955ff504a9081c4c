import Foundation
import Testing

/// `.ci/check-focus` with stand-ins for the command, for Python and for the validator: when it passes, fails and skips.
@Suite struct CheckFocusTests {
  private static let good = "Total: 578 | Pass: 258 | Fail: 1 | Skipped: 319\nX InvoiceId-C-005-C: FAIL  (violations=9)"
  private static let broken =
    "Total: 578 | Pass: 257 | Fail: 2 | Skipped: 319\nX InvoiceId-C-005-C: FAIL  (v)\nX ConsumedUnit-C-001-C: FAIL  (v)"

  /// - Parameters:
  ///   - whole: What the validator prints of the file as it is written.
  ///   - spoilt: What it prints of the one that is broken on purpose.
  ///   - python: Whether there is one that is new enough.
  private func check(
    whole: String = good, spoilt: String = broken, python: Bool = true, environment: [String: String] = [:]
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
    let old = try sandbox.script("exit \(python ? 0 : 1)", at: "python3")
    return try sandbox.run(
      ci: "check-focus", tools: ["dirname", "mktemp", "rm", "sed", "grep", "sort", "tr", "cat", "mkdir"],
      environment: [
        "NINES": nines.path, "PYTHON": old.path, "FOCUS_VENV": sandbox.folder.appending(path: "venv").path,
      ].merging(environment) { $1 })
  }

  @Test func passesWhereOneRuleAloneFailsAndABrokenFileFailsMore() throws {
    let run = try check()
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("InvoiceId-C-005 fails alone"))
    #expect(run.output.contains("a broken file fails: ConsumedUnit-C-001-C InvoiceId-C-005-C"))
  }

  @Test func failsWhereAnotherRuleFailsOrFewerAreLookedAt() throws {
    let another = try check(whole: Self.broken)
    #expect(
      another.status == 1 && another.output.contains("rules that fail: ConsumedUnit-C-001-C"), "\(another.output)")
    let fewer = try check(whole: Self.good.replacing("258", with: "200").replacing("319", with: "377"))
    #expect(fewer.status == 1 && fewer.output.contains("Pass: 200"), "\(fewer.output)")
    #expect(try check(whole: "a traceback").status == 1)
    let blind = try check(spoilt: Self.good)
    #expect(blind.status == 1 && blind.output.contains("an unknown charge category passes"), "\(blind.output)")
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
