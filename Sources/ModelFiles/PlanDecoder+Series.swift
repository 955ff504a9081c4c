internal import Foundation
import ServiceModel

/// Demand as it was measured.
extension PlanDecoder {
  func series(_ reader: FieldReader, into traffic: inout Traffic, horizonSeconds: Double) {
    _ = reader.text("series")
    reader.error("series", "rate series are not read yet", remedy: "Write 'peak' and curves")
  }

  /// `base` to the power of `exponent`.
  func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
