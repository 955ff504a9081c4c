import Foundation
import Testing

/// Inputs at their ends, values that turn an answer, and causes switched off.
@Suite struct TornadoTests {
  /// A region that goes two to eight times a year for two hours; losses are proportional to that. 99.9 % of requests is
  /// four outages of the year's 525.96 lost minutes.
  private static let plan = Plans.pair(
    failures: [
      "region: { scope: region, sites: [a], per-year: [1, 3, 9], lasts: 2h }",
      "edge: { scope: edge, per-year: 1, lasts: 1min }",
    ], preCheck: "[10s, 30s, 90s]", standbyPrice: "[$9/h, $10/h, $12/h]")

  private func tornado(_ design: String, _ format: String = "json") throws -> Nines.Outcome {
    try Nines.run(
      "sweep", plan: Self.plan, ["--design", design, "--tornado", "--replications", "400", "--format", format])
  }

  private func object(_ outcome: Nines.Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
  }

  private func mean(_ figures: Any?, _ key: String = "lost_minutes_per_year") throws -> Double {
    try #require(((figures as? [String: Any])?[key] as? [String: Any])?["mean"] as? Double)
  }

  /// Ninety per cent of years have at most four outages where their number is Poisson with mean 2.4326 (half the 10 %
  /// quantile of a chi-squared of ten degrees of freedom): there the verdict on a single site turns.
  @Test func theVerdictTurnsWhereTheoryTurns() throws {
    let outcome = try tornado("single-site")
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let inputs = try #require(try object(outcome)["inputs"] as? [[String: Any]])
    #expect(inputs.first?["input"] as? String == "failures.region.per-year")
    let flips = try #require(inputs[0]["flips"] as? [[String: Any]])
    let verdict = try #require(flips.first { $0["answer"] as? String == "verdict" })
    let value = try #require(verdict["value"] as? Double)
    #expect(verdict["below"] as? String == "meets" && (1.7...2.6).contains(value), "\(verdict)")
    // Losses are in proportion to the rate: three times fewer, three times more, but for the edge's.
    let (low, high) = (try mean(inputs[0]["low"]), try mean(inputs[0]["high"]))
    #expect((7.5...10.5).contains((high - 1) / (low - 1)), "\(low) to \(high)")
  }

  /// The standby's own inputs move the standby, and its price moves dollars alone.
  @Test func everyInputMovesWhatItShould() throws {
    let json = try object(tornado("hot"))
    let inputs = try #require(json["inputs"] as? [[String: Any]])
    func bar(_ path: String) throws -> [String: Any] { try #require(inputs.first { $0["input"] as? String == path }) }
    let price = try bar("sites.b.node.price")
    let base = try mean(json["plan"])
    #expect(try mean(price["low"]) == base && mean(price["high"]) == base)
    #expect(try mean(price["low"], "cost_usd_per_year") < mean(price["high"], "cost_usd_per_year"))
    let check = try bar("decide.pre-check")
    #expect(try mean(check["low"]) < base && base < mean(check["high"]))
    // The causes share the loss: what is left without the region is the edge's, and the other way round.
    let causes = try #require(json["without"] as? [[String: Any]])
    #expect(causes.compactMap { $0["cause"] as? String } == ["region", "edge"])
    let left = try causes.reduce(0.0) { try $0 + mean($1) }
    #expect(abs(left / base - 1) < 0.02, "\(left) against \(base)")
  }

  @Test func theTableAndTheColumnsAreThere() throws {
    let table = try tornado("hot", "table")
    for words in ["failures.region.per-year", "decide.pre-check", "WITHOUT", "edge", "90s"] {
      #expect(table.stdout.contains(words), "\(words)\n\(table.stdout)")
    }
    let csv = try tornado("hot", "csv")
    #expect(csv.stdout.split(separator: "\n").count == 1 + 1 + 6 + 2)
    let mixed = try Nines.run(["sweep", Nines.chatPlan, "--tornado", "--vary", "a=1"])
    #expect(mixed.exitCode == 64 && mixed.stderr.contains("--tornado takes what the plan writes"))
  }

  /// What is printed of a difference is what the file says of it: estimate and both ends, whose middle is not the estimate.
  @Test func thePrintedIntervalIsThatOfTheFile() throws {
    let table = try tornado("single-site", "table").stdout
    let lines = try tornado("single-site", "csv").stdout.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let difference = try #require(lines[0].firstIndex(of: "lost_minutes_per_year_difference"))
    func filed(_ kind: String, _ name: String, _ end: String) throws -> [Double] {
      let row = try #require(lines.first { $0[1] == kind && $0[2] == name && $0[3] == end })
      return try (0..<3).map { try #require(Double(row[difference + $0])) }
    }
    let number = #"([+-]?[0-9.e-]+)"#
    func printed(_ pattern: String) throws -> [Double] {
      let found = try #require(try Regex(pattern).firstMatch(in: table), "\(table)")
      return found.output.dropFirst().compactMap { $0.substring.flatMap { Double($0) } }
    }
    let input = "failures.region.per-year"
    let change = "\(number) \\(\(number) to \(number)\\)"
    let ends = try printed("\(input).*?\(change) +\(change)")
    let causes = try printed("region +[0-9.]+ +\(number) +\(number) to \(number) ")
    let without = try filed("without", "region", "")
    let expected =
      try filed("input", input, "low") + filed("input", input, "high") + [-without[0], -without[2], -without[1]]
    #expect(ends.count == 6 && causes.count == 3, "\(table)")
    for (shown, kept) in zip(ends + causes, expected) {
      #expect(abs(shown - kept) <= (abs(kept) >= 100 ? 0.51 : 0.051), "\(shown) is printed of \(kept)")
    }
    #expect(abs(without[0] - (without[1] + without[2]) / 2) > 1e-6, "an interval that is symmetric shows nothing here")
  }
}
