import Foundation
import Testing

@testable import ModelFiles

@Suite struct RequestTraceTests {
  private func read(_ text: String) throws -> [TracedRequest] {
    let file = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try text.write(to: file, atomically: true, encoding: .utf8)
    var reader = try RequestTraceReader(path: file.path)
    var requests: [TracedRequest] = []
    while let request = try reader.next() { requests.append(request) }
    return requests
  }

  @Test func readsTheAzureFormat() throws {
    let requests = try read(
      "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-12-31 23:59:59.6805900,374,44\r\n2024-01-01 00:00:00.9951690,396,109"
    )
    #expect(
      requests == [
        TracedRequest(nanoseconds: 0, prompt: 374, output: 44),
        TracedRequest(nanoseconds: 1_314_579_000, prompt: 396, output: 109),
      ])
  }

  @Test func readsJSONLines() throws {
    let requests = try read(
      """
      {"timestamp": 5, "input_length": 40160, "output_length": 6, "hash_ids": [0, 1]}

      {"timestamp": 3005, "input_length": 20, "output_length": 1, "hash_ids": []}
      """)
    #expect(requests.map(\.nanoseconds) == [0, 3_000_000_000] && requests.map(\.prompt) == [40160, 20])
  }

  /// Blocks are read where they are asked for; those that do not make their prompt are said, with their place, and no more are read.
  @Test func readsBlocks() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    try """
    {"timestamp": 0, "input_length": 513, "output_length": 1, "hash_ids": [7, 8]}
    {"timestamp": 1, "input_length": 20, "output_length": 1}
    {"timestamp": 2, "input_length": 512, "output_length": 1, "hash_ids": [7, 8]}
    {"timestamp": 3, "input_length": 512, "output_length": 1, "hash_ids": [7]}
    """.write(to: file, atomically: true, encoding: .utf8)
    var reader = try RequestTraceReader(path: file.path, blockTokens: 512)
    var blocks: [[Int]] = []
    while let request = try reader.next() { blocks.append(request.blocks) }
    #expect(blocks == [[7, 8], [], [], []])
    let problem = try #require(reader.blockProblem)
    #expect(problem.line == 3 && problem.column == 59)
    #expect(problem.message == "the request names 2 blocks, and its 512 tokens make 1 of 512")
  }

  @Test func blocksAreWholeNumbers() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    try "{\"timestamp\": 0, \"input_length\": 5, \"output_length\": 1, \"hash_ids\": [\"a\"]}\n".write(
      to: file, atomically: true, encoding: .utf8)
    var reader = try RequestTraceReader(path: file.path, blockTokens: 512)
    #expect { _ = try reader.next() } throws: {
      "\($0)".contains(":1:57: error: 'hash_ids' is no list of whole numbers")
    }
  }

  /// Columns in another order, seconds as times, further columns.
  @Test func findsColumnsByName() throws {
    let requests = try read("# source\nGeneratedTokens,kind,TIMESTAMP,ContextTokens\n7,a,10.5,100\n8,b,11,200\n")
    #expect(requests.map(\.nanoseconds) == [0, 500_000_000] && requests.map(\.output) == [7, 8])
  }

  @Test(arguments: [
    ("", "the trace is empty"),
    ("TIMESTAMP,ContextTokens\n1,2\n", ":1:1: error: the column 'GeneratedTokens' is missing"),
    ("TIMESTAMP,ContextTokens,GeneratedTokens\n5,1,1\n4,1,1\n", ":3:1: error: the request is earlier"),
    ("TIMESTAMP,ContextTokens,GeneratedTokens\n5,-1,1\n", ":2:3: error: '-1' is not a number of tokens"),
    ("TIMESTAMP,ContextTokens,GeneratedTokens\n5,1,1\n6,1", ":3:1: error: the line has 2 of 3 columns"),
    ("TIMESTAMP,ContextTokens,GeneratedTokens\nnoon,1,1\n", ":2:1: error: 'noon' is not a time"),
    ("{\"timestamp\": 5, \"input_length\": 40", ":1:1: error: the line is not an object"),
  ])
  func brokenTracesNameTheLine(text: String, expected: String) {
    #expect { try read(text) } throws: { error in
      let found = "\(error)"
      return found.contains(expected) && found.contains(". ")
    }
  }

  @Test func aFileThatIsMissingIsNamed() {
    #expect(throws: Diagnostic.self) { _ = try RequestTraceReader(path: "/nowhere/trace.csv") }
  }

  /// The published traces as a whole; skipped where NINES_DATA does not name the directory that holds them.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["NINES_DATA"] != nil, "NINES_DATA names no directory of traces"),
    arguments: [
      ("AzureLLMInferenceTrace_conv.csv", 19_366), ("AzureLLMInferenceTrace_code.csv", 8819),
      ("mooncake_synthetic_trace.jsonl", 3993),
    ])
  func publishedTracesAreRead(name: String, requests: Int) throws {
    let folder = URL(filePath: ProcessInfo.processInfo.environment["NINES_DATA"] ?? "")
    var reader = try RequestTraceReader(path: folder.appending(path: name).path)
    var count = 0
    while try reader.next() != nil { count += 1 }
    #expect(count == requests)
  }
}
