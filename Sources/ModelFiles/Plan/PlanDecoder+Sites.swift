import ServiceModel
internal import Foundation
import Stochastics

/// Sites, replicas, sizes, and how capacity is obtained.
extension PlanDecoder {
  func replica(_ root: FieldReader) -> ReplicaType {
    guard let reader = root.requiredChild("replica") else { return ReplicaType(name: "", ratedRPS: 1, gpus: 1) }
    let name = reader.text("name") ?? "replica"
    let serving = replicaModel(reader)
    // With a replica model the rated capacity follows from the objectives.
    let rated = serving != nil && !reader.has("rated") ? 0 : positive(reader, "rated", .rate)
    let gpus = atLeastOne(reader, "gpus", .gpuCount)
    let slots = slots(reader, serving: serving != nil)
    let start = coldStart(reader)
    let saves = savedState(reader)
    reader.finish()
    var replica = ReplicaType(name: name, ratedRPS: rated, gpus: gpus, start: start, serving: serving, slots: slots)
    replica.saves = saves
    return replica
  }

  /// The stages between an acquired node and a warm replica.
  func coldStart(_ replica: FieldReader) -> ColdStart {
    guard let stages = replica.child("start") else { return ColdStart() }
    let start = ColdStart(
      boot: stages.distribution("boot") ?? .constant(0), imageBytes: stages.optional("image", .bytes) ?? 0,
      weightsBytes: stages.optional("weights", .bytes) ?? 0, load: stages.distribution("load") ?? .constant(0),
      initialise: stages.distribution("initialise") ?? .constant(0))
    stages.finish()
    return start
  }

  /// How many requests a replica holds at once at its rated capacity; with a replica model that follows from the model.
  private func slots(_ reader: FieldReader, serving: Bool) -> Int? {
    guard reader.has("slots") else { return nil }
    if serving {
      reader.error(
        "slots", "'iteration' says how many requests a replica holds at once, so 'slots' would say it twice",
        remedy: "Leave 'slots' out; 'batch' is the most that decode at once")
    }
    return Int(max(1, positive(reader, "slots", .count("requests"))))
  }

  /// A required quantity above zero, at every point of its law; 1 stands in after an error.
  func positive(_ reader: FieldReader, _ key: String, _ kind: QuantityKind, remedy: String? = nil) -> Double {
    guard reader.has(key) else {
      reader.missing(key, example: kind.examples[0])
      return 1
    }
    guard let value = reader.optional(key, kind) else { return 1 }
    return isPositive(value, reader, key, kind, remedy: remedy) ? value : 1
  }

  /// Whether what stands under a key is above zero, at its lowest where it is uncertain; else that is an error.
  func isPositive(
    _ value: Double, _ reader: FieldReader, _ key: String, _ kind: QuantityKind, remedy: String? = nil
  ) -> Bool {
    let path = reader.path(of: key)
    let least = context.inputs.first { $0.path == path }?.low ?? value
    if min(least, value) > 0 { return true }
    reader.error(
      key, "'\(path)' must be above zero", remedy: remedy ?? "Write '\(context.currency.example(kind.examples[0]))'")
    return false
  }

  /// A whole number from 1 to 1000; 1 where it is left out.
  func atLeastOne(_ reader: FieldReader, _ key: String, _ kind: QuantityKind) -> Int {
    guard let value = reader.optional(key, kind) else { return 1 }
    guard (1...1000).contains(value) else {
      reader.error(key, "'\(reader.path(of: key))' must be between 1 and 1000", remedy: "Write '\(kind.examples[0])'")
      return 1
    }
    return Int(value)
  }

  func sites(_ root: FieldReader, replica: ReplicaType) -> [Site] {
    if !root.has("sites") { root.missing("sites", example: "{ us-east-1: { keep: serving, node: { gpus: 8xH100 } } }") }
    if let sites = root.child("sites"), sites.node.entries?.isEmpty == true {
      root.error("sites", "there is no site", remedy: "Add 'us-east-1: { keep: serving, node: { gpus: 8xH100 } }'")
    }
    let book = priceBook(root)
    return root.children("sites").map { name, reader in
      let tags = tags(reader)
      if var site = rentedSite(name, reader, replica: replica) {
        site.tags = tags
        return site
      }
      let size: FleetSize
      if let nodes = reader.optional("nodes", .count("nodes")) {
        if reader.has("size") {
          reader.error("nodes", "'nodes' and 'size' both say how large the site is", remedy: "Keep one")
        }
        if nodes > Double(Service.mostNodesOfASite) {
          reader.error(
            "nodes", "a site has at most \(Service.mostNodesOfASite) nodes",
            remedy: "Check its number: write '90 nodes'")
        }
        size = .nodes(Int(nodes))
      } else {
        size = .ofProduction(reader.optional("size", .shareOf("production", atMost: 4)) ?? 1)
      }
      var site = Site(
        name: name, provider: reader.text("provider") ?? name, region: reader.text("region") ?? name,
        zones: atLeastOne(reader, "zones", .count("zones")),
        keep: reader.requiredChoice("keep", Readiness.self) ?? .nothing, size: size,
        weight: reader.has("weight") ? positive(reader, "weight", .share) : 1,
        throughput: reader.has("throughput") ? positive(reader, "throughput", .shareOf("rated", atMost: 4)) : 1,
        reserved: reader.optional("reserved", .share) ?? 0,
        quotaNodes: reader.optional("quota", .count("nodes")).map { Int($0) },
        minimumNodes: max(1, Int(reader.optional("minimum", .count("nodes")) ?? 1)), node: node(reader),
        fetchBytesPerSecond: reader.has("fetch") ? positive(reader, "fetch", .bandwidth) : .infinity,
        roundTripSeconds: reader.optional("round-trip", .duration) ?? 0,
        nodesPerRack: reader.has("rack") ? atLeastOne(reader, "rack", .count("nodes")) : nil,
        spot: reader.optional("spot", .share) ?? 0, place: place(reader))
      enum Followed: String, CaseIterable { case demand }
      site.tags = tags
      site.fetchesFrom = reader.text("fetch-from")
      site.weightsKept = reader.optional("weights-kept", .share) ?? 0
      site.standsInFor = standsInFor(reader)
      site.followsDemand = reader.choice("follows", Followed.self) == .demand
      price(&site, from: book, reader)
      site.committed = committed(reader, of: site, book: book)
      site.owned = owned(reader)
      site.lent = lent(reader, of: site, book: book)
      reader.finish()
      return site
    }
  }

  /// The losses for which a standby stands in; nil: any.
  private func standsInFor(_ site: FieldReader) -> [FailureScope]? {
    let key = "stands-in-for"
    guard let scopes = site.choices(key, FailureScope.self) else { return nil }
    let items = site.node[key]?.items
    if items?.isEmpty == true {
      site.error(
        key, "a standby that stands in for nothing is none", remedy: "Write 'stands-in-for: [provider]'")
    }
    var seen: Set<String> = []
    for item in items ?? [] {
      guard let name = item.text, let scope = FailureScope(rawValue: name) else { continue }
      if !seen.insert(name).inserted {
        context.report(at: item.position, "'\(name)' is written twice", remedy: "Leave one out")
      } else if scope == .edge || scope == .procedure {
        context.report(
          at: item.position,
          scope == .edge
            ? "what stands in front of all sites stands in front of a standby too, so that none stands in for 'edge'"
            : "a procedure fails at a failover that another loss has begun, so that no standby stands in for 'procedure'",
          remedy: "Name the losses of sites: 'stands-in-for: [region, provider]'")
      }
    }
    return scopes
  }

  private func node(_ site: FieldReader) -> NodeType {
    guard let reader = site.requiredChild("node") else { return NodeType(gpuModel: "", gpus: 1) }
    if !reader.has("gpus") { reader.missing("gpus", example: "8xH100") }
    let gpus = reader.gpuCount("gpus")
    if let gpus, gpus.count < 1 { reader.error("gpus", "a node has at least one GPU", remedy: "Write '8xH100'") }
    let (basis, asOf) = (reader.choice("basis", PriceBasis.self), reader.text("as-of"))
    let dollars = reader.optional("price", .moneyPer("h"))
    let origin = origin(reader, "price", basis: basis ?? .assumed, asOf: asOf)
    var node = NodeType(
      gpuModel: gpus?.model ?? "GPU", gpus: max(1, gpus?.count ?? 1), sku: reader.text("sku") ?? "",
      dollarsPerHour: dollars, priceBasis: origin.basis, priceSource: origin.source, priceAsOf: origin.asOf)
    node.spotDollarsPerHour = reader.optional("spot-price", .moneyPer("h"))
    if reader.has("spot-price") { node.spotOrigin = self.origin(reader, "spot-price", basis: basis, asOf: asOf) }
    reader.finish()
    return node
  }

  func acquisition(_ root: FieldReader) -> Acquisition {
    guard let reader = root.child("acquire") else { return .certain }
    func terms(_ key: String) -> AcquisitionTerms? {
      guard let part = reader.child(key) else { return nil }
      let terms = AcquisitionTerms(
        refused: part.optional("refused", .share) ?? 0, wait: part.distribution("wait") ?? .constant(0))
      if key == "calm" { part.finish() }
      return terms
    }
    let calm = terms("calm") ?? AcquisitionTerms(refused: 0, wait: .constant(0))
    let rush = terms("rush") ?? calm
    var lasts = Distribution.constant(0)
    var (grants, never) = (1.0, 0.0)
    if let part = reader.child("rush") {
      _ = (part.has("refused"), part.has("wait"))
      grants = part.optional("granted", .share) ?? 1
      never = part.optional("never", .share) ?? 0
      lasts = part.distribution("lasts") ?? .constant(0)
      if rush.refused > 0 || grants < 1, !part.has("lasts") {
        part.missing("lasts", example: "lognormal median 150min sigma 0.8")
      }
      part.finish()
    }
    if calm.refused > 0, reader.child("rush")?.has("lasts") != true {
      reader.child("calm")?.error(
        "refused", "a refused request is granted when the rush is over, and nothing says how long one lasts",
        remedy: "Add 'rush: { lasts: lognormal median 150min sigma 0.8 }', or leave 'refused' out")
    }
    reader.finish()
    return Acquisition(calm: calm, rush: rush, rushLasts: lasts, rushGrants: grants, rushNever: never)
  }
}

extension String {
  /// Without white space at the ends.
  var trimmed: String {
    var view = Substring(self)
    while view.first?.isWhitespace == true { view.removeFirst() }
    while view.last?.isWhitespace == true { view.removeLast() }
    return String(view)
  }
}
