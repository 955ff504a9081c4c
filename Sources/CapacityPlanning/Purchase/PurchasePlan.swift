import Costing
internal import Currencies
import Foundation
import ServiceModel

/// What to order, of which class and by when, and what every other way of buying would cost in each world.
public struct PurchasePlan: Sendable {
  /// A policy and what it costs.
  public struct Option: Equatable, Sendable {
    public let policy: PurchasePolicy
    /// By world, over the whole horizon.
    public let costs: [Money]
    /// Node-hours that were not to be had, by world.
    public let short: [Quantity]
    /// By world: what the best option of that world would have spared; empty where the option may not be taken.
    public internal(set) var regrets: [Money]
    public let expected: Money
    /// The cost that nine worlds in ten do not exceed.
    public let p90: Money
    /// Expected cash on the plan's first day, what is paid later discounted; nil without a rate.
    public let presentValue: Money?

    public var isShort: Bool { short.contains { $0 > .zero } }
  }

  public let question: PurchaseQuestion
  /// In the order of the policies.
  public let options: [Option]
  /// The option with the least expected cost of those that may be taken; nil where all are short of nodes.
  public let best: Int?
  /// By offer: nodes that the first purchase holds in the best option of every world; nil where there is one world, whose purchase
  /// nobody could regret.
  public let noRegretUnits: [Int]?

  public init(_ question: PurchaseQuestion) {
    self.question = question
    var options = question.policies.map { PurchasePlan.option($0, question) }
    let isAllowed = options.map { question.shortage != nil || !$0.isShort }
    let allowed = options.indices.filter { isAllowed[$0] }
    let cheapest = question.worlds.indices.map { world in allowed.map { options[$0].costs[world] }.min() }
    for i in allowed {
      options[i].regrets = question.worlds.indices.map { options[i].costs[$0] - (cheapest[$0] ?? options[i].costs[$0]) }
    }
    self.options = options
    best = allowed.min { (options[$0].expected, $0) < (options[$1].expected, $1) }
    let now = allowed.filter { options[$0].policy.orderMonth == 0 }
    let bestByWorld = question.worlds.indices.map { world in
      now.min { (options[$0].costs[world], $0) < (options[$1].costs[world], $1) }
    }
    guard question.worlds.count > 1 else {
      noRegretUnits = nil
      return
    }
    noRegretUnits = question.offers.indices.map { offer in
      question.worlds.indices.map { world in
        guard let choice = bestByWorld[world] else { return 0 }
        return question.commitments(options[choice].policy, in: world)
          .filter { $0.offer == offer && $0.cause == .firstOrder }.reduce(0) { $0 + $1.units }
      }.min() ?? 0
    }
  }

  /// What the best option that waits a quarter costs less than the best that does not; nil where either may not be taken.
  public var valueOfWaiting: Money? {
    let allowed = options.filter { question.shortage != nil || !$0.isShort }
    let now = allowed.filter { $0.policy.orderMonth == 0 }.map(\.expected).min()
    let later = allowed.filter { $0.policy.orderMonth > 0 }.map(\.expected).min()
    guard let now, let later else { return nil }
    return now - later
  }

  /// Month by month what the best option holds in the world that is expected; empty where no option may be taken.
  public var positions: [PurchasePosition] {
    best.map { question.positions(options[$0].policy, in: question.worlds.count / 2) } ?? []
  }

  /// Why an option is not taken, in words; nil for the one that is.
  public func excuse(_ index: Int) -> String? {
    guard index != best else { return nil }
    let option = options[index]
    if question.shortage == nil && option.isShort {
      let worst = option.short.max() ?? .zero
      let limit = question.onDemand.limit.map { "\($0) nodes" } ?? "what is to be had"
      return "up to \(worst) node-hours are missing: on-demand is limited to \(limit)"
    }
    guard let best else { return nil }
    return "costs \(Currency.ofStudy.sign)\((option.expected - options[best].expected).inCents) more in expectation"
  }

  /// What the limit on demand costs: the expected cost with it less the one without; nil where there is none.
  public var costOfOnDemandLimit: Money? {
    guard question.onDemand.limit != nil, let best else { return nil }
    let free = PurchasePlan(question.withoutOnDemandLimit)
    return free.best.map { options[best].expected - free.options[$0].expected }
  }

  private static func option(_ policy: PurchasePolicy, _ question: PurchaseQuestion) -> Option {
    let courses = question.worlds.indices.map { world in
      let positions = question.positions(policy, in: world)
      return (
        cost: positions.reduce(Money.zero) { $0 + $1.amortised },
        short: positions.reduce(Quantity.zero) { $0 + $1.short }, presentValue: question.presentValue(of: positions)
      )
    }
    let costs = courses.map(\.cost)
    let weights = question.worlds.map(\.weight)
    let total = weights.reduce(0, +)
    let expected = question.expected(costs)
    let values = courses.compactMap(\.presentValue)
    var share = 0.0
    let order = costs.indices.sorted { (costs[$0], $0) < (costs[$1], $1) }
    let p90 = order.first {
      share += weights[$0] / total
      return share >= 0.9
    }
    return Option(
      policy: policy, costs: costs, short: courses.map(\.short), regrets: [], expected: expected,
      p90: costs[p90 ?? order[order.count - 1]],
      presentValue: values.count == costs.count ? question.expected(values) : nil)
  }
}

/// What not knowing the world costs, and how to keep that small.
extension PurchasePlan {
  /// The options that may be taken.
  private var allowed: [Int] { options.indices.filter { question.shortage != nil || !options[$0].isShort } }

  /// What it is worth to know the world before the first order: the expected cost of the best option less that of the best one
  /// of each world; nil where none may be taken, or there is one world.
  public var valueOfPerfectInformation: Money? {
    guard let best, question.worlds.count > 1 else { return nil }
    let known = question.worlds.indices.map { world in
      allowed.map { options[$0].costs[world] }.min() ?? options[best].costs[world]
    }
    return options[best].expected - question.expected(known)
  }

  /// The option whose largest regret is smallest, whatever the worlds' probabilities; of equal ones that of the least expected
  /// cost. nil where none may be taken, or there is one world.
  public var minimaxRegret: Int? {
    guard question.worlds.count > 1 else { return nil }
    func largest(_ index: Int) -> Money { options[index].regrets.max() ?? .zero }
    return allowed.min {
      (largest($0), options[$0].expected, $0) < (largest($1), options[$1].expected, $1)
    }
  }

  /// The option with the least present value; nil without a rate, or where none may be taken.
  public var bestByPresentValue: Int? {
    guard question.discount != nil else { return nil }
    return allowed.min {
      (options[$0].presentValue ?? .zero, $0) < (options[$1].presentValue ?? .zero, $1)
    }
  }
}

extension PurchaseQuestion {
  /// The mean over the worlds by their weights, in thousandths so that money stays exact.
  func expected(_ costs: [Money]) -> Money {
    let sum = zip(costs, thousandths).reduce(Money.zero) { $0 + $1.0 * $1.1 }
    return Money(picodollars: sum.picodollars / Int128(thousandths.reduce(0, +)))
  }

  /// The worlds' probabilities in thousandths.
  var thousandths: [Int] {
    let total = worlds.reduce(0) { $0 + $1.weight }
    return worlds.map { Int(($0.weight / total * 1000).rounded()) }
  }

  /// What all cash is worth on the plan's first day, each month's at its beginning and what is short at its price; nil without
  /// a rate.
  func presentValue(of positions: [PurchasePosition]) -> Money? {
    discount.map { rate in
      positions.reduce(Money.zero) { sum, position in
        let missed = shortage.map { $0 * position.short } ?? .zero
        let paid = position.cash + missed
        return sum + Money(dollars: paid.dollars / pow(1 + rate, Double(position.month) / 12))
      }
    }
  }

  /// The same question where everything can be rented by the hour.
  var withoutOnDemandLimit: PurchaseQuestion {
    var other = self
    other.onDemand = onDemand.withoutLimit
    return other
  }
}
