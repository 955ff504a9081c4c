import Foundation
import Testing

/// Stored comparisons in the forms of others.
@Suite struct ExportTests {
  private static let quick = ["--replications", "40", "--no-inputs", "--quiet"]

  private func stored(_ more: [String] = []) throws -> Folder {
    let folder = try Folder()
    let plan = try folder.write(Plans.starter(), as: "plan.yaml")
    let run = try Nines.run(["compare", plan, "--out", folder.path("result")] + Self.quick + more, in: folder.url)
    #expect(run.exitCode == 0, "\(run.stderr)")
    return folder
  }

  private func bytes(_ folder: Folder, _ name: String) throws -> Data {
    try Data(contentsOf: folder.url.appending(path: name))
  }

  /// What a comparison writes beside its result is what is made of the result later, byte by byte; two runs likewise.
  @Test func theWorkbookIsThatOfTheResult() throws {
    let folder = try stored(["--xlsx", "--focus"])
    defer { folder.remove() }
    for name in ["one.xlsx", "two.xlsx"] {
      let run = try Nines.run(["export", "result", "--as", "xlsx", "--out", name], in: folder.url)
      #expect(run.exitCode == 0 && run.stderr == "written to \(name)\n", "\(run.stderr)")
    }
    let written = try bytes(folder, "result/review.xlsx")
    #expect(written.prefix(2) == Data("PK".utf8) && written.count > 10_000)
    #expect(try bytes(folder, "one.xlsx") == written)
    #expect(try bytes(folder, "two.xlsx") == written)
    let focus = try Nines.run(["export", "result", "--as", "focus"], in: folder.url)
    #expect(focus.stdout == (try String(contentsOf: folder.url.appending(path: "result/focus.csv"), encoding: .utf8)))
    // Nothing else is left beside.
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasPrefix(".") }
    #expect(names.isEmpty, "\(names)")
  }

  /// A plan without any price has a workbook too, with nothing to draw by role.
  @Test func aPlanWithoutPricesHasAWorkbook() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = Plans.pair(failures: ["out: { scope: region, sites: [a], per-year: 4, lasts: 1h }"])
      .replacing(", price: $10/h", with: "")
    let path = try folder.write(plan, as: "plan.yaml")
    let run = try Nines.run(["compare", path, "--out", "result", "--xlsx"] + Self.quick, in: folder.url)
    #expect(run.exitCode == 0, "\(run.stderr)")
    #expect(try bytes(folder, "result/review.xlsx").prefix(2) == Data("PK".utf8))
  }

  /// At other prices it is another workbook, and the billing lines are those of `nines cost`.
  @Test func pricesAreLaidOver() throws {
    let folder = try stored()
    defer { folder.remove() }
    _ = try folder.write("prices: { labour: { person-year: $300000/y, persons: 1 } }\n", as: "prices.yaml")
    for arguments in [
      ["export", "result", "--as", "xlsx", "--out", "own.xlsx"],
      ["export", "result", "--as", "xlsx", "--out", "other.xlsx", "--prices", "prices.yaml"],
      ["cost", "result", "--prices", "prices.yaml", "--out", "cost", "--focus"],
      ["export", "result", "--as", "focus", "--out", "focus.csv", "--prices", "prices.yaml"],
    ] {
      let run = try Nines.run(arguments, in: folder.url)
      #expect(run.exitCode == 0, "\(run.stderr)")
    }
    #expect(try bytes(folder, "own.xlsx") != bytes(folder, "other.xlsx"))
    #expect(try bytes(folder, "focus.csv") == bytes(folder, "cost/focus.csv"))
  }

  /// Tables stay as they are; each has as many described columns as it has columns, in their order.
  @Test func thePackageDescribesItsTables() throws {
    let folder = try stored()
    defer { folder.remove() }
    let run = try Nines.run(["export", "result", "--as", "datapackage", "--out", "package"], in: folder.url)
    #expect(run.exitCode == 0, "\(run.stderr)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: bytes(folder, "package/datapackage.json")) as? [String: Any])
    let resources = try #require(json["resources"] as? [[String: Any]])
    #expect(resources.count == 12)
    for resource in resources {
      let path = try #require(resource["path"] as? String)
      let text = try bytes(folder, "package/\(path)")
      #expect(text == (try bytes(folder, "result/\(path)")), "\(path)")
      #expect(resource["bytes"] as? Int == text.count, "\(path)")
      guard let schema = resource["schema"] as? [String: Any] else { continue }
      let names = try #require(schema["fields"] as? [[String: Any]]).map { $0["name"] as? String }
      let header = String(decoding: text.prefix { $0 != 10 }, as: UTF8.self).split(separator: ",").map(String.init)
      #expect(names == header, "\(path)")
    }
    #expect(String(decoding: try bytes(folder, "package/README.md"), as: UTF8.self).contains("## costs.csv"))
  }

  /// What each of several services loses is a table of the package, described like the others.
  @Test func servicesAreATableOfThePackage() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = try folder.write(
      """
      service: platform
      services:
        chat: { traffic: { peak: 40rps }, replica: { gpus: 4, rated: 10rps } }
        batch: { traffic: { peak: 4rps }, replica: { gpus: 2, rated: 0.5rps }, priority: 2, per-lost-request: $0.05 }
      sites: { east: { keep: serving, node: { gpus: 4xH100, price: $40/h } } }
      failures: { region: { scope: region, per-year: 2, lasts: 1h } }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      """, as: "plan.yaml")
    _ = try Nines.run(["compare", plan, "--replications", "40", "--quiet", "--out", "result"], in: folder.url)
    let run = try Nines.run(["export", "result", "--as", "datapackage", "--out", "package"], in: folder.url)
    #expect(run.exitCode == 0, "\(run.stderr)")
    let text = try bytes(folder, "package/services.csv")
    #expect(text == (try bytes(folder, "result/services.csv")))
    let header = String(decoding: text.prefix { $0 != 10 }, as: UTF8.self)
    #expect(header.hasPrefix("design,service,priority,") && header.hasSuffix(",usd_per_lost_minute"))
    let json = String(decoding: try bytes(folder, "package/datapackage.json"), as: UTF8.self)
    #expect(json.contains("One row is a service of a design"))
    #expect(String(decoding: try bytes(folder, "package/README.md"), as: UTF8.self).contains("## services.csv"))
  }

  @Test func aBufferCurveIsAPackageToo() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = try folder.write(Plans.starter(), as: "plan.yaml")
    _ = try Nines.run(
      ["size", plan, "--design", "hot-standby", "--replications", "40", "--quiet", "--out", "curve"], in: folder.url)
    let run = try Nines.run(["export", "curve", "--as", "datapackage", "--out", "package"], in: folder.url)
    #expect(run.exitCode == 0, "\(run.stderr)")
    #expect(try bytes(folder, "package/curve.csv") == bytes(folder, "curve/curve.csv"))
    let workbook = try Nines.run(["export", "curve", "--as", "xlsx", "--out", "a.xlsx"], in: folder.url)
    #expect(workbook.exitCode == 2)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "a.xlsx").path))
  }

  /// The answer as metrics: printed, and the same bytes as a file; each design's figures are those of the stored result.
  @Test func theAnswerIsWrittenAsMetrics() throws {
    let folder = try stored()
    defer { folder.remove() }
    let printed = try Nines.run(["export", "result", "--as", "openmetrics"], in: folder.url)
    let written = try Nines.run(["export", "result", "--as", "openmetrics", "--out", "nines.prom"], in: folder.url)
    #expect(printed.exitCode == 0 && written.exitCode == 0, "\(printed.stderr)\(written.stderr)")
    #expect(try bytes(folder, "nines.prom") == Data(printed.stdout.utf8))
    #expect(printed.stdout.hasPrefix("# HELP nines_study_replications ") && printed.stdout.hasSuffix("\n# EOF\n"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: bytes(folder, "result/result.json")) as? [String: Any])
    let designs = try #require(json["designs"] as? [[String: Any]])
    for design in designs {
      let name = try #require(design["design"] as? String)
      let minutes = try #require((design["lost_minutes_per_year"] as? [String: Any])?["mean"] as? Double)
      let line = printed.stdout.split(separator: "\n").first {
        $0.hasPrefix("nines_lost_per_year_seconds{") && $0.contains("design=\"\(name)\"")
      }
      let seconds = try #require(line?.split(separator: " ").last.flatMap { Double($0) })
      #expect(abs(seconds - 60 * minutes) <= 1e-9 * seconds)
    }
    #expect(printed.stdout.split(separator: "\n").count { $0.hasPrefix("nines_design_verdict{") } == designs.count)
  }

  /// What Prometheus' own linter says of them: nothing.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")))
  func promtoolTakesTheMetrics() throws {
    let folder = try stored()
    defer { folder.remove() }
    let run = try Nines.run(["export", "result", "--as", "openmetrics", "--out", "nines.prom"], in: folder.url)
    #expect(run.exitCode == 0, "\(run.stderr)")
    let promtool = Process()
    promtool.executableURL = URL(filePath: "/bin/sh")
    promtool.arguments = ["-c", "exec promtool check metrics < nines.prom"]
    promtool.currentDirectoryURL = folder.url
    try promtool.run()
    promtool.waitUntilExit()
    #expect(promtool.terminationStatus == 0)
  }

  @Test(arguments: [
    (["export", "result", "--as", "openmetrics", "--prices", "plan.yaml"], Int32(64), "metrics hold what was written"),
    (["export", "result", "--as", "xlsx"], Int32(64), "name a file with --out"),
    (["export", "result", "--as", "datapackage"], 64, "name one with --out"),
    (
      ["export", "result", "--as", "datapackage", "--out", "p", "--prices", "plan.yaml"], 64,
      "price it with 'nines cost --prices'"
    ),
    (["export", "nowhere", "--as", "focus"], 2, "there is no such directory"),
    (["export", "result", "--as", "xlsx", "--out", "plan.yaml"], 2, "it exists"),
    (["export", "result", "--as", "xlsx", "--out", "no/such/folder.xlsx"], 2, "cannot write"),
    (["compare", "plan.yaml", "--xlsx"], 64, "--xlsx writes a file"),
  ])
  func whatCannotBeDoneIsSaid(arguments: [String], code: Int32, words: String) throws {
    let folder = try stored()
    defer { folder.remove() }
    let run = try Nines.run(arguments, in: folder.url)
    #expect(run.exitCode == code, "\(run.stderr)")
    #expect(run.stderr.contains(words), "\(run.stderr)")
    #expect(run.stdout.isEmpty)
  }

  /// A ledger that was changed is no ledger of this result.
  @Test func aChangedFileIsRefused() throws {
    let folder = try stored()
    defer { folder.remove() }
    let ledger = folder.url.appending(path: "result/outages.csv")
    try (String(contentsOf: ledger, encoding: .utf8) + "x\n").write(to: ledger, atomically: true, encoding: .utf8)
    for form in ["xlsx", "datapackage"] {
      let run = try Nines.run(["export", "result", "--as", form, "--out", "out-\(form)"], in: folder.url)
      #expect(run.exitCode == 2 && run.stderr.contains("it is not as it was written"), "\(run.stderr)")
      #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "out-\(form)").path))
    }
  }
}
