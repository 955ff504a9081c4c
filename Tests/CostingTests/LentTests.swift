import CostCheck
import Costing
import ServiceModel
import Testing

/// Lent capacity: the same charges in two rows by beneficiary, and a saving only where it displaces a purchase.
struct LentTests {
  /// The hot standby of the worked cost check lends ten of its 67 nodes to tests that run 40 hours a week.
  private static func service(
    needs: Int? = nil, displaces: DisplacedCapacity? = DisplacedCapacity(priceClass: .spot, dollarsPerHour: 16.9508),
    lends: Bool = true
  ) -> Service {
    var service = CheckedDesign.hotStandby.service(.sameProvider)
    guard lends else { return service }
    service.sites[1].lent = LentNodes(
      borrower: "test", nodes: 10, neededNodes: needs, hoursPerWeek: 40, displaces: displaces, evictSeconds: 300)
    return service
  }

  private static func sheet(_ service: Service) -> CostSheet {
    CostSheet(of: service, usage: CheckedDesign.hotStandby.usage, studyID: "lent")
  }

  /// The worked figure: 353,787 dollars a year at the spot price that tests would pay, not 1,148,763 at the standby's.
  @Test func aSavingIsWhatTheBorrowerWouldHavePaid() {
    let saved = Self.sheet(Self.service()).displaced
    #expect(saved.count == 1 && saved[0].nodes == 10)
    #expect(saved[0].saved.dollars.rounded() == 353_787)
    let onDemand = DisplacedCapacity(priceClass: .onDemand, dollarsPerHour: 55.04)
    #expect(Self.sheet(Self.service(displaces: onDemand)).displaced[0].saved.dollars.rounded() == 1_148_763)
    #expect(Self.sheet(Self.service(displaces: nil)).displaced[0].saved == .zero)
    #expect(Self.sheet(Self.service(lends: false)).displaced.isEmpty)
  }

  /// No more than it needs: four nodes of ten.
  @Test func aBorrowerSavesNoMoreThanItNeeds() {
    let saved = Self.sheet(Self.service(needs: 4)).displaced[0]
    #expect(saved.nodes == 4 && abs(saved.saved.dollars - 0.4 * 353_787.3) < 1)
    #expect(Self.sheet(Self.service(needs: 40)).displaced[0].nodes == 10)
  }

  /// An allocation: every month's total is what it is without lending, to the cent, and so is every other row.
  @Test func lendingMovesNoTotal() {
    let (plain, lent) = (Self.sheet(Self.service(lends: false)), Self.sheet(Self.service()))
    for period in plain.periods {
      let (before, after) = (
        plain.sum(\.amortisedCost) { $0.period == period }, lent.sum(\.amortisedCost) { $0.period == period }
      )
      #expect(before == after)
    }
    #expect(plain.cashYear == lent.cashYear && plain.amortisedYear == lent.amortisedYear)
    let rows = lent.lines.filter { $0.site == "dr" && $0.role == .standby }
    #expect(Set(rows.map(\.beneficiary)) == ["production", "test"])
    #expect(Set(lent.lines.map(\.lineID)).count == lent.lines.count)
    let hours = rows.filter { $0.beneficiary == "test" }.reduce(Quantity.zero) { $0 + $1.quantity }
    let lentHours = 10 * 40 * 8766 / 168.0
    #expect(abs(hours.units - lentHours) < 1e-4)
    let all = rows.reduce(Quantity.zero) { $0 + $1.quantity }
    #expect(all == Quantity(67 * 8766))
  }

  /// Nodes that a commitment pays for and machines of one's own are lent in the same proportion, in rows of their own.
  @Test func whatPaysForANodeIsLentWithIt() {
    func held(_ service: Service) -> Service {
      var service = service
      service.sites[1].committed = NodeCommitment(nodes: 70, term: .oneYear, dollarsPerHour: 35.776)
      return service
    }
    let (plain, lent) = (Self.sheet(held(Self.service(lends: false))), Self.sheet(held(Self.service())))
    // A line that is split is rounded twice: half a cent each.
    let most = 0.005 * Double(plain.lines.count + lent.lines.count)
    #expect(abs((plain.amortisedYear - lent.amortisedYear).dollars) <= most)
    #expect(abs((plain.cashYear - lent.cashYear).dollars) <= most)
    let test = lent.lines.filter { $0.beneficiary == "test" }
    #expect(test.count == lent.periods.count)
    #expect(
      test.allSatisfy { $0.commitmentStatus == .used && $0.priceClass == .committed1Y && $0.chargeKind == .usage })
    // What nothing draws is lent to nobody.
    let unused = lent.lines.filter { $0.commitmentStatus == .unused }
    #expect(!unused.isEmpty && unused.allSatisfy { $0.beneficiary == "production" })
  }

  /// A site that serves lends nothing, whatever it would.
  @Test func aServingSiteLendsNothing() {
    var service = CheckedDesign.activeActive2Bare.service(.sameProvider)
    service.sites[1].lent = LentNodes(borrower: "test", nodes: 10, hoursPerWeek: 40, evictSeconds: 300)
    #expect(Self.sheet(service).displaced.isEmpty)
  }
}
