import ServiceModel

/// Prices and drills.
extension PlanDecoder {
  func drills(_ root: FieldReader) -> [Drill] {
    root.children("drills").map { name, reader in
      let drill = Drill(
        name: name, perYear: reader.required("per-year", .perYear), people: reader.optional("people", .number) ?? 0,
        hours: (reader.optional("hours", .duration) ?? 0) / 3600,
        dollarsPerPersonHour: reader.optional("rate", .moneyPer("h")) ?? 0,
        nodeHours: (reader.optional("nodes-for", .duration) ?? 0) / 3600, origin: origin(reader, "rate"))
      _ = reader.child("breaks")
      _ = (reader.has("first"), reader.has("finds"))
      reader.finish()
      return drill
    }
  }

  func prices(_ root: FieldReader, begins: CalendarDay, horizonSeconds: Double) -> Prices {
    guard let reader = root.child("prices") else { return Prices() }
    var prices = Prices(
      userEgress: egress(reader), state: statePrice(reader), storage: storage(reader), balancer: balancer(reader),
      labour: labour(reader), outage: outage(reader))
    prices.credits = credits(reader)
    prices.lines = lines(reader, begins: begins, horizonSeconds: horizonSeconds)
    reader.finish()
    return prices
  }

  private func egress(_ prices: FieldReader) -> EgressPrice? {
    guard let reader = prices.child("user-egress") else { return nil }
    var price = EgressPrice(
      bytesPerRequest: reader.required("per-request", .bytes), tiers: reader.requiredChild("tiers").map(tiers) ?? [])
    price.origin = price.tiers.first?.origin ?? PriceOrigin()
    for (provider, listed) in reader.children("by-provider") {
      if !known(provider: provider) {
        reader.error("by-provider", "no site is of the provider '\(provider)'")
      }
      price.tiersByProvider[provider] = tiers(listed)
    }
    reader.finish()
    return price
  }

  private func known(provider: String) -> Bool {
    context.document.root["sites"]?.entries?.contains { $0.value["provider"]?.text == provider } ?? false
  }

  private func tiers(_ listed: FieldReader) -> [EgressPrice.Tier] {
    var tiers: [EgressPrice.Tier] = []
    for key in listed.names("VOLUME") {
      let price = listed.required(key, .moneyPer("GB"))
      let origin = origin(listed, key)
      let upTo = key == "above" ? .infinity : volume(key)
      guard let upTo, upTo > (tiers.last?.upToGBPerMonth ?? 0) else {
        listed.error(
          key, "expected a larger monthly volume than before, or 'above', found '\(key)'", remedy: "Write 10TB")
        continue
      }
      tiers.append(.init(upToGBPerMonth: upTo, dollarsPerGB: price, origin: origin))
    }
    if tiers.last?.upToGBPerMonth != .infinity {
      listed.error(
        nil, "the tiers end", remedy: context.currency.example("Add 'above: $0.05/GB' for what exceeds them"))
    }
    return tiers
  }

  /// A monthly volume in GB.
  private func volume(_ text: String) -> Double? {
    for (suffix, factor) in [("TB", 1000.0), ("GB", 1)] where text.hasSuffix(suffix) {
      return Double(text.dropLast(2)).map { $0 * factor }
    }
    return nil
  }

  private func statePrice(_ prices: FieldReader) -> StatePrice? {
    guard let reader = prices.child("state") else { return nil }
    let sync = reader.required("sync", .moneyPer("GB"))
    var price = StatePrice(
      bytesPerRequest: reader.required("per-request", .bytes), keptDays: reader.required("kept", .duration) / 86_400,
      syncDollarsPerGB: sync,
      syncAcrossProvidersDollarsPerGB: reader.optional("sync-across-providers", .moneyPer("GB")),
      liveDollarsPerGBMonth: reader.required("live", .moneyPer("GB-month")),
      backupDollarsPerGBMonth: reader.required("backup", .moneyPer("GB-month")), origin: origin(reader, "sync"))
    if reader.has("sync-across-providers") { price.acrossOrigin = origin(reader, "sync-across-providers") }
    (price.liveOrigin, price.backupOrigin) = (origin(reader, "live"), origin(reader, "backup"))
    reader.finish()
    return price
  }

  private func storage(_ prices: FieldReader) -> StoragePrice? {
    guard let reader = prices.child("storage") else { return nil }
    let price = StoragePrice(
      gigabytesPerSite: reader.required("per-site", .bytes) / 1e9,
      dollarsPerGBMonth: reader.required("price", .moneyPer("GB-month")), origin: origin(reader, "price"))
    reader.finish()
    return price
  }

  private func balancer(_ prices: FieldReader) -> BalancerPrice? {
    guard let reader = prices.child("balancer") else { return nil }
    var price = BalancerPrice(
      dollarsPerHour: reader.required("per-hour", .moneyPer("h")),
      dollarsPerUnitHour: reader.required("per-unit", .moneyPer("h")),
      bytesPerRequest: reader.required("per-request", .bytes), origin: origin(reader, "per-hour"))
    price.unitOrigin = origin(reader, "per-unit")
    reader.finish()
    return price
  }

  private func labour(_ prices: FieldReader) -> LabourPrice? {
    guard let reader = prices.child("labour") else { return nil }
    let price = LabourPrice(
      dollarsPerPersonYear: reader.required("person-year", .moneyPer("y")),
      persons: reader.required("persons", .number), origin: origin(reader, "person-year"))
    reader.finish()
    return price
  }

  private func outage(_ prices: FieldReader) -> OutagePrice? {
    guard let reader = prices.child("outage") else { return nil }
    var price = OutagePrice(
      dollarsPerLostRequest: reader.optional("per-lost-request", .money) ?? 0,
      dollarsPerOutageMinute: reader.optional("per-minute", .moneyPer("min")) ?? 0,
      origin: origin(reader, "per-lost-request"))
    price.minuteOrigin = origin(reader, "per-minute")
    price.growth = reader.child("grows").map(growth) ?? []
    reader.finish()
    return price
  }

  /// `{ 30min: $1000/min, 4h: $5000/min }`: what a further minute costs of an outage that has lasted so long.
  private func growth(_ reader: FieldReader) -> [OutageGrowth] {
    var growth: [OutageGrowth] = []
    for key in reader.names("LENGTH") {
      let rate = reader.required(key, .moneyPer("min"))
      guard let length = try? QuantityKind.duration.value(of: key), length / 60 > growth.last?.fromMinutes ?? 0 else {
        reader.error(
          key, "expected a longer outage than before, found '\(key)'",
          remedy: context.currency.example("Write '4h: $5000/min'"))
        continue
      }
      growth.append(
        OutageGrowth(fromMinutes: length / 60, dollarsPerMinute: rate, origin: origin(reader, key)))
    }
    return growth
  }

  /// `{ of: $500000/month, tiers: { 99.9%: 10%, 99%: 25% } }`: what customers get back for a month below a tier.
  private func credits(_ prices: FieldReader) -> CreditPrice? {
    guard let reader = prices.child("credits") else { return nil }
    defer { reader.finish() }
    let charge = reader.required("of", .moneyPer("month"))
    var tiers: [CreditPrice.Tier] = []
    guard let listed = reader.requiredChild("tiers") else { return nil }
    for key in listed.names("SHARE") {
      let share = listed.required(key, .share)
      guard let below = try? QuantityKind.share.value(of: key), below > 0, below < tiers.last?.below ?? 1.1,
        share >= tiers.last?.share ?? 0
      else {
        listed.error(
          key, "expected a lower availability than before with no smaller a credit, found '\(key)'",
          remedy: "Write '99.9%: 10%, 99%: 25%'")
        continue
      }
      tiers.append(.init(below: below, share: share))
    }
    return CreditPrice(dollarsPerMonth: charge, tiers: tiers, origin: origin(reader, "of"))
  }
}
