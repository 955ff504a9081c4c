import ArgumentParser

/// A comparison in parts: each on another machine, core or evening, and joined to the bytes of one run.
struct ShardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shard",
    abstract:
      "Simulate a comparison in parts, on as many machines as there are, and join them to the bytes of one run.",
    discussion: """
      A part is some of the study's worlds. It depends on the plan, the seed, the size and its number alone: one that was lost \
      with its machine is simulated again to the same bytes, and one that is there already is left as it is.

      Examples:
        nines shard plan models/chat-api.yaml --parts 4
        nines shard plan models/chat-api.yaml --parts 20 --as slurm > parts.sbatch
        nines shard run models/chat-api.yaml --part 1/4 --worlds 40 --out parts/1
        nines shard merge models/chat-api.yaml parts/1 parts/2 parts/3 parts/4
      """,
    subcommands: [ShardPlan.self, ShardRun.self, ShardMerge.self])
}
