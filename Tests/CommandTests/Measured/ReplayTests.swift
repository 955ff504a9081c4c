import Foundation
import Testing

/// Dated incidents on a plan, against what can be reckoned by hand.
@Suite struct ReplayTests {
  /// Constant traffic and a standby whose every phase has a fixed length: alarm after 60 s, decision 30 s later, and
  /// traffic moved at once.
  private static let plan = Plans.pair(
    failures: ["region: { scope: region, per-year: 50, lasts: 2h }"], detect: "takes: 60s", failback: "4h",
    more: ["horizon: 60d"])

  private func replay(_ incidents: String, _ more: [String] = [], name: String = "file.yaml") throws -> Nines.Outcome {
    try Nines.run("replay", plan: Self.plan, files: [(name, incidents)], [name, "--worlds", "3"] + more)
  }

  private func designs(_ outcome: Nines.Outcome) throws -> [[String: Any]] {
    let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    let incidents = try #require(json["incidents"] as? [[String: Any]])
    return try #require(incidents[0]["designs"] as? [[String: Any]])
  }

  private func number(_ figure: Any?, _ key: String) throws -> Double {
    try #require((figure as? [String: Any])?[key] as? Double)
  }

  /// With constant traffic a lost minute is a minute: 100 without a second site, 90 s with one; the plan's fifty regional
  /// outages a year stay out of it.
  @Test func aDayIsWhatItsPhasesSay() throws {
    let outcome = try replay(
      "incidents: [{ name: i, start: [2025-01-20T10:00Z, 2025-01-20T10:20Z, 2025-01-20T10:50Z], end: 2025-01-20T12:00Z, hit: primary }]\n",
      ["--format", "json"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let designs = try designs(outcome)
    #expect(designs.count == 2)
    let (alone, hot) = (designs[0], designs[1])
    #expect(abs(try number(alone["lost_minutes"], "mean") - 100) < 1e-6)
    #expect(abs(try number(alone["lost_minutes"], "least") - 70) < 1e-6)
    #expect(abs(try number(alone["lost_minutes"], "most") - 120) < 1e-6)
    #expect(abs(try number(alone["requests_lost"], "mean") - 600_000) < 1)
    #expect(try number(alone["ended_by"], "repair") == 1)
    #expect(abs(try number(hot["lost_minutes"], "mean") - 1.5) < 1e-6)
    #expect(abs(try number(hot["recovery_seconds"], "mean") - 90) < 1e-6)
    #expect(abs(try number(hot["failover_seconds"], "mean") - 90) < 1e-6)
    #expect(try number(hot["ended_by"], "failover") == 1)
    #expect(abs(try number(hot["avoided_minutes"], "mean") - 98.5) < 1e-6)
  }

  /// A share of errors that no health check sees: lost in every design, ended by nobody's failover.
  @Test func errorsMoveNothing() throws {
    let outcome = try replay(
      "name,start,lasts,hit,effect,share\nbrown,2025-01-20T10:00Z,100min,primary,errors,\"[10%, 20%, 40%]\"\n",
      ["--format", "json"], name: "file.csv")
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    for design in try designs(outcome) {
      #expect(abs(try number(design["lost_minutes"], "mean") - 20) < 1e-6)
      #expect(abs(try number(design["lost_minutes"], "least") - 10) < 1e-6)
      #expect(abs(try number(design["lost_minutes"], "most") - 40) < 1e-6)
      #expect(try number(design["ended_by"], "failover") == 0)
    }
  }

  /// 2025-01-20 is a Monday; the plan's Monday nearest in the year is 2027-01-18. An incident over midnight takes two days.
  @Test func theDayHasTheDatesPlaceInTheWeek() throws {
    let outcome = try replay(
      "incidents: [{ name: i, start: 2025-01-20T23:30Z, lasts: 1h, hit: everywhere }]\n", ["--format", "csv"])
    let row = outcome.stdout.split(separator: "\n")[1].split(separator: ",", omittingEmptySubsequences: false)
    #expect(row[1] == "2025-01-20" && row[2] == "2027-01-18", "\(row)")
    #expect(Double(row[5]) == 60)
  }

  /// The mildest course may be the last to end: its length counts from the latest start, here over midnight.
  @Test func theMildestCourseIsNotCutOff() throws {
    let outcome = try replay(
      "incidents: [{ name: i, start: [2025-01-20T20:00Z, 2025-01-20T21:00Z, 2025-01-20T23:50Z], lasts: [20min, 30min, 60min], hit: primary }]\n",
      ["--format", "json"])
    let alone = try designs(outcome)[0]
    #expect(abs(try number(alone["lost_minutes"], "least") - 20) < 1e-6)
    #expect(abs(try number(alone["lost_minutes"], "mean") - 30) < 1e-6)
    #expect(abs(try number(alone["lost_minutes"], "most") - 60) < 1e-6)
  }

  /// Another plan's names are replaced by the command's.
  @Test func theCommandMayHitSomethingElse() throws {
    let file = "incidents: [{ name: i, start: 2025-01-20T10:00Z, lasts: 1h, hit: region nowhere }]\n"
    let named = try replay(file)
    #expect(named.exitCode == 2 && named.stderr.contains("names 'nowhere', which is not in the plan"))
    let hit = try replay(file, ["--hit", "zone 1 of site a", "--format", "csv"])
    // Half the nodes and no buffer: half of the requests.
    #expect(hit.exitCode == 0 && hit.stdout.contains("zone 1 of site a"), "\(hit.stderr)")
    #expect(try replay(file, ["--hit", "zone 3 of site a"]).exitCode == 64)
  }

  /// Ten nodes of ten requests a second, five in each zone, one process and eight GPUs on each, and no buffer: what an
  /// hour of it costs is the share that is gone.
  @Test(arguments: [
    ("zone 1 of site a", 30.0), ("2 nodes of primary", 12), ("node 1 of site a and node 2 of region a", 12),
    ("process 1 of site a", 6), ("gpu 3 of primary", 6), ("rack 2 of site a", 6), ("edge", 60), ("everywhere", 60),
    ("provider aws", 1.5), ("site b", 0), ("link a b", 0),
  ])
  func whatIsHitIsWhatIsLost(hit: String, minutes: Double) throws {
    let outcome = try replay(
      "incidents: [{ name: i, start: 2025-01-20T10:00Z, lasts: 1h, hit: \(hit) }]\n", ["--format", "json"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    #expect(abs(try number(designs(outcome)[1]["lost_minutes"], "mean") - minutes) < 1e-6)
  }

  @Test(arguments: [
    ("zone a", "Say which and where: 'zone 1 of region a'"), ("zone 7 of site a", "There are 2 zones"),
    ("node 11 of site a", "There are 10 nodes"), ("regoin a", "Did you mean 'region'?"),
    ("dependency x", "which the plan does not have. It has none"), ("link a a", "from 'a' to itself"),
    ("5 zones of site a", "strikes '5 zones of site a'"), ("node x of site a", "strikes node 'x'"),
    ("primary and", "strikes ''"),
  ])
  func whatIsNotThereCannotBeHit(hit: String, words: String) throws {
    let outcome = try replay(
      "incidents: [{ name: i, start: 2025-01-20T10:00Z, lasts: 1h, hit: primary }]\n", ["--hit", hit])
    #expect(outcome.exitCode == 64 && outcome.stderr.contains(words), "\(outcome.stderr)")
  }

  /// Every mistake of a file has its place and its remedy, in one pass.
  @Test func mistakesHaveTheirPlace() throws {
    let file = """
      name,start,end,hit,effect
      a,2025-12-02,2025-12-02T18:07Z,primary,refused
      a,2025-12-02T16:34Z,2025-12-02T16:07Z,region aa,loudly
      c,2025-12-02T16:34Z,2025-12-02T18:07Z,zone a
      d,"[2025-12-02T16:34Z,2025-12-02T16:30Z,2025-12-02T16:40Z]",2025-12-02T18:07Z,zone 9 of region a,errors 130%

      """
    let outcome = try replay(file, name: "bad.csv")
    #expect(outcome.exitCode == 2 && outcome.stdout == "")
    for words in [
      "bad.csv:2:3: error: '2025-12-02' at 'incidents[0].start' is a day without a time",
      "bad.csv:3:1: error: the name 'a' is there twice", "bad.csv:3:21: error: it may end before it starts",
      "bad.csv:3:39: error: 'hit' names 'aa'", "bad.csv:3:49: error: 'effect' ends with 'loudly'",
      "bad.csv:4:1: error: expected 5 fields, found 4", "is before '2025-12-02T16:34Z'",
      "'hit' strikes zone 9 of a. There are 2 zones", "'130%' is no share", "9 errors",
    ] {
      #expect(outcome.stderr.contains(words), "\(words)\n\(outcome.stderr)")
    }
    let empty = try replay("incident: []\n")
    #expect(empty.exitCode == 2 && empty.stderr.contains("Did you mean 'incidents'?"), "\(empty.stderr)")
    let late = try replay("incidents: [{ name: i, start: 2025-01-20T10:00Z, lasts: 80d, hit: primary }]\n")
    #expect(late.exitCode == 2 && late.stderr.contains("needs 81 whole days"), "\(late.stderr)")
  }
}
