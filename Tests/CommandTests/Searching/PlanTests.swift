import Foundation
import Testing

/// `nines plan`: what it finds, what survives a kill, and what it refuses.
@Suite struct PlanTests {
  private static let growing = Nines.repository.appending(path: "models/growing-service.yaml").path
  private static let day = Nines.repository.appending(path: "models/purchase-day.yaml").path
  private static let quick = ["--replications", "40", "--quiet", "--format", "json"]

  /// The answer for the service that grows, with its files by name.
  private struct Answer {
    let outcome: Nines.Outcome
    let files: [String: String]

    init() throws {
      let folder = try Folder()
      defer { folder.remove() }
      outcome = try Nines.run(["plan", PlanTests.growing, "--out", folder.path("out")] + PlanTests.quick)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out"))
      files = Dictionary(uniqueKeysWithValues: try names.map { ($0, try folder.text("out/\($0)")) })
    }
  }

  /// Asked once for all that is said of it: 72 designs take seconds.
  private static let answer = Result { try Answer() }

  private func json(_ outcome: Nines.Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
  }

  @Test func everyDesignHasAFateAndAllButTheAnswerAnExcuse() throws {
    let outcome = try Self.answer.get().outcome
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let search = try #require(try json(outcome)["search"] as? [String: Any])
    let designs = try #require(search["designs"] as? [[String: Any]])
    #expect(designs.count == 72 && search["candidates"] as? Int == 72)
    for design in designs {
      let isChosen = design["fate"] as? String == "chosen"
      #expect((design["excuse"] is String) != isChosen, "\(design)")
    }
    #expect(search["front"] is [String] && search["envelope"] is [[String: Any]])
  }

  /// What a kill leaves is a file of blocks that ends anywhere, here in the middle of a line. Eighteen designs, and nothing bought.
  @Test func aKilledSearchGoesOnAndEndsWithTheSameBytes() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let state = folder.path("state")
    let text = try String(contentsOfFile: Self.growing, encoding: .utf8)
    let searched = try #require(text.firstRange(of: "  purchase:\n")).lowerBound
    let search = String(text[..<searched]).replacing("design: [single-site, pilot-light, ", with: "design: [")
    let plan = try folder.write(search.replacing("[0, 11]", with: "[0]"), as: "plan.yaml")
    let arguments = ["plan", plan] + Self.quick
    let whole = try Nines.run(arguments)
    let first = try Nines.run(arguments + ["--state", state])
    #expect(first.stdout == whole.stdout && first.exitCode == 0)
    #expect(try json(whole)["search"].flatMap { ($0 as? [String: Any])?["candidates"] as? Int } == 18)
    let file = URL(filePath: state).appending(path: "blocks.csv")
    let blocks = try Data(contentsOf: file)
    try blocks.prefix(blocks.count * 3 / 5).write(to: file)
    let resumed = try Nines.run(arguments + ["--state", state])
    #expect(resumed.stdout == whole.stdout)
    let lines = { (data: Data) in String(decoding: data, as: UTF8.self).split(separator: "\n").sorted() }
    #expect(lines(try Data(contentsOf: file)) == lines(blocks))
    let other = try Nines.run(arguments + ["--state", state, "--seed", "43"])
    #expect(other.exitCode == 2 && other.stderr.contains("holds the state of another search"))
  }

  @Test func theWorkedPurchaseComesOutToTheCent() throws {
    let outcome = try Nines.run(["plan", Self.day, "--format", "json"])
    let purchase = try #require(try json(outcome)["purchase"] as? [String: Any])
    let levels = try #require(purchase["levels"] as? [[String: Any]])
    #expect(levels.map { $0["nodes"] as? [Int] } == [[34], [51], [0, 51]])
    for (level, cost) in zip(levels, ["17116000.70", "13123473.41", "13123473.41"]) {
      #expect(level["cost_usd_first_year"] as? String == cost)
      #expect(level["enumerated_cost_usd_first_year"] as? String == cost)
    }
    #expect(purchase["expected_cost_usd"] as? String == "13123473.41")
  }

  /// The worked month of base and peak: a one-year commitment to 34 nodes over the 720 hours of April.
  @Test func aMonthOfThePurchaseIsBilledToTheCent() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let text = try String(contentsOfFile: Self.day, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("committed-3y") }
    let plan = try folder.write(lines.joined(separator: "\n"), as: "day.yaml")
    let outcome = try Nines.run(["plan", plan, "--out", folder.path("out"), "--focus"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    func april(_ file: String, _ columns: [String], months: [String]) throws -> [String] {
      let table = WrittenTable(try folder.text("out/\(file)"))
      return zip(table.cells, try table.columns(columns)).filter { row, _ in months.allSatisfy(row.contains) }
        .map { $1.joined(separator: " ") }
    }
    #expect(
      try april(
        "costs.csv", ["charge_kind", "commitment_status", "quantity", "cash_cost", "amortised_cost"],
        months: ["2027-04-01", "2027-05-01"]
      ).filter { !$0.isEmpty } == [
        "usage used 22770.000000 0.00 814619.52", "usage unused 1710.000000 0.00 61176.96",
        "purchase  24480.000000 875796.48 0.00", "usage  9630.000000 530035.20 530035.20",
      ])
    let billed = try april(
      "focus.csv", ["ChargeCategory", "EffectiveCost", "BilledCost"], months: ["2027-04-01T00:00:00Z"])
    // The month is a beginning in its own rows and an end in those of March.
    #expect(billed.filter { $0 == "Purchase 0.00 875796.48" }.count == 1)
    #expect(billed.contains("Usage 814619.52 0.00") && billed.contains("Usage 530035.20 530035.20"))
  }

  /// The worked order ahead of an uncertain need, and the worked choice of a term, asked by a plan.
  @Test func anOrderAheadAndAChoiceOfTermsComeOutAsWorked() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let ahead = "    ahead: { need: [61, 69, 77], weights: [25%, 50%, 25%], price: $15.17/h }\n    offers:"
    let text = try String(contentsOfFile: Self.day, encoding: .utf8).replacing("    offers:", with: ahead)
    let plan = try folder.write(text, as: "day.yaml")
    let answer = try json(try Nines.run(["plan", plan, "--format", "json"]))
    let order = try #require(answer["ahead"] as? [String: Any])
    #expect(order["nodes"] as? Int == 69 && order["enumerated_nodes"] as? Int == 69)
    #expect(abs((order["critical_ratio"] as? Double ?? 0) - 0.72438) < 5e-6)
    #expect(order["expected_usd_per_hour"] as? String == "1156.81")
    #expect(order["if_known_usd_per_hour"] as? String == "1046.73")
    #expect(order["knowing_is_worth_usd_per_hour"] as? String == "110.08")
    #expect(order["largest_need_above_usd_per_hour"] as? String == "60.680000")
    let outlooks = try #require(order["outlooks"] as? [[String: Any]])
    #expect(outlooks.map { $0["expected_usd_per_hour"] as? String } == ["1365.69", "1156.81", "1168.09"])
    let terms = try #require((answer["purchase"] as? [String: Any])?["terms"] as? [[String: Any]])
    #expect(terms.count == 1 && terms[0]["long"] as? String == "committed-3y")
    #expect(abs((terms[0]["needed_later_above"] as? Double ?? 0) - 0.53846) < 5e-6)
    // Where nothing can be rented the outage sets the price, and the largest need is ordered.
    let dear = try folder.write(
      text.replacing("price: $15.17/h }", with: "price: $15.17/h, shortage: $60.69/h }"), as: "dear.yaml")
    let other = try #require(try json(try Nines.run(["plan", dear, "--format", "json"]))["ahead"] as? [String: Any])
    #expect(other["nodes"] as? Int == 77)
  }

  @Test func theFilesAppearTogether() throws {
    let answer = try Self.answer.get()
    #expect(answer.outcome.exitCode == 0)
    #expect(
      answer.files.keys.sorted() == [
        "assumptions.csv", "checksums.txt", "costs.csv", "designs.csv", "options.csv", "plan.yaml", "position.csv",
        "purchases.csv",
        "report.html", "result.json",
        "roadmap.csv",
      ])
    #expect(answer.files["result.json"] == answer.outcome.stdout)
    #expect(answer.files["designs.csv"]?.split(separator: "\n").count == 73)
    // Three years of months, a row for what is rented in each and one for each term that is held.
    let months = answer.files["position.csv"]?.split(separator: "\n").filter { $0.contains("on-demand") }
    #expect(months?.count == 36)
  }

  /// A search of two buffers under an objective that is met, missed, or not decided by two years.
  @Test(arguments: [
    ("at-least: 1%, in: 50% of years", ["--replications", "200"], Int32(0)),
    ("at-least: 100%, in: 99% of years", ["--replications", "200"], 99),
    ("at-least: 99.9%, in: 90% of years", ["--replications", "2", "--years-per-world", "1"], 3),
  ])
  func theGateJudgesTheSearch(objective: String, size: [String], code: Int32) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let block = "\nplan: { vary: { buffer: [10%, 25%] }, indifference: $1000 }\n"
    let path = try folder.write(
      Plans.starter(objective: objective)
        + block.replacing("%]", with: "% of requirement]")
        .replacing("10%,", with: "10% of requirement,"), as: "plan.yaml")
    let outcome = try Nines.run(["plan", path, "--gate", "--quiet"] + size)
    #expect(outcome.exitCode == code, "\(outcome.stdout) \(outcome.stderr)")
    #expect(!outcome.stdout.isEmpty, "the answer is printed whatever the gate says")
  }

  @Test func aGateNeedsASearch() throws {
    let outcome = try Nines.run(["plan", Self.day, "--gate"])
    #expect(outcome.exitCode == 2 && outcome.stderr.contains("'plan.vary' names none"))
  }

  /// The winner on ten thousand years that had no part in choosing it.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["NINES_LONG"] == "1"))
  func theWinnerSurvivesTenThousandFreshYears() throws {
    let outcome = try Nines.run(["plan", Self.growing, "--replications", "10000", "--quiet", "--format", "json"])
    let search = try #require(try json(outcome)["search"] as? [String: Any])
    let fresh = try #require(search["fresh"] as? [String: Any])
    #expect(fresh["years"] as? Int == 10_000)
    let verdicts = try #require(fresh["objectives"] as? [[String: Any]]).map { $0["verdict"] as? String }
    #expect(!verdicts.contains("misses"), "\(verdicts)")
    let deviation = try #require(search["fresh_deviation_standard_errors"] as? Double)
    #expect(abs(deviation) < 4)
  }

  @Test(arguments: [
    ("plan:\n  vary: {}\n  indifference: $1\n", "the space of designs is empty"),
    ("plan:\n  vary: { buffer: 5 }\n  indifference: $1\n", "the space is empty. The first: buffer 5: "),
    ("", "the plan has no 'plan' block"),
  ])
  func nothingToSearchIsSaid(block: String, message: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let path = try folder.write(Plans.starter() + "\n" + block, as: "plan.yaml")
    let outcome = try Nines.run(["plan", path] + Self.quick)
    #expect(outcome.exitCode == 2 && outcome.stdout == "")
    #expect(outcome.stderr.contains(message), "\(outcome.stderr)")
  }
}
