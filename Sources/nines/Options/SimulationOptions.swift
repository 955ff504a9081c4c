import ArgumentParser
import Experiments

/// How much to simulate; shared by the commands that compare whole designs.
struct SimulationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Simulated years per design, 2 to 10000000; 10000 by default.",
      discussion: "Each world has as many, so that they are rounded up: 500 in 40 worlds are 520."))
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
