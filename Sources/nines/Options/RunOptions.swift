import ArgumentParser
import Foundation

/// Under which luck a command simulates, on how many threads, and whether it tells of its progress; shared by all
/// commands that run worlds.
struct RunOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Seed, a whole number from 0; equal seeds give equal bytes, whatever the number of threads.")
  var seed: UInt64 = 42

  @OptionGroup var work: WorkOptions

  var threads: Int { work.threads }
  var quiet: Bool { work.quiet }
}

/// On how many threads a command works, and whether it tells of its progress.
struct WorkOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Threads, 1 to 1024; all cores by default.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "No progress on stderr.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(threads) else { throw ValidationError("--threads must be between 1 and 1024") }
  }
}

/// Refuses a number of simulated years that no run can have.
func require(replications: Int) throws {
  guard (2...10_000_000).contains(replications) else {
    throw ValidationError("--replications must be between 2 and 10000000")
  }
}
