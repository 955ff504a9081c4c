import Foundation
import Testing

/// `nines trace` as a user meets it.
@Suite struct TraceTests {
  static let plan = Nines.repository.appending(path: "models/llm-serving.yaml").path
  static let trace = Nines.repository.appending(path: "models/traces/azure-conversation-5-minutes.csv").path

  @Test func bothLevelsStandSideBySide() throws {
    let run = try Nines.run(["trace", Self.plan, Self.trace, "--replicas", "1"], columns: 120)
    #expect(run.exitCode == 0, "\(run.stderr)")
    for line in ["first token     flow", "first token  request", "end to end      flow", "cannot see bursts"] {
      #expect(run.stdout.contains(line), "no '\(line)' in \(run.stdout)")
    }
  }

  @Test func requestsAreConservedAndTheBytesAreTheSame() throws {
    let arguments = ["trace", Self.plan, Self.trace, "--format", "json", "--routing", "random"]
    let run = try Nines.run(arguments)
    #expect(try Nines.run(arguments).stdout == run.stdout)
    let tree = try #require(JSONSerialization.jsonObject(with: Data(run.stdout.utf8)) as? [String: Any])
    let levels = try #require(tree["levels"] as? [[String: Any]])
    #expect(levels.map { $0["level"] as? String } == ["flow", "request"])
    #expect(levels[1]["requests_completed"] as? Int == tree["requests"] as? Int)
  }

  @Test func aPlanWithoutIterationTimeIsRefused() throws {
    let run = try Nines.run(["trace", Nines.chatPlan, Self.trace])
    #expect(run.exitCode == 2 && run.stderr.contains("Add 'iteration' and 'batch' to 'replica'") && run.stdout.isEmpty)
  }

  @Test func aBrokenTraceNamesItsLine() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "broken-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try "TIMESTAMP,ContextTokens,GeneratedTokens\n1,10,10\n0.5,10,10\n".write(
      to: file, atomically: true, encoding: .utf8)
    let run = try Nines.run(["trace", Self.plan, file.path])
    #expect(run.exitCode == 2 && run.stderr.contains(":3:1: error: the request is earlier"))
  }
}
