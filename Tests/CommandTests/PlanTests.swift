import Foundation
import Testing

/// `nines plan`: what it finds, what survives a kill, and what it refuses.
@Suite struct PlanTests {
  private static let growing = Nines.repository.appending(path: "models/growing-service.yaml").path
  private static let day = Nines.repository.appending(path: "models/purchase-day.yaml").path
  private static let quick = ["--replications", "100", "--quiet", "--format", "json"]

  private func json(_ outcome: Nines.Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
  }

  @Test func everyDesignHasAFateAndAllButTheAnswerAnExcuse() throws {
    let outcome = try Nines.run(["plan", Self.growing] + Self.quick)
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

  /// What a kill leaves is a file of blocks that ends anywhere, here in the middle of a line.
  @Test func aKilledSearchGoesOnAndEndsWithTheSameBytes() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let state = folder.path("state")
    let arguments = ["plan", Self.growing] + Self.quick
    let whole = try Nines.run(arguments)
    let first = try Nines.run(arguments + ["--state", state])
    #expect(first.stdout == whole.stdout && first.exitCode == 0)
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

  @Test func theFilesAppearTogether() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let outcome = try Nines.run(["plan", Self.growing, "--out", folder.path("out")] + Self.quick)
    #expect(outcome.exitCode == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).sorted()
    #expect(
      names == [
        "assumptions.csv", "designs.csv", "options.csv", "plan.yaml", "position.csv", "purchases.csv", "result.json",
        "roadmap.csv",
      ])
    #expect(try folder.text("out/result.json") == outcome.stdout)
    #expect(try folder.text("out/designs.csv").split(separator: "\n").count == 73)
    // Three years of months, a row for what is rented in each and one for each term that is held.
    let months = try folder.text("out/position.csv").split(separator: "\n").filter { $0.contains("on-demand") }
    #expect(months.count == 36)
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
