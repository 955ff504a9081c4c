import ArgumentParser

/// The commands of all parts of a study, in the forms in which clusters take them.
struct ShardTemplate {
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case commands, slurm, kubernetes
  }

  /// Of the service.
  var name: String
  var plan: String
  var parts: Int
  /// Below which each part has a directory of its number.
  var folder: String
  var image: String
  /// What decides the bytes of a part.
  var options: [String]
  /// Whether the inputs' band of a comparison is wanted, which joining would simulate where the parts have none of it.
  var hasInputs = true
  /// Of a study that goes by rounds; nil for a comparison.
  var round: Round?

  struct Round {
    /// The command of the study.
    var word: String
    var number: Int
  }

  func text(_ form: Form) -> String {
    switch form {
    case .commands:
      (1...parts).map { command(part: "\($0)/\(parts)", out: Self.quoted("\(folder)/\($0)")) + "\n" }.joined()
    case .slurm: slurm
    case .kubernetes: kubernetes
    }
  }

  /// - Parameters:
  ///   - part: As the shell reads it.
  ///   - out: The same.
  private func command(part: String, out: String, threads: Int? = nil) -> String {
    let place = round.map { ["--work", Self.quoted(folder), "--round", "\($0.number)"] } ?? ["--out", out]
    return
      (["nines", "shard", "run"] + (round.map { [$0.word] } ?? []) + [Self.quoted(plan), "--part", part]
      + options.map(Self.quoted) + (threads.map { ["--threads", "\($0)"] } ?? []) + place).joined(separator: " ")
  }

  /// What comes when all parts are there.
  var then: String {
    round.map {
      "nines shard merge \($0.word) \(Self.quoted(plan)) \(Self.words(options)) --work \(Self.quoted(folder))"
    }
      ?? "nines shard merge \(Self.quoted(plan)) \(Self.quoted(folder))/*" + (hasInputs ? "" : " --no-inputs")
  }

  /// An array counts from 1, as parts do.
  private var slurm: String {
    """
    #!/bin/sh
    #SBATCH --job-name=\(jobName)
    #SBATCH --array=1-\(parts)
    #SBATCH --ntasks=1
    #SBATCH --cpus-per-task=1
    #SBATCH --requeue
    # Submit it where '\(plan)' is seen by that name: sbatch --wait FILE. A part that is there already costs nothing, so that a
    # job which was cut short is submitted again. Then: \(then)
    exec \(command(part: "\"$SLURM_ARRAY_TASK_ID/\(parts)\"", out: "\(Self.quoted(folder))/\"$SLURM_ARRAY_TASK_ID\"", threads: 1))

    """
  }

  /// A Job counts from 0. The claim holds the plan, and takes the parts.
  private var kubernetes: String {
    let command =
      "part=$((JOB_COMPLETION_INDEX + 1)); exec "
      + command(part: "\"$part/\(parts)\"", out: "\(Self.quoted(folder))/\"$part\"", threads: 1)
    return """
      # The claim 'nines-work' holds '\(plan)' and takes the parts. A part that is there already costs nothing.
      # Then, where it is mounted: \(then)
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: \(jobName)
      spec:
        completionMode: Indexed
        completions: \(parts)
        parallelism: \(parts)
        backoffLimit: \(parts)
        template:
          spec:
            restartPolicy: Never
            containers:
              - name: part
                image: \(image)
                workingDir: /work
                command:
                  - sh
                  - -c
                  - \(YAMLScalar(command))
                resources:
                  requests: { cpu: "1" }
                volumeMounts:
                  - { name: work, mountPath: /work }
            volumes:
              - name: work
                persistentVolumeClaim: { claimName: nines-work }

      """
  }

  /// A name that clusters accept (RFC 1123): small letters, digits and hyphens.
  private var jobName: String {
    let words = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    return "nines-" + String(words.prefix(40)).split(separator: "-").joined(separator: "-")
  }

  /// Words as a shell takes them.
  static func words(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  /// A word as a shell takes it.
  static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./,=+:@%".contains($0)) }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
