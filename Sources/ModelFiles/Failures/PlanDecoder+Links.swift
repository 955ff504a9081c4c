internal import Foundation
import ServiceModel

/// The networks between sites, and what is sent over them.
extension PlanDecoder {
  /// `links: { backbone: { between: [east, west], bandwidth: 10Gbps, round-trip: 60ms, price: $0.02/GB } }`.
  ///
  /// - Parameter sites: The names of the plan's sites; nil where they could not all be read.
  func links(_ root: FieldReader, sites: [String]?) -> [Link] {
    var links: [Link] = []
    for (name, reader) in root.children("links") {
      let named = linkEnds(reader, sites: sites)
      if named == nil { reader.missing("between", example: exampleEnds) }
      let ends = named ?? []
      if let other = links.first(where: { ends.count == 2 && $0.joins(ends[0], ends[1]) }) {
        reader.error(
          "between", "'\(other.name)' joins '\(ends[0])' and '\(ends[1])' already",
          remedy: "Write one link with the bandwidth of both: which of two a copy takes is not modelled")
      }
      links.append(link(name, ends: ends, reader))
      reader.finish()
    }
    return links
  }

  /// Two sites of the plan, whose names its writer knows, as an example of a link's ends.
  var exampleEnds: String {
    let names = (context.document.root["sites"]?.entries ?? []).prefix(2).map(\.key)
    return names.count == 2 ? "[\(names.joined(separator: ", "))]" : "[east, west]"
  }

  /// `between: [east, west]`; empty after a problem, nil where nothing is written.
  func linkEnds(_ reader: FieldReader, sites: [String]?) -> [String]? {
    if let node = reader.node("between"), node.items == nil {
      reader.error(
        "between", "expected a list at '\(reader.path(of: "between"))', found \(node.shortDescription)",
        remedy: "Write 'between: \(exampleEnds)'")
      return []
    }
    guard let ends = reader.textList("between") else { return nil }
    if ends.count != 2 || ends.first == ends.last {
      reader.error("between", "a link joins two sites", remedy: "Write 'between: \(exampleEnds)'")
      return []
    }
    for (name, item) in zip(ends, reader.node("between")?.items ?? []) where !(sites?.contains(name) ?? true) {
      context.report(
        at: item.position, "there is no site '\(name)'",
        remedy: FieldReader.suggestion(for: name, among: sites ?? []))
    }
    return ends
  }

  private func link(_ name: String, ends: [String], _ reader: FieldReader) -> Link {
    var link = Link(name: name, ends: ends, kind: reader.choice("kind", Link.Kind.self) ?? .dedicated)
    if reader.has("round-trip") { link.roundTripSeconds = positive(reader, "round-trip", .duration) }
    switch link.kind {
    case .dedicated:
      if reader.has("bandwidth") { link.bytesPerSecond = positive(reader, "bandwidth", .bandwidth) }
      for key in ["loss", "connections"] where reader.has(key) {
        reader.error(
          key, "a dedicated link carries the bandwidth that was ordered, whatever it loses",
          remedy: "Write 'bandwidth: 10Gbps', or 'kind: public'")
      }
    case .public:
      if reader.has("bandwidth") {
        reader.error(
          "bandwidth", "nobody has a bandwidth of their own on the internet: it follows from 'loss' and 'round-trip'",
          remedy: "Write 'loss: 0.01%' and 'connections: 32', or 'kind: dedicated'")
      }
      if !reader.has("round-trip") { reader.missing("round-trip", example: "60ms") }
      if !reader.has("loss") { reader.missing("loss", example: "0.01%") }
      let loss = reader.has("loss") ? positive(reader, "loss", .share) : 1
      let connections = atLeastOne(reader, "connections", .count("connections"))
      if link.roundTripSeconds > 0 {
        link.bytesPerSecond = Link.internetBytesPerSecond(
          connections: connections, roundTripSeconds: link.roundTripSeconds, loss: loss)
      }
    }
    link.dollarsPerGB = reader.optional("price", .moneyPer("GB"))
    if reader.has("price") { link.origin = origin(reader, "price") }
    if !["bandwidth", "round-trip", "price", "loss"].contains(where: reader.has) {
      reader.error(
        nil, "nothing is said of '\(name)': without a bandwidth, a round trip or a price a link does nothing",
        remedy: "Add 'bandwidth: 10Gbps', or leave it out; 'failures.NAME.between' needs no link")
    }
    return link
  }

  /// The round trip of a link that a class waits for.
  func roundTrip(over name: String, _ state: FieldReader, _ key: String) -> Double {
    guard let link = links.first(where: { $0.name == name }) else {
      state.error(
        key, "there is no link '\(name)'", remedy: FieldReader.suggestion(for: name, among: links.map(\.name)))
      return 0
    }
    if link.roundTripSeconds <= 0 {
      state.error(
        key, "link '\(name)' has no round trip to wait for", remedy: "Add 'round-trip: 60ms' to 'links.\(name)'")
    }
    return link.roundTripSeconds
  }

  // MARK: What links, sites and classes say together

  func checkLinks(_ service: Service, _ root: FieldReader) {
    for site in service.sites where site.fetchesFrom != nil { checkFetch(of: site, in: service, root) }
    warnOfFullLinks(service, root)
    checkSaves(service, root)
  }

  /// A link that changes fill on average is further behind every day.
  private func warnOfFullLinks(_ service: Service, _ root: FieldReader) {
    let bytes = service.changedBytesPerRequest
    guard bytes > 0, !service.links.isEmpty, let demand = try? service.ordinaryDemand() else { return }
    let weights = service.servingSites.reduce(0) { $0 + $1.weight }
    for site in service.servingSites {
      let sent = demand.meanRPS * site.weight / weights * bytes
      for other in service.sites where other.name != site.name && service.copiesChanges(to: other) {
        guard let link = service.link(between: site.name, other.name), sent > link.bytesPerSecond else { continue }
        let node = root.node["links"]?[link.name]
        context.report(
          .warning, at: node?["bandwidth"]?.position ?? node?.position ?? root.node.position,
          "'\(site.name)' sends '\(other.name)' " + String(format: "%.4g", sent / 125_000)
            + " Mbit/s of changes at the mean demand and '\(link.name)' carries "
            + String(format: "%.4g", link.bytesPerSecond / 125_000) + ": what waits grows for as long as the plan runs",
          remedy: "Raise its bandwidth, or copy less of a request")
      }
    }
  }

  private func checkFetch(of site: Site, in service: Service, _ root: FieldReader) {
    guard let name = site.fetchesFrom else { return }
    func refuse(_ message: String, _ remedy: String?) {
      context.report(at: place(of: site, "fetch-from", root), message, remedy: remedy)
    }
    guard let source = service.sites.first(where: { $0.name == name }) else {
      let others = service.sites.map(\.name).filter { $0 != site.name }
      return refuse("there is no site '\(name)'", FieldReader.suggestion(for: name, among: others))
    }
    if service.link(between: site.name, name) == nil {
      refuse(
        "no link joins '\(site.name)' and '\(name)', so nothing is known of how weights come over it",
        "Add 'links: { backbone: { between: [\(name), \(site.name)], bandwidth: 10Gbps } }'")
    } else if service.fetchBytesPerSecond(at: site).isInfinite {
      refuse(
        "neither 'fetch' nor the link to '\(name)' has a bandwidth, so that nothing takes any time",
        "Add 'bandwidth: 10Gbps' to the link")
    }
    if site.keep > .nothing, source.keep == .nothing || source.rented != nil {
      refuse(
        "'\(name)' keeps no weights in design '\(service.design.name)' that '\(site.name)' could fetch",
        "Name a site that keeps something, or leave 'fetch-from' out")
    }
  }

  /// Keys of links, and of what goes over them, that move nothing beside the others of a design.
  func findDeadLinks(_ service: Service, _ root: FieldReader) {
    for site in service.sites {
      note(
        root.node["sites"]?[site.name]?["weights-kept"], isDead: service.replica.start.weightsBytes == 0,
        "there are no weights of which a part could be kept", "Add 'start: { weights: 70GB }' to 'replica'")
      note(
        root.node["sites"]?[site.name]?["fetch-from"], isDead: service.fetchedBytes(at: site) == 0,
        "there is neither an image nor a part of the weights to fetch",
        "Add 'start: { weights: 70GB }' to 'replica', or leave 'fetch-from' out")
    }
    for link in service.links { findDeadKeys(of: link, service, root) }
    for trafficClass in service.traffic.classes {
      guard case .replication(_, _, let bytes) = trafficClass.state, bytes > 0 else { continue }
      note(
        root.node["traffic"]?["classes"]?[trafficClass.name]?["state"]?["per-request"],
        isDead: !service.links.contains { $0.bytesPerSecond.isFinite || $0.dollarsPerGB != nil }
          && service.prices.state == nil,
        "no link has a bandwidth that changes could fill, and no copy has a price",
        "Add 'links' with a 'bandwidth', or leave 'per-request' out")
    }
  }

  private func findDeadKeys(of link: Link, _ service: Service, _ root: FieldReader) {
    let node = root.node["links"]?[link.name]
    let joined = service.sites.filter { link.ends.contains($0.name) }
    let fetches = joined.contains { site in site.fetchesFrom.map { link.joins(site.name, $0) } ?? false }
    // A site that keeps nothing in one design may take copies in another.
    let copies =
      service.changedBytesPerRequest > 0
      && joined.allSatisfy { $0.keep == .nothing || service.copiesChanges(to: $0) }
    let confirms = (root.node["traffic"]?["classes"]?.entries ?? []).contains {
      $0.value["state"]?["synchronous-over"]?.text == link.name
    }
    let saves = service.savesOver(link)
    // Several services keep no conversations, whose changes could be copied.
    let isShared = service.traffic.mix != nil
    for key in ["bandwidth", "loss", "connections"] {
      note(
        node?[key], isDead: !fetches && !copies && !saves, "nothing that could fill it is sent over '\(link.name)'",
        isShared
          ? "Say what comes over it, 'fetch-from', or leave '\(key)' out"
          : "Say how large changes are, 'state: { replication: 1s, per-request: 40kB }', or what comes over it, 'fetch-from'"
      )
    }
    note(
      node?["round-trip"], isDead: !confirms && !(link.kind == .public && (fetches || copies || saves)),
      "nothing waits for the round trip of '\(link.name)'",
      (isShared ? "Leave" : "Write 'state: { synchronous-over: \(link.name) }' into a class, or leave")
        + " 'round-trip' out")
    note(
      node?["price"], isDead: service.prices.state == nil && service.changedBytesPerRequest == 0 && !saves,
      "nothing says how much is copied over '\(link.name)'",
      isShared
        ? "Leave 'price' out"
        : "Say how large changes are, 'state: { replication: 1s, per-request: 40kB }', or price copies under 'prices.state'"
    )
  }
}
