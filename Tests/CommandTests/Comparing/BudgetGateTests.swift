import Foundation
import Testing

/// A budget of a year in the commands: ten nodes and ten that stand by at $10 an hour cost $1,753,200 a year, whatever fails.
@Suite struct BudgetGateTests {
  private static let promised = "availability: { of: requests, at-least: 99.9%, in: 90% of years }"

  private func folder(_ most: String, more: [String] = []) throws -> Folder {
    let folder = try Folder()
    let plan = Plans.pair(failures: ["region: { scope: region, sites: [a], per-year: 4, lasts: 1h }"], more: more)
    _ = try folder.write(
      plan.replacing(Self.promised, with: "budget: { at-most: \(most), in: 90% of years }"), as: "plan.yaml")
    return folder
  }

  @Test(arguments: [
    ("$1753200/y", "100", Int32(0), "meets", "-"), ("$1.75M/y", "100", 99, "misses", "budget 0 < 90 %"),
    ("$1.8M/y", "2", 3, "undecided", "budget 100 ? 90 %"),
  ])
  func theGateJudgesTheBudget(most: String, years: String, code: Int32, verdict: String, why: String) throws {
    let folder = try folder(most)
    defer { folder.remove() }
    let outcome = try Nines.run(
      ["compare", "plan.yaml", "--designs", "hot", "--gate", "hot", "--quiet", "--no-inputs", "--replications", years],
      in: folder.url)
    #expect(outcome.exitCode == code, "\(outcome.stdout) \(outcome.stderr)")
    let row = outcome.stdout.split(separator: "\n").first { $0.hasPrefix("hot ") }
    #expect(row?.contains(verdict) == true && row?.contains(why) == true, "\(outcome.stdout)")
  }

  @Test func programsReadItAsEveryObjective() throws {
    let folder = try folder("$1.75M/y")
    defer { folder.remove() }
    let outcome = try Nines.run(
      ["compare", "plan.yaml", "--quiet", "--no-inputs", "--replications", "100", "--format", "json"], in: folder.url)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    let design = try #require((json["designs"] as? [[String: Any]])?.last)
    let objective = try #require((design["objectives"] as? [[String: Any]])?.first)
    #expect(objective["objective"] as? String == "budget_cost" && objective["words"] as? String == "budget")
    #expect(objective["threshold"] as? Double == 1_750_000 && objective["required_share"] as? Double == 0.9)
    #expect((objective["share"] as? [String: Any])?["mean"] as? Double == 0)
    #expect(objective["verdict"] as? String == "misses")
    let explained = try Nines.run(["explain", "plan.yaml"], in: folder.url).stdout
    #expect(explained.contains("a cost of $1.75 M a year at most in 90 % of years"), "\(explained)")
  }

  /// With half as much again, fifteen and fifteen nodes, a design costs $2,629,800: the budget rules it out, and no failure is
  /// to blame.
  @Test func aSearchKeepsToTheBudget() throws {
    let folder = try folder(
      "$2M/y",
      more: [
        "plan: { vary: { design: [hot], buffer: [0% of requirement, 50% of requirement] }, indifference: $1000 }"
      ])
    defer { folder.remove() }
    let outcome = try Nines.run(
      ["plan", "plan.yaml", "--quiet", "--replications", "400", "--format", "json", "--gate"], in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    #expect(outcome.stdout.contains("misses budget: 0.0 % where 90.0 % is asked, 90.0 % short\""), "\(outcome.stdout)")
  }
}
