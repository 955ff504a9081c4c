import Costing

extension PurchasePlan {
  /// How much of an offer, or of all of them, pays at the need of the first month above what is held already: once by the load-duration curve and
  /// once by trying every combination.
  public struct Level: Equatable, Sendable {
    public let name: String
    public let outcome: CommitmentOutcome
    /// Nil where there are too many combinations to try, or none of them is enough.
    public let enumerated: CommitmentOutcome?
    /// Share of hours from which a node pays, in percent; nil for several offers together.
    public let paysFromPercent: Double?
    public let excuse: String?
  }

  /// What the best option's terms cost after the horizon in the expected world: owed, whatever becomes of the need.
  public var owedAfterEnd: Money {
    guard let best else { return .zero }
    return question.commitments(options[best].policy, in: question.worlds.count / 2).reduce(.zero) { sum, term in
      let beyond = max(0, term.endMonth - question.months)
      return sum + question.offers[term.offer].price
        * question.quantity(term.units * question.course.count, months: beyond)
    }
  }

  /// The most combinations that are tried.
  static let mostCombinations = 100_000

  /// Each offer by itself, then all of them where there are several.
  public var levels: [Level] {
    let offers = question.offers
    let alone = offers.map { level($0.name, [$0]) }
    return offers.count > 1 ? alone + [level("all", offers)] : alone
  }

  private func level(_ name: String, _ offers: [PurchaseQuestion.Offer]) -> Level {
    let need = HourlyNeed(nodes: question.openNeed(month: 0, in: question.worlds.count / 2))
    let ask = CommitmentQuestion(
      need: need,
      offers: offers.map { CommittedOffer(name: $0.name, price: $0.price, limit: $0.limit) },
      onDemand: question.onDemand)
    let outcome =
      switch ask.best() {
      case .buy(let found), .notToBeHad(_, let found): found
      }
    // Above the peak every further node is unused in every hour.
    let largest = need.peak
    let combinations = offers.indices.reduce(1.0) { $0 * Double(largest + $1 + 1) / Double($1 + 1) }
    let canTry = combinations <= Double(PurchasePlan.mostCombinations)
    let ratio = Double(offers[0].price.microdollars) / Double(question.onDemand.price.microdollars)
    return Level(
      name: name, outcome: outcome, enumerated: canTry ? ask.enumerated(upTo: largest) : nil,
      paysFromPercent: offers.count == 1 && question.onDemand.spot == nil ? (ratio * 1000).rounded() / 10 : nil,
      excuse: ask.excuse)
  }
}
