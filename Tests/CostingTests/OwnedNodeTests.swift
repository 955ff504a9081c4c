import CostCheck
import Costing
import ServiceModel
import Testing

/// Machines of one's own: the worked node-year, the worked totals, and what is paid when.
struct OwnedNodeTests {
  /// Inputs of the worked cost check.
  private static func machines(_ nodes: Int) -> OwnedNodes {
    OwnedNodes(
      nodes: nodes, capex: 330_000, lifeYears: 4, residual: 0.15, capitalRate: 0.08, supportRate: 0.05,
      contractedKW: 10.2, busyKW: 7, idleKW: 3, pue: 1.56, dollarsPerKWh: 0.09, colocationDollarsPerKWMonth: 184.06)
  }

  /// A design that owns every standing node, and so many more.
  private static func sheet(_ design: CheckedDesign, more: Int = 0) -> CostSheet {
    var service = design.service(.sameProvider)
    for index in service.sites.indices where service.sites[index].keep > .nothing {
      service.sites[index].owned = machines(service.standingNodes(at: service.sites[index]) + more)
    }
    return CostSheet(of: service, usage: design.usage, studyID: "owned")
  }

  private static func dollars(_ sheet: CostSheet, _ item: String) -> Double {
    sheet.sum(\.amortisedCost) { $0.item == item }.dollars
  }

  @Test func aNodeYearIsTheWorkedOne() {
    let sheet = Self.sheet(.none)
    let items = [
      ("depreciation", 70_125.0), ("cost-of-capital", 15_180), ("support", 16_500), ("colocation", 22_528.94),
      ("power", 8_615.22),
    ]
    for (item, dollars) in items { #expect(abs(Self.dollars(sheet, item) / 67 - dollars) < 0.01, "\(item)") }
    let owned = sheet.sum(\.amortisedCost) { $0.priceClass == .owned }.dollars
    #expect(abs(owned / 67 - 132_949.17) < 0.02)
  }

  /// The totals of the worked check in million dollars, which owns every standing node; standby draws its idle power.
  @Test(arguments: [
    (CheckedDesign.none, 9.057), (.backupAndRestore, 9.212), (.pilotLight, 9.302), (.warmStandby, 12.042),
    (.hotStandby, 17.968), (.activeActive2Bare, 14.966), (.activeActive2Buffered, 18.422), (.activeActive3Bare, 11.558),
    (.activeActive3Buffered, 14.350),
  ])
  func totalsAreTheWorkedOnes(design: CheckedDesign, millions: Double) {
    #expect(abs(Self.sheet(design).amortisedYear.dollars / 1e6 - millions) < 0.0006)
  }

  /// The machines are paid on the first day; cash less cost is their book value, once the imputed capital is left out.
  @Test func cashIsPaidOnceAndTheRestIsBookValue() {
    let sheet = Self.sheet(.none)
    let purchase = sheet.lines.filter { $0.chargeKind == .purchase }
    #expect(purchase.map(\.item) == ["machines"])
    #expect(purchase[0].cashCost.description == "22110000.00" && purchase[0].amortisedCost == .zero)
    #expect(purchase[0].period == sheet.periods[0] && purchase[0].termMonths == 48)
    #expect(abs(sheet.capitalCostYear.dollars - 67 * 15_180) < 0.5)
    #expect(abs(sheet.prepaidAtYearEnd.dollars - 67 * (330_000 - 70_125)) < 0.5)
    let capital = sheet.lines.filter { $0.item == "cost-of-capital" }
    #expect(capital.allSatisfy { !$0.inFocus && $0.cashCost == .zero })
    // A life of four years: three years of cash hold one purchase.
    let running = sheet.cashYear.dollars - 22_110_000
    #expect(abs(sheet.cashThreeYears.dollars - 22_110_000 - 3 * running) < 0.5)
  }

  /// What is owned beyond the need is paid and idles; what is needed beyond it is rented.
  @Test func idleMachinesCostAndMissingOnesAreRented() {
    let more = Self.sheet(.none, more: 3)
    let kilowattHours = more.lines.filter { $0.item == "power" }.reduce(Quantity.zero) { $0 + $1.quantity }.units
    #expect(abs(kilowattHours - (67 * 7 + 3 * 3) * 1.56 * 8766) < 0.1)
    #expect(!more.lines.contains { $0.item == "gpu-nodes" })
    let fewer = Self.sheet(.none, more: -7)
    let rented = fewer.lines.filter { $0.item == "gpu-nodes" }
    #expect(rented.reduce(.zero) { $0 + $1.quantity } == Quantity(7 * 8766))
    // Every standing node is counted once, whoever owns it.
    for sheet in [more, fewer] {
      let counted = sheet.lines.filter { $0.unitsMean != nil && $0.role != .drill && $0.role != .failoverBurst }
        .reduce(Quantity.zero) { $0 + $1.quantity }
      #expect(counted == Quantity((sheet == more ? 70 : 67) * 8766))
    }
  }
}
