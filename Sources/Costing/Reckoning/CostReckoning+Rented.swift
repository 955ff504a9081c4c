import ServiceModel

/// Models that are rented by the token: nothing stands, every token that is served there has its price.
extension CostReckoning {
  /// The tokens of the requests that a rented model answers while it stands in.
  mutating func chargeRented(_ api: RentedAPI, at site: Site) {
    let requests = usage.usage(of: site.name)?.rentedRequests ?? .zero
    charges += tokens(of: requests, api, at: site, group: .software, item: "rented-api", role: .failoverBurst)
  }

  /// The tokens of a drill: for `nodes-for` hours all traffic goes to the rented model, at its mean and up to the limit.
  mutating func chargeRented(_ api: RentedAPI, for drill: Drill, at site: Site) {
    let perSecond =
      (usage.requestsAnswered.mean + usage.requestsLost.mean) / (3600 * Double(BillingHours.year))
    let requests = drill.perYear * drill.nodeHours * 3600 * min(perSecond, api.limitRPS)
    charges += tokens(
      of: Estimate(requests), api, at: site, group: .drill, item: "rented-api \(drill.name)", role: .drill)
  }

  private func tokens(
    of requests: Estimate, _ api: RentedAPI, at site: Site, group: CostGroup, item: String, role: CostRole
  ) -> [Charge] {
    func charge(_ sku: String, _ dollars: Double, _ tokensPerRequest: Double, _ origin: PriceOrigin) -> Charge {
      let millions = requests * (tokensPerRequest / 1e6)
      return Charge(
        group: group, item: item, role: role, site: site, sku: sku, unit: .millionTokens,
        price: UnitPrice(dollars: dollars), amounts: used(millions), certainty: .simulated,
        yearlyStandardError: millions.standardError, origin: origin)
    }
    let traffic = service.traffic
    return [
      charge("prompt tokens", api.dollarsPerMillionPromptTokens, traffic.promptTokens, api.origin),
      charge(
        "output tokens", api.dollarsPerMillionOutputTokens, traffic.outputTokens, api.outputOrigin ?? api.origin),
    ]
  }
}
