import CapacityPlanning
import Costing

/// What `nines plan` answers: a design, and what to buy for it. Either may be left out, as the plan's block asks.
public struct PlanAnswer: Sendable {
  /// The service.
  public let name: String
  public let search: SearchResult?
  /// One for each pool of nodes; empty where nothing is to be bought.
  public let purchases: [PurchasePlan]
  public let roadmap: Roadmap?
  /// The bill of the best way to buy, in calendar months.
  public let purchaseLines: [CostLine]
  /// What to order now for a need that shows later.
  public let ahead: LeadTimeOrder?
  /// Of the plan's own values those that the search does not try.
  public let untried: [UntriedValue]

  public init(
    name: String, search: SearchResult?, purchases: [PurchasePlan] = [], roadmap: Roadmap? = nil,
    purchaseLines: [CostLine] = [], ahead: LeadTimeOrder? = nil,
    untried: [UntriedValue] = []
  ) {
    self.untried = untried
    self.purchaseLines = purchaseLines
    self.ahead = ahead
    self.name = name
    self.search = search
    self.purchases = purchases
    self.roadmap = roadmap
  }
}

extension SearchedDesign.Fate {
  /// The word for the fate in CSV and JSON.
  var word: String {
    switch self {
    case .chosen: "chosen"
    case .dearer: "dearer"
    case .dearerAndUndecided: "dearer_undecided"
    case .misses: "misses"
    case .ruledOut: "impossible"
    case .undecided: "undecided"
    case .same: "same"
    case .refused: "refused"
    }
  }
}
