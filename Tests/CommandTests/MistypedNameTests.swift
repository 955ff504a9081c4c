import Foundation
import TestSupport
import Testing

/// A name that is mistyped on the command line is bad usage in every command, with what was probably meant; the short names
/// of designs hold everywhere.
@Suite struct MistypedNameTests {
  private static let cases = Checkout.tests("CommandTests/Cases")
  private static let few = ["--replications", "4", "--quiet"]

  @Test(arguments: [
    (["compare", "plan.yaml", "--designs", "hto"] + few, "has no design 'hto'. Did you mean 'hot'?"),
    (["compare", "plan.yaml", "--designs", "warm-stanby"] + few, "Did you mean 'warm-standby'?"),
    (
      ["compare", "plan.yaml", "--gate", "hto"] + few, "--gate names 'hto', which is not compared. Did you mean 'hot'?"
    ),
    (["compare", "plan.yaml", "--without", "regoin"] + few, "no failure mode 'regoin'. Did you mean 'region'?"),
    (["size", "plan.yaml", "--design", "hto"] + few, "Did you mean 'hot'?"),
    (["drill", "plan.yaml", "--design", "wram"], "Did you mean 'warm'?"),
    (["drill", "plan.yaml", "--design", "hot", "--inject", "regoin main at 12h for 1h"], "Did you mean 'region'?"),
    (["sweep", "plan.yaml", "--design", "hto", "--vary", "detect.failures=1..2"], "Did you mean 'hot'?"),
    (
      ["sweep", "plan.yaml", "--design", "hot", "--vary", "detect.failres=1..2"],
      "--vary 'detect.failres': unknown key 'failres' in 'detect'. Did you mean 'failures'?"
    ),
    (
      ["sweep", "plan.yaml", "--design", "hot", "--vary", "detect.failures=1..2", "--set", "sites.mian.zones=2"],
      "--set 'sites.mian.zones': 'sites' has no 'mian' for the path 'sites.mian.zones'. Did you mean 'main'?"
    ),
    (["replay", "plan.yaml", "x.yaml", "--designs", "hto"], "Did you mean 'hot'?"),
    (["trace", "plan.yaml", "x.csv", "--design", "hto"], "Did you mean 'hot'?"),
    (
      ["fit", cases.appending(path: "duration_ms.csv").path, "--column", "duraton_ms"],
      "has no column 'duraton_ms'. Did you mean 'duration_ms'?"
    ),
    (["fit", cases.appending(path: "duration_ms.csv").path, "--censored", "incidnt"], "Did you mean 'incident'?"),
    (["compare", "plan.yaml", "--format", "tabel"], "'table', 'json', 'csv' or 'markdown'"),
    (["compare", "plan.yaml", "--replicatons", "4"], "Did you mean '--replications'?"),
    (["comapre", "plan.yaml"], "Did you mean 'compare'?"),
    (["runbook", "plan.yaml", "--design", "hto"], "Did you mean 'hot'?"),
    (
      ["backtest", "plan.yaml", "x.csv", "--design", "wram", "--from", "2026-01-01", "--to", "2026-12-31"],
      "Did you mean 'warm'?"
    ),
    (["explain", "plan.yaml", "--fromat", "json"], "Did you mean '--format'?"),
    (["plan", "plan.yaml", "--gatte"], "Did you mean '--gate'?"),
    (["check", "plan.yaml", "--sed", "4"], "Did you mean '--seed'?"),
    (["cost", "result", "--prics", "x"], "Did you mean '--prices'?"),
    (["report", "result", "--ou", "x"], "Did you mean '--out'?"),
    (["boards", "--out", "b", "--metrics-mpa", "x"], "Did you mean '--metrics-map'?"),
    (["export", "result", "--as", "xslx"], "Please provide one of 'xlsx', 'datapackage', 'focus' or 'openmetrics'"),
  ])
  func aMistypedNameIsBadUsage(arguments: [String], expected: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(Plans.starter(), as: "plan.yaml")
    let outcome = try Nines.run(arguments, in: folder.url)
    #expect(outcome.exitCode == 64 && outcome.stdout == "", "\(outcome.exitCode) \(outcome.stdout)")
    #expect(outcome.stderr.replacing("\n", with: " ").contains(expected), "\(outcome.stderr)")
    let lines = outcome.stderr.split(separator: "\n")
    #expect(Set(lines).count == lines.count, "printed twice: \(outcome.stderr)")
  }

  @Test(arguments: [
    ["compare", "--gate", "hot", "--designs", "hot", "--no-inputs"] + few, ["size", "--design", "single"] + few,
    ["drill", "--design", "warm", "--for", "1h"], ["drill", "--design", "single", "--for", "1h"],
    ["sweep", "--design", "hot", "--vary", "detect.failures=1..2"] + few,
    ["sweep", "--design", "warm", "--tornado"] + few,
  ])
  func shortNamesHold(arguments: [String]) throws {
    let outcome = try Nines.run(arguments[0], plan: Plans.starter(), Array(arguments.dropFirst()))
    #expect([0, 3, 99].contains(outcome.exitCode) && !outcome.stdout.isEmpty, "\(outcome.exitCode) \(outcome.stderr)")
  }
}
