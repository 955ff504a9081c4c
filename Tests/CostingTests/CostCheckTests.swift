import CostCheck
import Costing
import ServiceModel
import Testing

/// One row of the worked cost check: dollars a year on demand with a fixed fleet, for both settings.
struct CheckedRow: Sendable {
  var design: CheckedDesign
  /// Standing nodes of the sites in order.
  var nodes: [Int]
  var gpus: [Double]
  var sync: [Double]
  var storage: Double
  var balancer: Double
  var drillNodes: [Double]
  var drillLabour: Double
  var labour: Double
  var burst: [Double]
  var withoutGPUs: [Double]
}

let checkedRows = [
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
private func agrees(_ cost: Money, _ checked: Double) -> Bool {
  abs(cost.dollars - checked) <= max(0.51, 1e-4 * checked)
}

/// Every figure of the worked cost check, by item, from the lines of the 8766 h year.
@Test(arguments: checkedRows, CheckedSetting.allCases)
func linesReproduceTheWorkedCostCheck(row: CheckedRow, setting: CheckedSetting) {
  let service = row.design.service(setting)
  let present = service.sites.prefix(row.design.siteCount)
  #expect(present.map { service.standingNodes(at: $0) } == row.nodes)

  let sheet = row.design.sheet(setting)
  let which = setting == .sameProvider ? 0 : 1
  func cost(_ condition: (CostLine) -> Bool) -> Money { sheet.sum(\.amortisedCost, where: condition) }
  let isBurst = { (line: CostLine) in line.role == .failoverBurst }
  let isStanding = { (line: CostLine) in line.group == .compute && line.role != .failoverBurst }
  let items: [(String, Money, Double)] = [
    ("standing GPUs", cost(isStanding), row.gpus[which]),
    ("state sync", cost { $0.item == "state-sync" }, row.sync[which]),
    ("storage", cost { $0.group == .storage }, row.storage),
    ("balancer", cost { $0.item.hasPrefix("load-balancer") }, row.balancer),
    ("drill nodes", cost { $0.group == .drill && $0.unit == .nodeHours }, row.drillNodes[which]),
    ("drill labour", cost { $0.group == .drill && $0.unit == .personHours }, row.drillLabour),
    ("labour", cost { $0.group == .labour }, row.labour),
    ("burst", cost(isBurst), row.burst[which]),
    ("user egress", cost { $0.item == "user-egress" }, 87_652),
    ("all but standing GPUs", cost { !isStanding($0) }, row.withoutGPUs[which]),
  ]
  for (name, cost, checked) in items {
    #expect(agrees(cost, checked), "\(name) of \(row.design.rawValue): \(cost), checked \(checked)")
  }
  // Standing nodes do not depend on chance or on tiers: exact to the printed dollar.
  #expect(abs(cost(isStanding).dollars - row.gpus[which]) < 0.5)
}

/// Capacity that is held costs what running capacity costs, and drills and failovers then acquire nothing.
@Test func heldPilotLightPaysForItsReservation() throws {
  let sheet = CheckedDesign.pilotLightHeld.sheet(.sameProvider)
  #expect(abs(sheet.amortisedYear.dollars / 1e6 - 65.010) < 0.0005)
  let held = sheet.lines.filter { $0.reservationStatus == .unused }
  #expect(held.count == 13)
  let line = try #require(held.first)
  #expect(line.unitsMean == Quantity(67))
  #expect(line.role == .standby)
  #expect(line.reservationID == "cr-dr-h100")
  #expect(line.priceClass == .onDemand)
  #expect(!sheet.lines.contains { $0.group == .drill && $0.unit == .nodeHours })
}

@Test(arguments: [
  (CheckedDesign.none, 32.476, 32.476), (.backupAndRestore, 32.630, 32.689), (.pilotLight, 32.721, 32.761),
  (.pilotLightHeld, 65.010, 90.439), (.warmStandby, 42.904, 50.903), (.hotStandby, 65.135, 90.564),
  (.activeActive2Bare, 52.715, 73.213), (.activeActive2Buffered, 65.260, 90.689),
  (.activeActive3Bare, 39.870, 50.127), (.activeActive3Buffered, 50.002, 62.915),
])
func totalsOnDemandAgree(design: CheckedDesign, same: Double, other: Double) {
  #expect(abs(design.sheet(.sameProvider).amortisedYear.dollars / 1e6 - same) < 0.00052)
  #expect(abs(design.sheet(.otherProvider).amortisedYear.dollars / 1e6 - other) < 0.00052)
}

@Test(arguments: [
  (HoursBasis.calendarYear, 2027, 8760, "32304076.80"), (.horizon, 2027, 8766, "32326202.88"),
  (.calendarYear, 2028, 8784, "32392581.12"), (.horizon, 2028, 8766, "32326202.88"),
])
func sixtySevenNodesOnThreeHoursBases(basis: HoursBasis, year: Int, hours: Int, cost: String) {
  let sheet = CheckedDesign.none.sheet(
    .sameProvider, begins: CalendarDay(year: year, month: 1, day: 1), basis: basis)
  let nodes = sheet.lines.filter { $0.group == .compute }
  #expect(sheet.periods.reduce(0) { $0 + $1.hours } == hours)
  #expect(nodes.reduce(.zero) { $0 + $1.quantity } == Quantity(67 * hours))
  #expect(nodes.reduce(.zero) { $0 + $1.amortisedCost }.description == cost)
}

/// The cost of a million tokens states what it is divided by.
@Test func costOfAMillionTokens() {
  let cost = CheckedDesign.none.sheet(.sameProvider).amortisedYear.dollars
  #expect(abs(cost / (checkedRequestsPerYear * 211 / 1e6) - 7.32) < 0.005)
  #expect(abs(cost / (checkedRequestsPerYear * 1366 / 1e6) - 1.13) < 0.005)
}

/// 448 MB of key-value cache a request instead of 10 kB of text: 9.4 exabytes and 188 million dollars a year.
@Test func copyingTheCacheInsteadOfTheTextStandsOut() {
  let design = CheckedDesign.pilotLight
  #expect(!design.sheet(.sameProvider).stateSyncExceedsCompute)
  var service = design.service(.sameProvider)
  service.prices.state!.bytesPerRequest = 1366 * 320 * 1024
  let sheet = CostSheet(of: service, usage: design.usage, studyID: "cache")
  #expect(sheet.stateSyncExceedsCompute)
  #expect(abs(sheet.sum(\.amortisedCost) { $0.group == .state }.dollars / 1e6 - 188) < 0.5)
}
