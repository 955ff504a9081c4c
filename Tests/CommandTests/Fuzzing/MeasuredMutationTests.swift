import Foundation
import TestSupport
import Testing

/// Commands on edited tables, traces and incidents: figures, or a refusal with its place.
@Suite struct MeasuredMutationTests {
  private static let mutants = 80

  /// A file and the commands that read it, which name it by `FILE`.
  private struct Measured {
    let name: String
    let text: String
    let commands: [[String]]
  }

  private static let plan = Plans.pair(failures: ["region: { scope: region, per-year: 2, lasts: 80min }"])
  private static let fit = [["fit", "FILE", "--quiet"], ["fit", "FILE", "--quiet", "--format", "json"]]
  private static let history = [
    [
      "backtest", "plan.yaml", "FILE", "--design", "hot", "--from", "2027-01-01", "--to", "2027-12-31",
      "--replications", "400", "--quiet",
    ]
  ]
  private static let replays = [["replay", "plan.yaml", "FILE", "--worlds", "2", "--quiet"]]
  private static let traces = ["flow", "request"].map {
    ["trace", "serving.yaml", "FILE", "--level", $0, "--replicas", "2", "--quiet"]
  }

  /// A file that ships with the models.
  private static func shipped(_ name: String, _ commands: [[String]]) -> Measured {
    let text = try? String(contentsOf: Checkout.models.appending(path: "data/\(name)"), encoding: .utf8)
    return Measured(name: name, text: text ?? "", commands: commands)
  }

  private static let measured: [Measured] = [
    Measured(
      name: "times.csv",
      text: "incident,repair_min,open\n"
        + [38.5, 99.1, 12, 60, 5.25, 240].enumerated().map {
          "\($0.offset),\($0.element),\($0.offset == 5 ? "yes" : "no")\n"
        }.joined(), commands: fit),
    Measured(
      name: "rates.csv",
      text: "time,rps\n" + (0..<72).map { "\($0 * 3600),\(100 + $0 % 24 * 3).\($0)\n" }.joined(), commands: fit),
    Measured(
      name: "dated.csv",
      text: "time,rps\n"
        + (0..<96).map { "2027-01-0\(1 + $0 / 24)T\($0 % 24 < 10 ? "0" : "")\($0 % 24):00:00Z,\(1000 + $0)\n" }
        .joined(),
      commands: fit),
    shipped("points.csv", fit), shipped("locust_stats_history.csv", [["fit", "FILE", "--quiet", "--within", "2s"]]),
    shipped("query-range.json", [["fit", "FILE", "--quiet", "--per", "second"]]),
    shipped("statuspage.json", replays.map { $0 + ["--hit", "region a"] }),
    Measured(
      name: "trace.csv",
      text: "TIMESTAMP,ContextTokens,GeneratedTokens\n"
        + (10..<50).map { "2023-11-16 18:15:\($0).68,\(300 + $0),\($0)\n" }.joined(), commands: traces),
    Measured(
      name: "trace.jsonl",
      text: (0..<40).map {
        "{\"timestamp\": \($0 * 300), \"input_length\": \(1000 + $0), \"output_length\": 20, \"hash_ids\": [1, \($0)]}\n"
      }.joined(), commands: traces),
    Measured(
      name: "incidents.yaml",
      text: """
        incidents:
          - { name: one, start: [2027-03-02T16:14Z, 2027-03-02T16:28Z, 2027-03-02T16:33Z], end: 2027-03-02T18:07Z, hit: region a, effect: refused }
          - { name: two, start: 2027-05-10T14:00Z, lasts: [20min, 50min, 110min], hit: region a, effect: refused }

        """, commands: replays),
    Measured(
      name: "outages.csv",
      text:
        "start,lasts,cause\n2027-01-14T09:20Z,35min,region\n2027-02-03T10:12Z,88min,region\n2027-03-22T22:05Z,25min,region\n",
      commands: history),
  ]

  private func folder() throws -> Folder {
    let folder = try Folder()
    _ = try folder.write(Self.plan, as: "plan.yaml")
    let serving = try String(contentsOf: Checkout.models.appending(path: "llm-serving.yaml"), encoding: .utf8)
    _ = try folder.write(serving, as: "serving.yaml")
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "library"), withDestinationURL: Checkout.models.appending(path: "library"))
    return folder
  }

  @Test func whatIsNotEditedIsRead() throws {
    let folder = try folder()
    defer { folder.remove() }
    for measured in Self.measured {
      _ = try folder.write(measured.text, as: measured.name)
      for command in measured.commands {
        let outcome = try LimitedRun.run(command.map { $0 == "FILE" ? measured.name : $0 }, in: folder)
        #expect(outcome.exitCode == 0, "\(measured.name): \(outcome.stderr)")
      }
    }
  }

  @Test func everyCommandOnAMutantEnds() throws {
    let folder = try folder()
    defer { folder.remove() }
    var draws = Mutants(seed: 43)
    var refused = 0
    let count = Self.mutants * Mutants.rounds(ofLongTests: 300)
    for number in 0..<count {
      let measured = Self.measured[number % Self.measured.count]
      let text = draws.next(2) == 0 ? draws.mutant(of: measured.text) : draws.likelyMutant(of: measured.text)
      _ = try folder.write(text, as: measured.name)
      let command = draws.one(of: measured.commands).map { $0 == "FILE" ? measured.name : $0 }
      let outcome = try LimitedRun.expect(
        command, in: folder, place: #/\.(?:csv|jsonl?|yaml)(?::\d+:\d+)?: error: /#, number: number, mutant: text)
      if outcome.exitCode != 0 { refused += 1 }
    }
    #expect(refused > count / 10, "\(refused) of \(count)")
  }
}
