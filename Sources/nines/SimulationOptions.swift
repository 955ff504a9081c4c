import ArgumentParser
import Experiments

/// How much to simulate; shared by the commands that compare whole designs.
struct SimulationOptions: ParsableArguments {
  @Option(help: "Simulated years per design.")
  var replications = 10_000

  @OptionGroup var run: RunOptions

  func validate() throws { try require(replications: replications) }

  var seed: UInt64 { run.seed }
  var threads: Int { run.threads }
  var quiet: Bool { run.quiet }
  var size: StudySize { StudySize(seed: seed, replications: replications, threads: threads) }
}
