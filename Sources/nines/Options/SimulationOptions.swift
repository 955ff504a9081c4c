import ArgumentParser
import Experiments

/// How much to simulate; shared by the commands that compare whole designs.
struct SimulationOptions: ParsableArguments {
  @Option(help: "Simulated years per design; 10000 by default.")
  var replications: Int?

  @OptionGroup var run: RunOptions

  func validate() throws { try require(replications: years) }

  /// Simulated years, asked for or by default.
  var years: Int { replications ?? 10_000 }

  var seed: UInt64 { run.seed }
  var threads: Int { run.threads }
  var quiet: Bool { run.quiet }
  var size: StudySize { StudySize(seed: seed, replications: years, threads: threads) }
}
