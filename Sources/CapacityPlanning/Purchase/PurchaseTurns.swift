import Costing
import ServiceModel

/// An input at one of whose values a purchase is another one, and costs less than the one of the plan.
public struct PurchaseTurn: Equatable, Sendable {
  public enum Input: Equatable, Sendable {
    /// Of a year, if it were known.
    case growth
    /// Of an offer, or of what is rented by the hour, in dollars for a node and an hour.
    case price(String)
    /// Days in which nine orders in ten arrive.
    case lead(String)
  }

  public let input: Input
  /// The value of the plan.
  public let value: Double
  /// The purchase at that value; nil where none may be taken. Of a growth: if it were known.
  public let advice: String?
  /// The value nearest to it, on one side, at which the purchase is found to be another one.
  public let turnsAt: Double
  /// The purchase there.
  public let otherAdvice: String?

  public var isAbove: Bool { turnsAt > value }
}

extension PurchasePlan {
  /// Where another way of buying would be the best one: a growth from the low to the high one of the plan if it were known, to a
  /// tenth of a percent; each price from half to one and a half times its own, as far as what is paid ahead stays the cheaper,
  /// to a tenth of a cent; each lead time up to twice its own, to a day. One input at a time, and on either side of its value
  /// where the purchase differs at that end; of several turns on a side bisection finds one. Ways of buying that cost the same to the
  /// cent tie, and where one of them buys what one of the plan's buys there is no turn.
  public var turns: [PurchaseTurn] { growthTurns + priceTurns + leadTurns }

  private var advice: PurchaseAdvice? {
    best.map { best in
      let equal = options.indices.filter {
        (question.shortage != nil || !options[$0].isShort) && options[$0].expected == options[best].expected
      }
      return PurchaseAdvice(
        name: options[best].policy.name, equals: equal.map { options[$0].policy.name },
        purchases: equal.map { index in
          question.worlds.indices.map { question.commitments(options[index].policy, in: $0) }
        })
    }
  }

  private var growthTurns: [PurchaseTurn] {
    let worlds = question.worlds
    guard worlds.count > 1, worlds.allSatisfy({ $0.levels.isEmpty }) else { return [] }
    let ends = (worlds[0].growth, worlds[worlds.count - 1].growth)
    let middle = worlds[worlds.count / 2].growth
    let steps = PurchaseSteps(unit: 0.001, value: middle, from: ends.0, to: ends.1)
    return steps.turns { growth in
      var known = question
      known.worlds = [.init(name: "known", weight: 1, growth: growth)]
      return PurchasePlan(known).advice
    }.map { turn(.growth, middle, $0) }
  }

  private var priceTurns: [PurchaseTurn] {
    let (onDemand, spot) = (question.onDemand.price, question.onDemand.spot?.price)
    let dearest = (question.offers.map(\.price) + [spot].compactMap { $0 }).max()?.dollars ?? 0
    let hourly = PurchaseSteps(
      unit: 0.001, value: onDemand.dollars, from: max(dearest, onDemand.dollars / 2), to: onDemand.dollars * 1.5)
    let byTheHour = hourly.turns { price in
      var other = question
      other.onDemand = question.onDemand.priced(UnitPrice(dollars: price))
      return PurchasePlan(other).advice
    }.map { turn(.price(question.onDemandName), onDemand.dollars, $0) }
    let paidAhead = question.offers.enumerated().flatMap { index, offer -> [PurchaseTurn] in
      let own = offer.price.dollars
      let steps = PurchaseSteps(unit: 0.001, value: own, from: own / 2, to: min(onDemand.dollars, own * 1.5))
      return steps.turns { price in
        var other = question
        other.offers[index].price = UnitPrice(dollars: price)
        return PurchasePlan(other).advice
      }.map { turn(.price(offer.name), own, $0) }
    }
    return byTheHour + paidAhead
  }

  private var leadTurns: [PurchaseTurn] {
    question.offers.enumerated().flatMap { index, offer -> [PurchaseTurn] in
      let own = offer.leadDaysP90
      let steps = PurchaseSteps(unit: 1, value: own, from: 0, to: 2 * own)
      return steps.turns { days in
        var other = question
        other.offers[index].leadDaysP90 = days
        other.offers[index].leadDaysP50 = min(days, offer.leadDaysP50 * (own > 0 ? days / own : 0))
        return PurchasePlan(other).advice
      }.map { turn(.lead(offer.name), own, $0) }
    }
  }

  private func turn(_ input: PurchaseTurn.Input, _ value: Double, _ found: PurchaseSteps.Turn) -> PurchaseTurn {
    PurchaseTurn(
      input: input, value: value, advice: found.advice, turnsAt: found.value, otherAdvice: found.otherAdvice)
  }
}

/// The best way of buying, with what it and every one that costs as much buy in each world.
private struct PurchaseAdvice {
  let name: String
  let equals: [String]
  let purchases: [[[PurchasedTerm]]]

  /// Whether this way of buying is still one of the best, or both tie with one that buys the same.
  func holds(beside other: PurchaseAdvice) -> Bool {
    other.equals.contains(name) || purchases.contains { other.purchases.contains($0) }
  }
}

extension UnitPrice {
  fileprivate var dollars: Double { Double(microdollars) / 1e6 }
}

/// Values of an input in whole steps from its own value to either end.
private struct PurchaseSteps {
  struct Turn {
    let value: Double
    let advice: String?
    let otherAdvice: String?
  }

  let unit: Double
  let value: Double
  /// Steps below the value and above it, of a grid on which zero lies.
  let below: [Int]
  let above: [Int]

  /// - Parameters:
  ///   - low: The lower end; none where it is not below the value.
  ///   - high: The upper end; none where it is not above the value.
  init(unit: Double, value: Double, from low: Double, to high: Double) {
    (self.unit, self.value) = (unit, value)
    let here = value / unit
    // The last bits of a quotient do not move a value that lies on the grid off it.
    let (under, over) = (Int((here - 1e-6).rounded(.up)) - 1, Int((here + 1e-6).rounded(.down)) + 1)
    let first = Int((low / unit - 1e-6).rounded(.up))
    let last = Int((high / unit + 1e-6).rounded(.down))
    below = first <= under ? [first, under] : []
    above = over <= last ? [over, last] : []
  }

  /// Where an answer is another one than at the value itself, on either side.
  func turns(_ answer: (Double) -> PurchaseAdvice?) -> [Turn] {
    guard !below.isEmpty || !above.isEmpty else { return [] }
    let own = answer(value)
    func isOwn(_ other: PurchaseAdvice?) -> Bool {
      guard let own, let other else { return own == nil && other == nil }
      return own.holds(beside: other)
    }
    func nearest(_ near: Int, _ far: Int) -> Turn? {
      let end = answer(Double(far) * unit)
      guard !isOwn(end) else { return nil }
      // `near` is the same, or the next to it; `far` is another.
      var (same, other, otherAnswer) = (near + (far > near ? -1 : far < near ? 1 : 0), far, end)
      if far == near { return Turn(value: Double(far) * unit, advice: own?.name, otherAdvice: end?.name) }
      while abs(other - same) > 1 {
        let middle = (same + other) / 2
        let here = answer(Double(middle) * unit)
        if isOwn(here) { same = middle } else { (other, otherAnswer) = (middle, here) }
      }
      return Turn(value: Double(other) * unit, advice: own?.name, otherAdvice: otherAnswer?.name)
    }
    return [
      below.isEmpty ? nil : nearest(below[1], below[0]), above.isEmpty ? nil : nearest(above[0], above[1]),
    ].compactMap { $0 }
  }
}
