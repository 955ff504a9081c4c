import Costing

/// A rule by which commitments are bought: which class up to which level, for which world, from which month.
public struct PurchasePolicy: Equatable, Sendable {
  /// One class, filled up to the level that the load-duration curve of a world gives.
  public struct Layer: Equatable, Sendable {
    public let offer: Int
    /// The world whose need sets the level; nil for the one that comes true, which is known after waiting, and when a term ends.
    public let world: Int?
    /// Nodes of the first order; nil where a level says how many.
    public var units: Int?
  }

  /// As the table of options calls it.
  public let name: String
  /// From the bottom of the load-duration curve up.
  public let layers: [Layer]
  /// The month in which the first orders are placed.
  public let orderMonth: Int
  /// Whether an order reckons with the end of what is held already, and so buys ahead of it; otherwise that is bought for when
  /// it comes.
  public var foreseesEnds = false
}

/// A commitment of some nodes over a term.
public struct PurchasedTerm: Equatable, Sendable {
  public let offer: Int
  /// Nodes.
  public let units: Int
  /// Months of the horizon; the last may lie beyond it.
  public let firstMonth: Int
  public let endMonth: Int
  /// Why it is bought then.
  public let cause: Cause

  /// Why it is bought in the month in which it begins.
  public enum Cause: Sendable {
    case firstOrder
    /// It follows one that was bought and has ended.
    case renewal
    /// None was worth its price a term before.
    case laterOrder
    /// Something that was held already has ended.
    case endOfHeld
  }

  /// Whether it follows one that was bought and has ended.
  public var isRenewal: Bool { cause == .renewal }
}

extension PurchaseQuestion {
  /// What can be done: nothing ahead, each class at the level of each world, long terms for the low world with short
  /// ones above, every two classes of unlike terms where the expected cost is least, and each class after a quarter in which the world shows. Where something that is held ends, each class
  /// once for what is open now and again at that end, and once for both at the beginning.
  public var policies: [PurchasePolicy] {
    var all = [PurchasePolicy(name: "\(onDemandName) only", layers: [], orderMonth: 0)]
    for (index, offer) in offers.enumerated() {
      for (w, world) in worlds.enumerated() {
        let name = worlds.count > 1 ? "\(offer.name) at the level of the \(world.name) world" : offer.name
        let layers = [PurchasePolicy.Layer(offer: index, world: w)]
        all.append(PurchasePolicy(name: name, layers: layers, orderMonth: 0))
        if endsOfHeld.contains(where: { $0 > arrivalMonth(of: offer, orderedIn: 0) }) {
          all.append(
            PurchasePolicy(
              name: "\(name), ahead of the end of what is held", layers: layers, orderMonth: 0, foreseesEnds: true))
        }
      }
    }
    let byTerm = offers.indices.sorted { (-offers[$0].termMonths, $0) < (-offers[$1].termMonths, $1) }
    if let long = byTerm.first, let short = byTerm.last, long != short, worlds.count > 1 {
      all.append(
        PurchasePolicy(
          name: "\(offers[long].name) at the low level, \(offers[short].name) up to the middle",
          layers: [.init(offer: long, world: 0), .init(offer: short, world: worlds.count / 2)], orderMonth: 0))
    }
    all += ladders
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

  /// What a policy buys in a world: a term, and another one when it ends, until the horizon does; and where something that
  /// was held already ends, a term for what that leaves open.
  public func commitments(_ policy: PurchasePolicy, in world: Int) -> [PurchasedTerm] {
    var bought: [PurchasedTerm] = []
    for layer in policy.layers {
      let offer = offers[layer.offer]
      let first = arrivalMonth(of: offer, orderedIn: policy.orderMonth)
      var due: [(month: Int, cause: PurchasedTerm.Cause)] =
        [(first, .firstOrder)] + endsOfHeld.filter { $0 > first }.map { ($0, .endOfHeld) }
      while let next = due.indices.min(by: { (due[$0].month, -$0) < (due[$1].month, -$1) }) {
        let (month, cause) = due.remove(at: next)
        guard month < months else { continue }
        let end = month + offer.termMonths
        let current = bought.filter { $0.firstMonth <= month && month < $0.endMonth }
        let below = current.reduce(0) { $0 + $1.units }
        let ofClass = current.reduce(0) { $1.offer == layer.offer ? $0 + $1.units : $0 }
        let first = cause == .firstOrder ? layer.units : nil
        let wanted =
          first
          ?? level(
            offer, from: month, to: min(end, months), world: layer.world ?? world, foreseesEnds: policy.foreseesEnds)
          - below
        let units = min(max(0, wanted), max(0, (offer.limit ?? Int.max) - ofClass))
        if units > 0 {
          bought.append(
            PurchasedTerm(offer: layer.offer, units: units, firstMonth: month, endMonth: end, cause: cause))
        }
        due.append((end, units > 0 ? .renewal : .laterOrder))
      }
    }
    return bought
  }

  /// The level, above what is held already, up to which a class is worth its price over some months of a world, or that a limit
  /// on what can be rented asks for.
  ///
  /// - Parameter foreseesEnds: Whether what is held is known to end within these months; otherwise it is taken to stay.
  func level(_ offer: Offer, from first: Int, to end: Int, world: Int, foreseesEnds: Bool = false) -> Int {
    let hours = (first..<end).flatMap { openNeed(month: $0, in: world, asHeldIn: foreseesEnds ? nil : first) }
    let question = CommitmentQuestion(
      need: HourlyNeed(nodes: hours),
      offers: [CommittedOffer(name: offer.name, price: offer.price, limit: offer.limit)],
      onDemand: onDemand)
    switch question.best() {
    case .buy(let outcome), .notToBeHad(_, let outcome): return outcome.level
    }
  }
}
