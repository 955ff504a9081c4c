import Costing

/// A rule by which commitments are bought: which class up to which level, for which world, from which month.
public struct PurchasePolicy: Equatable, Sendable {
  /// One class, filled up to the level that the load-duration curve of a world gives.
  public struct Layer: Equatable, Sendable {
    public let offer: Int
    /// The world whose need sets the level; nil for the one that comes true, which is known after waiting.
    public let world: Int?
  }

  public let name: String
  /// From the bottom of the load-duration curve up.
  public let layers: [Layer]
  /// The month in which the first orders are placed.
  public let orderMonth: Int
}

/// A commitment of some nodes over a term.
public struct PurchasedTerm: Equatable, Sendable {
  public let offer: Int
  public let units: Int
  /// Months of the horizon; the last may lie beyond it.
  public let firstMonth: Int
  public let endMonth: Int
  /// Whether it follows one that has ended.
  public let isRenewal: Bool
}

extension PurchaseQuestion {
  /// What can be done: nothing ahead, each class at the level of each world, long terms for the low world with short
  /// ones above, and each class after a quarter in which the world shows.
  public var policies: [PurchasePolicy] {
    var all = [PurchasePolicy(name: "\(onDemandName) only", layers: [], orderMonth: 0)]
    for (index, offer) in offers.enumerated() {
      for (w, world) in worlds.enumerated() {
        all.append(
          PurchasePolicy(
            name: worlds.count > 1 ? "\(offer.name) at the level of the \(world.name) world" : offer.name,
            layers: [.init(offer: index, world: w)],
            orderMonth: 0))
      }
    }
    let byTerm = offers.indices.sorted { (-offers[$0].termMonths, $0) < (-offers[$1].termMonths, $1) }
    if let long = byTerm.first, let short = byTerm.last, long != short, worlds.count > 1 {
      all.append(
        PurchasePolicy(
          name: "\(offers[long].name) at the low level, \(offers[short].name) up to the middle",
          layers: [.init(offer: long, world: 0), .init(offer: short, world: worlds.count / 2)], orderMonth: 0))
    }
    if worlds.count > 1 && months > PurchaseQuestion.quarter {
      for (index, offer) in offers.enumerated() {
        all.append(
          PurchasePolicy(
            name: "wait a quarter, then \(offer.name)", layers: [.init(offer: index, world: nil)],
            orderMonth: PurchaseQuestion.quarter))
      }
    }
    return all
  }

  static let quarter = 3

  /// What a policy buys in a world: a term, and another one when it ends, until the horizon does.
  public func commitments(_ policy: PurchasePolicy, in world: Int) -> [PurchasedTerm] {
    var bought: [PurchasedTerm] = []
    for layer in policy.layers {
      let offer = offers[layer.offer]
      var month = policy.orderMonth + offer.leadMonths
      while month < months {
        let end = month + offer.termMonths
        let below = bought.filter { $0.firstMonth <= month && month < $0.endMonth }.reduce(0) { $0 + $1.units }
        let level = level(offer, from: month, to: min(end, months), world: layer.world ?? world)
        let units = min(max(0, level - below), offer.limit ?? Int.max)
        let isRenewal = month > policy.orderMonth + offer.leadMonths
        if units > 0 {
          bought.append(
            PurchasedTerm(
              offer: layer.offer, units: units, firstMonth: month, endMonth: end, isRenewal: isRenewal))
        }
        month = end
      }
    }
    return bought
  }

  /// The level up to which a class is worth its price over some months of a world, or that a limit on what can be rented
  /// asks for.
  func level(_ offer: Offer, from first: Int, to end: Int, world: Int) -> Int {
    let hours = (first..<end).flatMap { need(month: $0, in: world) }
    let question = CommitmentQuestion(
      need: HourlyNeed(nodes: hours),
      offers: [CommittedOffer(name: offer.name, price: offer.price, limit: offer.limit)],
      onDemand: onDemand)
    switch question.best() {
    case .buy(let outcome), .notToBeHad(_, let outcome): return outcome.level
    }
  }
}
