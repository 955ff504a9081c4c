import Foundation
import Testing

/// Figures are per year of 8766 h whatever the horizon is: every command, every figure, at three months and at four years
/// against one.
///
/// The plan is homogeneous in time, and nearly without chance: a region fails every 18 h for half an hour, from a moment
/// of its own on, so that 120, 487 and 1948 failures fall into the three horizons. What is a rate may differ by the failure
/// at either end, one in 120 at most, and by the luck of detection; a wrong conversion is off by a factor of four.
@Suite struct HorizonTests {
  private static let tolerance = 0.02

  private static func plan(_ horizon: String, lasts: String = "30min") -> String {
    """
    service: even
    begins: 2027-01-01
    horizon: \(horizon)
    objectives: { availability: { of: requests, at-least: 99.5%, in: 90% of years } }
    traffic: { peak: 100rps, day: { sine-trough: 100% }, classes: { chat: { share: 100%, state: { replication: 1s } } } }
    replica: { name: fixed, rated: 10rps, gpus: 8, start: { boot: 1min } }
    sites:
      a: { provider: aws, keep: serving, node: { gpus: 8xH100, sku: x, price: $10/h } }
      b: { provider: azure, keep: nothing, node: { gpus: 8xH100, sku: x, price: $20/h } }
    buffer: 0% of requirement
    failures:
      region: { scope: region, sites: [a], every: 1050min, lasts: \(lasts) }
      grey: { scope: region, sites: [b], every: 1050min, lasts: 30min, impairs: { success: 90%, quality: 50% } }
    detect: { takes: 1min }
    decide: { pre-check: 30s }
    execute: { move-traffic: { by: balancer } }
    failback: { after: 1h }
    prices:
      user-egress: { per-request: 50kB, tiers: { above: $0.05/GB } }
      labour: { person-year: $200000/y, persons: 1 }
      outage: { per-minute: $100/min, grows: { 10min: $200/min } }
      credits: { of: $1000/month, tiers: { 99.9%: 10% } }
    designs:
      single-site: {}
      warm: { sites: { b: { keep: warm, size: 50% of production } } }
      hot: { sites: { b: { keep: warm, size: 100% of production } } }
    plan: { vary: { design: [warm, hot], buffer: [0% of requirement, 20% of requirement] }, indifference: $1000 }

    """
  }

  /// What counts events, names the study or says how sure something is: no rate.
  private static let counts: Set = [
    "horizon_hours", "replications", "years", "count", "outages", "incidents", "met", "low", "high", "standard_error",
    "standard_errors", "p95_interval", "variance_reduction", "correlation", "dispersion", "z", "share", "candidates",
    "fresh_deviation_standard_errors", "lost_minutes_standard_error", "yearly_law", "usd_per_avoided_minute",
    "step_lost_minutes_per_year", "remedies", "line_id", "amortised_cost_se", "recovery_seconds", "failover_seconds",
    "data_loss_seconds", "exact_twin", "exact_twins",
    // What arose in months of the horizon: no rate either.
    "parts", "parts_of_worlds", "cost_usd_by_month", "hours",
    // Of `diff`: small differences between two courses of failures, which drift apart; `first` is compared.
    "change", "change_usd_per_year", "second",
  ]

  /// Numbers by their path in a JSON text.
  private func numbers(_ text: String) throws -> [String: Double] {
    var found: [String: Double] = [:]
    func walk(_ value: Any, _ path: String) {
      switch value {
      case let object as [String: Any]:
        for (key, part) in object where !Self.counts.contains(key) { walk(part, "\(path).\(key)") }
      case let list as [Any]:
        for (index, part) in list.enumerated() {
          let name = (part as? [String: Any]).flatMap { ($0["design"] ?? $0["cause"] ?? $0["site"]) as? String }
          walk(part, "\(path)[\(name ?? String(index))]")
        }
      case let number as Double: found[path] = number
      default: return
      }
    }
    walk(try JSONSerialization.jsonObject(with: Data(text.utf8)), "")
    return found
  }

  private func expectAlike(
    _ some: [String: Double], _ year: [String: Double], _ what: String, tolerance: Double = tolerance
  ) {
    #expect(!year.isEmpty, "\(what): nothing to compare")
    for (path, value) in year.sorted(by: { $0.key < $1.key }) {
      guard let other = some[path] else { continue }
      // A difference of two sums of dollars holds the luck of both.
      let reach = tolerance * max(abs(value), abs(other)) + (path.contains("usd_per_year.difference") ? 1 : 1e-6)
      #expect(abs(other - value) <= reach, "\(what) \(path): \(other) for \(value) a year")
    }
  }

  private func run(_ arguments: [String], in folder: Folder) throws -> String {
    let outcome = try Nines.run(arguments, in: folder.url)
    #expect(outcome.exitCode == 0, "\(arguments): \(outcome.stderr)")
    return outcome.stdout
  }

  private static let quick = ["--replications", "4", "--worlds", "2", "--threads", "1", "--seed", "5"]

  /// The cells of a CSV text that are numbers, by row and column.
  private func cells(_ text: String, key: Int) -> [String: Double] {
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    var found: [String: Double] = [:]
    for (row, line) in lines.dropFirst().enumerated() {
      for (name, cell) in zip(lines[0], line) {
        guard let value = Double(cell), !Self.counts.contains(String(name)), !name.hasSuffix("_low"),
          !name.hasSuffix("_high")
        else { continue }
        found["\(row) \(line[key]).\(name)"] = value
      }
    }
    return found
  }

  /// What the lines of a horizon come to in a year of 8766 h, by design, site, item and role.
  private func yearlyCosts(_ text: String, hours: Double) throws -> [String: Double] {
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let columns = try ["design_id", "site", "cost_item", "role"].map {
      try #require(lines[0].firstIndex(of: Substring($0)))
    }
    var sums: [String: Double] = [:]
    for name in ["quantity", "list_cost", "cash_cost", "amortised_cost"] {
      let column = try #require(lines[0].firstIndex(of: Substring(name)))
      for line in lines.dropFirst() {
        let key = columns.map { String(line[$0]) }.joined(separator: " ")
        sums["\(key).\(name)", default: 0] += try #require(Double(line[column])) * 8766 / hours
      }
    }
    return sums
  }

  /// Numbers of the rows about a design and of the pairs, by their place; rows of other lengths are other rows.
  private func figures(ofTable text: String) -> [String: Double] {
    var found: [String: Double] = [:]
    var rows: [Substring: Int] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let first = words.first, ["single-site", "warm", "hot", "paired:"].contains(first) else { continue }
      rows[first, default: 0] += 1
      // Behind a bar stands half an interval.
      func isSpread(_ index: Int) -> Bool { index > 0 && words[index - 1].contains { "█░".contains($0) } }
      for (index, word) in words.enumerated() where !word.hasPrefix("+-") && !isSpread(index) {
        let digits = word.filter { "0123456789.-+".contains($0) }
        if let value = Double(digits) { found["\(first) \(rows[first]!) of \(words.count), \(index)"] = value }
      }
    }
    return found
  }

  /// What the commands print of one horizon.
  private struct Printed {
    var json: [String: [String: Double]] = [:]
    var table: [String: Double] = [:]
    var files: [String: [String: Double]] = [:]
  }

  private func printed(_ horizon: String) throws -> Printed {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(Self.plan(horizon), as: "plan.yaml")
    _ = try folder.write(Self.plan(horizon, lasts: "31min"), as: "longer.yaml")
    var printed = Printed()
    let compare = ["compare", "plan.yaml", "--no-inputs"] + Self.quick
    printed.json["compare"] = try numbers(try run(compare + ["--format", "json", "--out", "a"], in: folder))
    printed.table = figures(ofTable: try run(compare, in: folder))
    _ = try run(["compare", "longer.yaml", "--no-inputs", "--out", "b"] + Self.quick, in: folder)
    for (file, key) in [("summary", 0), ("design_summary", 0), ("finance_summary", 1)] {
      printed.files[file] = cells(try folder.text("a/\(file).csv"), key: key)
    }
    let hours = try #require(["90d": 2160.0, "1y": 8766, "4y": 35_064][horizon])
    printed.files["costs"] = try yearlyCosts(try folder.text("a/costs.csv"), hours: hours)
    printed.json["cost"] = try numbers(try run(["cost", "a", "--format", "json"], in: folder))
    printed.json["diff"] = try numbers(try run(["diff", "a", "b", "--format", "json"], in: folder))
    let sweep = ["sweep", "plan.yaml", "--design", "hot", "--vary", "decide.pre-check=0s,5min", "--format", "json"]
    printed.json["sweep"] = try numbers(
      try run(sweep + ["--replications", "4", "--threads", "1", "--seed", "5"], in: folder))
    let tornado = ["sweep", "plan.yaml", "--design", "hot", "--tornado", "--format", "json"]
    printed.json["tornado"] = try numbers(
      try run(tornado + ["--replications", "4", "--threads", "1", "--seed", "5"], in: folder))
    guard horizon != "90d" else { return printed }
    let size = ["size", "plan.yaml", "--design", "hot", "--format", "json"]
    printed.json["size"] = try numbers(
      try run(size + ["--replications", "4", "--threads", "1", "--seed", "5"], in: folder))
    let plan = ["plan", "plan.yaml", "--format", "json", "--years-per-world", "2", "--replications", "8"]
    printed.json["plan"] = try numbers(try run(plan + ["--threads", "1", "--seed", "5"], in: folder))
    return printed
  }

  @Test func everyFigureIsPerYear() throws {
    let year = try printed("1y")
    for horizon in ["90d", "4y"] {
      let other = try printed(horizon)
      for (command, figures) in other.json {
        expectAlike(figures, try #require(year.json[command]), "\(horizon) \(command)")
      }
      for (file, cells) in other.files { expectAlike(cells, try #require(year.files[file]), "\(horizon) \(file).csv") }
      // Cells are rounded to a tenth.
      expectAlike(other.table, year.table, "\(horizon) table", tolerance: 0.05)
      #expect(Set(other.table.keys).intersection(year.table.keys).count > 12, "\(horizon): \(other.table.keys)")
    }
  }

  /// Four independent years of one plan: at seed 42 the values of the case, which were worked out apart.
  ///
  /// single-site loses 4 x 60 minutes a year less those in which it is down when the next would strike; mean 239.9.
  @Test func fourYearsAreFourYears() throws {
    let plan = """
      service: h
      horizon: 4y
      objectives: { availability: { of: requests, at-least: 99.9%, in: 90% of years } }
      traffic: { peak: 100rps }
      replica: { name: r, rated: 10rps, gpus: 8 }
      sites:
        a: { provider: p, keep: serving, node: { gpus: 8xH100, price: $10/h } }
        b: { provider: q, keep: nothing, node: { gpus: 8xH100, price: $10/h } }
      failures: { region: { scope: region, per-year: 4, lasts: 60min } }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      designs:
        single-site: {}
        hot-standby: { sites: { b: { keep: warm, size: 100% of production } } }

      """
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(plan, as: "plan.yaml")
    let text = try run(
      ["compare", "plan.yaml", "--replications", "400", "--no-inputs", "--format", "json", "--out", "a"], in: folder)
    let figures = try numbers(text)
    let lost = try #require(figures[".designs[single-site].lost_minutes_per_year.mean"])
    let paired = try #require(figures[".differences[0].lost_minutes_per_year.mean"])
    #expect(abs(lost - 241.7) < 0.05 && abs(paired + 237.6) < 0.05, "\(lost) and \(paired)")
    // 876,600 dollars more a year for the minutes that are spared.
    let pays = try #require(
      cells(try folder.text("a/design_summary.csv"), key: 0)["1 hot-standby.cheapest_from_usd_per_minute"])
    #expect(abs(pays - 876_600 / -paired) < 0.01 && abs(pays - 3689.75) < 0.05, "\(pays)")
  }

  /// Below 365 days a share of years is not judged: not met, not missed, and said beforehand.
  @Test func threeMonthsAreNoYear() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(Self.plan("90d"), as: "plan.yaml")
    let compared = try Nines.run(
      ["compare", "plan.yaml", "--no-inputs", "--gate", "hot"] + Self.quick, in: folder.url)
    #expect(compared.exitCode == 3)
    #expect(compared.stdout.contains("not judged"))
    #expect(compared.stderr.contains("the horizon holds no whole year"))
    for command in [["size", "plan.yaml", "--design", "hot"], ["plan", "plan.yaml"]] {
      let refused = try Nines.run(command + ["--replications", "8"], in: folder.url)
      #expect(refused.exitCode == 2 && refused.stderr.contains("a share of years cannot be told"), "\(refused.stderr)")
    }
  }
}
