import Foundation
import Testing

/// `nines backtest` and `nines runbook`: what they write, and what they refuse.
@Suite struct BacktestCommandTests {
  private static let plan = Nines.repository.appending(path: "models/start.yaml").path
  private static let period = ["--design", "single-site", "--from", "2025-01-01", "--to", "2027-01-01", "--quiet"]

  private func run(_ record: String, as name: String = "outages.csv", _ more: [String] = []) throws -> Nines.Outcome {
    let folder = try Folder()
    defer { folder.remove() }
    let path = try folder.write(record, as: name)
    return try Nines.run(["backtest", Self.plan, path, "--replications", "400"] + Self.period + more, in: folder.url)
  }

  /// Forty lost regions in two years, of which a handful are predicted, are said; the line to paste is a plan's.
  @Test func aRecordThatContradictsIsSaid() throws {
    let rows = (0..<40).map { "2025-\($0 / 4 + 1 < 10 ? "0" : "")\($0 / 4 + 1)-0\($0 % 4 + 1)T10:00Z,90min,region" }
    let outcome = try run((["start,lasts,cause"] + rows).joined(separator: "\n") + "\n", ["--shortest", "5min"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    #expect(outcome.stdout.contains("'region' caused more outages than predicted"))
    #expect(outcome.stdout.contains("failures.region.per-year: ["))
    #expect(outcome.stdout.split(separator: "\n").filter { $0.contains("more than predicted") }.count >= 2)
  }

  @Test(arguments: [
    ("start,end,cause\n2025-02-01T10:00Z,2025-02-01T09:00Z,region\n", ":2:", "it ends before it starts"),
    ("start,lasts,cause\n2025-02-01T10:00Z,1h,regoin\n", ":2:", "Did you mean 'region'?"),
    ("start,lasts\n2024-02-01T10:00Z,1h\n", ":2:", "lies outside the record's period"),
    ("start,lasts\n2025-02-01T10:00Z,1h\n2025-02-01T10:30Z,1h\n", ":3:", "begins before another one has ended"),
    ("start,lasts\n2025-02-01,1h\n", ":2:", "expected an instant"),
    ("start,lasts,severity\n2025-02-01T10:00Z,1h,P0\n", ":1:", "severity"),
    ("start,lasts\n2025-02-01T10:00Z,-1h\n", ":2:", "lasts"),
  ])
  func aRecordThatCannotBeIsRefusedByItsPlace(record: String, place: String, says: String) throws {
    let outcome = try run(record)
    #expect(outcome.exitCode == 2 && outcome.stdout.isEmpty)
    #expect(outcome.stderr.contains("outages.csv\(place)") && outcome.stderr.contains(says), "\(outcome.stderr)")
  }

  @Test func whatIsWrittenIsWhatIsPrinted() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let path = try folder.write("start,lasts,cause\n2025-02-01T10:00Z,1h,region\n", as: "outages.csv")
    let options = ["backtest", Self.plan, path, "--replications", "400"] + Self.period
    let written = try Nines.run(options + ["--out", "out", "--format", "csv"], in: folder.url)
    #expect(written.exitCode == 0)
    #expect(try folder.text("out/backtest.csv") == written.stdout)
    let json = try Nines.run(options + ["--format", "json"], in: folder.url)
    #expect(try folder.text("out/result.json") == json.stdout)
  }

  /// Every word and number of the page is the JSON's, and those of the text too.
  @Test(arguments: ["single-site", "backup-and-restore", "warm-standby", "active-active"])
  func aRunbookSaysTheSameEverywhere(design: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let outcome = try Nines.run(
      ["runbook", Self.plan, "--design", design, "--replications", "200", "--quiet", "--out", "out"], in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    #expect(try folder.text("out/runbook.md") == outcome.stdout)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(try folder.text("out/result.json").utf8)) as? [String: Any])
    let sections = try #require(json["runbook"] as? [[String: Any]])
    var texts: [String] = []
    for block in sections.flatMap({ $0["blocks"] as? [[String: Any]] ?? [] }) {
      texts += (block["words"] as? String).map { [$0] } ?? []
      texts += block["list"] as? [String] ?? []
      texts += (block["rows"] as? [[String]] ?? []).flatMap { $0 }
    }
    #expect(texts.count > 10)
    let page = Set(pageTexts(try folder.text("out/report.html")))
    for text in texts where !text.isEmpty {
      #expect(outcome.stdout.contains(text.replacing("|", with: "\\|")), "\(text)")
      #expect(page.contains(text), "\(text)")
    }
    let titles = sections.compactMap { $0["title"] as? String }
    #expect(titles.first == "At a glance" && titles.last == "What the plan leaves open")
    // Where nobody takes over, nobody is told to fail over.
    #expect(titles.contains("The way back") == (design != "single-site"))
    // Where all sites serve, traffic moves and no step is taken before.
    #expect(outcome.stdout.contains("promote-data") == ["backup-and-restore", "warm-standby"].contains(design))
  }
}
