import Foundation
import Testing

/// The pages of what was measured: written beside the figures, the same bytes each time, and made again from the figures alone.
@Suite struct MeasuredPagesTests {
  private static let data = Nines.repository.appending(path: "models/data")
  private static let models = Nines.repository.appending(path: "models")

  private static let commands: [(name: String, arguments: [String], file: String, heading: String)] = [
    (
      "durations", ["fit", data.appending(path: "repairs.csv").path, "--column", "repair_min", "--censored", "open"],
      "measured.csv", "share,observed_seconds,fitted_seconds,share_ended,fitted_share_ended"
    ),
    (
      "rates", ["fit", data.appending(path: "rates.csv").path], "measured.csv",
      "over,at,points,measured_rps,fitted_rps,low_ratio,high_ratio"
    ),
    (
      "monitoring", ["fit", data.appending(path: "query-range.json").path, "--per", "second"], "measured.csv",
      "over,at,points,measured_rps,fitted_rps,low_ratio,high_ratio"
    ),
    (
      "replicas", ["fit", data.appending(path: "points.csv").path], "measured.csv",
      "replica,prompt,output,batch,per_token_seconds,fitted_per_token_seconds"
    ),
    (
      "load", ["fit", data.appending(path: "locust_stats_history.csv").path, "--within", "2s", "--replicas", "4"],
      "measured.csv", "rps,response_seconds,failed_share,keeps"
    ),
    (
      "trace",
      [
        "trace", models.appending(path: "llm-serving.yaml").path,
        models.appending(path: "traces/azure-conversation-5-minutes.csv").path, "--quiet",
      ], "trace.csv", "level,figure,mean_seconds,p50_seconds,p95_seconds,p99_seconds"
    ),
  ]

  @Test(arguments: commands.map(\.name))
  func pagesAreMadeOfTheirFigures(name: String) throws {
    let command = try #require(Self.commands.first { $0.name == name })
    let folder = try Folder()
    defer { folder.remove() }
    for out in ["one", "two"] {
      let run = try Nines.run(command.arguments + ["--out", out], in: folder.url)
      #expect(run.exitCode == 0, "\(run.stderr)")
      #expect(run.stderr.contains("written to \(out): report.html result.json"), "\(run.stderr)")
    }
    let page = try folder.text("one/report.html")
    #expect(page == (try folder.text("two/report.html")))
    #expect(try Nines.run(["report", "one"], in: folder.url).stdout == page)
    #expect(try folder.text("one/result.json") == (try Nines.run(command.arguments + ["--format", "json"]).stdout))
    #expect(page.contains("<svg") && page.contains("<table>") && !page.contains(">nan"))
    let rows = try folder.text("one/\(command.file)").split(separator: "\n")
    #expect(rows[0] == command.heading && rows.count > 2)
    // A place that is taken is refused, before anything is read.
    let again = try Nines.run(command.arguments + ["--out", "one"], in: folder.url)
    #expect(again.exitCode == 2 && again.stdout.isEmpty)
  }

  /// Every row of a fit's measured points is a row of a table on its page, and a point of a picture.
  @Test(arguments: ["durations", "replicas", "load"])
  func everyPointIsOnThePage(name: String) throws {
    let command = try #require(Self.commands.first { $0.name == name })
    let folder = try Folder()
    defer { folder.remove() }
    _ = try Nines.run(command.arguments + ["--out", "out"], in: folder.url)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(try folder.text("out/result.json").utf8)) as? [String: Any])
    let points = try #require(json["measured"] as? [[String: Any]])
    let page = try folder.text("out/report.html")
    let rows = page.components(separatedBy: "<tbody>").dropFirst().map {
      ($0.components(separatedBy: "</tbody>")[0]).components(separatedBy: "<tr>").count - 1
    }
    // A table for each replica, one for the others.
    let groups = Set(points.map { $0["replica"] as? String ?? "" })
    for group in groups {
      let count = points.count { ($0["replica"] as? String ?? "") == group }
      #expect(rows.contains(count), "\(rows) of \(count)")
    }
    #expect(points.count > 20)
  }

  /// The lines of the YAML are those that are printed.
  @Test func theLinesToPasteAreKept() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let run = try Nines.run(Self.commands[1].arguments + ["--out", "out"], in: folder.url)
    #expect(try folder.text("out/fit.yaml") == run.stdout)
  }
}
