import Foundation
import TestSupport
import Testing

/// What is far larger than anything that is meant: quick, or refused with the limit, in few words and little time.
@Suite struct HugeInputTests {
  private static let serving = Checkout.models.appending(path: "llm-serving.yaml").path

  private func refused(_ arguments: [String], in folder: Folder, _ words: String) throws {
    // Under a limit of CPU seconds: one that never ends is a failure and no wait.
    let outcome = try LimitedRun.run(arguments, in: folder)
    #expect(outcome.exitCode == 2 && outcome.stdout.isEmpty, "\(outcome.exitCode)")
    #expect(outcome.stderr.contains(words), "\(outcome.stderr.prefix(500))")
    #expect(outcome.stderr.utf8.count < 2000, "\(outcome.stderr.utf8.count) bytes")
  }

  @Test(arguments: [
    "time,rps\n" + String(repeating: "1", count: 40_000_000) + "\n", String(repeating: "x,", count: 20_000_000),
  ])
  func aLineOfFortyMegabytesIsRefused(table: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(table, as: "one.csv")
    try refused(["fit", "one.csv", "--quiet"], in: folder, "the row is longer than 1048576 bytes")
  }

  @Test func twoThousandSitesAreTooMany() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let sites = (0..<2000).map { "  s\($0): { keep: serving, node: { gpus: 1, price: $1/h } }\n" }.joined()
    _ = try folder.write(
      "service: many\ntraffic: { peak: 100rps }\nreplica: { rated: 10rps }\nsites:\n\(sites)"
        + "detect: { takes: 1min }\nexecute: { move-traffic: { by: balancer } }\n", as: "many.yaml")
    try refused(
      ["validate", "many.yaml"], in: folder, "many.yaml:205:3: error: the plan has 2000 sites, and 200 are the most")
  }

  /// A request that the cache never holds is refused by the pool. Where none can be served there is no pool to look at.
  @Test(arguments: ["flow", "request"])
  func anAnswerOfAMillionTokensEnds(level: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let header = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
    let huge = "2023-11-16 18:15:46.68,374,1000000\n2023-11-16 18:15:50.95,1000000,109\n"
    _ = try folder.write(header + huge, as: "huge.csv")
    let trace = ["--level", level, "--replicas", "2", "--quiet"]
    try refused(
      ["trace", Self.serving, "huge.csv"] + trace, in: folder,
      "huge.csv: error: none of its requests fits into the replica's KV cache of 626000 tokens")
    let some = (10..<50).map { "2023-11-16 18:16:\($0).68,\(300 + $0),\(200 + $0)\n" }.joined()
    _ = try folder.write(header + huge + some, as: "some.csv")
    let outcome = try LimitedRun.run(["trace", Self.serving, "some.csv"] + trace, in: folder)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
  }

  private func plan(_ keys: String, in folder: Folder) throws {
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "library"), withDestinationURL: Checkout.models.appending(path: "library"))
    let text = try String(contentsOfFile: Self.serving, encoding: .utf8)
    _ = try folder.write(text.replacing("\nreplica:\n", with: "\nreplica:\n  \(keys)\n"), as: "plan.yaml")
  }

  /// The same of a plan: its tokens never fit.
  @Test func aCacheThatHoldsNoRequestIsRefused() throws {
    let folder = try Folder()
    defer { folder.remove() }
    try plan("kv: 100 tokens\n  curve: { by: request-level, requests: 2000 }", in: folder)
    try refused(["validate", "plan.yaml"], in: folder, "no request fits into the KV cache of 100 tokens")
  }

  /// An empty variable is one that is not set: the cache is that of the home folder, and no folder of the current one.
  @Test func anEmptyCachePlaceCountsAsUnset() throws {
    let folder = try Folder()
    defer { folder.remove() }
    try plan("curve: { by: request-level, requests: 2000 }", in: folder)
    let process = Process()
    process.executableURL = Nines.executable
    process.arguments = ["validate", "plan.yaml"]
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging([
      "XDG_CACHE_HOME": "", "HOME": folder.path("home"),
    ]) { $1 }
    (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try folder.contents() == ["home", "library", "plan.yaml"])
    #expect(try folder.contents(of: "home/.cache/nines").count == 1)
  }
}
