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

  /// A spare machine of a single site is no standby and no buffer: it belongs to the fleet, in rows of its own. What carries
  /// the peak, and what stands above it, keep their roles; no provider bills them, and there is no discount to draw.
  @Test func ownMachinesKeepTheirRoles() {
    let sheet = Self.sheet(.none, more: 3)
    let owned = sheet.lines.filter { $0.priceClass == .owned && $0.item.hasPrefix("depreciation") }
    func machines(_ role: CostRole, idle: Bool) -> Double {
      owned.filter { $0.role == role && $0.item.hasSuffix("(idle)") == idle }.reduce(0) { $0 + $1.quantity.units }
        / 8766
    }
    // 54 nodes carry the peak of 1000 requests a second, 67 a quarter more.
    #expect(machines(.serving, idle: false) == 54 && machines(.buffer, idle: false) == 13)
    #expect(machines(.serving, idle: true) == 3)
    #expect(!sheet.lines.contains { $0.role == .standby })
    #expect(Set(sheet.lines.map(\.lineID)).count == sheet.lines.count)
    let own = sheet.lines.filter { $0.priceClass == .owned }
    #expect(
      own.allSatisfy { $0.provider == "own organisation" && $0.commitmentID == nil && $0.commitmentStatus == nil })
    #expect(own.allSatisfy { $0.chargeKind == .purchase || $0.listCost == $0.amortisedCost })
    #expect(own.allSatisfy { $0.chargeKind == .purchase || $0.listUnitPrice == $0.effectiveUnitPrice })
  }

  /// Whoever owns all that may run needs no price of an hour, and a failover runs on spare machines before it rents.
  @Test func whoOwnsEverythingNeedsNoRentalPrice() {
    func sheet(_ owned: Int, priced: Bool) -> CostSheet {
      var service = CheckedDesign.warmStandby.service(.sameProvider)
      service.sites[1].owned = Self.machines(owned)
      if !priced { service.sites[1].node.dollarsPerHour = nil }
      return CostSheet(of: service, usage: CheckedDesign.none.usage, studyID: "owned")
    }
    // 21 stand and 67 carry everything.
    let all = sheet(67, priced: false)
    #expect(!all.unpriced.contains { $0.hasPrefix("nodes") })
    #expect(all.sum(\.cashCost) { $0.item == "machines" }.dollars == 67 * 330_000)
    #expect(!all.lines.contains { $0.site == "dr" && $0.unit == .nodeHours && $0.group == .drill })
    // The same money as with a price that nothing is rented at.
    #expect(all.amortisedYear == sheet(67, priced: true).amortisedYear)
    #expect(sheet(66, priced: false).unpriced.contains { $0.hasPrefix("nodes of dr") })
    // One machine is missing in a drill of two a year and four hours of each.
    let one = sheet(66, priced: true).lines.filter { $0.site == "dr" && $0.group == .drill && $0.unit == .nodeHours }
    #expect(abs(one.reduce(0) { $0 + $1.quantity.units } - 2 * 4) < 1e-6)
  }

  /// What is owned beyond the need is paid and idles; what is needed beyond it is rented.
  @Test func idleMachinesCostAndMissingOnesAreRented() {
    let more = Self.sheet(.none, more: 3)
    let kilowattHours = more.lines.filter { $0.unit == .kilowattHours }.reduce(Quantity.zero) { $0 + $1.quantity }.units
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
