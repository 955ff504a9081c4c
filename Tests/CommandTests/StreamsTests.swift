import Foundation
import Testing

/// What the command does where its input or output is closed, full, or left by its reader.
@Suite struct StreamsTests {
  /// Runs a line of the shell in which `nines` is the built command.
  private func shell(_ line: String) throws -> Nines.Outcome {
    let scratch = try Folder()
    defer { scratch.remove() }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "nines() { \"$NINES\" \"$@\"; }; " + line]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["NINES": Nines.executable.path, "PLAN": Nines.chatPlan]
    ) { $1 }
    process.currentDirectoryURL = scratch.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try scratch.handle("stdout")
    process.standardError = try scratch.handle("stderr")
    try process.run()
    // A program that waits for ever is ended. A time limit of the test would count the minutes it waits for its turn.
    let guardian = DispatchWorkItem { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    DispatchQueue.global().asyncAfter(deadline: .now() + 600, execute: guardian)
    process.waitUntilExit()
    guardian.cancel()
    return try Nines.outcome(of: process, scratch: scratch)
  }

  /// What is opened first must not be taken for the closed stream: the program read from the pipe of its own signals.
  @Test func aClosedInputIsSaid() throws {
    let closed = try shell("nines validate - <&-")
    #expect(closed.exitCode == 2 && closed.stdout == "")
    #expect(closed.stderr == "-: error: standard input cannot be read. Send it a plan, as with '< plan.yaml'\n")
    let empty = try shell("nines validate - </dev/null")
    #expect(empty.exitCode == 2 && empty.stderr.contains("error: the file is empty"))
    let read = try shell("nines validate - < \"$PLAN\"")
    #expect(read.exitCode == 0 && read.stdout.hasPrefix("-: 7 designs, "))
  }

  @Test func aClosedOutputIsSaid() throws {
    let outcome = try shell("nines validate \"$PLAN\" >&-")
    #expect(outcome.exitCode == 2)
    #expect(outcome.stderr.hasPrefix("error: cannot write the result to standard output: "), "\(outcome.stderr)")
    let silent = try shell("nines validate no-such.yaml 2>&-")
    #expect(silent.exitCode == 2 && silent.stdout == "")
  }

  /// The exit code is that of the command, however much of its output somebody wanted.
  @Test func aReaderThatGoesAwayChangesNoExitCode() throws {
    let outcome = try shell("{ nines schema; echo $? > code; } | head -n 1 > first; cat code first")
    #expect(outcome.exitCode == 0 && outcome.stderr == "")
    #expect(outcome.stdout == "0\n{\n", "\(outcome.stdout)")
  }

  #if os(Linux)
    @Test(arguments: ["--help", "--version", "compare --help", "schema", "--generate-completion-script bash"])
    func aFullOutputIsSaid(arguments: String) throws {
      let outcome = try shell("nines \(arguments) >/dev/full")
      #expect(outcome.exitCode == 2)
      #expect(outcome.stderr.hasPrefix("error: cannot write the result to standard output: "), "\(outcome.stderr)")
    }
  #endif

  /// What only the plan can refuse ends with the usage of its own command, as what the parser refuses does.
  @Test(arguments: [
    ("compare", "--designs nope", "Usage: nines compare "),
    ("drill", "--design hot-standby --inject nonsense", "Usage: nines drill "),
    ("shard plan", "--parts 4 --designs nope", "Usage: nines shard plan "),
  ])
  func theUsageIsThatOfTheCommand(command: String, options: String, usage: String) throws {
    let outcome = try shell("nines \(command) \"$PLAN\" \(options)")
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(outcome.stderr.hasPrefix("Error: ") && outcome.stderr.contains("\n\(usage)"), "\(outcome.stderr)")
    #expect(
      outcome.stderr.contains("\n  See 'nines \(command) ")
        && outcome.stderr.hasSuffix("--help' for more information.\n"))
  }

  /// A width that no terminal has is none: a pipe gets every column.
  @Test func aWidthBelowOneCountsAsNone() throws {
    let compare = [
      "compare", Nines.chatPlan, "--designs", "single,hot", "--replications", "40", "--no-inputs", "--quiet",
    ]
    let whole = try Nines.run(compare)
    #expect(whole.exitCode == 0 && whole.stdout.split(separator: "\n").contains { $0.count > 80 })
    #expect(try Nines.run(compare, columns: -5).stdout == whole.stdout)
    #expect(try Nines.run(compare, columns: 60).stdout != whole.stdout)
  }

  /// A number that cannot be says between which limits it may be.
  @Test(arguments: [
    ("--replications -5", "--replications must be between 2 and 10000000"), ("--replications 1e9", "2 to 10000000"),
    ("--threads -1", "--threads must be between 1 and 1024"), ("--seed -1", "a whole number from 0"),
    ("--worlds -3", "--worlds must be between 2 and"),
  ])
  func aNumberThatCannotBeSaysItsLimits(options: String, words: String) throws {
    let outcome = try shell("nines compare \"$PLAN\" \(options)")
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(outcome.stderr.contains(words) && !outcome.stderr.contains("Missing value"), "\(outcome.stderr)")
  }
}
