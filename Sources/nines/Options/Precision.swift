import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import OutputAnalysis
import Reports

/// A relative half-width as it is written on a command line: `10%`.
///
/// At most 20 %: stopping earlier covers less than 93 % where 95 % is promised (docs/background/statistics.md).
struct Precision: ExpressibleByArgument {
  let share: Double

  init?(argument: String) {
    guard argument.hasSuffix("%"), let percent = Double(argument.dropLast()), percent >= 0.1, percent <= 20 else {
      return nil
    }
    share = percent / 100
  }
}

/// `--precision` where it has no meaning: refused with the reason, as people will try it.
struct NoPrecision: ParsableArguments {
  @Option(help: .hidden)
  var precision: String?

  func refuse(_ reason: String) throws {
    guard precision == nil else { throw ValidationError("--precision is an option of 'nines compare': \(reason)") }
  }
}

extension SimulationOptions {
  /// Replications at which a study that grows gives up, where `--replications` does not say.
  static let precisionCap = 100_000

  func target(_ precision: Precision?) -> PrecisionTarget? {
    precision.map {
      PrecisionTarget(relativeHalfWidth: $0.share, cap: replications ?? SimulationOptions.precisionCap)
    }
  }
}
