import Costing
internal import Currencies
import ServiceModel

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
  /// Nodes by the hour that the provider may take back; nil where none are wanted. They are rented before others.
  public let spot: SpotOffer?
  /// Of the price; nil where it is that of the site's nodes.
  public let origin: PriceOrigin?

  public init(price: UnitPrice, limit: Int? = nil, spot: SpotOffer? = nil, origin: PriceOrigin? = nil) {
    precondition(spot.map { $0.price <= price } ?? true, "spot above on-demand")
    self.price = price
    self.limit = limit
    self.spot = spot
    self.origin = origin
  }

  /// The most nodes that can be rented in any hour, whatever their class; nil without a limit.
  public var rentedLimit: Int? { limit.map { $0 + (spot?.limit ?? 0) } }

  /// The same at another price.
  func priced(_ price: UnitPrice) -> OnDemandOffer {
    OnDemandOffer(price: price, limit: limit, spot: spot, origin: origin)
  }

  /// The same where any number of nodes can be rented.
  var withoutLimit: OnDemandOffer { OnDemandOffer(price: price, spot: spot, origin: origin) }

  /// Microdollars of a course that the unit at a level spares by the hour.
  func spared(byUnit level: Int, _ curve: LoadDurationCurve) -> Int128 {
    let hours = Int128(curve.hours(withAtLeast: level))
    guard let spot else { return Int128(price.microdollars) * hours }
    let beyond = Int128(curve.hours(withAtLeast: level + spot.limit))
    return Int128(price.microdollars) * beyond + Int128(spot.price.microdollars) * (hours - beyond)
  }

  /// How a need is met above so many nodes that are paid ahead.
  func meeting(_ need: HourlyNeed, above units: Int) -> HourlyMatch {
    need.matched(with: units, onDemandLimit: limit, spotLimit: spot?.limit ?? 0)
  }
}

/// Nodes that the provider may take back.
public struct SpotOffer: Equatable, Sendable {
  public let name: String
  /// For a node and an hour, no more than on demand.
  public let price: UnitPrice
  /// The most nodes of the need that may be such.
  public let limit: Int
  /// Of the price; nil where it is that of the site's nodes.
  public let origin: PriceOrigin?

  public init(name: String = "spot", price: UnitPrice, limit: Int, origin: PriceOrigin? = nil) {
    self.origin = origin
    self.name = name
    self.price = price
    self.limit = limit
  }
}

/// How many nodes of each class to pay for ahead, so that the rest by the hour costs least.
///
/// By the load-duration curve: a unit is worth its price while the share of hours that need it is at least the price
/// over that of the hour. Units cost the same wherever they stand under the curve, so the cheapest class is filled first.
/// A unit spares on-demand hours where the need exceeds the spot limit above it, and spot hours elsewhere; both fall
/// with the level, so one unit at a time finds the least cost.
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
    let match = onDemand.meeting(need, above: units.reduce(0, +))
    let committed = zip(units, offers).reduce(Money.zero) { sum, pair in
      sum + pair.1.price * need.overHorizon(pair.0 * need.nodes.count)
    }
    return CommitmentOutcome(
      units: units, match: match, committedCost: committed,
      onDemandCost: onDemand.price * need.overHorizon(match.overflow)
        + (onDemand.spot.map { $0.price * need.overHorizon(match.spot) } ?? .zero))
  }

  /// The cheapest purchase that is never short, by the load-duration curve.
  public func best() -> CommitmentAnswer {
    let floor = onDemand.rentedLimit.map { max(0, need.peak - $0) } ?? 0
    var units = offers.map { _ in 0 }
    let order = offers.indices.sorted { (offers[$0].price, $0) < (offers[$1].price, $1) }
    var level = 0
    let curve = LoadDurationCurve(need)
    for index in order {
      let (price, limit) = (offers[index].price, offers[index].limit)
      while units[index] < limit ?? Int.max {
        let spared = onDemand.spared(byUnit: level + 1, curve)
        let isWorthIt = spared > 0 && spared >= Int128(price.microdollars) * Int128(need.nodes.count)
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
    CommitmentQuestion(need: need, offers: offers, onDemand: onDemand.withoutLimit)
  }

  /// Why more is committed than the price ratio asks for; nil where the limit changes nothing.
  public var excuse: String? {
    guard let limit = onDemand.limit, case .buy(let free) = withoutOnDemandLimit.best() else { return nil }
    switch best() {
    case .buy(let bound):
      guard bound.units != free.units else { return nil }
      return
        "on-demand is limited to \(limit) nodes: at least \(need.peak - (onDemand.rentedLimit ?? limit)) must be committed where"
        + " \(free.level) would be cheapest; the quota costs \(Currency.ofStudy.sign)\((bound.cost - free.cost).inCents)"
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
