import Foundation
import Testing

/// `nines fit`: what it prints is what a plan reads.
@Suite struct FitTests {
  private static let data = Nines.repository.appending(path: "models/data")

  @Test func aFittedLawCanBePasted() throws {
    let repairs = Self.data.appending(path: "repairs.csv").path
    let fit = try Nines.run(["fit", repairs, "--column", "repair_min", "--censored", "open"])
    #expect(fit.exitCode == 0 && fit.stderr == "")
    let line = try #require(fit.stdout.split(separator: "\n").first { $0.hasPrefix("lasts: ") })
    // Drawn from median 45 min, sigma 0.8; four standard errors of 160 draws are a quarter.
    let found = try #require(line.firstMatch(of: /lognormal median ([0-9.]+)min sigma ([0-9.]+)/))
    #expect(abs(Double(found.output.1)! - 45) < 12 && abs(Double(found.output.2)! - 0.8) < 0.2)

    let folder = try Folder()
    defer { folder.remove() }
    let plan = try Plans.starter()
    let law = try #require(line.firstMatch(of: /lasts: (.*?)  #/)).output.1
    #expect(plan.contains("lasts: lognormal median 15min sigma 1.0"))
    let path = try folder.write(
      plan.replacing("lasts: lognormal median 15min sigma 1.0", with: "lasts: \(law)"), as: "plan.yaml")
    let outcome = try Nines.run(["validate", path])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
  }

  @Test func fittedTrafficCanBePasted() throws {
    let fit = try Nines.run(["fit", Self.data.appending(path: "rates.csv").path])
    #expect(fit.exitCode == 0 && fit.stderr == "")
    let block = fit.stdout.split(separator: "\n").filter { $0.hasPrefix("  ") }
    let plan = try Plans.starter()
    var lines = plan.split(separator: "\n", omittingEmptySubsequences: false)
    let at = try #require(lines.firstIndex(of: "traffic:"))
    var end = at + 1
    while lines[end].hasPrefix("  ") { end += 1 }
    let kept = lines[(at + 1)..<end].filter { line in
      !["peak", "day", "week", "noise"].contains { line.hasPrefix("  \($0):") }
    }
    lines.replaceSubrange((at + 1)..<end, with: block + kept)
    let folder = try Folder()
    defer { folder.remove() }
    let path = try folder.write(lines.joined(separator: "\n"), as: "plan.yaml")
    let outcome = try Nines.run(["validate", path])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
  }

  @Test func jsonAndQuantilesAreWritten() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let table = try folder.write("repair_h\n1\n2\n4\n3.5\n0.5\n", as: "t.csv")
    let outcome = try Nines.run(["fit", table, "--format", "json", "--qq", "qq.csv"], in: folder.url)
    #expect(outcome.exitCode == 0)
    #expect(outcome.stdout.contains("\"law\": \"weibull\"") && outcome.stdout.contains("\"ended\": 5"))
    let rows = try folder.text("qq.csv").split(separator: "\n")
    #expect(rows.count == 6 && rows[0] == "probability,observed_s,expected_s" && rows[1].hasPrefix("0.1,1800.0,"))
  }

  @Test(arguments: [
    ("repair_min,open\n1,no\n-2,no\n", "t.csv:3:1: error: 'repair_min' is -2; a duration to fit must be above zero"),
    ("repair_min,open\n1,no\nx,no\n", "t.csv:3:1: error: expected a number at 'repair_min', found 'x'"),
    ("repair_min,open\n1,yes\n2,yes\n", "t.csv: error: all 2 durations are censored"),
    ("repair_min,open\n1,perhaps\n", "t.csv:2:3: error: expected yes or no at 'open', found 'perhaps'"),
    ("id,open,repair_min\n7,no,0.00\n", "t.csv:2:6: error: 'repair_min' is 0.00; a duration to fit must be above zero"),
    ("repair_min,open\n", "t.csv: error: the table has no rows"),
  ])
  func brokenTablesAreNamed(text: String, words: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(text, as: "t.csv")
    let outcome = try Nines.run(["fit", "t.csv", "--column", "repair_min", "--censored", "open"], in: folder.url)
    #expect(outcome.exitCode == 2 && outcome.stdout == "")
    #expect(outcome.stderr.contains(words), "\(outcome.stderr)")
  }

  /// A column that is not there is a mistyped option.
  @Test func aColumnThatIsNotThereIsRefused() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write("repair_min\n1\n", as: "t.csv")
    let outcome = try Nines.run(["fit", "t.csv", "--column", "repair_min", "--censored", "open"], in: folder.url)
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(
      outcome.stderr.contains("--censored: t.csv has no column 'open'. There is: repair_min"), "\(outcome.stderr)")
  }

  /// An hour of milliseconds since 1970 is no month of seconds; seconds since 1970 know their weekday.
  @Test func epochTimesAreSeen() throws {
    let folder = try Folder()
    defer { folder.remove() }
    func rows(_ count: Int, _ time: (Int) -> String) -> String {
      "time,rps\n" + (0..<count).map { "\(time($0)),\(50 + $0 % 7)" }.joined(separator: "\n") + "\n"
    }
    let hour = try folder.write(rows(360) { "\(1_767_571_200_000 + $0 * 10_000)" }, as: "hour.csv")
    let refused = try Nines.run(["fit", hour])
    #expect(refused.exitCode == 2 && refused.stderr.contains("covers 1.0 h"), "\(refused.stderr)")
    let days = try folder.write(rows(600) { "\(1_767_571_200 + $0 * 600)" }, as: "days.csv")
    let fit = try Nines.run(["fit", days])
    #expect(fit.exitCode == 0 && !fit.stdout.contains("0 is taken as midnight"), "\(fit.stderr)")
    let beyond = try folder.write(rows(600) { "\(1_767_571_200_000_000_000 + $0 * 600)" }, as: "beyond.csv")
    // Nanoseconds are seen too: 600 of them are no ten minutes.
    #expect(try Nines.run(["fit", beyond]).stderr.contains("covers 0.0 h"))
  }

  /// One duration fits any law; equal ones are a constant.
  @Test func durationsThatDoNotVaryAreNoLaw() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let equal = try Nines.run(["fit", try folder.write("repair_min\n45\n45\n45\n", as: "equal.csv")])
    #expect(equal.exitCode == 0 && equal.stdout.contains("lasts: 45min  #"), "\(equal.stdout)\(equal.stderr)")
    let one = try Nines.run(["fit", try folder.write("repair_min\n45\n", as: "one.csv"), "--format", "json"])
    #expect(one.exitCode == 0 && one.stdout.contains("\"ks_p\": null") && one.stdout.contains("\"ks\": null"))
  }

  /// Nine points of one shape: batch, cache and prompts grow together, and the four terms are not in them.
  @Test func pointsThatDoNotDetermineTheTermsAreRefused() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let points = (1...9).map { "m,H100,vllm,fp8,4,1024,1024,\($0 * 4),\(11 + Double($0) * 0.4)" }
    let table = try folder.write(
      "model,gpu,engine,precision,gpus,prompt,output,batch,tpot_ms\n" + points.joined(separator: "\n") + "\n",
      as: "points.csv")
    let outcome = try Nines.run(["fit", table])
    #expect(outcome.exitCode == 2 && outcome.stdout.isEmpty)
    #expect(outcome.stderr.contains("do not determine the four terms"), "\(outcome.stderr)")
  }

  @Test func anHourOfRatesGivesNoDay() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let rows = (0..<60).map { "\($0 * 60),\(5 + $0 % 3)" }
    let table = try folder.write("time,rps\n" + rows.joined(separator: "\n") + "\n", as: "t.csv")
    let outcome = try Nines.run(["fit", table])
    #expect(outcome.exitCode == 2 && outcome.stdout == "")
    #expect(outcome.stderr.contains("covers 1.0 h; a daily curve needs at least one day"))
  }

  /// Drawn from 11 ms + 0.055 ms n + 0.028 us K + 0.045 ms p with 2 % of noise: what is printed is a replica to import.
  @Test func aFittedReplicaCanBeImported() throws {
    let points = Self.data.appending(path: "points.csv").path
    let fit = try Nines.run(["fit", points, "--group", "h100"])
    #expect(fit.exitCode == 0 && fit.stderr == "")
    let found = try #require(fit.stdout.firstMatch(of: /fixed: ([0-9.]+)ms, per-sequence: ([0-9.]+)ms/))
    #expect(abs(Double(found.output.1)! - 11) < 0.5)

    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(fit.stdout, as: "replica.yaml")
    let path = try folder.write(
      """
      service: s
      objectives: { first-token: { within: 2s, in: 90% of years } }
      traffic: { peak: 100rps, tokens: { prompt: 1155, output: 211 } }
      replica: { import: replica.yaml }
      sites: { a: { keep: serving, node: { gpus: 8xH100 } } }
      detect: { probe: 10s, failures: 3 }
      execute: { move-traffic: { by: balancer } }

      """, as: "plan.yaml")
    let outcome = try Nines.run(["validate", path])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")

    let json = try Nines.run(["fit", points, "--format", "json"])
    #expect(json.stdout.contains("\"gpu\": \"B200\"") && json.stdout.contains("\"points\": 20"))
  }

  @Test func optionsOfAnotherKindAreRefused() throws {
    let outcome = try Nines.run(["fit", Self.data.appending(path: "rates.csv").path, "--column", "rps"])
    #expect(outcome.exitCode == 2 && outcome.stderr.contains("belong to durations, not to rates"), "\(outcome.stderr)")
  }

  @Test func aReplicaThatIsNotThereIsRefused() throws {
    let outcome = try Nines.run(["fit", Self.data.appending(path: "points.csv").path, "--group", "A100"])
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(outcome.stderr.contains("The table has: example-70b fp8, 4xH100, vllm"), "\(outcome.stderr)")
  }
}
