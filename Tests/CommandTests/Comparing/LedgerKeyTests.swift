import Foundation
import Testing

/// A row of the ledger, opened second by second.
@Suite struct LedgerKeyTests {
  /// Every row of a study of three worlds is found again under its key, with the same fault, phases and end.
  @Test func aRowOpensAsItWasWritten() throws {
    let folder = try Folder()
    defer { folder.remove() }
    try Plans.starter().write(to: folder.url.appending(path: "plan.yaml"), atomically: true, encoding: .utf8)
    let compared = try Nines.run(
      ["compare", "plan.yaml", "--replications", "120", "--no-inputs", "--out", "study"], in: folder.url)
    #expect(compared.exitCode == 0, "\(compared.stderr)")
    let ledger = try folder.text("study/outages.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    func cell(_ row: [String], _ name: String) throws -> String { row[try #require(ledger[0].firstIndex(of: name))] }
    // The first row that is the second of its replication, and the last of the ledger.
    let second = try #require(try ledger.dropFirst().first { try cell($0, "outage") == "2" })
    for row in [second, try #require(ledger.last)] {
      let key = "\(try cell(row, "replication")).\(try cell(row, "outage"))"
      let drill = try Nines.run(
        [
          "drill", "plan.yaml", "--design", cell(row, "design"), "--outage", key, "--every", "60s", "--format", "json",
        ], in: folder.url)
      #expect(drill.exitCode == 0, "\(drill.stderr)")
      let json = try #require(try JSONSerialization.jsonObject(with: Data(drill.stdout.utf8)) as? [String: Any])
      let outages = try #require(json["outages"] as? [[String: Any]])
      let fault = try #require(Double(cell(row, "fault_hours"))) * 3600
      let found = try #require(
        outages.first { abs(($0["fault_seconds"] as? Double ?? 0) - fault) < 0.01 && $0["cause"] as? String != nil },
        "\(key) is not among \(outages.count) outages")
      #expect(found["cause"] as? String == (try cell(row, "cause")))
      #expect(found["ended_by"] as? String == (try cell(row, "ended_by")))
      let lost = try #require(found["requests_lost"] as? Double)
      #expect(abs(lost - (try #require(Double(cell(row, "requests_lost"))))) < 1e-3)
      let recovery = try #require(Double(cell(row, "recovery_seconds")))
      #expect(abs((found["end_seconds"] as? Double ?? 0) - fault - recovery) < 0.02)
    }
  }

  @Test(arguments: [
    (["--outage", "8123"], "must be REPLICATION.OUTAGE"),
    (["--outage", "8123.0"], "must be REPLICATION.OUTAGE"),
    (["--outage", "4294967295.1"], "no comparison has a replication of number 4294967295"),
    (["--outage", "3.999"], "replication 3 has"),
    (["--outage", "3.1", "--inject", "edge at 1h for 1h"], "leave --inject and --replication out"),
  ])
  func keysThatAreNotThere(arguments: [String], words: String) throws {
    let outcome = try Nines.run(["drill", Nines.chatPlan, "--design", "hot-standby"] + arguments)
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(outcome.stderr.contains(words), "\(outcome.stderr)")
  }

  /// The phases of an answer and its steps stand in the timeline, in their order, and users move with them.
  @Test func theTimelineShowsTheAnswer() throws {
    let plan = Nines.repository.appending(path: "models/seed-failover.yaml").path
    let outcome = try Nines.run([
      "drill", plan, "--design", "hot-standby", "--inject", "region us-east-1 at 12h for 93min", "--only-injected",
      "--for", "10min", "--format", "csv",
    ])
    let rows = outcome.stdout.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    func column(_ name: String) throws -> [String] {
      let index = try #require(rows[0].firstIndex { $0 == name }, "\(name) is not in \(rows[0])")
      return rows.dropFirst().map { String($0[index]) }
    }
    var phases: [String] = []
    for phase in try column("answer") where phases.last != phase { phases.append(phase) }
    #expect(phases == ["", "detecting", "deciding", "executing", "away"])
    var steps: [String] = []
    for step in try column("step_load-balancer-warm-up") where steps.last != step { steps.append(step) }
    #expect(steps == ["", "running", "done"])
    let running = try column("step_load-balancer-warm-up").count { $0 == "running" }
    #expect((119...121).contains(running), "the warm-up takes 120 s, \(running) of them are shown")
    let (here, there) = (try column("us-east-1_traffic_share"), try column("eastus_traffic_share"))
    #expect(here.first == "1.000000" && here.last == "0.000000" && there.last == "1.000000")
    #expect(zip(here, there).allSatisfy { abs((Double($0) ?? 9) + (Double($1) ?? 9) - 1) < 1e-6 })
  }
}
