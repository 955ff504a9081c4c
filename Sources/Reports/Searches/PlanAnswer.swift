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
  /// Paths of which the plan's own value is none of those that vary, with what the plan writes; nil where it writes nothing.
  public let outside: [(path: String, written: String?)]

  public init(
    name: String, search: SearchResult?, purchases: [PurchasePlan] = [], roadmap: Roadmap? = nil,
    purchaseLines: [CostLine] = [], ahead: LeadTimeOrder? = nil,
    outside: [(path: String, written: String?)] = []
  ) {
    self.outside = outside
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
