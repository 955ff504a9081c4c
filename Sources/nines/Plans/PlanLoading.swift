import ArgumentParser
import CapacityPlanning
internal import Currencies
import Foundation
import ModelFiles
import Reports
import ServiceModel
import ServingModel

/// Reads a plan, or prints every problem and ends with the exit code of a bad model.
func loadPlan(_ path: String, designs: [String]? = nil) throws -> PlanFile {
  keepCurves()
  do {
    let whole = try PlanFile(path: path)
    for unknown in whole.unknownDesigns(among: designs ?? []) {
      throw ValidationError("'\(path)' has no design '\(unknown.name)'. \(unknown.remedy)")
    }
    let plan = try designs.map { (names) throws(Diagnostics) in try whole.choosing(names) } ?? whole
    WrittenCurrency.settle(plan.currency)
    for warning in plan.warnings { Terminal.printError(warning.description) }
    if let bill = UncountableBill(in: plan.services) {
      Terminal.printError(plan.problem(ofBilled: bill.item, bill.cause, remedy: bill.remedy).description)
      throw ExitCode.badModel
    }
    return plan
  } catch let error as Diagnostics {
    Terminal.printError(error.description(first: Diagnostics.shown))
    let count = error.all.filter { $0.severity == .error }.count
    if count > 1 { Terminal.printError("\(count) errors") }
    throw ExitCode.badModel
  }
}

/// Latency curves that were measured are kept where the user's programs keep what they can make anew.
func keepCurves() {
  let environment = ProcessInfo.processInfo.environment
  // The specification of these directories: what is set but empty counts as not set.
  func directory(_ name: String) -> URL? {
    environment[name].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
  }
  guard let place = directory("XDG_CACHE_HOME") ?? directory("HOME")?.appending(path: ".cache") else { return }
  CurveShelf.shared.keep(
    in: CurveCache(directory: place.appending(path: "nines")) { Terminal.printError("note: \($0)") })
}

extension PlanFile {
  /// The plan as the planner sees it.
  var source: PlanSource {
    PlanSource(
      services: services,
      uncertainInputs: inputs.map { UncertainInputName(path: $0.path, low: $0.low, mid: $0.mid, high: $0.high) },
      at: { point in try self.services(at: point) })
  }

  /// What all its designs are counted in.
  var currency: StudyCurrency { services[0].prices.currency }

  /// How much of the plan somebody assumed.
  var provenance: Provenance { Provenance(assumed: readings.count(where: \.isAssumed), values: readings.count) }
}
