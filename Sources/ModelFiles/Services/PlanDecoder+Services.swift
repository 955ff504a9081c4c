import ServiceModel

/// Several services on one fleet: each with its own traffic and its own replicas.
extension PlanDecoder {
  /// What a fleet has to do for all its services, and of what it is made.
  struct SharedFleet {
    var traffic: Traffic
    var replica: ReplicaType
  }

  /// nil where one service has the fleet and says so with `traffic` and `replica`.
  func sharedFleet(_ root: FieldReader, begins: CalendarDay, horizonSeconds: Double) -> SharedFleet? {
    guard root.has("services") else { return nil }
    let named = root.children("services")
    if root.node("services")?.entries?.isEmpty == true {
      root.error("services", "there is no service", remedy: "Add 'chat: { traffic: { ... }, replica: { ... } }'")
    }
    if root.has("traffic") {
      root.error(
        "traffic", "each service has traffic of its own, so that there is none of the whole fleet",
        remedy: "Move it into 'services.NAME.traffic'")
    }
    let start = nodeStart(root)
    let services = named.map { name, part in
      fleetService(name, part, isAlone: named.count == 1, begins: begins, horizonSeconds: horizonSeconds)
    }
    checkSteps(services, root)
    guard !context.diagnostics.hasErrors, let first = services.first else {
      return SharedFleet(traffic: Traffic(peakRPS: 1), replica: ReplicaType(name: "", ratedRPS: 1, gpus: 1))
    }
    // One service is the short form, written longer.
    if services.count == 1, first.pools.count == 1 {
      let pool = first.pools[0]
      return SharedFleet(
        traffic: first.traffic,
        replica: ReplicaType(name: pool.name, ratedRPS: pool.ratedRPS, gpus: pool.gpus, start: start))
    }
    guard let mix = mix(services, begins: begins, root) else {
      return SharedFleet(traffic: Traffic(peakRPS: 1), replica: ReplicaType(name: "", ratedRPS: 1, gpus: 1))
    }
    var replica = mix.replica
    replica.start = start
    interpret(
      "services: figures of the fleet count mean requests of \(hundredths(mix.meanGPUSeconds)) GPU-seconds, so that its "
        + "availability is that of GPU time; each service's own count its own requests")
    return SharedFleet(traffic: mix.traffic, replica: replica)
  }

  /// The mix of some services, found once for all designs that have them.
  private func mix(_ services: [FleetService], begins: CalendarDay, _ root: FieldReader) -> ServiceMix? {
    if let known = measurements.mixes.first(where: { $0.begins == begins && $0.mix.services == services }) {
      return known.mix
    }
    guard let mix = try? ServiceMix(services, begins: begins), mix.peakGPUs > 0, mix.meanGPUSeconds.isFinite else {
      root.error(
        "services", "the curves of the services have no peak", remedy: "Check 'traffic' of each service and its units")
      return nil
    }
    measurements.mixes.append((begins, mix))
    return mix
  }

  /// `replica: { start: ... }` beside services: how a node starts, whatever it will hold.
  private func nodeStart(_ root: FieldReader) -> ColdStart {
    guard let reader = root.child("replica") else { return ColdStart() }
    for key in reader.keys where key != "start" && reader.has(key) {
      reader.error(
        key,
        "each service has replicas of its own, so that 'replica' says beside 'services' how a node starts and no more",
        remedy: "Move it into 'services.NAME.replica'")
    }
    defer { reader.finish() }
    return coldStart(reader)
  }

  private func fleetService(
    _ name: String, _ part: FieldReader, isAlone: Bool, begins: CalendarDay, horizonSeconds: Double
  ) -> FleetService {
    defer { part.finish() }
    context.recorder?.piece(part.path(of: "traffic"), as: "traffic")
    context.recorder?.piece(part.path(of: "replica"), as: "replica")
    context.recorder?.piece(part.path(of: "objectives"), as: "traffic.classes.NAME.objectives")
    let traffic = traffic(part, begins: begins, horizonSeconds: horizonSeconds, sites: nil)
    let pools = pools(name, part)
    if isAlone, pools.count == 1 {
      for key in ["priority", "deadline", "objectives", "per-lost-request"] where part.has(key) {
        part.error(
          key, "'\(part.path(of: key))' sets a service apart from others, and there is no other one",
          remedy: "Add another service, or write 'traffic' and 'replica' without 'services'")
      }
    } else {
      if isAlone && part.has("priority") {
        part.error(
          "priority", "'\(part.path(of: "priority"))' sets a service apart from others, and there is no other one",
          remedy: "Leave it out, or add another service")
      }
      refuseWithinFleet(part)
    }
    var service = FleetService(name: name, traffic: traffic, pools: pools)
    service.priority = part.whole("priority") ?? 0
    if part.has("deadline") { service.deadlineSeconds = positive(part, "deadline", .duration) }
    service.objectives = objectives(ofClass: part)
    service.loss = part.optional("per-lost-request", .money).map {
      LostRequestPrice(dollars: $0, origin: origin(part, "per-lost-request"))
    }
    return service
  }

  /// What works on a request: `replica`, or `pools` in series.
  private func pools(_ name: String, _ part: FieldReader) -> [ReplicaPool] {
    let named = part.children("pools")
    guard named.isEmpty else {
      if part.has("replica") {
        part.error("replica", "'replica' and 'pools' both say what works on a request", remedy: "Keep one")
      }
      return named.map { pool, reader in
        defer { reader.finish() }
        return ReplicaPool(
          name: pool, gpus: atLeastOne(reader, "gpus", .gpuCount), ratedRPS: positive(reader, "rated", .rate))
      }
    }
    guard let reader = part.requiredChild("replica") else { return [ReplicaPool(name: name, gpus: 1, ratedRPS: 1)] }
    defer { reader.finish() }
    for key in ["iteration", "batch", "kv", "chunk", "curve", "prefix-cache", "fitted", "derived", "slots"]
    where reader.has(key) {
      reader.error(
        key, "services that share a fleet are told apart by GPU time, and '\(key)' speaks of how answers wait",
        remedy: "Write 'rated', the highest load at which a replica holds what is promised")
    }
    if reader.has("start") {
      reader.error(
        "start", "a node starts for all services that it will hold", remedy: "Move it to 'replica.start' of the plan")
    }
    return [
      ReplicaPool(
        name: reader.text("name") ?? "replica", gpus: atLeastOne(reader, "gpus", .gpuCount),
        ratedRPS: positive(reader, "rated", .rate))
    ]
  }

  /// All services live on one grid of steps.
  private func checkSteps(_ services: [FleetService], _ root: FieldReader) {
    guard !context.diagnostics.hasErrors, let first = services.first else { return }
    for service in services where service.traffic.stepSeconds != first.traffic.stepSeconds {
      let traffic = root.node("services")?[service.name]?["traffic"]
      context.report(
        at: (traffic?["step"] ?? traffic?["series"] ?? traffic ?? root.node).position,
        "demand of '\(service.name)' changes every \(hundredths(service.traffic.stepSeconds)) s and that of '\(first.name)' "
          + "every \(hundredths(first.traffic.stepSeconds)) s: services that share a fleet have one step",
        remedy: "Write the same 'step' for both")
    }
  }
}
