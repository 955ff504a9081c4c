public import ServiceModel

/// What one price of a plan does to a year's cost when it is ten percent lower or higher.
public struct PriceEffect: Equatable, Sendable {
  /// The price's place in the service: `sites.dr.node`.
  public var key: String
  public var price: UnitPrice
  public var unit: String
  public var origin: PriceOrigin
  /// Change of the year's total, or of its cost where outages have no price.
  public var ofTenPercentLess: Money
  public var ofTenPercentMore: Money
}

/// The effect of every price that a plan gives, one at a time, in the order of the plan.
public func priceEffects(of service: Service, usage: SimulatedUsage) -> [PriceEffect] {
  // Without rounding to cents, which moves a year by more than a small price does.
  func year(_ service: Service) -> Money {
    CostSheet(of: service, usage: usage, studyID: "").exactYear
  }
  let asPlanned = year(service)
  return priceInputs(of: service).map { input in
    func effect(_ factor: Double) -> Money {
      var changed = service
      changed[keyPath: input.path] *= factor
      return year(changed) - asPlanned
    }
    return PriceEffect(
      key: input.key, price: UnitPrice(dollars: service[keyPath: input.path]), unit: input.unit, origin: input.origin,
      ofTenPercentLess: effect(0.9), ofTenPercentMore: effect(1.1))
  }
}

private struct PriceInput {
  var key: String
  var unit: String
  var origin: PriceOrigin
  var path: WritableKeyPath<Service, Double>
}

private func priceInputs(of service: Service) -> [PriceInput] {
  var inputs: [PriceInput] = []
  func add(_ key: String, _ unit: String, _ origin: PriceOrigin, _ path: WritableKeyPath<Service, Double>) {
    inputs.append(PriceInput(key: key, unit: unit, origin: origin, path: path))
  }
  for (index, site) in service.sites.enumerated() where site.keep > .nothing && site.node.dollarsPerHour != nil {
    add("sites.\(site.name).node", "USD/h", site.node.origin, \.sites[index].node.dollarsPerHour!)
  }
  for (index, site) in service.sites.enumerated()
  where service.spotNodes(at: site) > 0 && site.node.spotDollarsPerHour != nil {
    add("sites.\(site.name).node.spot-price", "USD/h", site.node.origin, \.sites[index].node.spotDollarsPerHour!)
  }
  for (index, site) in service.sites.enumerated() where site.keep > .nothing {
    guard let api = site.rented else { continue }
    add(
      "sites.\(site.name).rented.prompt", "USD/million-tokens", api.origin,
      \.sites[index].rented!.dollarsPerMillionPromptTokens)
    add(
      "sites.\(site.name).rented.output", "USD/million-tokens", api.origin,
      \.sites[index].rented!.dollarsPerMillionOutputTokens)
  }
  for (index, drill) in service.drills.enumerated() {
    add("drills.\(drill.name).person", "USD/h", drill.origin, \.drills[index].dollarsPerPersonHour)
  }
  if let egress = service.prices.userEgress {
    for index in egress.tiers.indices {
      let key = "prices.user-egress.tier-\(index + 1)"
      add(key, "USD/GB", egress.origin, \.prices.userEgress!.tiers[index].dollarsPerGB)
    }
  }
  if let balancer = service.prices.balancer {
    add("prices.balancer.hour", "USD/h", balancer.origin, \.prices.balancer!.dollarsPerHour)
    add("prices.balancer.unit-hour", "USD/LCU-h", balancer.origin, \.prices.balancer!.dollarsPerUnitHour)
  }
  if let state = service.prices.state {
    add("prices.state.sync", "USD/GB", state.origin, \.prices.state!.syncDollarsPerGB)
    if state.syncAcrossProvidersDollarsPerGB != nil {
      add("prices.state.sync-across", "USD/GB", state.origin, \.prices.state!.syncAcrossProvidersDollarsPerGB!)
    }
    add("prices.state.live", "USD/GB-month", state.origin, \.prices.state!.liveDollarsPerGBMonth)
    add("prices.state.backup", "USD/GB-month", state.origin, \.prices.state!.backupDollarsPerGBMonth)
  }
  if let storage = service.prices.storage {
    add("prices.storage", "USD/GB-month", storage.origin, \.prices.storage!.dollarsPerGBMonth)
  }
  if let labour = service.prices.labour {
    add("prices.labour", "USD/person-year", labour.origin, \.prices.labour!.dollarsPerPersonYear)
  }
  if let outage = service.prices.outage {
    add("prices.outage.lost-request", "USD/request", outage.origin, \.prices.outage!.dollarsPerLostRequest)
    add("prices.outage.minute", "USD/min", outage.origin, \.prices.outage!.dollarsPerOutageMinute)
  }
  return inputs
}
