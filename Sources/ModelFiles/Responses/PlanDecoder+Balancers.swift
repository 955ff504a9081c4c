import ServiceModel
import Stochastics

/// Balancers in front of some sites each, with records between them: `move-traffic: { by: dns, balancers: { city: { sites: [a, b] } } }`.
extension PlanDecoder {
  func balancers(_ reader: FieldReader, behind mechanism: TrafficMove.Mechanism, sites: [String]?) -> [SharedBalancer] {
    let balancers = reader.children("balancers").map { name, part -> SharedBalancer in
      defer { part.finish() }
      if !part.has("sites") { part.missing("sites", example: "[hall-1, hall-2]") }
      let names = part.textList("sites") ?? []
      for site in names where !(sites?.contains(site) ?? true) {
        part.error(
          "sites", "there is no site '\(site)'", remedy: FieldReader.suggestion(for: site, among: sites ?? []))
      }
      if part.has("sites"), Set(names).count < 2 {
        part.error(
          "sites", "a balancer that sends nobody to another site has nothing to do here",
          remedy: "Name two sites at least, or leave '\(name)' out")
      }
      return SharedBalancer(name: name, sites: names, takes: part.distribution("takes") ?? .constant(0))
    }
    guard !balancers.isEmpty else { return [] }
    let names = balancers.flatMap { Set($0.sites) }
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      reader.error(
        "balancers", "'\(twice)' stands behind two balancers", remedy: "Let each site stand behind one at most")
    }
    switch mechanism {
    case .dns, .externalDNS: break
    case .balancer, .gslb, .mesh, .anycast:
      reader.error(
        "balancers",
        "'by: \(mechanism.rawValue)' moves everybody by itself: balancers in front of some sites stand behind a record",
        remedy: "Write 'by: dns' with a 'ttl', or leave 'balancers' out")
    }
    return balancers
  }

  /// Balancers that do nothing, and what would have to know which of several sites was lost first, or who belongs behind which.
  func checkBalancers(_ service: Service, _ root: FieldReader) {
    guard service.balancesBetweenSites else { return }
    findDeadBalancers(service, root.node["execute"]?["move-traffic"])
    let place = root.node.keyPosition(along: ["execute", "move-traffic", "balancers"]) ?? root.node.position
    if service.originRoutes != nil {
      context.report(
        at: place, "users are routed by their origin: what leaves a site goes to those that may serve them",
        remedy: "Leave 'balancers' out, or 'served-by' and 'route'")
    }
    if service.sizing.lostSites > 1 {
      context.report(
        at: place, "who carries whom after the loss of \(service.sizing.lostSites) sites depends on their order",
        remedy: "Let 'site-loss' be one site: 'consumed' or 'kept'")
    }
  }

  /// Balancers that have nobody to choose from.
  private func findDeadBalancers(_ service: Service, _ move: SourceNode?) {
    for balancer in service.execution.move.balancers {
      let kept = service.sites.count { $0.keep > .nothing && balancer.sites.contains($0.name) }
      note(
        move?["balancers"]?[balancer.name], isDead: kept < 2, isNormalInSome: true,
        "fewer than two of its sites keep anything, so that it moves nobody",
        "Let two of its sites keep something, or leave it out")
    }
  }
}
