import Foundation
import Testing

/// A study that counts in yuan and has no price in dollars: nothing that any command writes of it says dollars.
@Suite struct StudyCurrencyTests {
  private static let plan = """
    service: yuan
    begins: 2027-01-01
    currency: CNY
    objectives: { availability: { of: requests, at-least: 99%, in: 90% of years } }
    traffic: { peak: 40rps }
    replica: { rated: 5rps }
    sites:
      a: { provider: p, region: r, keep: serving, node: { gpus: 1xH20, price: ¥120/h } }
      b: { provider: p, region: s, keep: warm, node: { gpus: 1xH20, price: "CNY 130/h" } }
    failures: { out: { scope: region, sites: [a], per-year: 4, lasts: 2h } }
    detect: { takes: 3min }
    execute: { move-traffic: { by: balancer } }
    prices: { outage: { per-minute: ¥2000/min }, labour: { person-year: ¥600k/y, persons: 1 } }
    """
  private static let quick = ["--replications", "40", "--quiet"]

  private func folder() throws -> Folder {
    let folder = try Folder()
    _ = try folder.write(Self.plan, as: "plan.yaml")
    return folder
  }

  /// Signs of dollars before digits, the code, and the word; a script has a dollar sign of its own.
  private func complaints(_ text: String) -> [String] {
    let whole = text as NSString
    return Self.complaint.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { match in
      let from = max(0, match.range.location - 40)
      return whole.substring(with: NSRange(location: from, length: min(80, whole.length - from)))
    }
  }

  // Compiled by ICU: a regular expression of Swift's takes a hundred times as long over a page.
  private static let complaint: NSRegularExpression = {
    do {
      return try NSRegularExpression(pattern: #"\$ ?[0-9]|\$ [Mka]|\$/|USD|\busd|_usd|[Dd]ollar"#)
    } catch { preconditionFailure("\(error)") }
  }()

  private func run(_ arguments: [String], in folder: Folder) throws -> String {
    let run = try Nines.run(arguments, in: folder.url)
    #expect(run.exitCode == 0, "\(arguments): \(run.stderr)")
    let found = complaints(run.stdout + run.stderr)
    #expect(found.isEmpty, "\(arguments): \(found.prefix(3))")
    return run.stdout
  }

  private func checkFiles(_ name: String, in folder: Folder) throws {
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path(name)) where !file.hasSuffix(".xlsx") {
      guard let text = try? String(contentsOfFile: folder.path("\(name)/\(file)"), encoding: .utf8) else { continue }
      #expect(complaints(text).isEmpty, "\(name)/\(file): \(complaints(text).prefix(3))")
    }
  }

  @Test func aComparisonSaysYuan() throws {
    let folder = try folder()
    defer { folder.remove() }
    let table = try run(
      ["compare", "plan.yaml", "--out", "c", "--xlsx", "--focus", "--details"] + Self.quick, in: folder)
    #expect(table.contains("CNY M/y") && table.contains("¥"))
    try checkFiles("c", in: folder)
    #expect(
      try run(["compare", "plan.yaml", "--format", "json"] + Self.quick, in: folder).contains("\"cost_cny_per_year\""))
    _ = try run(["compare", "plan.yaml", "--format", "markdown"] + Self.quick, in: folder)
    _ = try run(["validate", "plan.yaml"], in: folder)
    _ = try run(["explain", "plan.yaml"], in: folder)
    // What was stored says it again.
    #expect(
      try run(["report", "c"], in: folder) == String(contentsOfFile: folder.path("c/report.html"), encoding: .utf8))
    #expect(try run(["cost", "c"], in: folder).contains("CNY a year"))
    #expect(try run(["cost", "c", "--format", "json"], in: folder).contains("\"change_cny_per_year\""))
    #expect(try run(["export", "c", "--as", "focus"], in: folder).contains(",CNY,"))
    #expect(try run(["export", "c", "--as", "openmetrics"], in: folder).contains("nines_cost_per_year_cny{"))
    _ = try run(["export", "c", "--as", "datapackage", "--out", "d"], in: folder)
    try checkFiles("d", in: folder)
    #expect(
      try run(["diff", "c", "--designs", "single-site,plan", "--format", "json"], in: folder)
        .contains("\"cost_cny_per_year\""))
  }

  @Test func otherCommandsSayYuan() throws {
    let folder = try folder()
    defer { folder.remove() }
    _ = try run(["size", "plan.yaml", "--design", "plan", "--out", "size"] + Self.quick, in: folder)
    _ = try run(
      ["sweep", "plan.yaml", "--design", "plan", "--vary", "sites.a.node.price=¥100/h,¥140/h", "--out", "sweep"]
        + Self.quick, in: folder)
    _ = try run(
      ["drill", "plan.yaml", "--design", "plan", "--inject", "site a at 12h for 1h", "--out", "drill"], in: folder)
    for name in ["size", "sweep", "drill"] { try checkFiles(name, in: folder) }
  }

  /// 7.12 to the dollar or 1 to 1: amounts of two currencies have no difference.
  @Test func aDifferenceOfTwoCurrenciesIsRefused() throws {
    let folder = try folder()
    defer { folder.remove() }
    let dollars = Self.plan.replacing("currency: CNY\n", with: "").replacing("¥", with: "$").replacing(
      "CNY ", with: "$")
    _ = try folder.write(dollars, as: "dollars.yaml")
    for (plan, name) in [("plan.yaml", "yuan"), ("dollars.yaml", "dollars")] {
      #expect(try Nines.run(["compare", plan, "--out", name] + Self.quick, in: folder.url).exitCode == 0)
    }
    let run = try Nines.run(["diff", "yuan", "dollars"], in: folder.url)
    #expect(run.exitCode == 2 && run.stderr.contains("the first counts in CNY and the second in USD"), "\(run.stderr)")
  }
}
