import Foundation
import Testing

/// From the README alone to a decision, for services that no sample is like: what somebody types, in that order, and what must be
/// there at the end to go into a meeting with.
@Suite struct WalkTests {
  private struct Walk {
    let name: String
    /// What is said to `nines init`.
    let answers: [String]
    /// The design that is bought, and what it costs.
    let decision: String
    /// What the years leave open, if anything.
    var open: String?
  }

  private static let walks = [
    // A voice API on two clouds: one stands by today.
    Walk(
      name: "voice-api",
      answers: [
        "--like", "voice", "--peak", "600rps", "--rated", "40rps on 1 GPU", "--clouds", "aws,gcp", "--availability",
        "99.95%", "--recover-within", "2min", "--today", "warm-standby",
      ], decision: "The cheapest design that meets every objective is active-active, $2.42 M a year."),
    // A coding assistant on machines of one's own, and a cloud for the day on which they are lost.
    Walk(
      name: "assistant",
      answers: [
        "--like", "code", "--peak", "90rps", "--rated", "3rps on 2 GPUs", "--clouds", "own,aws", "--recover-within",
        "10min", "--loss", "40/min",
      ], decision: "The cheapest design that meets every objective is active-active, $5.18 M a year."),
    // A model that could be rented by the token while its own region is lost.
    Walk(
      name: "rented-api",
      answers: ["--like", "rented", "--peak", "50rps", "--recover-within", "5min", "--loss", "0.02/request"],
      decision: "The cheapest design that meets every objective is active-active, $2.89 M a year.",
      open: "Cheaper, and undecided at this number of years: rented-standby."),
  ]

  @Test(arguments: walks.indices)
  func fiveCommandsEndInADecision(index: Int) throws {
    let walk = Self.walks[index]
    let folder = try Folder()
    defer { folder.remove() }
    let plan = "\(walk.name).yaml"
    let size = ["--replications", "80", "--no-inputs", "--quiet"]
    func run(_ arguments: [String]) throws -> Nines.Outcome {
      let outcome = try Nines.run(arguments, columns: 80, in: folder.url)
      let long = outcome.stdout.split(separator: "\n").filter { $0.count > 80 && !$0.hasPrefix("wrote ") }
      #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
      return outcome
    }
    let begun = try run(["init", plan] + walk.answers)
    #expect(begun.exitCode == 0 && begun.stdout.contains("next: nines validate \(plan)"), "\(begun.stderr)")
    #expect(try run(["validate", plan]).exitCode == 0)
    let compared = try run(["compare", plan, "--out", "result"] + size)
    #expect(compared.exitCode == 0, "\(compared.stderr)")
    let said = compared.stdout.replacing(/\s+/, with: " ")
    #expect(said.contains(walk.decision), "\(said)")
    if let open = walk.open { #expect(said.contains(open), "\(said)") }
    // What each design costs stands beside what it loses, also on a narrow terminal.
    let heading = try #require(compared.stdout.split(separator: "\n").first { $0.hasPrefix("VERDICT") })
    #expect(heading.hasSuffix("$ M/y") || heading.contains("$ M/y  "), "\(heading)")
    // The page that is mailed says the same in its title.
    let page = try folder.text("result/report.html")
    #expect(page.contains(/<h1[^>]*>Active-active [^<]*every objective/))
    #expect(page.contains("Phases over many outages: active-active&#39;s failovers take "))
    // And a pipeline may hold to it from tomorrow on.
    #expect(try run(["compare", plan, "--gate", "active-active"] + size).exitCode == 0)
    #expect(try run(["compare", plan, "--gate", "single-site"] + size).exitCode == 99)
  }
}
