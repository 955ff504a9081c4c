import ServiceModel
import Stochastics

/// What the service and its failover depend on.
extension PlanDecoder {
  func dependencyNames(_ root: FieldReader) -> [String] { root.node["dependencies"]?.entries?.map(\.key) ?? [] }

  func dependencies(_ root: FieldReader, sites: [String]?) -> [Dependency] {
    root.children("dependencies").map { name, reader in
      let hosts = reader.textList("hosted-at") ?? []
      for host in hosts where !(sites?.contains(host) ?? true) {
        reader.error(
          "hosted-at", "there is no site '\(host)'", remedy: FieldReader.suggestion(for: host, among: sites ?? []))
      }
      if BlockedAction(rawValue: name) != nil {
        reader.error(nil, "'\(name)' is an action and cannot name a dependency")
      }
      let quorum = atLeastOne(reader, "quorum", .count("hosts"))
      if quorum > max(1, hosts.count) {
        reader.error("quorum", "a quorum of \(quorum) cannot be had from \(hosts.count) hosts")
      }
      let without = reader.child("without").map { impairment($0) } ?? Impairment()
      if reader.has("until-open") && !reader.has("breaker") {
        reader.error(
          "until-open", "without a 'breaker' nothing opens", remedy: "Write 'breaker: { failures: 20, open: 30s }'")
      }
      let untilOpen = reader.child("until-open").map { impairment($0) } ?? Impairment(success: 0)
      for (key, left) in [("without", without), ("until-open", untilOpen)] where left.capacity < 1 {
        reader.child(key)?.error(
          "capacity", "a dependency takes no capacity from the replicas", remedy: "Write 'success: 60%'")
      }
      let dependency = Dependency(
        name: name, hosts: hosts, quorum: quorum,
        capacityRPS: reader.has("capacity") ? positive(reader, "capacity", .rate) : nil, without: without,
        breaker: reader.child("breaker").map { breaker($0) }, untilOpen: untilOpen, lease: lease(reader))
      reader.finish()
      return dependency
    }
  }

  private func lease(_ reader: FieldReader) -> Lease? {
    let every = reader.has("renewed") ? positive(reader, "renewed", .duration) : nil
    guard reader.has("lease") else {
      if every != nil {
        reader.error("renewed", "there is no lease that could be renewed", remedy: "Add 'lease: 30s'")
      }
      return nil
    }
    let seconds = positive(reader, "lease", .duration)
    // etcd's client renews after a third of it.
    let renewed = every ?? seconds / 3
    if renewed >= seconds {
      reader.error("renewed", "the lease is over before it is renewed", remedy: "Write less than 'lease'")
    }
    return Lease(seconds: seconds, renewedEverySeconds: renewed)
  }

  /// Leases for which nothing waits.
  func findDeadLeases(_ service: Service, _ root: FieldReader) {
    let execution = service.execution
    let needed = execution.steps.flatMap(\.dependencies) + execution.move.dependencies
    for dependency in service.dependencies where dependency.lease != nil {
      note(
        root.node["dependencies"]?[dependency.name]?["lease"], isDead: !needed.contains(dependency.name),
        "no step and no change of traffic needs '\(dependency.name)', so that nothing waits for its lease",
        "Write 'move-traffic: { needs: [\(dependency.name)] }'")
    }
  }

  /// The actions and the dependencies that a step needs.
  func needs(_ reader: FieldReader, dependencies: [String]) -> (actions: [BlockedAction], dependencies: [String]) {
    let names = reader.textList("needs") ?? []
    let known = BlockedAction.allCases.map(\.rawValue) + dependencies
    for name in names where !known.contains(name) {
      let item = reader.node["needs"]?.items?.first { $0.text == name }
      context.report(
        at: item?.position ?? reader.node.position, "there is no action or dependency '\(name)'",
        remedy: FieldReader.suggestion(for: name, among: known))
    }
    return (names.compactMap(BlockedAction.init), names.filter { dependencies.contains($0) })
  }
}
