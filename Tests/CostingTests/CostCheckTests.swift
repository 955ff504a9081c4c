import CostCheck
import Costing
import ServiceModel
import Testing

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
    ("user egress", cost { $0.item == "user-egress" }, 87_652 + row.design.ladders(setting)),
    ("all but standing GPUs", cost { !isStanding($0) }, row.withoutGPUs[which] + row.design.ladders(setting)),
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
  #expect(
    abs(design.sheet(.otherProvider).amortisedYear.dollars / 1e6 - other - design.ladders(.otherProvider) / 1e6)
      < 0.00052)
}

@Test(arguments: [
  (2027, 8760, "32304076.80"), (2027, 8766, "32326202.88"), (2028, 8784, "32392581.12"), (2028, 8766, "32326202.88"),
])
func sixtySevenNodesOverThreeHorizons(year: Int, hours: Int, cost: String) {
  let sheet = CheckedDesign.none.sheet(
    .sameProvider, begins: CalendarDay(year: year, month: 1, day: 1), horizonHours: Double(hours))
  let nodes = sheet.lines.filter { $0.group == .compute }
  #expect(sheet.periods.reduce(0) { $0 + $1.hours } == Double(hours))
  #expect(nodes.reduce(.zero) { $0 + $1.quantity } == Quantity(67 * hours))
  #expect(nodes.reduce(.zero) { $0 + $1.amortisedCost }.description == cost)
  // Per year of 8766 h it is the same to half a cent a line.
  let yearly = sheet.yearly(\.amortisedCost) { $0.group == .compute }
  #expect(abs(yearly.dollars - 32_326_202.88) <= 0.01 * Double(nodes.count))
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
