import Foundation
import Testing

/// Failures injected into a drill: the phases of the published timeline, to the second.
@Suite struct InjectionTests {
  private static let plan = Nines.repository.appending(path: "models/seed-failover.yaml").path

  private func drill(_ injections: [String], _ more: [String] = []) throws -> Nines.Outcome {
    try Nines.run(
      ["drill", Self.plan, "--design", "hot-standby"] + injections.flatMap { ["--inject", $0] } + more)
  }

  /// Probes every 10 s, three of them, a pre-check of 30 s, and what is executed within 180 s of the fault; the loss is
  /// the demand while nobody answers.
  @Test func aRegionIsReplacedBy180Seconds() throws {
    let outcome = try drill(
      ["region us-east-1 at 12h for 93min"], ["--only-injected", "--every", "30s", "--format", "json"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    let outages = try #require(json["outages"] as? [[String: Any]])
    #expect(outages.count == 1)
    func number(_ key: String) throws -> Double { try #require(outages[0][key] as? Double, "\(key)") }
    let fault = try number("fault_seconds")
    let (alarm, decided) = (try number("alarm_seconds"), try number("decided_seconds"))
    let (opened, end) = (try number("opened_seconds"), try number("end_seconds"))
    #expect(fault == 43_200)
    #expect((20...30).contains(alarm - fault))
    #expect(decided - alarm == 30)
    #expect((150...180).contains(opened - fault))
    #expect(outages[0]["ended_by"] as? String == "failover" && outages[0]["cause"] as? String == "injected 1")
    // Demand at noon is 965 requests a second.
    let perSecond = try number("requests_lost") / (end - fault)
    #expect(abs(perSecond - 965) < 2)
    let points = try #require(json["points"] as? [[String: Any]])
    let seconds = points.compactMap { $0["seconds"] as? Double }
    // From five minutes before to an hour after, every 30 s, and every instant of the outage that lies between two.
    let grid = stride(from: 42_900.0, through: 52_380, by: 30)
    let between = Set([alarm, decided, opened, end]).filter { instant in !grid.contains { abs($0 - instant) < 0.001 } }
    #expect(Array(grid).count == 10 + 186 + 120 + 1 && between.count >= 3)
    #expect(points.count == Array(grid).count + between.count && seconds == seconds.sorted())
    for instant in [fault, alarm, decided, opened, end] {
      #expect(seconds.contains { abs($0 - instant) < 0.001 }, "\(instant) is no row")
    }
    // Nodes of a lost site are not ready, and are when it is back.
    let lost = points.filter { (43_200..<48_780).contains($0["seconds"] as? Double ?? 0) }
    #expect(lost.count > 186 && lost.allSatisfy { $0["us-east-1_nodes_ready"] as? Double == 0 })
    #expect(points.first?["us-east-1_nodes_ready"] as? Double ?? 0 > 0)
    #expect(points.last?["us-east-1_nodes_ready"] as? Double ?? 0 > 0)
  }

  /// The distance that is asked for is that of the table as of the file; without it the table has two dozen rows, and those
  /// of the outage.
  @Test func theTableHasTheRowsOfTheFile() throws {
    let region = ["region us-east-1 at 12h for 93min"]
    func rows(_ format: String, _ more: [String]) throws -> Int {
      let outcome = try drill(region, ["--only-injected", "--for", "20min", "--format", format] + more)
      #expect(outcome.exitCode == 0, "\(outcome.stderr)")
      return outcome.stdout.split(separator: "\n").count {
        format == "csv" ? $0.first?.isNumber == true : $0.hasPrefix("day 1 ")
      }
    }
    // Forty and one on the grid, and alarm, decision and opening between.
    let file = try rows("csv", ["--every", "30s"])
    #expect(file >= 44 && file <= 46)
    #expect(try rows("table", ["--every", "30s"]) == file)
    #expect((24...34).contains(try rows("table", [])))
    #expect(try rows("csv", []) > 1200)
  }

  /// Two failures at once: the second site goes while it stands in for the first.
  @Test func injectionsCombine() throws {
    let outcome = try drill(
      ["region us-east-1 at 12h for 93min", "region eastus at 12h for 10min"],
      ["--only-injected", "--every", "30s", "--format", "table"])
    #expect(outcome.exitCode == 0 && outcome.stdout.contains("injected 1"), "\(outcome.stdout)")
    let alone = try drill(["region us-east-1 at 12h for 93min"], ["--only-injected", "--every", "30s"])
    #expect(alone.stdout != outcome.stdout)
  }

  @Test(arguments: [
    ("region us-est-1 at 12h for 1h", "names 'us-est-1', which is not in the plan. It has: us-east-1"),
    ("region us-east-1 at noon for 1h", "begins at 'noon', which is no instant"),
    ("region us-east-1 at 12h for long", "lasts 'long', which is no duration"),
    ("region us-east-1 at 12h for 1h loudly", "ends with 'loudly'"),
    ("zone us-east-1 at 12h for 1h", "strikes 'zone us-east-1'"),
    ("0 nodes of region us-east-1 at 12h for 1h", "strikes '0' nodes"),
    ("region us-east-1", "does not say what, when and how long"),
  ])
  func mistypedInjectionsAreNamed(text: String, words: String) throws {
    let outcome = try drill([text])
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(outcome.stderr.contains(words), "\(outcome.stderr)")
  }

  /// Which service's replica a single GPU belongs to is not followed, in a plan as in a drill.
  @Test func partsOfANodeAreNotStruckBesideSeveralServices() throws {
    let plan = Nines.repository.appending(path: "models/services.yaml").path
    let outcome = try Nines.run(
      ["drill", plan, "--design", "two-regions", "--inject", "gpu 1 of site us-east-1 at 12h for 1h"])
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(outcome.stderr.contains("strikes scope 'gpu', and which service's replica"), "\(outcome.stderr)")
  }
}
