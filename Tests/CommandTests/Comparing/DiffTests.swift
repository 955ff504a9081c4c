import Foundation
import Testing

/// `nines diff` and the billing file, as a user meets them.
@Suite struct DiffTests {
  private static let quick = ["--replications", "40", "--no-inputs", "--quiet"]

  @Test func aChangedPlanIsFollowedToItsCost() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = try folder.write(Plans.starter(), as: "plan.yaml")
    let other = try folder.write(
      Plans.starter().replacing("buffer: 25% of requirement", with: "buffer: 60% of requirement"), as: "other.yaml")
    _ = try Nines.run(["compare", plan, "--out", folder.path("a"), "--focus"] + Self.quick)
    _ = try Nines.run(["compare", other, "--out", folder.path("b")] + Self.quick)
    #expect(try folder.contents(of: "a").contains("focus.csv"))
    #expect(try !folder.contents(of: "b").contains("focus.csv"))
    let outcome = try Nines.run(["diff", folder.path("a"), folder.path("b"), "--format", "json"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    #expect(json["paired"] as? Bool == true)
    let settings = try #require(json["settings"] as? [[String: Any]])
    #expect(settings.map { $0["path"] as? String } == ["buffer"])
    #expect(settings[0]["second"] as? String == "60% of requirement")
    var moves = 0
    for design in try #require(json["designs"] as? [[String: Any]]) {
      let cost = try #require(design["cost_usd_per_year"] as? [String: Any])
      let (first, second) = (cost["first"] as? Double ?? .nan, cost["second"] as? Double ?? .nan)
      let lines = try #require(design["lines"] as? [[String: Any]])
      let moved = lines.reduce(0.0) { $0 + ($1["change_usd_per_year"] as? Double ?? .nan) }
      #expect(Int((moved * 100).rounded()) == Int(((second - first) * 100).rounded()))
      #expect(second >= first, "a larger buffer costs no less")
      if second > first { moves += 1 }
    }
    #expect(moves >= 4)
    let table = try Nines.run(["diff", folder.path("a"), folder.path("b")])
    #expect(table.stdout.contains("buffer") && table.stdout.contains("all lines"))
    let same = try Nines.run(["diff", folder.path("a"), folder.path("a"), "--format", "csv"])
    #expect(!same.stdout.split(separator: "\n").dropFirst().contains { !$0.contains(",0.00,") })
    #expect(try Nines.run(["diff", folder.path("a"), folder.path("a")]).stdout.hasPrefix("The plans say the same."))
    let quiet = try Nines.run(["diff", folder.path("a"), folder.path("b"), "--quiet", "--out", folder.path("d")])
    #expect(quiet.exitCode == 0 && quiet.stderr == "" && quiet.stdout == table.stdout)
    #expect(try folder.contents(of: "d").contains("difference.csv"))
  }

  @Test func whatIsNoComparisonIsRefusedWithAReason() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = try folder.write(Plans.starter(), as: "plan.yaml")
    _ = try Nines.run(["compare", plan, "--out", folder.path("a")] + Self.quick)
    func problem(_ other: String) throws -> String {
      let outcome = try Nines.run(["diff", folder.path("a"), folder.path(other)])
      #expect(outcome.exitCode == 2 && outcome.stdout == "")
      return outcome.stderr
    }
    #expect(try problem("nowhere").contains("there is no such directory"))
    try FileManager.default.createDirectory(at: folder.url.appending(path: "empty"), withIntermediateDirectories: true)
    #expect(try problem("empty").contains("there is no readable 'checksums.txt' in it"))
    try FileManager.default.copyItem(at: folder.url.appending(path: "a"), to: folder.url.appending(path: "sized"))
    _ = try folder.write(#"{"design": "x", "curve": []}"#, as: "sized/result.json")
    #expect(try problem("sized").contains("result.json: error: it is not as it was written"))
    #expect(try Nines.run(["compare", plan, "--focus"] + Self.quick).exitCode == 64)
  }
}
