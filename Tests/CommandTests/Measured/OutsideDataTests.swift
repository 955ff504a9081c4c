import Foundation
import TestSupport
import Testing

/// Traces and tables that came out wrong or ended the command: `Cases`, each with what is right of it.
@Suite struct OutsideDataTests {
  private static let cases = Checkout.tests("CommandTests/Cases")
  private static let serving = Nines.repository.appending(path: "models/llm-serving.yaml").path

  private func run(_ command: String, _ name: String, _ more: String...) throws -> Nines.Outcome {
    let file = Self.cases.appending(path: name).path
    return try Nines.run((command == "trace" ? [command, Self.serving, file] : [command, file]) + more)
  }

  /// Seconds with fractions are no milliseconds: asked for, and with the unit 240 requests in 120 s.
  @Test func fractionsAreNoMilliseconds() throws {
    let asked = try run("trace", "seconds.jsonl", "--level", "flow")
    #expect(asked.exitCode == 2 && asked.stderr.contains("seconds.jsonl:2:"), "\(asked.stderr)")
    #expect(asked.stderr.contains("--unit s"))
    let given = try run("trace", "seconds.jsonl", "--level", "flow", "--unit", "s")
    #expect(given.exitCode == 0 && given.stdout.contains("240 requests in 120 s"), "\(given.stdout)\(given.stderr)")
  }

  /// Clocks that are moved: 20 requests a second apart, whatever the offset says.
  @Test(arguments: ["spring.csv", "fall.csv"])
  func offsetsCount(name: String) throws {
    let run = try run("trace", name, "--level", "flow")
    #expect(run.exitCode == 0 && run.stdout.contains("requests in 19 s"), "\(run.stdout)\(run.stderr)")
  }

  /// One hour of instants in milliseconds since 1970 is an hour, too short for a day's curve.
  @Test func millisecondsSince1970AreSeen() throws {
    let run = try run("fit", "milliseconds-rates.csv")
    #expect(run.exitCode == 2 && run.stderr.contains("covers 1.0 h"), "\(run.stderr)")
  }

  /// The column names its unit: the median of its durations is 45.5 s.
  @Test func aColumnNamesItsUnit() throws {
    let run = try run("fit", "duration_ms.csv")
    #expect(run.exitCode == 0 && run.stdout.contains("median 45.54s"), "\(run.stdout)")
    #expect(!run.stderr.contains("names no unit"))
  }

  /// What is out of range is refused with its place; nothing ends by a signal.
  @Test(arguments: [
    ("trace", "feb30.csv", "feb30.csv:3:1: error: '2025-02-30 00:00:00' is not a time"),
    ("trace", "ts1e13.jsonl", "ts1e13.jsonl:1:"), ("trace", "overflow.jsonl", "overflow.jsonl:1:"),
    ("trace", "hugetok.csv", "hugetok.csv:2:3: error: '1000000000' is above 10000000"),
    ("trace", "longspan.jsonl", "longspan.jsonl:2:"),
    ("fit", "fit-gpus.csv", "fit-gpus.csv:2:27: error: '1e308' is above 100000"),
    ("fit", "fit-rate-1e200.csv", "is above 1000000000"),
  ])
  func whatIsOutOfRangeIsSaid(command: String, name: String, expected: String) throws {
    let run = try run(command, name)
    #expect(run.exitCode == 2 && run.stdout.isEmpty && run.stderr.contains(expected), "\(run.exitCode) \(run.stderr)")
  }

  /// A design whose name begins with a minus is read as it was written.
  @Test func whatIsWrittenEscapedIsReadUnescaped() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = Self.cases.appending(path: "design-minus.yaml").path
    let written = try Nines.run(
      ["compare", plan, "--replications", "4", "--no-inputs", "--out", "n1"], in: folder.url)
    #expect(written.exitCode == 0, "\(written.stderr)")
    let same = try Nines.run(["diff", "n1", "n1"], in: folder.url)
    #expect(same.exitCode == 0, "\(same.stderr)")
  }

  /// Twenty thousand keys that mean nothing: the first fifty are said, and how many there are. Each with its place.
  @Test func twentyThousandMistakesAreCounted() throws {
    let keys = (1...20_000).map { "k\($0): 1\n" }.joined()
    let run = try Nines.run("validate", plan: try Plans.starter() + keys, [])
    #expect(run.exitCode == 2 && run.stdout == "")
    #expect(run.stderr.contains("unknown key 'k1'") && run.stderr.contains("20000 errors"), "\(run.stderr.suffix(300))")
    #expect(run.stderr.split(separator: "\n").count(where: { $0.contains(": error: ") }) == 50)
  }

  /// A terabyte for each answer would be more than a bill can count, and is refused where it stands.
  @Test func whatABillCannotCountIsRefused() throws {
    let text = try String(contentsOfFile: Nines.chatPlan, encoding: .utf8)
    let plan = text.replacing("per-request: 53kB", with: "per-request: 1TB")
    try #require(plan != text)
    let folder = try Folder()
    defer { folder.remove() }
    let place = Nines.repository.appending(path: "models").path
    _ = try folder.write(plan.replacing("library/", with: "\(place)/library/"), as: "plan.yaml")
    let run = try Nines.run(["compare", "plan.yaml", "--replications", "4", "--no-inputs", "--quiet"], in: folder.url)
    #expect(run.exitCode == 2 && run.stdout == "", "\(run.exitCode)")
    let line = try #require(
      plan.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("1TB,") })
    #expect(run.stderr.contains("plan.yaml:\(line + 1):"), "\(run.stderr)")
    #expect(run.stderr.contains("more of 'user-egress' than a bill can count"), "\(run.stderr)")
  }
}
