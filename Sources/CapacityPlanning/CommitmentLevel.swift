import Costing

/// A price class that is paid in every hour whether or not it is used: a commitment, a reservation or an own node.
public struct CommittedOffer: Equatable, Sendable {
  public let name: String
  /// For a node and an hour.
  public let price: UnitPrice
  /// The most nodes that the quota or the stock allows; nil without a limit.
  public let limit: Int?

  public init(name: String, price: UnitPrice, limit: Int? = nil) {
    self.name = name
    self.price = price
    self.limit = limit
  }
}

/// Nodes by the hour.
public struct OnDemandOffer: Equatable, Sendable {
  public let price: UnitPrice
  /// The most nodes that can be had in any hour; nil without a limit.
  public let limit: Int?

  public init(price: UnitPrice, limit: Int? = nil) {
    self.price = price
    self.limit = limit
  }
}

/// How many nodes of each class to pay for ahead, so that the rest by the hour costs least.
///
/// By the load-duration curve: a unit is worth its price while the share of hours that need it is at least the price
/// over that of the hour. Units cost the same wherever they stand under the curve, so the cheapest class is filled first.
public struct CommitmentQuestion: Equatable, Sendable {
  public let need: HourlyNeed
  public let offers: [CommittedOffer]
  public let onDemand: OnDemandOffer

  public init(need: HourlyNeed, offers: [CommittedOffer], onDemand: OnDemandOffer) {
    self.need = need
    self.offers = offers
    self.onDemand = onDemand
  }

  /// What units of each offer, in the order of the offers, cost over the horizon.
  ///
  /// - Precondition: One count for each offer, none negative.
  public func outcome(units: [Int]) -> CommitmentOutcome {
    precondition(units.count == offers.count && units.allSatisfy { $0 >= 0 })
    let match = need.matched(with: units.reduce(0, +), onDemandLimit: onDemand.limit)
    let committed = zip(units, offers).reduce(Money.zero) { sum, pair in
      sum + pair.1.price * need.overHorizon(pair.0 * need.nodes.count)
    }
    return CommitmentOutcome(
      units: units, match: match, committedCost: committed,
      onDemandCost: onDemand.price * need.overHorizon(match.overflow))
  }

  /// The cheapest purchase that is never short, by the load-duration curve.
  public func best() -> CommitmentAnswer {
    let floor = onDemand.limit.map { max(0, need.peak - $0) } ?? 0
    var units = offers.map { _ in 0 }
    let order = offers.indices.sorted { (offers[$0].price, $0) < (offers[$1].price, $1) }
    var level = 0
    for index in order {
      let (price, limit) = (offers[index].price, offers[index].limit)
      while units[index] < limit ?? Int.max {
        let hours = need.hours(withAtLeast: level + 1)
        let isWorthIt =
          hours > 0
          && Int128(onDemand.price.microdollars) * Int128(hours)
            >= Int128(price.microdollars) * Int128(need.nodes.count)
        guard isWorthIt || level < floor else { break }
        units[index] += 1
        level += 1
      }
    }
    let found = outcome(units: units)
    return found.match.short == 0 ? .buy(found) : .notToBeHad(shortNodes: floor - level, closest: found)
  }

  /// The cheapest purchase that is never short, by trying every combination up to `largest` units in all: the check of
  /// `best`. Of equal costs the larger commitment counts; nil where every combination is short.
  public func enumerated(upTo largest: Int) -> CommitmentOutcome? {
    var cheapest: CommitmentOutcome?
    func visit(_ units: [Int]) {
      guard units.count < offers.count else {
        let found = outcome(units: units)
        guard found.match.short == 0 else { return }
        if let cheapest, (found.cost, -found.level) >= (cheapest.cost, -cheapest.level) { return }
        cheapest = found
        return
      }
      let left = largest - units.reduce(0, +)
      for count in 0...min(left, offers[units.count].limit ?? left) { visit(units + [count]) }
    }
    visit([])
    return cheapest
  }

  /// The same question without a limit on what can be rented by the hour: what that limit costs is the difference.
  public var withoutOnDemandLimit: CommitmentQuestion {
    CommitmentQuestion(need: need, offers: offers, onDemand: OnDemandOffer(price: onDemand.price))
  }

  /// Why more is committed than the price ratio asks for; nil where the limit changes nothing.
  public var excuse: String? {
    guard let limit = onDemand.limit, case .buy(let free) = withoutOnDemandLimit.best() else { return nil }
    switch best() {
    case .buy(let bound):
      guard bound.units != free.units else { return nil }
      return "on-demand is limited to \(limit) nodes: at least \(need.peak - limit) must be committed where"
        + " \(free.level) would be cheapest; the quota costs $\((bound.cost - free.cost).inCents)"
    case .notToBeHad(let short, _):
      return "on-demand is limited to \(limit) nodes and the offers to fewer than are needed:"
        + " \(short) nodes are missing at the peak"
    }
  }
}

/// What a purchase costs over the horizon.
public struct CommitmentOutcome: Equatable, Sendable {
  /// By offer.
  public let units: [Int]
  /// Node-hours of one course.
  public let match: HourlyMatch
  public let committedCost: Money
  public let onDemandCost: Money

  public var level: Int { units.reduce(0, +) }
  public var cost: Money { committedCost + onDemandCost }
}

/// The answer to a question of commitments.
public enum CommitmentAnswer: Equatable, Sendable {
  case buy(CommitmentOutcome)
  /// Quotas and stock leave nodes missing at the peak.
  case notToBeHad(shortNodes: Int, closest: CommitmentOutcome)
}
