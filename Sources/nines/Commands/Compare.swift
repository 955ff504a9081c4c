import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import Reports
import ServiceModel

extension Estimator: ExpressibleByArgument {}

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare the designs of a plan on the same failures and the same traffic.",
    discussion: """
      The design without disaster recovery is always compared: it is the zero.

      Examples:
        nines compare models/chat-api.yaml
        nines compare models/chat-api.yaml --designs cold,warm,hot,active-active \\
          --replications 20000
        nines compare models/chat-api.yaml --format json --seed 7 > result.json
        # as many years as lost minutes to +-10 % take
        nines compare models/chat-api.yaml --precision 10%
        nines compare models/chat-api.yaml --out result
        # the same luck without these causes
        nines compare models/chat-api.yaml --without release,edge
        nines compare models/oracles/rare-active-active.yaml \\
          --estimator importance --replications 400
        # exit 99 if it misses, 3 if undecided
        nines compare models/chat-api.yaml --gate hot-standby
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @OptionGroup var output: ComparisonOutput

  @Option(
    help: ArgumentHelp(
      "Simulate until the lost minutes of every design are known to this half-width, 0.1% to 20%.",
      discussion: "--replications is then the number at which to give up, 100000 by default."))
  var precision: Precision?

  @Option(
    help: ArgumentHelp(
      "How means over years are estimated: crude years, branched incidents, importance sampling of coincidences, or auto.",
      discussion: "auto is crude unless a pilot of 200 years sees fewer than ten outages of a design."))
  var estimator = Estimator.auto

  @OptionGroup var study: StudyOptions

  func run() async throws {
    let file = try loadPlan(plan, designs: study.designNames)
    let removed = try study.removedCauses(file)
    try output.check(file)
    let directory = try output.directory()
    let size = try await study.size(of: file, without: removed, stops: precision != nil)
    let line = ProgressLine(isQuiet: study.simulation.quiet)
    defer { line.finish() }
    let (source, varies, target) = (file.source, output.inputs, study.simulation.target(precision))
    let years = target.map { "up to \($0.cap)" } ?? "\(size.replications)"
    let beginning =
      "\(file.name): \(file.services.count) designs x \(years) years, seed \(size.seed)"
      + (removed.isEmpty ? "" : ", without \(removed.sorted().joined(separator: ", "))")
    let spool = try directory.map { try LedgerSpool(at: $0.neighbour, of: file.services) }
    let ledger = spool.map { spool in Study.Ledger.handed { try spool.take($0) } } ?? .dropped
    let estimator = estimator
    let comparison = try await interruptible {
      line.begin(beginning)
      return try await refusingEstimators {
        try await compare(
          source, size: size, precision: target, without: removed, variesInputs: varies, ledger: ledger,
          estimator: estimator
        ) {
          line.show(done: $0.done, total: $0.total)
        }
      }
    }
    line.finish()
    try output.report(
      comparison, of: file,
      asked: .init(
        plan: plan, designs: study.designNames, without: removed,
        estimator: estimator == .auto ? nil : estimator.rawValue), to: directory, ledger: spool?.rows ?? .none)
  }

  /// Says why an estimator does not apply, as of any other mistake in a command and its plan.
  private func refusingEstimators(_ work: () async throws -> Comparison) async throws -> Comparison {
    do {
      return try await work()
    } catch let refusal as EstimatorRefusal {
      Terminal.printError("\(plan): error: \(refusal)")
      throw ExitCode.badModel
    }
  }

  func validate() throws {
    guard precision == nil || study.worlds == nil else {
      throw ValidationError("--precision adds worlds where they differ too much: leave --worlds out")
    }
    if estimator == .branched || estimator == .importance {
      guard precision == nil else {
        throw ValidationError(
          "--precision stops by years as they come; --estimator \(estimator.rawValue) takes a number with --replications"
        )
      }
    }
  }
}
