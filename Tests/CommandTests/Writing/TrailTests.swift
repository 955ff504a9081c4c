import Foundation
import TestSupport
import Testing

/// Whoever gets a file can make it again: release, plan, seed and command stand in it.
@Suite struct TrailTests {
  /// The plan's sum is what `sha256sum` says of the file, and the command is one that writes the same figures.
  @Test func whatLeavesTheHouseSaysWhereItIsFrom() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = try String(contentsOf: Checkout.tests("CommandTests/Cases/design-minus.yaml"), encoding: .utf8)
    _ = try folder.write(plan, as: "plan.yaml")
    let asked = ["--replications", "4", "--no-inputs", "--quiet", "--seed", "7"]
    #expect(try Nines.run(["compare", "plan.yaml", "--out", "result"] + asked, in: folder.url).exitCode == 0)
    let sum = try sha256(of: "plan.yaml", in: folder)
    let release = try Nines.run(["--version"]).stdout.split(separator: " ")[0]

    struct Result: Decodable {
      struct Trail: Decodable {
        let tool_version, plan_sha256, command: String
        let seed: Int
      }
      let trail: Trail
    }
    let trail = try JSONDecoder().decode(Result.self, from: Data(folder.text("result/result.json").utf8)).trail
    #expect(trail.tool_version == release && trail.plan_sha256 == sum && trail.seed == 7)

    for file in ["costs", "finance_summary", "design_summary", "assumptions"] {
      let rows = try folder.text("result/\(file).csv").split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      let column = try #require(rows[0].firstIndex(of: "plan_sha256"), "\(file)")
      let fromEnd = rows[0].count - column
      #expect(rows.dropFirst().allSatisfy { $0[$0.count - fromEnd] == sum }, "\(file)")
    }

    let again = trail.command.split(separator: " ").dropFirst().map(String.init)
    #expect(try Nines.run(again + ["--quiet", "--out", "again"], in: folder.url).exitCode == 0)
    #expect(try folder.text("again/result.json") == folder.text("result/result.json"))
  }

  /// By a program of others.
  private func sha256(of name: String, in folder: Folder) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sh", "-c", "sha256sum \(name) || shasum -a 256 \(name)"]
    process.currentDirectoryURL = folder.url
    process.standardOutput = try folder.handle("sum")
    try process.run()
    process.waitUntilExit()
    return try String(folder.text("sum").prefix { $0 != " " })
  }
}
