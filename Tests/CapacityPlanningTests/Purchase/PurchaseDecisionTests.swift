@testable import CapacityPlanning
import Costing
import Testing

/// The worked purchases, exact to the cent, by the rule and by full enumeration.
struct PurchaseDecisionTests {
  /// Nodes by hour of a day with a peak of 67, buffer of 25 % included; sum 1080.
  static let day = HourlyNeed(nodes: [
    45, 51, 56, 61, 64, 66, 67, 66, 64, 61, 56, 51, 45, 39, 34, 29, 26, 24, 23, 24, 26, 29, 34, 39,
  ])
  static let onDemand = UnitPrice(dollars: 55.04)
  static let oneYear = CommittedOffer(name: "1y", price: UnitPrice(dollars: 35.776))
  static let threeYears = CommittedOffer(name: "3y", price: UnitPrice(dollars: 24.768))

  private func question(_ offers: [CommittedOffer], limit: Int? = nil) -> CommitmentQuestion {
    CommitmentQuestion(need: Self.day, offers: offers, onDemand: OnDemandOffer(price: Self.onDemand, limit: limit))
  }

  private func bought(_ question: CommitmentQuestion) throws -> CommitmentOutcome {
    guard case .buy(let outcome) = question.best() else { throw NotToBeHad() }
    return outcome
  }
  private struct NotToBeHad: Error {}

  @Test func theLoadDurationCurveGivesTheLevel() throws {
    let one = question([Self.oneYear])
    let found = try bought(one)
    #expect(found.units == [34])
    #expect(Self.day.hours(withAtLeast: 34) == 17 && Self.day.hours(withAtLeast: 35) == 15)
    #expect(found.match == HourlyMatch(used: 759, unused: 57, overflow: 321, short: 0))
    #expect(found.cost.description == "17116000.70")
    #expect(one.outcome(units: [33]).cost.description == "17144145.41")
    #expect(one.outcome(units: [35]).cost.description == "17128062.72")
    #expect(one.outcome(units: [0]).cost.description == "21711628.80")
    #expect(one.outcome(units: [67]).cost.description == "21012031.87")
    #expect(one.enumerated(upTo: 80) == found)
  }

  @Test func threeYearsAreWorthALongerShareOfTheDay() throws {
    let three = question([Self.threeYears])
    let found = try bought(three)
    #expect(found.units == [51])
    #expect(Self.day.hours(withAtLeast: 51) == 11 && Self.day.hours(withAtLeast: 52) == 9)
    #expect(found.match == HourlyMatch(used: 978, unused: 246, overflow: 102, short: 0))
    #expect(found.cost.description == "13123473.41")
    #expect(three.outcome(units: [50]).cost.description == "13127494.08")
    #expect(three.outcome(units: [52]).cost.description == "13159659.46")
    #expect(three.enumerated(upTo: 80) == found)
  }

  /// Over a day 45 nodes make the 1080 node-hours that are needed, but not in the hours that need them.
  @Test func nothingUnusedCarriesOverToAnotherHour() {
    let mean = HourlyNeed(nodes: Self.day.nodes, horizonHours: 24)
    let offer = CommitmentQuestion(
      need: mean, offers: [Self.oneYear], onDemand: OnDemandOffer(price: Self.onDemand))
    let outcome = offer.outcome(units: [45])
    #expect(outcome.committedCost.description == "38638.08")
    #expect(outcome.match.unused == 168 && outcome.match.overflow == 168)
    #expect(outcome.cost.description == "47884.80")
  }

  @Test func ofThreeClassesTheSearchTakesWhatEnumerationTakes() throws {
    let all = question([Self.oneYear, Self.threeYears])
    let found = try bought(all)
    #expect(found.units == [0, 51])
    #expect(found == all.enumerated(upTo: 80))
    // Where the cheapest class is short, the next one is filled up to its own level, which is reached already.
    let scarce = question([Self.oneYear, CommittedOffer(name: "3y", price: Self.threeYears.price, limit: 20)])
    let mixed = try bought(scarce)
    #expect(mixed.units == [14, 20])
    #expect(mixed == scarce.enumerated(upTo: 80))
  }

  @Test(arguments: [PurchaseDecisionTests.oneYear, PurchaseDecisionTests.threeYears])
  func aLimitOnDemandRaisesTheCommitment(_ offer: CommittedOffer) throws {
    let bound = question([offer], limit: 10)
    let found = try bought(bound)
    #expect(found.units == [57])
    #expect(found == bound.enumerated(upTo: 80))
    let free = try bought(bound.withoutOnDemandLimit)
    #expect(found.cost > free.cost)
    let excuse = try #require(bound.excuse)
    #expect(excuse.contains("limited to 10 nodes") && excuse.contains("at least 57"))
    #expect(excuse.contains((found.cost - free.cost).inCents.description))
    let none = question([CommittedOffer(name: offer.name, price: offer.price, limit: 40)], limit: 10)
    guard case .notToBeHad(let short, let closest) = none.best() else {
      Issue.record("57 nodes cannot come from 40")
      return
    }
    #expect(short == 17 && closest.units == [40])
    #expect(none.enumerated(upTo: 80) == nil)
  }

  @Test func theRuleIsTheEnumerationWhateverTheCourseAndThePrices() throws {
    var state: UInt64 = 7
    func next(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % bound)
    }
    for _ in 0..<60 {
      let need = HourlyNeed(nodes: (0..<12).map { _ in next(12) })
      let offers = (0..<2).map { index in
        CommittedOffer(
          name: "\(index)", price: UnitPrice(dollars: Double(1 + next(99)) / 10), limit: next(2) == 0 ? nil : next(9))
      }
      let question = CommitmentQuestion(
        need: need, offers: offers,
        onDemand: OnDemandOffer(price: UnitPrice(dollars: 10), limit: next(2) == 0 ? nil : next(6)))
      let enumerated = question.enumerated(upTo: 24)
      switch question.best() {
      case .buy(let found): #expect(found.cost == enumerated?.cost, "\(question)")
      case .notToBeHad: #expect(enumerated == nil, "\(question)")
      }
    }
  }

  static let order = LeadTimeOrder(
    outlooks: [.init(nodes: 61, weight: 1), .init(nodes: 69, weight: 2), .init(nodes: 77, weight: 1)],
    ownedPrice: UnitPrice(dollars: 15.17), shortagePrice: onDemand)

  @Test func anOrderAheadIsANewsvendors() {
    let order = Self.order
    #expect(abs(order.criticalRatio - 0.72438) < 5e-6)
    #expect(order.quantity == 69 && order.enumerated() == 69)
    let costs = [61, 68, 69, 70, 77].map { order.expectedCost(ordering: $0).description }
    #expect(costs == ["1365.69", "1182.92", "1156.81", "1158.22", "1168.09"])
    #expect(order.costIfKnown.description == "1046.73")
    #expect(order.valueOfKnowing.description == "110.08")
  }

  @Test(arguments: [(60.68, 69), (60.69, 77)])
  func whereNothingCanBeRentedTheOutageSetsThePrice(_ price: Double, _ quantity: Int) {
    let order = LeadTimeOrder(
      outlooks: Self.order.outlooks, ownedPrice: Self.order.ownedPrice, shortagePrice: UnitPrice(dollars: price))
    #expect(order.quantity == quantity && order.enumerated() == quantity)
    #expect(order.shortagePriceForTheLargest == UnitPrice(dollars: 60.68))
  }

  @Test func threeYearsArePaidBackAboveABreakEven() {
    let choice = TermChoice(longPrice: 0.45, shortPrice: 0.65)
    #expect(abs(choice.breakEven - 0.53846) < 5e-6)
    #expect(abs(choice.longCost - 1.35) < 1e-12)
    for s in [0.0, 0.3, 0.538, 0.539, 0.8, 1] {
      let short = choice.shortCost(neededLater: [s, s])
      #expect(abs(short - (0.65 + 1.30 * s)) < 1e-12)
      #expect(abs(short - choice.enumeratedShortCost(neededLater: [s, s])) < 1e-12)
      #expect((choice.longCost < choice.shortCost(neededLater: [s, s])) == (s > choice.breakEven))
    }
  }
}

extension TermChoice {
  /// The expected cost of one-year terms by going through every course of later years: the check of `shortCost`.
  fileprivate func enumeratedShortCost(neededLater probabilities: [Double]) -> Double {
    (0..<(1 << probabilities.count)).reduce(0) { sum, course in
      var (probability, bought) = (1.0, 1)
      for (year, p) in probabilities.enumerated() {
        let isNeeded = course >> year & 1 == 1
        probability *= isNeeded ? p : 1 - p
        bought += isNeeded ? 1 : 0
      }
      return sum + probability * Double(bought) * shortPrice
    }
  }
}
