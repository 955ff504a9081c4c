import ArgumentParser

/// A study in parts: each on another machine, core or evening, and joined to the bytes of one run.
struct ShardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shard",
    abstract: "Simulate a study in parts, on as many machines as there are, and join them to the bytes of one run.",
    discussion: """
      A part is some of the study's worlds. It depends on the plan, the seed, the size and its number alone: one that was lost \
      with its machine is simulated again to the same bytes, and one that is there already is left as it is.

      A comparison is divided once. What size, plan and sweep simulate depends on what they have seen: they go by rounds, each of \
      which is planned, run in parts and looked at.

      Examples:
        nines shard plan models/chat-api.yaml --parts 4
        nines shard plan models/chat-api.yaml --parts 20 --as slurm > parts.sbatch
        nines shard run models/chat-api.yaml --part 1/4 --worlds 40 --out parts/1
        nines shard merge models/chat-api.yaml parts/1 parts/2 parts/3 parts/4
        nines shard plan size models/chat-api.yaml --design hot-standby \\
          --work work --parts 4
        nines shard merge size models/chat-api.yaml --design hot-standby --work work
      """,
    subcommands: [ShardPlan.self, ShardRun.self, ShardMerge.self])
}

struct ShardPlan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract:
      "Print the commands that simulate a study, or its next round, in parts, or the job of a cluster that runs them.",
    discussion: """
      Without a word for the study it is a comparison.

      Examples:
        # a command a line, for xargs, GNU parallel or a person
        nines shard plan models/chat-api.yaml --parts 4 > parts.txt
        # a Slurm array: sbatch parts.sbatch
        nines shard plan models/chat-api.yaml --parts 20 --as slurm > parts.sbatch
        # a Kubernetes Indexed Job: kubectl apply -f parts.yaml
        nines shard plan models/chat-api.yaml --parts 20 --as kubernetes > parts.yaml
        # the next round of a size
        nines shard plan size models/chat-api.yaml --design hot-standby \\
          --work work --parts 4 > round.txt
      """,
    subcommands: [
      ComparisonPartsPlan.self, RoundPlan<Size>.self, RoundPlan<PlanSearch>.self, RoundPlan<Sweep>.self,
    ], defaultSubcommand: ComparisonPartsPlan.self)
}

struct ShardRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Simulate one part of a study and write what joining needs of it.",
    discussion: """
      The commands are what 'nines shard plan' prints. A directory that holds this very part already is left as it is: a job that \
      is started again does no work twice.

      Examples:
        nines shard run models/chat-api.yaml --part 1/4 --out parts/1
        nines shard run models/chat-api.yaml --part 2/4 --threads 1 --out parts/2
        nines shard run size models/chat-api.yaml --design hot-standby \\
          --work work --round 1 --part 1/4
      """,
    subcommands: [
      ComparisonPartRun.self, RoundPartRun<Size>.self, RoundPartRun<PlanSearch>.self, RoundPartRun<Sweep>.self,
    ], defaultSubcommand: ComparisonPartRun.self)
}

struct ShardMerge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the parts of a study that were simulated apart: the result is that of one run, to the byte.",
    discussion: """
      A comparison takes the directories of its parts. A study by rounds takes the directory of all its rounds, and says with exit \
      code 75 where one is still to run.

      Examples:
        nines shard merge models/chat-api.yaml parts/1 parts/2 parts/3 parts/4
        nines shard merge models/chat-api.yaml parts/* --out result --format json
        nines shard merge size models/chat-api.yaml --design hot-standby --work work
      """,
    subcommands: [
      ComparisonPartsMerge.self, RoundsMerge<Size>.self, RoundsMerge<PlanSearch>.self, RoundsMerge<Sweep>.self,
    ], defaultSubcommand: ComparisonPartsMerge.self)
}
