import CostCheck
import Costing
import ServiceModel
import Testing

/// Nodes that the provider may take back, at their own price and in rows of their own.
struct SpotTests {
  private static func service(spot: Double = 0.3, price: Double? = 16.9508, committed: Int = 0) -> Service {
    var service = CheckedDesign.none.service(.sameProvider)
    service.sites[0].spot = spot
    service.sites[0].node.spotDollarsPerHour = price
    if committed > 0 {
      service.sites[0].committed = NodeCommitment(nodes: committed, term: .oneYear, dollarsPerHour: 35.776)
    }
    return service
  }

  private static func sheet(_ service: Service) -> CostSheet {
    CostSheet(of: service, usage: CheckedDesign.none.usage, studyID: "spot")
  }

  /// Twenty of 67 nodes (30 %, whole ones) cost 16.9508 an hour in place of 55.04; nothing else moves. They are the last to
  /// be needed: the thirteen of the buffer, and seven that serve.
  @Test func aShareIsPricedApart() {
    let (plain, spot) = (Self.sheet(Self.service(spot: 0)), Self.sheet(Self.service()))
    let spared = (plain.amortisedYear - spot.amortisedYear).dollars
    let expected = 20 * 8766 * (55.04 - 16.9508)
    #expect(abs(spared - expected) < 0.15)
    let rows = spot.lines.filter { $0.priceClass == .spot }
    let all = rows.reduce(Quantity.zero) { $0 + $1.quantity }
    #expect(all == Quantity(20 * 8766))
    func hours(_ role: CostRole) -> Quantity { rows.filter { $0.role == role }.reduce(.zero) { $0 + $1.quantity } }
    #expect(hours(.buffer) == Quantity(13 * 8766) && hours(.serving) == Quantity(7 * 8766))
    #expect(Set(spot.lines.map(\.lineID)).count == spot.lines.count && spot.unpriced == plain.unpriced)
  }

  /// A commitment is drawn by what is not spot: 47 nodes of 50, three in vain.
  @Test func aCommitmentIsNotDrawnBySpotNodes() {
    let sheet = Self.sheet(Self.service(committed: 50))
    func hours(_ status: DrawStatus) -> Quantity {
      sheet.lines.filter { $0.commitmentStatus == status && $0.chargeKind == .usage }
        .reduce(.zero) { $0 + $1.quantity }
    }
    #expect(hours(.used) == Quantity(47 * 8766) && hours(.unused) == Quantity(3 * 8766))
    #expect(!sheet.lines.contains { $0.item == "gpu-nodes" && $0.priceClass == .onDemand })
  }

  /// Without a price of their own they cost what the others do, and the output says so.
  @Test func aMissingPriceIsSaid() {
    let sheet = Self.sheet(Self.service(price: nil))
    #expect(sheet.amortisedYear == Self.sheet(Self.service(spot: 0)).amortisedYear)
    #expect(sheet.unpriced.contains("the lower price of spot nodes at main"))
  }
}
