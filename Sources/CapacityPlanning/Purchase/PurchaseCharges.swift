import Costing
import ServiceModel

extension PurchasePlan {
  /// What the best option is billed, month by month, in the world that is expected; empty where none may be taken.
  ///
  /// Months are calendar months with their own hours, as a bill has them; the positions and the options, which compare
  /// years, count months of 730.5 hours.
  public var charges: [MonthlyCharge] {
    best.map { question.charges(options[$0].policy, in: question.worlds.count / 2) } ?? []
  }
}

extension PurchaseQuestion {
  /// The charges of a policy in a world.
  public func charges(_ policy: PurchasePolicy, in world: Int) -> [MonthlyCharge] {
    let bought = commitments(policy, in: world)
    return (0..<months).flatMap { month in
      payments(for: bought, month: month) + charges(bought, month: month, need: need(month: month, in: world))
    }
  }

  /// What is paid with the orders of a month, for their whole terms.
  private func payments(for bought: [PurchasedTerm], month: Int) -> [MonthlyCharge] {
    bought.enumerated().compactMap { number, term in
      let offer = offers[term.offer]
      guard offer.upfrontShare > 0, orderMonth(of: term) == month else { return nil }
      let all = (term.firstMonth..<term.endMonth).reduce(0) { $0 + period(ofMonth: $1).calendarHours }
      return MonthlyCharge(
        period: period(ofMonth: month), kind: .payment(termMonths: offer.termMonths), priceClass: offer.priceClass,
        commitmentID: commitmentID(of: term, number),
        nodeHours: Quantity(Double(term.units * all) * offer.upfrontShare),
        price: offer.price, origin: offer.origin)
    }
  }

  private func commitmentID(of term: PurchasedTerm, _ number: Int) -> String {
    "cm-\(site)-\(offers[term.offer].name)-\(number + 1)"
  }

  private func charges(_ bought: [PurchasedTerm], month: Int, need: [Int]) -> [MonthlyCharge] {
    let period = period(ofMonth: month)
    func hours(_ nodeHours: Int) -> Quantity {
      let scaled = Int128(nodeHours) * Int128(period.calendarHours) * 1_000_000
      return Quantity(millionths: Int64((scaled + Int128(need.count) / 2) / Int128(need.count)))
    }
    let (paid, match) = supplies(of: need, month: month, bought)
    var charges: [MonthlyCharge] = []
    for supply in paid {
      let used = hours(supply.used)
      let held = Quantity(supply.nodes * period.calendarHours)
      let (priceClass, id, price, origin, upfrontShare): (PriceClass, String, UnitPrice, PriceOrigin, Double)
      switch supply.source {
      case .existing(let index):
        let own = existing[index]
        (priceClass, id, price) = (own.priceClass, "cm-\(site)-\(own.name)", own.price)
        (origin, upfrontShare) = (own.origin, 0)
      case .bought(let number):
        let offer = offers[bought[number].offer]
        (priceClass, id, price) = (offer.priceClass, commitmentID(of: bought[number], number), offer.price)
        (origin, upfrontShare) = (offer.origin, offer.upfrontShare)
      }
      let rows: [(MonthlyCharge.Kind, Quantity)] = [
        (.drawn, used), (.undrawn, held - used),
        (.payment(termMonths: nil), Quantity(held.units * (1 - upfrontShare))),
      ]
      charges += rows.map { kind, nodeHours in
        MonthlyCharge(
          period: period, kind: kind, priceClass: priceClass, commitmentID: id, nodeHours: nodeHours, price: price,
          origin: origin)
      }
    }
    if let spot = onDemand.spot {
      charges.append(
        MonthlyCharge(
          period: period, kind: .rented, priceClass: .spot, commitmentID: nil, nodeHours: hours(match.spot),
          price: spot.price, origin: spot.origin))
    }
    charges.append(
      MonthlyCharge(
        period: period, kind: .rented, priceClass: .onDemand, commitmentID: nil, nodeHours: hours(match.overflow),
        price: onDemand.price, origin: onDemand.origin))
    return charges.filter { $0.nodeHours > .zero }
  }

  /// Hours of calendar months over those of as many months of 730.5 h: what an amount of a position, an option or an order is
  /// multiplied by to be that of the bill.
  public func calendarFactor(ofMonths span: Range<Int>) -> Double {
    let hours = span.reduce(0) { $0 + period(ofMonth: $1).calendarHours }
    return Double(hours) / (Double(span.count) * BillingHours.month)
  }

  private func period(ofMonth month: Int) -> BillingPeriod {
    let start = day(ofMonth: month)
    let end = start.firstOfNextMonth
    return BillingPeriod(start: start, end: end, hours: Double(24 * (end.daysSinceEpoch - start.daysSinceEpoch)))
  }
}

extension PurchaseQuestion.Offer {
  /// Terms of one and three years are commitments; what holds capacity for another term is a machine of one's own.
  var priceClass: PriceClass {
    switch termMonths {
    case 12: .committed1Y
    case 36: .committed3Y
    default: holdsCapacity ? .owned : .flat
    }
  }
}

extension PurchasePlan {
  /// A longer offer against a one-year one: the probability with which later years must need a node for the longer to pay.
  public struct TermBreakEven: Equatable, Sendable {
    public let long: String
    public let short: String
    /// Equal in all later years; below zero the longer always pays, above one never.
    public let neededLater: Double
  }

  /// Every offer of whole years against every offer of one.
  public var termBreakEvens: [TermBreakEven] {
    question.offers.filter { $0.termMonths == 12 }.flatMap { short in
      question.offers.filter { $0.termMonths >= 24 && $0.termMonths % 12 == 0 }.map { long in
        let choice = TermChoice(
          longPrice: Double(long.price.microdollars), shortPrice: Double(short.price.microdollars),
          years: long.termMonths / 12)
        return TermBreakEven(long: long.name, short: short.name, neededLater: choice.breakEven)
      }
    }
  }
}
