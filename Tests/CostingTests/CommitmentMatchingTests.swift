import Costing
import Testing

/// Commitments against a need curve: the worked examples, and what holds in every hour.
@Suite struct CommitmentMatchingTests {
  /// Nodes by hour of the day, 25 % buffer included, of D(h) = 2000/3 (1 + 0.5 sin(2 pi h / 24)) requests a second.
  static let day = [
    45, 51, 56, 61, 64, 66, 67, 66, 64, 61, 56, 51, 45, 39, 34, 29, 26, 24, 23, 24, 26, 29, 34, 39,
  ]
  static let onDemand = OverflowSource(price: UnitPrice(dollars: 55.04))

  static func commitment(_ nodes: Int, threeYears: Bool = false) -> Commitment {
    threeYears
      ? Commitment(id: "cm-3y", priceClass: .committed3Y, nodes: nodes, price: UnitPrice(dollars: 24.768))
      : Commitment(id: "cm-1y", priceClass: .committed1Y, nodes: nodes, price: UnitPrice(dollars: 35.776))
  }

  private func year(_ nodes: Int, threeYears: Bool = false) -> CommitmentMatching {
    CommitmentMatching(
      need: Self.day, hours: Quantity(365.25), commitment: Self.commitment(nodes, threeYears: threeYears),
      overflow: Self.onDemand)
  }

  @Test(arguments: [
    (34, false, "17116000.70"), (33, false, "17144145.41"), (35, false, "17128062.72"), (51, true, "13123473.41"),
    (50, true, "13127494.08"), (52, true, "13159659.46"), (0, false, "21711628.80"), (67, false, "21012031.87"),
  ])
  func baseAndPeakToTheCent(nodes: Int, threeYears: Bool, cost: String) {
    #expect(year(nodes, threeYears: threeYears).cost.description == cost)
  }

  @Test func usedUnusedAndOverflowOfADay() {
    let one = CommitmentMatching(need: Self.day, commitment: Self.commitment(34), overflow: Self.onDemand)
    #expect([one.used, one.unused, one.overflow] == [Quantity(759), Quantity(57), Quantity(321)])
    let three = CommitmentMatching(
      need: Self.day, commitment: Self.commitment(51, threeYears: true), overflow: Self.onDemand)
    #expect([three.used, three.unused, three.overflow] == [Quantity(978), Quantity(246), Quantity(102)])
    #expect(three.utilization == 978.0 / 1224)
    #expect(three.coverage == 978.0 / 1080)
  }

  /// The cheapest level by full enumeration.
  @Test func theOptimumIsTheWorkedOne() {
    #expect((0...80).min { year($0).cost < year($1).cost } == 34)
    #expect((0...80).min { year($0, threeYears: true).cost < year($1, threeYears: true).cost } == 51)
  }

  /// Netting over the day would make 45 nodes look like a perfect match at 38,638.08.
  @Test func nothingUnusedCarriesOver() {
    let matched = CommitmentMatching(need: Self.day, commitment: Self.commitment(45), overflow: Self.onDemand)
    #expect([matched.unused, matched.overflow] == [Quantity(168), Quantity(168)])
    #expect(matched.cost.description == "47884.80")
  }

  /// Rule 5 of the reconciliation, in each hour by itself, over several commitments, layers and a limited source.
  @Test func everyHourBalances() {
    let layers = [NeedLayer(role: .serving), NeedLayer(role: .buffer), NeedLayer(role: .standby, runs: false)]
    let commitments = [Self.commitment(20, threeYears: true), Self.commitment(14)]
    let sources = [
      OverflowSource(priceClass: .spot, price: UnitPrice(dollars: 16.9508), limit: 5),
      OverflowSource(price: UnitPrice(dollars: 55.04), limit: 10),
    ]
    func matched(_ need: [NeedHour]) -> CommitmentMatching {
      CommitmentMatching(layers: layers, need: need, commitments: commitments, overflow: sources)
    }
    let need = Self.day.enumerated().map { hour, nodes in NeedHour(nodes: [nodes, hour % 5, (hour * 7) % 11]) }
    var used = Quantity.zero
    var cost = Money.zero
    for hour in need {
      let one = matched([hour])
      let needed = hour.nodes.reduce(0, +)
      #expect(one.held == Quantity(34))
      #expect(one.used == Quantity(min(34, needed)))
      #expect(one.used + one.overflow + one.short == Quantity(needed))
      #expect(one.overflow <= Quantity(15))
      used += one.used
      cost += one.cost
    }
    let whole = matched(need)
    #expect(whole.used == used)
    #expect(whole.cost == cost)
    #expect(whole.short > .zero)
  }

  /// 21 nodes run and 46 are held by a reservation; a commitment to all 67 reaches both.
  @Test func heldStandbyToTheCent() {
    let matched = CommitmentMatching(
      layers: [NeedLayer(role: .standby), NeedLayer(role: .standby, runs: false)],
      need: [NeedHour(nodes: [21, 46], hours: Quantity(720))], commitments: [Self.commitment(67)],
      overflow: [Self.onDemand])
    #expect(matched.rows.map(\.nodeHours) == [Quantity(15_120), Quantity(33_120)])
    #expect(matched.rows.map(\.cost.description) == ["540933.12", "1184901.12"])
    #expect(matched.rows.map(\.commitmentStatus) == [.used, .used])
    #expect(matched.rows.map(\.reservationStatus) == [nil, .unused])
    #expect(matched.cost.description == "1725834.24")
  }

  /// A month of 30 days with 34 nodes committed.
  @Test func aMonthOfBaseAndPeakToTheCent() {
    let matched = CommitmentMatching(
      need: Self.day, hours: Quantity(30), commitment: Self.commitment(34), overflow: Self.onDemand)
    #expect(matched.rows.map(\.nodeHours) == [Quantity(22_770), Quantity(9_630), Quantity(1_710)])
    #expect(matched.rows.map(\.cost.description) == ["814619.52", "530035.20", "61176.96"])
    #expect(matched.committedCost.description == "875796.48")
    #expect(matched.cost.description == "1405831.68")
  }
}
