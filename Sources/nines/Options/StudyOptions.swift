import ArgumentParser
import Experiments
import Foundation
import ModelFiles
import ServiceModel

/// Which study of a plan: its designs, the causes that are left out, its years and its worlds. Shared by `compare` and by
/// the commands that make a part of the same study, so that both mean the same by the same words.
struct StudyOptions: ParsableArguments {
  @Option(help: "Designs to compare, by name, separated by commas; cold, pilot, warm, hot stand for the long names.")
  var designs: String?

  @Option(help: "Failure modes to leave out, separated by commas: the same luck without these causes.")
  var without: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Worlds: independent draws of traffic and growth, with as many years in each.",
      discussion: "Without it 40, or as many more as pay where a pilot sees worlds differ."))
  var worlds: Int?

  @OptionGroup var simulation: SimulationOptions

  /// The names of `--designs`, without the white space around them.
  var designNames: [String]? {
    designs?.split(separator: ",").map { String($0).trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  /// The failure modes of `--without`; each must be one of the plan's.
  func removedCauses(_ file: PlanFile) throws -> Set<String> {
    let names = (without ?? "").split(separator: ",").map { String($0).trimmingCharacters(in: .whitespaces) }
    let known = file.services[0].failures.map(\.name)
    for name in names where !known.contains(name) {
      throw ValidationError(
        "--without: there is no failure mode '\(name)'. \(FieldReader.suggestion(for: name, among: known))")
    }
    return Set(names)
  }

  /// So many years as were asked for, in so many worlds or in as many as pay.
  ///
  /// - Parameter stops: Whether the study stops by itself: it begins with the usual worlds.
  func size(of file: PlanFile, without removed: Set<String>, stops: Bool = false) async throws -> StudySize {
    let (seed, years, threads) = (simulation.seed, simulation.years, simulation.threads)
    guard worlds == nil, !stops else {
      return StudySize(
        seed: seed, replications: years, worlds: worlds ?? StudySize.ordinaryWorlds, threads: threads)
    }
    let (name, services, line) = (file.name, file.services, ProgressLine(isQuiet: simulation.quiet))
    defer { line.finish() }
    return try await interruptible {
      if years >= StudySize.smallestPiloted { line.begin("\(name): a pilot of each design says how many worlds pay") }
      return try await StudySize.piloted(
        services, seed: seed, replications: years, threads: threads, disabled: removed
      ) { line.show(done: $0, total: services.count) }
    }
  }

  func validate() throws {
    guard (2..<ReplicationNumber.mostWorlds).contains(worlds ?? StudySize.ordinaryWorlds) else {
      throw ValidationError("--worlds must be between 2 and \(ReplicationNumber.mostWorlds - 1)")
    }
    if designNames?.isEmpty == true { throw ValidationError("--designs names no design") }
  }
}
