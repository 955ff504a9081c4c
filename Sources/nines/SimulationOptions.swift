import ArgumentParser
import Experiments
import Foundation

/// How much to simulate; shared by the commands that simulate.
struct SimulationOptions: ParsableArguments {
  @Option(help: "Simulated years per design.")
  var replications = 10_000

  @Option(help: "Seed; equal seeds give equal bytes, whatever the number of threads.")
  var seed: UInt64 = 42

  @Option(help: "Threads; all cores by default.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "No progress on stderr.")
  var quiet = false

  func validate() throws {
    guard replications >= 2 else { throw ValidationError("--replications must be at least 2") }
    guard replications <= 10_000_000 else { throw ValidationError("--replications must be at most 10000000") }
    guard threads >= 1, threads <= 1024 else { throw ValidationError("--threads must be between 1 and 1024") }
  }

  var size: StudySize { StudySize(seed: seed, replications: replications, threads: threads) }
}
