import Costing
import ServiceModel
import Testing

/// One rule for what is paid ahead: against a literal hour, and in the matching of the bill.
@Suite struct HeldSliceTests {
  /// Six nodes above four: a need of 3 draws 3 and none, of 7 draws 4 and 3, of 12 draws 4 and 6, and two are left to rent.
  @Test func aNeedDrawsTheLowestFirst() {
    let slices = HeldSlice.stacked([4, 6, .max])
    #expect(slices.map { $0.drawn(by: 3) } == [3, 0, 0])
    #expect(slices.map { $0.drawn(by: 7) } == [4, 3, 0])
    #expect(slices.map { $0.drawn(by: 12) } == [4, 6, 2])
    // Of seven more nodes above three the first draws one and the second six.
    #expect(slices.map { $0.drawn(by: 7, above: 3) } == [1, 6, 0])
    // Nothing is drawn of what lies above any number.
    #expect(HeldSlice.stacked([.max, 5, 5]).map { $0.drawn(by: 9) } == [9, 0, 0])
  }

  /// Node by node and supply by supply, as one would with a pencil.
  private static func literally(_ layers: [Int], _ supplies: [Int]) -> (
    drawn: [[Int]], left: [Int], short: Int
  ) {
    var left = supplies
    var drawn = layers.map { _ in supplies.map { _ in 0 } }
    var short = 0
    for (layer, wanted) in layers.enumerated() {
      for _ in 0..<wanted {
        guard let supply = left.firstIndex(where: { $0 > 0 }) else {
          short += 1
          continue
        }
        left[supply] -= 1
        drawn[layer][supply] += 1
      }
    }
    return (drawn, left, short)
  }

  @Test func theBillDrawsNodeByNode() {
    var state: UInt64 = 11
    func next(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % bound)
    }
    for _ in 0..<300 {
      let layers = (0..<3).map { _ in next(7) }
      let (held, limits) = ([next(6), next(6)], [next(4), next(4)])
      let known = Self.literally(layers, held + limits)
      let commitments = held.enumerated().map {
        Commitment(
          id: "c\($0)", priceClass: .committed1Y, nodes: $1,
          price: UnitPrice(microdollars: Int64($0 + 1)))
      }
      let sources = limits.enumerated().map {
        OverflowSource(price: UnitPrice(microdollars: Int64($0 + 3)), limit: $1)
      }
      let roles: [CostRole] = [.serving, .buffer, .standby]
      let matching = CommitmentMatching(
        layers: roles.map { NeedLayer(role: $0) }, need: [NeedHour(nodes: layers)],
        commitments: commitments,
        overflow: sources)
      for (layer, role) in roles.enumerated() {
        for supply in 0..<4 {
          let row = matching.rows.first {
            $0.layer?.role == role && $0.price == UnitPrice(microdollars: Int64(supply + 1))
          }
          #expect(row?.nodeHours ?? .zero == Quantity(known.drawn[layer][supply]))
        }
      }
      for commitment in 0..<2 {
        let idle = matching.rows.first { $0.layer == nil && $0.commitmentID == "c\(commitment)" }
        #expect(idle?.nodeHours ?? .zero == Quantity(known.left[commitment]))
      }
      #expect(matching.short == Quantity(known.short))
    }
  }
}
