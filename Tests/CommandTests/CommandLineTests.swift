import Foundation
import Testing

/// What every command owes to people and to scripts: help, exit codes, and a clean stdout.
@Suite struct CommandLineTests {
  @Test(arguments: [[], ["compare"], ["validate"], ["explain"], ["init"], ["size"], ["cost"], ["check"]])
  func helpGoesToStdout(command: [String]) throws {
    let outcome = try Nines.run(command + ["--help"])
    #expect(outcome.exitCode == 0 && outcome.stderr == "")
    #expect(outcome.stdout.contains("USAGE: nines"))
  }

  /// The release first, which is all that programs read; then what an answer may depend on beside it.
  @Test func theVersionSaysWhatTheProgramIsMadeOf() throws {
    let outcome = try Nines.run(["--version"])
    #expect(outcome.exitCode == 0)
    let parts =
      /(\d+\.\d+\.\d+) \(commit (unknown|[0-9a-f]{12}(, changed since)?), GSL \d+\.\d+[0-9.]*, time zones \d{4}[a-z]\)\n/
    #expect(outcome.stdout.wholeMatch(of: parts) != nil, "\(outcome.stdout)")
  }

  @Test(arguments: [
    ["compare"], ["compare", "x.yaml", "--nonsense"], ["compare", "x.yaml", "--format", "xml"], ["nonsense"],
    ["compare", "x.yaml", "--replications", "1"], ["compare", "x.yaml", "--replications", "100000001"],
    ["compare", "x.yaml", "--replications", "1e4"], ["compare", "x.yaml", "--threads", "0"],
    ["compare", "x.yaml", "--seed", "-1"], ["compare", "x.yaml", "--designs", " , "],
  ])
  func badUsageIs64(arguments: [String]) throws {
    let outcome = try Nines.run(arguments)
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(outcome.stderr.contains("rror:"))
  }

  @Test(arguments: ["compare", "validate", "explain"])
  func aPlanThatCannotBeReadIs2(command: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let empty = try folder.write("", as: "empty.yaml")
    let prose = try folder.write("dear colleague,\n", as: "prose.yaml")
    for (path, words) in [
      ("no-such.yaml", "there is no such file"), (folder.url.path, "this is a directory"), (empty, "the file is empty"),
      (prose, "expected keys and values"),
    ] {
      let outcome = try Nines.run([command, path], in: folder.url)
      #expect(outcome.exitCode == 2 && outcome.stdout == "")
      #expect(outcome.stderr.contains("error: \(words)"), "\(outcome.stderr)")
    }
  }

  @Test func everyMistakeIsPrintedWithItsPlaceAndTheirNumber() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let text = try Plans.starter().replacing("peak: 200rps", with: "peak: 200").replacing("zones: 3", with: "zoness: 3")
    let path = try folder.write(text, as: "plan.yaml")
    let outcome = try Nines.run(["validate", path])
    #expect(outcome.exitCode == 2 && outcome.stdout == "")
    #expect(outcome.stderr.contains("\(path):11:9: error: expected a rate at 'traffic.peak', found '200'."))
    #expect(outcome.stderr.hasSuffix("3 errors\n"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsAreWritten(shell: String) throws {
    let outcome = try Nines.run(["--generate-completion-script", shell])
    #expect(outcome.exitCode == 0 && outcome.stdout.contains("compare") && outcome.stdout.contains("replications"))
  }

  @Test func explainSaysHowThePlanIsRead() throws {
    let outcome = try Nines.run(["explain", Nines.chatPlan])
    #expect(outcome.exitCode == 0 && outcome.stderr == "")
    for words in [
      "requirement: 107 replicas for a peak of 1000 requests/s at 9.3627 a replica",
      "design warm-standby (warm-standby)", "acquire.rush.refused = [15%, 35%, 70%]", "failures.edge: ",
    ] {
      #expect(outcome.stdout.contains(words), "\(words)")
    }
  }
}
