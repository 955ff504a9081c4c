import CapacityPlanning
import ModelFiles
import Reports

extension PlanFile {
  /// Every value of the plan as a row of `assumptions.csv`, prices with what they move in the designs as they were used.
  func assumptions(of designs: [UsedDesign] = []) -> [Assumption] { stated.assumptions(of: designs) }

  func assumptions(of comparison: Comparison) -> [Assumption] { stated.assumptions(of: comparison) }

  private var stated: [StatedValue] {
    readings.map { reading in
      StatedValue(
        path: reading.path, text: reading.text, origin: "\(reading.file):\(reading.line):\(reading.column)",
        isAssumed: reading.isAssumed, source: reading.source, price: reading.price)
    }
  }
}
