import ServiceModel
import Stochastics

/// Who sends clients to another site, and by what clock: `execute: { move-traffic: ... }`.
extension PlanDecoder {
  func move(_ execute: FieldReader, steps: [String], sites: [String]?, dependencies: [String]) -> TrafficMove {
    guard let reader = execute.requiredChild("move-traffic") else { return TrafficMove(mechanism: .balancer) }
    defer { reader.finish() }
    let mechanism = reader.requiredChoice("by", TrafficMove.Mechanism.self) ?? .balancer
    let waitsForAll = !reader.has("after")
    let after = indices(reader, of: steps, besides: ["capacity"])
    let waitsForCapacity = reader.textList("after")?.contains("capacity") ?? true
    if mechanism.hasTimeToLive && !reader.has("ttl") { reader.missing("ttl", example: "60s") }
    if mechanism == .anycast && !reader.has("converges") {
      reader.missing("converges", example: "lognormal median 30s sigma 0.8")
    }
    let needs = needs(reader, dependencies: dependencies)
    let controller = controller(reader, sites: sites, isNeeded: needs.actions.contains(.trafficChange))
    return TrafficMove(
      mechanism: mechanism, ttlSeconds: reader.optional("ttl", .duration) ?? 0,
      ignoringTTL: reader.optional("ignore-ttl", .share) ?? 0,
      ignoringFor: reader.distribution("ignore-for") ?? .constant(3600),
      takes: reader.distribution("takes") ?? .constant(0), after: waitsForAll ? Array(steps.indices) : after,
      afterCapacity: waitsForCapacity, needs: needs.actions,
      controlledBy: controller, dependencies: needs.dependencies,
      // ExternalDNS's --interval, and how it is set where nobody sets it.
      syncSeconds: reader.optional("sync", .duration) ?? 60,
      converges: reader.distribution("converges") ?? .constant(0), checks: ownChecks(reader, of: mechanism),
      balancers: balancers(reader, behind: mechanism, sites: sites))
  }

  /// How a mover notices a loss by itself. All keys are read whoever moves: one that does nothing is said to.
  private func ownChecks(_ reader: FieldReader, of mechanism: TrafficMove.Mechanism) -> OwnChecks? {
    // Amazon Route 53: every 30 s, three failures in a row, a connection within four seconds.
    let probes = probes(
      reader, preset: Probes(intervalSeconds: 30, timeoutSeconds: 4, failures: 3), seesSlow: false)
    // Istio: five errors in a row (consecutive5xxErrors), 30 s (baseEjectionTime), a connection within ten (connectTimeout).
    let outliers = OutlierDetection(
      errors: reader.has("errors") ? atLeastOne(reader, "errors", .count()) : 5,
      proxies: atLeastOne(reader, "proxies", .count()),
      timeoutSeconds: reader.has("probe-timeout") ? probes.timeoutSeconds : 10,
      ejectedForSeconds: reader.has("ejected-for") ? positive(reader, "ejected-for", .duration) : 30)
    switch mechanism {
    case .gslb: return .probes(probes)
    case .mesh: return .outliers(outliers)
    case .balancer, .dns, .externalDNS, .anycast: return nil
    }
  }

  /// The site whose control plane changes where traffic goes; nil where it is one that no failure of the plan reaches.
  private func controller(_ reader: FieldReader, sites: [String]?, isNeeded: Bool) -> String? {
    guard let controller = reader.text("controlled-by"), controller != "elsewhere" else { return nil }
    if let sites, !sites.contains(controller) {
      reader.error(
        "controlled-by", "there is no site '\(controller)'",
        remedy: FieldReader.suggestion(for: controller, among: sites + ["elsewhere"]))
    }
    if !isNeeded {
      reader.error(
        "controlled-by", "who controls the change of traffic matters where the change needs it",
        remedy: "Add 'needs: [traffic-change]'")
    }
    return controller
  }

  /// Keys of a mover that another one has, and checks of its own where nobody else serves already.
  func findDeadMoverKeys(_ service: Service, _ move: SourceNode?) {
    let mechanism = service.execution.move.mechanism
    for key in ["ttl", "ignore-ttl", "ignore-for"] {
      note(
        move?[key], isDead: mechanism == .balancer,
        "a balancer moves all clients at once: '\(key)' belongs to 'by: dns'", "Leave it out, or write 'by: dns'")
      note(
        move?[key], isDead: mechanism == .mesh || mechanism == .anycast,
        "no client keeps an answer of DNS: '\(key)' belongs to 'by: dns'", "Leave it out, or write 'by: dns'")
    }
    let belongs: [(key: String, to: [TrafficMove.Mechanism])] = [
      ("sync", [.externalDNS]), ("converges", [.anycast]), ("probe", [.gslb]), ("failures", [.gslb]),
      ("vantage", [.gslb]), ("probe-timeout", [.gslb, .mesh]), ("errors", [.mesh]), ("proxies", [.mesh]),
      ("ejected-for", [.mesh]),
    ]
    for (key, movers) in belongs {
      note(
        move?[key], isDead: !movers.contains(mechanism),
        "'\(key)' belongs to 'by: \(movers[0].rawValue)'", "Leave it out, or write 'by: \(movers[0].rawValue)'")
    }
    let isAlone = service.servingSites.count < 2
    note(
      move?["by"], isDead: mechanism == .mesh && isAlone,
      "nobody else serves already: to a standby proxies send clients as a balancer does", "Write 'by: balancer'")
    note(
      move?["by"], isDead: mechanism == .gslb && isAlone,
      "nobody else serves already: to a standby answers of DNS lead when the failover has made it ready",
      "Write 'by: dns'")
  }
}
