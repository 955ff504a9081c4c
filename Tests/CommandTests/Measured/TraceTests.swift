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

  // MARK: Prefixes

  static let blocks = Nines.repository.appending(path: "models/traces/prefix-blocks.jsonl").path

  /// By hand: 512 + 1024 of 4124 prompt tokens, and with room for one block 512 + 512.
  @Test(arguments: [(nil, 1536, "without a bound"), ("600", 1024, "of 600 tokens")])
  func prefixHitsAreCounted(cache: String?, hits: Int, words: String) throws {
    let arguments = ["trace", Self.plan, Self.blocks, "--level", "flow", "--replicas", "1", "--quiet"]
    let more = cache.map { ["--cache", $0] } ?? []
    let run = try Nines.run(arguments + more, columns: 160)
    let share = (1000 * Double(hits) / 4124).rounded() / 10
    #expect(run.exitCode == 0, "\(run.stderr)")
    #expect(run.stdout.contains("prefixes: \(share) % of the prompt tokens stand in blocks of 512"), "\(run.stdout)")
    #expect(
      run.stdout.contains("in one cache \(words)") && run.stdout.contains("prefix-cache: { hits: \(share)% of prompt }")
    )
    let json = try Nines.run(arguments + more + ["--format", "json"]).stdout
    let tree = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let found = try #require(tree["prefix_hits"] as? [String: Any])
    #expect(found["hit_tokens"] as? Int == hits && found["prompt_tokens"] as? Int == 4124)
  }

  /// Blocks of other lengths are no mistake where nobody asks for them.
  @Test func otherBlocksAreSaid() throws {
    let arguments = ["trace", Self.plan, Self.blocks, "--level", "flow", "--replicas", "1", "--quiet"]
    let asked = try Nines.run(arguments + ["--block", "16"])
    #expect(asked.exitCode == 2 && asked.stderr.contains("prefix-blocks.jsonl:2:61: error: the request names 2 blocks"))
    #expect(
      asked.stderr.contains("1000 tokens make 63 of 16. Give the tokens of a block with --block"), "\(asked.stderr)")
    let small = try Nines.run(arguments + ["--cache", "100"])
    #expect(small.exitCode == 64 && small.stderr.contains("--cache must hold a block, 512 tokens"))
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
