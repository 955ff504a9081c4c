public import Costing

/// One row of the worked cost check: dollars a year on demand with a fixed fleet, for both settings.
public struct CheckedRow: Sendable {
  public var design: CheckedDesign
  /// Standing nodes of the sites in order.
  public var nodes: [Int]
  public var gpus: [Double]
  public var sync: [Double]
  public var storage: Double
  public var balancer: Double
  public var drillNodes: [Double]
  public var drillLabour: Double
  public var labour: Double
  public var burst: [Double]
  public var withoutGPUs: [Double]
}

public let checkedRows = [
  CheckedRow(
    design: .none, nodes: [67], gpus: [32_326_203, 32_326_203], sync: [0, 0], storage: 52_116, balancer: 10_127,
    drillNodes: [0, 0], drillLabour: 0, labour: 0, burst: [0, 0], withoutGPUs: [149_896, 149_896]),
  CheckedRow(
    design: .backupAndRestore, nodes: [67, 0], gpus: [32_326_203, 32_326_203], sync: [4208, 14_727], storage: 57_161,
    balancer: 10_325, drillNodes: [59_003, 105_399], drillLabour: 21_000, labour: 62_500, burst: [2366, 4227],
    withoutGPUs: [304_215, 362_991]),
  CheckedRow(
    design: .pilotLight, nodes: [67, 0], gpus: [32_326_203, 32_326_203], sync: [4208, 14_727], storage: 109_001,
    balancer: 10_325, drillNodes: [29_501, 52_700], drillLabour: 21_000, labour: 125_000, burst: [7952, 14_204],
    withoutGPUs: [394_639, 434_609]),
  CheckedRow(
    design: .warmStandby, nodes: [67, 21], gpus: [42_458_296, 50_425_538], sync: [4208, 14_727], storage: 109_001,
    balancer: 10_325, drillNodes: [20_255, 36_182], drillLabour: 21_000, labour: 187_500, burst: [6082, 10_865],
    withoutGPUs: [446_023, 477_252]),
  CheckedRow(
    design: .hotStandby, nodes: [67, 67], gpus: [64_652_406, 90_071_702], sync: [4208, 14_727], storage: 109_001,
    balancer: 10_325, drillNodes: [0, 0], drillLabour: 21_000, labour: 250_000, burst: [0, 0],
    withoutGPUs: [482_186, 492_705]),
  CheckedRow(
    design: .activeActive2Bare, nodes: [54, 54], gpus: [52_107_909, 72_595_103], sync: [4208, 14_727],
    storage: 109_001, balancer: 10_325, drillNodes: [0, 0], drillLabour: 21_000, labour: 375_000, burst: [0, 0],
    withoutGPUs: [607_186, 617_705]),
  CheckedRow(
    design: .activeActive2Buffered, nodes: [67, 67], gpus: [64_652_406, 90_071_702], sync: [4208, 14_727],
    storage: 109_001, balancer: 10_325, drillNodes: [0, 0], drillLabour: 21_000, labour: 375_000, burst: [0, 0],
    withoutGPUs: [607_186, 617_705]),
  CheckedRow(
    design: .activeActive3Bare, nodes: [27, 27, 27], gpus: [39_080_932, 49_324_529], sync: [8415, 22_441],
    storage: 161_117, balancer: 10_522, drillNodes: [0, 0], drillLabour: 21_000, labour: 500_000, burst: [0, 0],
    withoutGPUs: [788_707, 802_733]),
  CheckedRow(
    design: .activeActive3Buffered, nodes: [34, 34, 34], gpus: [49_213_025, 62_112_370], sync: [8415, 22_441],
    storage: 161_117, balancer: 10_522, drillNodes: [0, 0], drillLabour: 21_000, labour: 500_000, burst: [0, 0],
    withoutGPUs: [788_707, 802_733]),
]

/// Dollars against a figure that is printed in whole dollars: within 0.01 % or the rounding of the print.
public func agrees(_ cost: Money, _ checked: Double) -> Bool {
  abs(cost.dollars - checked) <= max(0.51, 1e-4 * checked)
}
