import Foundation
import Testing

/// What pages draw beside the figures: phases second by second, and a week of capacity.
@Suite struct PictureTests {
  private func plan() throws -> String {
    try String(contentsOf: Nines.repository.appending(path: "Tests/CommandTests/Cases/terminal.yaml"), encoding: .utf8)
  }

  private func json(_ folder: Folder, _ path: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(folder.text(path).utf8)) as? [String: Any])
  }

  /// Nine nodes start: a boot of 4 min, 9 x 140 GB over 40 Gbit/s = 252 s, a load of 60 s, one after the other.
  @Test func growingNodesClimbRungByRung() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(plan(), as: "plan.yaml")
    let outcome = try Nines.run(
      [
        "drill", "plan.yaml", "--design", "warm-standby", "--inject", "region a at 12h for 40min", "--only-injected",
        "--every", "10min", "--out", "out",
      ], in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let timelines = try #require(try json(folder, "out/result.json")["timelines"] as? [[String: Any]])
    #expect(timelines.count == 3 && timelines[0]["design"] as? String == "warm-standby")
    let outage = try #require((timelines[0]["outages"] as? [[String: Any]])?.first)
    let phases = try #require(outage["phases"] as? [[String: Any]])
    var end: Double?
    for (lane, seconds) in [("boot", 240.0), ("fetch", 252), ("load", 60)] {
      let phase = try #require(phases.first { $0["lane"] as? String == lane })
      let (from, to) = (try #require(phase["from_seconds"] as? Double), try #require(phase["to_seconds"] as? Double))
      #expect(abs(to - from - seconds) <= 1, "\(lane): \(to - from)")
      if let end { #expect(abs(from - end) <= 1, "\(lane) begins where the rung before it ends") }
      end = to
      #expect((phase["words"] as? String)?.hasPrefix("9 nodes at b") == true)
    }
    // Nobody waits for stock, so that nothing is acquired that would take time.
    #expect(!phases.contains { $0["lane"] as? String == "acquire" })
    #expect(abs((outage["recovery_seconds"] as? Double ?? 0) - (end ?? 0)) <= 1)
  }

  /// A request for nodes that takes two minutes is a lane of its own, before the boot.
  @Test func waitingForNodesIsNotBooting() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let waiting = "acquire: { calm: { wait: 2min }, rush: { wait: 2min } }\nfailures:\n"
    _ = try folder.write(plan().replacing("\nfailures:\n", with: "\n" + waiting), as: "plan.yaml")
    let outcome = try Nines.run(
      [
        "drill", "plan.yaml", "--design", "warm-standby", "--inject", "region a at 12h for 40min", "--only-injected",
        "--out", "out",
      ], in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let timelines = try #require(try json(folder, "out/result.json")["timelines"] as? [[String: Any]])
    let phases = ((timelines[0]["outages"] as? [[String: Any]])?.first?["phases"] as? [[String: Any]]) ?? []
    for (lane, seconds) in [("acquire", 120.0), ("boot", 240)] {
      let phase = try #require(phases.first { $0["lane"] as? String == lane }, "\(phases)")
      let length = (phase["to_seconds"] as? Double ?? 0) - (phase["from_seconds"] as? Double ?? 0)
      #expect(abs(length - seconds) <= 1, "\(lane): \(length)")
    }
  }

  /// Where every design keeps what is asked the cheapest ranks first: what is drawn is of it, not of the one that loses least.
  @Test func whatIsDrawnIsOfTheDesignThatRanksFirst() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(
      plan().replacing("at-least: 99.9%", with: "at-least: 90%")
        .replacing("  recovery: { region: 15min, in: 95% of outages }\n", with: ""), as: "plan.yaml")
    let outcome = try Nines.run(
      ["compare", "plan.yaml", "--no-inputs", "--replications", "200", "--quiet", "--out", "out"], in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let result = try json(folder, "out/result.json")
    let ranking = try #require(result["ranking"] as? [[String: Any]]).compactMap { $0["design"] as? String }
    #expect(ranking.first == "single-site" && ranking.count == 3)
    #expect((result["capacity_week"] as? [String: Any])?["design"] as? String == "single-site")
    let outages = try #require(result["shown_outages"] as? [[String: Any]])
    #expect(!outages.isEmpty && outages.allSatisfy { $0["design"] as? String == "single-site" })
    // What ten percent more of a price do stands beside it, as in assumptions.csv.
    let assumptions = try #require(result["assumptions"] as? [[String: Any]])
    #expect(assumptions.contains { ($0["effect_usd_year_plus_10_percent"] as? Double ?? 0) > 0 })
    let missing = (result["not_modelled"] as? [String])?.joined() ?? ""
    #expect(missing.contains("queues and latency") && missing.contains("protection.retries"))
  }

  /// The courses of a replay stand in its result: every design on the same incident.
  @Test func aReplayHasTheCourseOfEveryDesign() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(plan(), as: "plan.yaml")
    _ = try folder.write(
      "incidents:\n- { name: lost, start: 2025-03-04T10:00Z, end: 2025-03-04T12:00Z, hit: region a }\n",
      as: "incidents.yaml")
    let outcome = try Nines.run(
      ["replay", "plan.yaml", "incidents.yaml", "--worlds", "4", "--quiet", "--out", "out"], in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let incident = try #require((try json(folder, "out/result.json")["incidents"] as? [[String: Any]])?.first)
    let timelines = try #require(incident["timelines"] as? [[String: Any]])
    #expect(timelines.map { $0["design"] as? String ?? "" }.prefix(2) == ["single-site", "warm-standby"])
    for timeline in timelines.prefix(2) {
      let outage = try #require((timeline["outages"] as? [[String: Any]])?.first)
      #expect((outage["recovery_seconds"] as? Double ?? 0) > 0)
    }
  }

  /// Constant demand has no fan; demand with noise lies in its fan nine times in ten or so, and the fan has a width.
  @Test func theWeekHasItsFan() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(plan(), as: "plan.yaml")
    _ = try folder.write(
      plan().replacing("{ peak: 100rps }", with: "{ peak: 100rps, noise: { cv: 10%, correlation: 10min } }"),
      as: "noisy.yaml")
    for (file, isNoisy) in [("plan.yaml", false), ("noisy.yaml", true)] {
      let outcome = try Nines.run(
        ["compare", file, "--no-inputs", "--out", "out-\(file)"] + TerminalTests.quick, in: folder.url)
      #expect(outcome.exitCode == 0, "\(outcome.stderr)")
      let week = try #require(try json(folder, "out-\(file)/result.json")["capacity_week"] as? [String: Any])
      func series(_ key: String) throws -> [Double] { try #require(week[key] as? [Double]) }
      let (demand, low, high) = (
        try series("demand_rps"), try series("demand_low_rps"), try series("demand_high_rps")
      )
      #expect(demand.count == 673 && low.count == 673 && high.count == 673)
      let inside = demand.indices.count { low[$0] <= demand[$0] && demand[$0] <= high[$0] }
      #expect(zip(low, high).allSatisfy { isNoisy ? $0 < $1 : $0 == $1 })
      #expect(isNoisy ? (0.8 * 673..<0.98 * 673).contains(Double(inside)) : inside == 673, "\(inside)")
      #expect(week["ordered_rps"] is NSNull)
      #expect(week["site_loss_reserve_rps"] as? Double == 0)
    }
  }
}
