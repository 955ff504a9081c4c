import CostCheck
import Costing
import ServiceModel
import Testing

/// Fixed fleets under a commitment: a price, which pays for running nodes first and for held ones then.
struct CommitmentChargeTests {
  private static func sheet(nodes: Int, reserved: Double = 1) -> CostSheet {
    var service = CheckedDesign.warmStandby.service(.sameProvider, begins: CalendarDay(year: 2027, month: 1, day: 1))
    service.horizonHours = 365 * 24
    service.sites[1].reserved = reserved
    service.sites[1].committed = NodeCommitment(nodes: nodes, term: .oneYear, dollarsPerHour: 35.776)
    return CostSheet(of: service, usage: CheckedDesign.warmStandby.usage, studyID: "committed")
  }

  private static func lines(_ sheet: CostSheet) -> [CostLine] {
    sheet.lines.filter {
      $0.site == "dr" && $0.group == .compute && $0.certainty == .fixed && $0.chargeKind == .usage
    }
  }

  /// 21 nodes run, 46 are held, one commitment covers all 67; April has 720 hours.
  @Test func aHeldStandbyIsCommittedInFullAndReservedInPart() throws {
    let april = Self.lines(Self.sheet(nodes: 67)).filter { $0.period.start.month == 4 }
    try #require(april.count == 2)
    #expect(april.map(\.quantity.description) == ["15120.0", "33120.0"])
    #expect(april.map(\.exactCost.description) == ["540933.12", "1184901.12"])
    #expect(april.allSatisfy { $0.priceClass == .committed1Y && $0.commitmentStatus == .used && $0.role == .standby })
    #expect(april.map(\.reservationStatus) == [nil, .unused])
    #expect(april[0].listUnitPrice == UnitPrice(dollars: 55.04))
    #expect(april[0].listCost.description == "832204.80")
    #expect(april[0].effectiveUnitPrice == UnitPrice(dollars: 35.776))
  }

  /// Used and unused make what was promised, in every month; what is not covered is paid by the hour.
  @Test(arguments: [0, 10, 21, 40, 67, 80])
  func usedAndUnusedMakeThePromise(_ nodes: Int) {
    let sheet = Self.sheet(nodes: nodes)
    for period in sheet.periods {
      let rows = Self.lines(sheet).filter { $0.period == period }
      let committed = rows.filter { $0.commitmentID != nil }.reduce(Quantity.zero) { $0 + $1.quantity }
      #expect(committed == Quantity(Double(nodes) * period.hours))
      let unused = rows.filter { $0.commitmentStatus == .unused }.reduce(Quantity.zero) { $0 + $1.quantity }
      #expect(unused == Quantity(Double(max(0, nodes - 67)) * period.hours))
      let hourly = rows.filter { $0.priceClass == .onDemand }.reduce(Quantity.zero) { $0 + $1.quantity }
      #expect(hourly == Quantity(Double(max(0, 67 - nodes)) * period.hours))
    }
    #expect(sheet.hours == 365 * 24)
    // Of a year of 8766 h, to half a cent a line.
    let saved =
      UnitPrice(dollars: 55.04) * Quantity(min(nodes, 67) * 8766)
      - UnitPrice(dollars: 35.776) * Quantity(nodes * 8766)
    let without = Self.sheet(nodes: 0)
    let cents = (without.amortisedYear - sheet.amortisedYear - saved).cents
    #expect(cents.magnitude <= 24)
  }

  /// A commitment without a reservation is a price and no node. Twice in a year of 8766 h a drill starts the 46 nodes that do not
  /// run, for four hours: these draw it.
  @Test func aCommitmentHoldsNothing() {
    let rows = Self.lines(Self.sheet(nodes: 67, reserved: 0))
    #expect(rows.allSatisfy { $0.reservationID == nil })
    let unused = rows.filter { $0.commitmentStatus == .unused }
    let hours = unused.reduce(0) { $0 + $1.quantity.units }
    let byHand: Double = 46 * 8760 * (1 - 8.0 / 8766)
    #expect(abs(hours - byHand) < 0.1 && unused.count == 12, "\(hours)")
  }
}
