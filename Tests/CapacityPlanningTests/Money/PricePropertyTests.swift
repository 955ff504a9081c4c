import Costing
import CostCheck
import ServiceModel
import Stochastics
import Testing

@testable import CapacityPlanning

/// Cheaper prices never raise a cost, and the search over levels finds what trying everything finds: over random needs,
/// prices, limits and spot shares.
@Suite struct PricePropertyTests {
  private struct Draws {
    private var stream: RandomStream

    init(seed: UInt64) {
      stream = RandomStream(key: StreamKey(seed: seed, name: "random prices"), replication: 0, purpose: .input)
    }

    mutating func between(_ low: Double, _ high: Double) -> Double { low + stream.nextUniform() * (high - low) }
    mutating func whole(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(stream.nextUniform() * Double(range.count))
    }
    mutating func chance(_ p: Double) -> Bool { stream.nextUniform() < p }
    mutating func price(_ low: Double, _ high: Double) -> UnitPrice { UnitPrice(dollars: between(low, high)) }
  }

  private static func question(_ draws: inout Draws) -> CommitmentQuestion {
    let need = (0..<24).map { _ in draws.whole(0...14) }
    let spot = draws.chance(0.6) ? SpotOffer(price: draws.price(5, 45), limit: draws.whole(0...6)) : nil
    let offers = (0..<draws.whole(1...2)).map { index in
      CommittedOffer(
        name: "o\(index)", price: draws.price(10, 60), limit: draws.chance(0.3) ? draws.whole(1...9) : nil)
    }
    return CommitmentQuestion(
      need: HourlyNeed(nodes: need), offers: offers,
      onDemand: OnDemandOffer(
        price: draws.price(45, 70), limit: draws.chance(0.3) ? draws.whole(2...14) : nil, spot: spot))
  }

  private static func best(_ question: CommitmentQuestion) -> CommitmentOutcome? {
    if case .buy(let found) = question.best() { found } else { nil }
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func levelsAreThoseThatEnumerationFinds(seed: UInt64) {
    var draws = Draws(seed: seed)
    let question = Self.question(&draws)
    let enumerated = question.enumerated(upTo: question.need.peak)
    #expect(Self.best(question)?.cost == enumerated?.cost, "\(question)")
    guard let found = Self.best(question) else { return }
    let match = found.match
    #expect(match.used + match.overflow + match.spot + match.short == question.need.nodes.reduce(0, +))
    #expect(match.spot == 0 || question.onDemand.spot != nil)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func cheaperPricesNeverRaiseTheBestCost(seed: UInt64) {
    var draws = Draws(seed: 1000 + seed)
    let dear = Self.question(&draws)
    func less(_ price: UnitPrice) -> UnitPrice { UnitPrice(dollars: Double(price.microdollars) / 1e6 * 0.8) }
    let rented = dear.onDemand
    let cheaper = [
      CommitmentQuestion(
        need: dear.need,
        offers: dear.offers.map { CommittedOffer(name: $0.name, price: less($0.price), limit: $0.limit) },
        onDemand: rented),
      CommitmentQuestion(
        need: dear.need, offers: dear.offers,
        onDemand: OnDemandOffer(
          price: rented.price, limit: rented.limit,
          spot: rented.spot.map { SpotOffer(price: less($0.price), limit: $0.limit) })),
      CommitmentQuestion(
        need: dear.need, offers: dear.offers,
        onDemand: OnDemandOffer(
          price: max(less(rented.price), rented.spot?.price ?? less(rented.price)), limit: rented.limit,
          spot: rented.spot)),
    ]
    for question in cheaper {
      guard let before = Self.best(dear), let after = Self.best(question) else { continue }
      #expect(after.cost <= before.cost)
    }
  }

  /// Every price of a design, one at a time, over random designs, sizes, commitments, machines, spot shares and lent nodes.
  @Test(arguments: 0..<60 as Range<UInt64>)
  func cheaperPricesNeverRaiseADesignsCost(seed: UInt64) {
    var draws = Draws(seed: 2000 + seed)
    let design = CheckedDesign.allCases[draws.whole(0...CheckedDesign.allCases.count - 1)]
    var service = design.service(draws.chance(0.5) ? .sameProvider : .otherProvider)
    service.sizing.buffer = draws.between(0, 0.6)
    for index in service.sites.indices where service.sites[index].keep > .nothing {
      let standing = service.standingNodes(at: service.sites[index])
      if draws.chance(0.3) {
        service.sites[index].committed = NodeCommitment(
          nodes: draws.whole(0...80), term: .oneYear, dollarsPerHour: draws.between(20, 50),
          upfrontShare: draws.between(0, 1))
      }
      if draws.chance(0.3) {
        service.sites[index].owned = OwnedNodes(
          nodes: draws.whole(0...60), capex: 330_000, lifeYears: 4, residual: 0.15, capitalRate: 0.08,
          supportRate: 0.05,
          contractedKW: 10.2, busyKW: 7, idleKW: 3, pue: 1.56, dollarsPerKWh: 0.09, colocationDollarsPerKWMonth: 184)
      }
      if draws.chance(0.4) {
        service.sites[index].spot = draws.between(0, 1)
        service.sites[index].node.spotDollarsPerHour = draws.between(5, 50)
      } else if draws.chance(0.5), standing > 0 {
        service.sites[index].lent = LentNodes(
          borrower: "test", nodes: draws.whole(1...standing), hoursPerWeek: draws.between(0, 168), evictSeconds: 60)
      }
    }
    for effect in priceEffects(of: service, usage: design.usage) {
      #expect(effect.ofTenPercentLess <= .zero && effect.ofTenPercentMore >= .zero, "\(effect)")
    }
  }
}
