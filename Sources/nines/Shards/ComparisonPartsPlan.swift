import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import ModelFiles

struct ComparisonPartsPlan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Print the commands that simulate a comparison in parts, or the job of a cluster that runs them.",
    usage: "nines shard plan [<options>] <plan> --parts <parts>",
    discussion: """
      How many worlds the study has is settled here, once, and stands in every command.

      Examples:
        # a command a line, for xargs, GNU parallel or a person
        nines shard plan models/chat-api.yaml --parts 4 > parts.txt
        # a Slurm array: sbatch parts.sbatch
        nines shard plan models/chat-api.yaml --parts 20 --as slurm > parts.sbatch
        # a Kubernetes Indexed Job: kubectl apply -f parts.yaml
        nines shard plan models/chat-api.yaml --parts 20 --as kubernetes > parts.yaml
      """)

  @Argument(help: "The plan, a YAML file, named as the machines see it from where they start.")
  var plan: String

  @Option(help: "Into how many parts; at most one a world.")
  var parts: Int

  @Option(help: "What to print: commands (one a line), slurm (an array for sbatch) or kubernetes (an Indexed Job).")
  var `as` = ShardTemplate.Form.commands

  @Option(help: "Directory below which each part gets its own, named by its number.")
  var out = "parts"

  @Option(help: "Image of the Kubernetes job, one that holds nines.")
  var image = "nines:latest"

  @Flag(inversion: .prefixedNo, help: "Divide the worlds of the inputs' band among the parts too.")
  var inputs = true

  @OptionGroup var study: StudyOptions

  func run() async throws {
    let file = try loadPlan(plan, designs: study.designNames)
    let removed = try study.removedCauses(file)
    let size = try await study.size(of: file, without: removed)
    try ShardNumber.check(parts, of: size)
    let template = ShardTemplate(
      name: file.services[0].name, plan: plan, parts: parts, folder: out, image: image,
      options: options(worlds: size.worlds), hasInputs: inputs)
    try Terminal.printResult(template.text(self.as))
    guard !study.simulation.quiet else { return }
    try await sayWhatItTakes(file, size, without: removed, then: template.then)
    try await sayWhatIsRare(file, size, without: removed)
  }

  /// Every option that decides a byte of a part.
  private func options(worlds: Int) -> [String] {
    var words = [
      "--seed", "\(study.simulation.seed)", "--replications", "\(study.simulation.years)", "--worlds", "\(worlds)",
    ]
    if let designs = study.designNames { words += ["--designs", designs.joined(separator: ",")] }
    if let without = study.without { words += ["--without", without] }
    if !inputs { words.append("--no-inputs") }
    return words
  }

  /// How long a part takes here, from some years of the first world; on stderr, as it is another number each time.
  ///
  /// - Parameter then: The command that joins the parts.
  private func sayWhatItTakes(
    _ file: PlanFile, _ size: StudySize, without removed: Set<String>, then: String
  ) async throws {
    let study = Study(file.services, size: size, disabled: removed, bill: .byPrices)
    let tried = min(size.replicationsPerWorld, 50)
    // Processor time: what else the machine does is not the study's.
    let began = clock()
    _ = try await interruptible { try study.simulate(world: 0, 0..<tried) }
    let seconds = Double(clock() - began) / Double(CLOCKS_PER_SEC) / Double(tried) * Double(size.replications)
    Terminal.printError(
      "\(size.replications) years of \(file.services.count) designs in \(size.worlds) worlds: about"
        + " \(figure(seconds / Double(parts))) s a part on one core of this machine, \(figure(seconds)) s in all;"
        + " then '\(then)'")
  }

  /// Parts count years as they come; one process would not where outages are rare.
  private func sayWhatIsRare(_ file: PlanFile, _ size: StudySize, without removed: Set<String>) async throws {
    let services = file.services
    let choices = try await interruptible {
      try EstimatorChoice.choose(.auto, for: services, size: size, disabled: removed)
    }
    for (service, choice) in zip(services, choices) where choice.policy != nil {
      Terminal.printError(
        "note: outages of \(service.design.name) are rare (\(choice.reason)): one process estimates them by --estimator"
          + " \(choice.estimator.rawValue), and parts have the bytes of --estimator crude")
    }
  }

  private func figure(_ seconds: Double) -> String { String(format: seconds < 10 ? "%.1f" : "%.0f", seconds) }

  func validate() throws {
    guard parts >= 1 else { throw ValidationError("--parts must be 1 or more") }
    guard plan != "-" else { throw ValidationError("other machines read the plan by its name: '-' has none") }
  }
}
