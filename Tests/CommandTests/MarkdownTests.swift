import Foundation
import Testing

/// Comments for pull requests: kept as golden files, and read as a phone and GitHub read them.
@Suite struct MarkdownTests {
  private static let hot = TerminalTests.hot
  private static let commands: [(name: String, arguments: [String])] = [
    ("compare", ["compare", "plan.yaml", "--no-inputs", "--format", "markdown"] + TerminalTests.quick),
    (
      "compare-gate",
      ["compare", "plan.yaml", "--no-inputs", "--format", "markdown", "--gate", hot, "--designs", hot]
        + TerminalTests.quick
    ),
    ("size", ["size", "plan.yaml", "--design", "warm-standby", "--format", "markdown"] + TerminalTests.quick),
    ("diff", ["diff", "one", "two", "--format", "markdown"]),
    ("diff-none", ["diff", "one", "one", "--format", "markdown"]),
  ]

  private func folder(for name: String) throws -> Folder {
    let folder = try Folder()
    let plan = try String(
      contentsOf: Nines.repository.appending(path: "Tests/CommandTests/Cases/terminal.yaml"), encoding: .utf8)
    _ = try folder.write(plan, as: "plan.yaml")
    guard name.hasPrefix("diff") else { return folder }
    _ = try folder.write(plan.replacing("25% of requirement", with: "50% of requirement"), as: "other.yaml")
    for (file, out) in [("plan.yaml", "one"), ("other.yaml", "two")] {
      _ = try Nines.run(["compare", file, "--no-inputs", "--out", out] + TerminalTests.quick, in: folder.url)
    }
    return folder
  }

  /// `RECORD_GOLDEN=1` writes the files again and fails, so that new ones are always looked at.
  @Test(arguments: commands.map(\.name)) func commentsAreLookedAtWheneverTheyMove(name: String) throws {
    let folder = try folder(for: name)
    defer { folder.remove() }
    let arguments = try #require(Self.commands.first { $0.name == name }).arguments
    let run = try Nines.run(arguments, in: folder.url)
    #expect([0, 3, 99].contains(run.exitCode), "\(run.stderr)")
    try check(run.stdout)
    let golden = Nines.repository.appending(path: "Tests/CommandTests/Golden/markdown/\(name).md")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(run.stdout.utf8).write(to: golden)
      Issue.record("\(name).md was recorded: look at what changed, then run without RECORD_GOLDEN")
      return
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == run.stdout, "\(name)")
  }

  /// What GitHub needs: a heading first, tables whose rows have as many cells as their heading, parts that are closed and have an
  /// empty line after their summary, and no table on the first screen wider than four columns.
  private func check(_ text: String) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.first?.hasPrefix("### ") == true && text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    #expect(!text.contains("\n\n\n"))
    var cells: Int?
    var depth = 0
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("|") {
        let count = line.replacing("\\|", with: "").filter { $0 == "|" }.count
        if let cells { #expect(count == cells, "\(line)") }
        if depth == 0 { #expect(count <= 5, "\(line)") }
        cells = count
      } else {
        cells = nil
      }
      if line.hasPrefix("<details>") {
        depth += 1
        #expect(lines[index + 1].isEmpty, "\(line)")
      }
      if line == "</details>" {
        depth -= 1
        #expect(lines[index - 1].isEmpty)
      }
      #expect(depth == 0 || depth == 1)
    }
    #expect(depth == 0)
  }

  @Test func whatTheTableSaysTheCommentSays() throws {
    let folder = try folder(for: "compare")
    defer { folder.remove() }
    let quick = ["compare", "plan.yaml", "--no-inputs"] + TerminalTests.quick
    let table = try Nines.run(quick, columns: 400, in: folder.url).stdout
    let comment = try Nines.run(quick + ["--format", "markdown"], in: folder.url).stdout
    for design in ["single-site", "warm-standby", Self.hot] {
      let row = try #require(table.split(separator: "\n").first { $0.hasPrefix(design) })
      let verdict = try #require(["meets", "misses", "undecided"].first { row.contains($0) })
      #expect(comment.contains("\(verdict): \(design) |"), "\(comment)")
    }
    let answer = try #require(
      table.split(separator: "\n").first { $0.contains("meets every objective") || $0.hasPrefix("No design") })
    #expect(comment.contains(answer.prefix(60)))
  }

  /// A plan may be called what it likes: nothing of it is a mark, a mention or HTML.
  @Test func namesAreWords() throws {
    let plan = try Plans.starter().replacing(/service: [^\n]+/, with: "service: \"a|b *c* @team <img src=x>\"")
    let run = try Nines.run(
      "compare", plan: plan, ["--replications", "40", "--no-inputs", "--quiet", "--format", "markdown"])
    #expect(run.exitCode == 0, "\(run.stderr)")
    #expect(run.stdout.hasPrefix("### a\\|b \\*c\\* &#64;team &lt;img src=x&gt;: "), "\(run.stdout.prefix(80))")
    #expect(!run.stdout.contains("<img") && !run.stdout.contains("@team"))
  }

  @Test func monthsHaveNoMarkdown() throws {
    let run = try Nines.run(
      "size", plan: Plans.starter(), ["--design", "hot-standby", "--by-month", "--format", "markdown"])
    #expect(run.exitCode == 64 && run.stderr.contains("--by-month has no markdown"))
  }
}
