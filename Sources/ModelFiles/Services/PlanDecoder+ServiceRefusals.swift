import ServiceModel

/// What is not told apart by service, and is refused beside several.
extension PlanDecoder {
  /// A key that does not stand beside several services.
  private struct Refusal {
    let path: [String]
    let reason: String
    let remedy: String

    init(_ path: String, _ reason: String, _ remedy: String) {
      self.path = path.split(separator: ".").map(String.init)
      (self.reason, self.remedy) = (reason, remedy)
    }
  }

  /// Of one service's own block.
  func refuseWithinFleet(_ part: FieldReader) {
    let waits = "requests of a service are counted and not followed one by one"
    let refusals =
      ["classes", "sessions", "clients", "resume", "timeout", "tokens"].map {
        Refusal("traffic.\($0)", waits, "Leave it out, or give the service a plan of its own")
      }
      + (part.node["traffic"]?["origins"]?.entries ?? []).flatMap { origin in
        ["served-by", "route", "round-trip"].map {
          Refusal(
            "traffic.origins.\(origin.key).\($0)", "users of several services are not routed by where they are",
            "Leave it out: the sites' weights say who answers")
        }
      }
    for refusal in refusals { refuse(refusal, in: part.node, at: part.path) }
  }

  /// Of the plan, under a design.
  func checkServices(_ service: Service, _ root: FieldReader) {
    guard let mix = service.traffic.mix else { return }
    let apart = "is not told apart by service"
    let perRequest = "requests of several services differ in size"
    var refusals = [
      Refusal(
        "autoscaling", "an autoscaler sizes fleets of one kind of replica", "Leave it out: the fleet has a fixed size"),
      Refusal("protection.retries", "who comes back \(apart)", "Leave it out"),
      Refusal("protection.queue", "who waits in a queue \(apart)", "Leave it out; a 'deadline' lets a service wait"),
      Refusal("protection.breaker", "what a breaker turns away \(apart)", "Leave it out"),
      Refusal("protection.degrade", "what is answered worse \(apart)", "Leave it out"),
      Refusal("objectives.session-success", "no service has sessions", "Leave it out"),
      Refusal("prices.user-egress", perRequest, "Write 'prices.lines' per node-hour or month"),
      Refusal("prices.balancer", perRequest, "Write 'prices.lines' per node-hour or month"),
      Refusal("prices.state", "no service keeps conversations here", "Leave it out"),
      Refusal(
        "prices.outage.per-lost-request", "a lost request of one service is worth another amount than that of another",
        "Move it to 'services.NAME.per-lost-request'"),
    ]
    refusals += service.prices.lines.map {
      Refusal("prices.lines.\($0.name).per-thousand-requests", perRequest, "Write it per node-hour or month")
    }
    refusals += service.dependencies.map {
      Refusal(
        "dependencies.\($0.name).capacity", "requests that it bears are not told by service", "Leave 'capacity' out")
    }
    refusals += service.sites.map {
      Refusal("sites.\($0.name).rented", "a rented model serves one service", "Give that service a plan of its own")
    }
    for refusal in refusals { refuse(refusal, in: root.node) }
    refuse(
      Refusal("plan.purchase", "a course of nodes is bought for one service", "Leave it out"), in: context.document.root
    )
    for mode in service.failures where mode.scope == .gpu || mode.scope == .process {
      context.report(
        at: root.node.keyPosition(along: ["failures", mode.name, "scope"])
          ?? root.node.keyPosition(along: ["failures", mode.name]) ?? root.node.position,
        "which service's replica a single GPU belongs to is not followed, so a failure of scope '\(mode.scope.rawValue)' "
          + "cannot be told by service",
        remedy: "Write 'scope: node': a node that has lost a GPU is drained")
    }
    checkPlacement(mix, service, root)
  }

  private func refuse(_ refusal: Refusal, in node: SourceNode, at place: String = "") {
    guard let position = node.keyPosition(along: refusal.path) else { return }
    let path = ((place.isEmpty ? [] : [place]) + refusal.path).joined(separator: ".")
    context.report(
      at: position,
      "'\(path)' does not stand beside several services: \(refusal.reason)",
      remedy: refusal.remedy)
  }

  /// Replicas of different sizes fill nodes without waste only where each size divides the next.
  private func checkPlacement(_ mix: ServiceMix, _ service: Service, _ root: FieldReader) {
    let sizes = mix.services.flatMap { $0.pools.map(\.gpus) }
    for site in service.sites where site.keep > .nothing && !ReplicaPlacement.fills(sizes, gpusPerNode: site.node.gpus)
    {
      let written = Set(sizes).sorted().map(String.init).joined(separator: ", ")
      context.report(
        at: place(of: site, "node", root),
        "replicas of \(written) GPUs leave a part of a node of \(site.node.gpus) at '\(site.name)' unused, and that is not "
          + "counted: each size must divide the next larger one, and the largest a node",
        remedy: "Choose replicas of 1, 2, 4 or 8 GPUs, or another node")
    }
  }
}
