/// A model that somebody else serves, paid by the token: a site that has no nodes of one's own and stands ready at no cost.
public struct RentedAPI: Equatable, Sendable {
  /// Dollars for a million tokens of prompts, and of answers.
  public var dollarsPerMillionPromptTokens: Double
  public var dollarsPerMillionOutputTokens: Double
  /// The highest rate that the provider lets through, in requests a second.
  public var limitRPS: Double
  /// What one of its answers is worth against an ordinary one, 0 to 1; below 1 its answers count as degraded.
  public var worth: Double
  /// Of the price of prompts, and of that of answers where it has one of its own.
  public var origin: PriceOrigin
  public var outputOrigin: PriceOrigin?

  public init(
    dollarsPerMillionPromptTokens: Double, dollarsPerMillionOutputTokens: Double, limitRPS: Double, worth: Double = 1,
    origin: PriceOrigin = PriceOrigin()
  ) {
    precondition(limitRPS > 0, "an API that lets nothing through")
    self.dollarsPerMillionPromptTokens = dollarsPerMillionPromptTokens
    self.dollarsPerMillionOutputTokens = dollarsPerMillionOutputTokens
    self.limitRPS = limitRPS
    self.worth = worth
    self.origin = origin
  }
}

extension Service {
  /// The sites in use where a model is rented by the token.
  public var rentedSites: [Site] { sites.filter { $0.rented != nil && $0.keep > .nothing } }

  /// Makes a site one at which a model is rented: it is simulated as one node that carries what the provider lets through,
  /// ready all the time; what could fail there fails only where a failure names the site.
  ///
  /// - Precondition: The rated capacity of a replica is known.
  public mutating func rent(_ api: RentedAPI, at index: Int) {
    sites[index].rented = api
    sites[index].node = NodeType(gpuModel: "", gpus: replica.gpus)
    sites[index].size = .nodes(1)
    sites[index].quotaNodes = 1
    sites[index].throughput = api.limitRPS / replica.ratedRPS
    let own = sites.filter { $0.rented == nil }.map(\.name)
    for mode in failures.indices where failures[mode].sites == nil && !failures[mode].scope.isOfTheService {
      failures[mode].sites = own
    }
  }
}

extension FailureScope {
  /// Whether it strikes what users call, wherever that is answered, or what no site is part of.
  fileprivate var isOfTheService: Bool {
    switch self {
    case .everywhere, .edge, .dependency, .link, .procedure: true
    case .gpu, .process, .node, .rack, .zone, .region, .area, .provider: false
    }
  }
}
