internal import Intake
import ServiceModel
import Stochastics

/// What failures strike, and what they leave of it.
extension PlanDecoder {
  func target(_ reader: FieldReader, _ root: FieldReader, sites: [String]?) -> FailureTarget {
    var target = FailureTarget()
    if reader.has("hits") { target.share = positive(reader, "hits", .share) }
    target.nodes = reader.has("nodes") ? atLeastOne(reader, "nodes", .count("nodes")) : nil
    enum Kind: String, CaseIterable { case spot }
    target.onlySpot = reader.choice("only", Kind.self) == .spot
    target.isAnnounced = reader.flag("announced") ?? false
    target.radiusKilometres = reader.distribution("radius", .distance)
    if let name = reader.text("of") {
      let known = dependencyNames(root)
      if !known.contains(name) {
        reader.error("of", "there is no dependency '\(name)'", remedy: FieldReader.suggestion(for: name, among: known))
      }
      target.dependency = name
    }
    if let ends = linkEnds(reader, sites: sites) { target.between = ends }
    return target
  }

  func impairment(_ reader: FieldReader) -> Impairment {
    defer { reader.finish() }
    return Impairment(
      success: reader.optional("success", .share) ?? 1, capacity: reader.optional("capacity", .share) ?? 1,
      late: reader.optional("late", .share) ?? 0, quality: reader.optional("quality", .share) ?? 1,
      timingOut: reader.optional("timing-out", .share) ?? 0, blocks: reader.choices("blocks", BlockedAction.self) ?? [])
  }

  /// What a scope needs, and what it cannot have.
  func checkScope(_ mode: FailureMode, _ reader: FieldReader) {
    func needs(_ key: String, _ scope: FailureScope, _ example: String) {
      if mode.scope == scope && !reader.has(key) { reader.missing(key, example: example) }
      if mode.scope != scope && reader.has(key) {
        reader.error(key, "'\(key)' belongs to failures of scope '\(scope.rawValue)'")
      }
    }
    needs("of", .dependency, "knowledge-base")
    needs("between", .link, exampleEnds)
    needs("radius", .area, "uniform 20km to 300km")
    needs("fails", .procedure, "80%")
    if reader.has("shows-as"), ![.region, .provider, .area, .everywhere].contains(mode.scope) {
      reader.error(
        "shows-as", "a failure of scope '\(mode.scope.rawValue)' loses no site that a probe could ask",
        remedy: "Leave 'shows-as' out")
    }
    if reader.has("contained-by"), mode.scope != .everywhere {
      reader.error(
        "contained-by", "only what is rolled out everywhere is contained", remedy: "Write 'scope: everywhere'")
    }
    if reader.has("sites"), [.everywhere, .edge, .link].contains(mode.scope) {
      reader.error(
        "sites", "a failure of scope '\(mode.scope.rawValue)' strikes at no site of its own",
        remedy: "Leave 'sites' out")
    }
    if reader.has("impairs"), [.link, .procedure].contains(mode.scope) {
      reader.error(
        "impairs", "a failure of scope '\(mode.scope.rawValue)' serves nobody, well or badly",
        remedy: "Write 'scope: dependency' for what answers badly")
    }
    if reader.has("found-by") && mode.scope != .procedure {
      reader.error("found-by", "only what happens to a procedure goes unnoticed until a drill")
    }
    if reader.has("dormant") && !mode.scope.isSmall {
      reader.error(
        "dormant", "a failure of scope '\(mode.scope.rawValue)' does not ask whether its site has traffic",
        remedy: "Write 'scope: node', or take 'dormant' out")
    }
    if reader.has("apart"), [.everywhere, .edge, .link].contains(mode.scope) {
      reader.error(
        "apart", "a failure of scope '\(mode.scope.rawValue)' strikes one thing, and none after it",
        remedy: "Leave 'apart' out, or name several dates under 'on'")
    }
    if mode.scope == .procedure, mode.repairs.contains(where: { $0.crew != nil }) {
      reader.error(
        reader.has("crew") ? "crew" : "repairs", "what has rotted is mended by those who find it, not by a crew",
        remedy: "Leave 'crew' out: the repair begins when a drill or a failover has found it")
    }
    checkSpares(mode, reader)
    if mode.target.onlySpot && mode.scope != .node {
      reader.error("only", "spot nodes are taken one by one", remedy: "Write 'scope: node'")
    }
    if case .blocks(let actions) = mode.effect {
      if mode.scope.strikesNodes || [.dependency, .link, .procedure].contains(mode.scope) {
        reader.error(
          "blocks", "a failure of scope '\(mode.scope.rawValue)' blocks nothing",
          remedy: "Write 'scope: region', or give a dependency 'without: { blocks: [...] }'")
      }
      if actions.isEmpty, reader.list("blocks")?.isEmpty == true {
        reader.error("blocks", "'\(reader.path).blocks' names no action")
      }
    }
    if case .impairs(let left) = mode.effect, !left.blocks.isEmpty, mode.scope.strikesNodes {
      context.report(
        at: reader.node["impairs"]?["blocks"]?.position ?? reader.node.position,
        "a failure of scope '\(mode.scope.rawValue)' blocks nothing: what people do at a site needs none of its nodes",
        remedy: "Write 'scope: region', or give a dependency 'without: { blocks: [...] }'")
    }
    if mode.target.isPartial {
      if mode.scope.isSmall || [.edge, .dependency, .link, .procedure].contains(mode.scope) {
        reader.error(
          reader.has("hits") ? "hits" : "nodes",
          "a failure of scope '\(mode.scope.rawValue)' strikes one thing at a time")
      }
      for key in ["shows-as", "contained-by"] where reader.has(key) {
        reader.error(key, "what strikes some nodes of a site has no '\(key)': its balancer notices them")
      }
    }
    if mode.target.isAnnounced, !mode.isLoss || !(mode.scope.strikesNodes || mode.target.isPartial) {
      reader.error(
        "announced", "only nodes can be announced to go, not whole sites",
        remedy: "Add 'nodes: 2' or 'hits: 30%', or take 'announced' out")
    }
  }

  /// What failures say together with sites.
  func checkFailures(_ service: Service, _ reader: FieldReader) {
    let used = service.sites.filter { $0.keep > .nothing }
    if service.failures.contains(where: { $0.scope == .area }) {
      for site in used where site.place == nil {
        context.report(
          at: reader.node["sites"]?[site.name]?.position ?? reader.node.position,
          "a disaster has a radius and site '\(site.name)' has no place",
          remedy: "Write 'place: { latitude: 38.9, longitude: -77.5 }' into it")
      }
    }
    guard let first = service.servingSites.first, let here = first.place else { return }
    // Halls of one city are no mistake where a third site is the last line of defence.
    let others = used.filter { $0.region != first.region }.compactMap { site in site.place.map { (site, $0) } }
    if others.contains(where: { here.kilometres(to: $0.1) >= 800 }) { return }
    for (site, place) in others {
      let apart = here.kilometres(to: place)
      if apart < 800 {
        context.report(
          .warning, at: reader.node["sites"]?[site.name]?["place"]?.position ?? reader.node.position,
          "'\(site.name)' is \(nearestWhole(apart)) km from '\(first.name)', less than 800 km: one disaster may strike both",
          remedy: "Choose a site further away, or show with 'scope: area' that it does not matter")
      }
    }
  }

  func place(_ reader: FieldReader) -> GlobePoint? {
    guard let place = reader.child("place") else { return nil }
    defer { place.finish() }
    return GlobePoint(
      latitude: degrees(place, "latitude", within: 90), longitude: degrees(place, "longitude", within: 180))
  }

  private func degrees(_ reader: FieldReader, _ key: String, within limit: Double) -> Double {
    guard let text = reader.text(key) else {
      reader.missing(key, example: "38.9")
      return 0
    }
    guard let value = Double(text), abs(value) <= limit else {
      reader.error(
        key, "expected degrees between -\(Int(limit)) and \(Int(limit)) at '\(reader.path(of: key))', found '\(text)'",
        remedy: "Write '38.9'; south and west are negative")
      return 0
    }
    return value
  }
}
