import Foundation
import Testing

@testable import nines

#if DEBUG
  private let isOptimised = false
#else
  private let isOptimised = true
#endif

/// `nines init` writes plans that hold: what it asks, what it takes, what it refuses.
@Suite struct InitTests {
  /// Each kind with its own answers, and with others: the plan is read without a word, and compared.
  @Test(
    arguments: StarterKind.allCases,
    [
      ["--rated", "6rps on 8 GPUs"],
      ["--peak", "2500/min", "--rated", "6rps on 8 GPUs", "--clouds", "gcp", "--loss", "0.02/request"],
      [
        "--peak", "40rps", "--clouds", "own,azure", "--availability", "99.5%", "--recover-within", "1h", "--loss",
        "500/min",
      ],
    ])
  func everyKindMakesAPlan(kind: StarterKind, answers: [String]) throws { try make(kind, answers) }

  /// With its own model: the latency curve is measured first, which takes a program without optimisation minutes.
  @Test(.enabled(if: isOptimised), arguments: StarterKind.allCases)
  func everyKindMakesAPlanOfItsModel(kind: StarterKind) throws { try make(kind, []) }

  private func make(_ kind: StarterKind, _ answers: [String]) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let written = try Nines.run(["init", "my-plan.yaml", "--like", kind.rawValue] + answers, in: folder.url)
    #expect(written.exitCode == 0 && written.stderr == "", "\(written.stderr)")
    // Editors take the schema by the first line, which names the file that the second says how to make.
    let head = try folder.text("my-plan.yaml").split(separator: "\n").prefix(2)
    #expect(
      head[0] == "# yaml-language-server: $schema=plan.schema.json"
        && head[1].hasSuffix(": nines schema > plan.schema.json"))
    let validated = try Nines.run(["validate", "my-plan.yaml"], in: folder.url)
    #expect(validated.exitCode == 0 && validated.stderr == "", "\(validated.stderr)")
    let compared = try Nines.run(
      [
        "compare", "my-plan.yaml", "--replications", kind == .autoscaled ? "6" : "20", "--quiet", "--no-inputs",
        "--format", "json",
      ], in: folder.url)
    #expect(compared.exitCode == 0 && compared.stderr == "", "\(compared.stderr)")
    // One design at least nearly keeps what was asked for: on average it loses less than is allowed.
    let plan = try folder.text("my-plan.yaml")
    let share = try #require(plan.firstMatch(of: /at-least: ([0-9.]+)%/)).output.1
    let allowed = (1 - Double(share)! / 100) * 8766 * 60
    let best = try lostMinutes(compared.stdout).min() ?? .infinity
    #expect(best <= allowed, "\(kind): \(best) lost minutes, \(allowed) allowed")
  }

  private func lostMinutes(_ json: String) throws -> [Double] {
    let found = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let designs = try #require(found["designs"] as? [[String: Any]])
    return designs.compactMap { ($0["lost_minutes_per_year"] as? [String: Any])?["mean"] as? Double }
  }

  /// Every model on every GPU of the library, where a cloud has that GPU, makes a plan that is read.
  @Test(.enabled(if: isOptimised)) func everyReplicaOfTheCatalogueMakesAPlan() throws {
    let folder = try Folder()
    defer { folder.remove() }
    for entry in StarterReplica.all {
      let cloud = try #require(StarterNode.all.first { $0.gpu == entry.gpu }?.cloud)
      let name = "\(entry.model)-\(entry.gpu).yaml"
      let written = try Nines.run(
        ["init", name, "--like", "batch", "--model", entry.model, "--gpu", entry.gpu, "--clouds", cloud], in: folder.url
      )
      #expect(written.exitCode == 0, "\(name): \(written.stderr)")
      let validated = try Nines.run(["validate", name], in: folder.url)
      #expect(validated.exitCode == 0 && !validated.stderr.contains("error"), "\(name): \(validated.stderr)")
    }
  }

  /// The catalogue and the library say the same, value for value.
  @Test func theCatalogueIsTheLibrary() throws {
    func values(_ lines: [String]) -> [String] {
      lines.map { $0.split(separator: "#")[0].trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
    func library(_ path: String) throws -> [String] {
      let url = Nines.repository.appending(path: "models/library/\(path).yaml")
      return values(
        try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
          .filter { !$0.hasPrefix("#") })
    }
    for entry in StarterReplica.all {
      #expect(try library("gpus/\(entry.file)") == values(entry.lines), "\(entry.file)")
    }
    for node in StarterNode.all {
      let file = "\(node.cloud)-\(node.gpu.lowercased())"
      #expect(try library("nodes/\(file)") == ["gpus: \(node.gpus)x\(node.gpu)"] + values(node.lines), "\(file)")
    }
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Nines.repository.appending(path: "models/library/nodes").path)
    #expect(files.count == StarterNode.all.count, "a node of the library is not in the catalogue")
  }

  @Test func initLeavesAnExistingFileAlone() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let path = try folder.write("mine\n", as: "plan.yaml")
    let outcome = try Nines.run(["init", path])
    #expect(outcome.exitCode == 2 && outcome.stdout == "")
    #expect(outcome.stderr.contains("exists. Name a new file"))
    #expect(try folder.text("plan.yaml") == "mine\n")
  }

  /// A wrong answer is bad usage, says what would be right, and leaves nothing behind.
  @Test(arguments: [
    (["--peak", "200"], "not the peak: expected a rate, such as 1000rps"),
    (["--peak", "0rps"], "requests a second such as 200rps"),
    (["--model", "llama-3.1-7b"], "Did you mean 'llama-3.1-8b'?"),
    (["--model", "qwen3-32b", "--gpu", "B200"], "no entry of qwen3-32b on B200, only on H100"),
    (["--rated", "9rps"], "'9rps on 4 GPUs'"),
    (["--rated", "9rps on 4 GPUs", "--model", "llama-3.1-8b"], "Write one of them"),
    (["--clouds", "aws,azur"], "Did you mean 'azure'?"),
    (["--gpu", "H200", "--clouds", "azure"], "no H200 node of azure, which has H100, MI300X"),
    (["--gpu", "L4", "--clouds", "aws", "--rated", "9rps on 8 GPUs"], "does not fit a node of aws with 4 L4"),
    (["--availability", "99.9"], "expected a share"),
    (["--recover-within", "soon"], "expected a duration"),
    (["--today", "warm-stanby"], "Did you mean 'warm-standby'?"),
    (["--loss", "much"], "500/min, 0.02/request or unknown"),
    (["--like", "chatt"], "chat"),
    (["--like", "rented", "--model", "llama-3.1-8b"], "takes the measured rate of a replica"),
  ])
  func wrongAnswersAreRefused(flags: [String], words: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let outcome = try Nines.run(["init", "plan.yaml"] + flags, in: folder.url)
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(outcome.stderr.contains(words), "\(outcome.stderr)")
    #expect(try folder.contents() == [])
  }

  /// An answer moves the plan: no flag does nothing.
  @Test func everyAnswerStandsInThePlan() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try Nines.run(
      [
        "init", "bot.yaml", "--like", "voice", "--peak", "77rps", "--gpu", "H200", "--clouds", "aws,gcp",
        "--availability",
        "99.95%", "--recover-within", "3min", "--today", "cold", "--loss", "0.02/request",
      ], in: folder.url)
    let plan = try folder.text("bot.yaml")
    for words in [
      "service: bot\n", "peak: 77rps", "gpus: 1xH200", "provider: gcp", "at-least: 99.95%", "region: 3min",
      "decide: { by: person } }   # what stands today", "per-lost-request: $0.02", "within: 200ms",
    ] {
      #expect(plan.contains(words), "\(words) is not in\n\(plan)")
    }
  }

  /// The machines that are owned are those that the plan runs: 120 rps, a quarter more, over what a node holds.
  @Test func ownMachinesAreTheFleet() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try Nines.run(["init", "own.yaml", "--like", "on-prem", "--rated", "10rps on 4 GPUs"], in: folder.url)
    // 120 x 1.25 = 150 rps, 15 replicas, two a node: 8 nodes.
    #expect(try folder.text("own.yaml").contains("nodes: 8 "))
  }

  /// A machine of one's own in the second room is there when the first is lost; the first needs no such promise.
  @Test func ownMachinesOfTheSecondSiteAreReserved() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try Nines.run(["init", "own.yaml", "--like", "on-prem", "--clouds", "own"], in: folder.url)
    let parts = try folder.text("own.yaml").components(separatedBy: "  other:")
    #expect(parts.count == 2 && !parts[0].contains("reserved: 100%") && parts[1].contains("reserved: 100%"))
  }
}
