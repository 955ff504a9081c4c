import ServiceModel

/// How fleets are sized: buffer, and room for lost sites.
extension PlanDecoder {
  func sizing(_ root: FieldReader) -> Sizing {
    let buffer = root.optional("buffer", .shareOf("requirement", atMost: 10)) ?? 0
    // `2 of 3` by itself, or with what becomes of the buffer.
    if let reader = root.node("site-loss")?.entries == nil ? nil : root.child("site-loss") {
      defer { reader.finish() }
      enum Buffer: String, CaseIterable { case consumed, kept }
      if !reader.has("lost") { reader.missing("lost", example: "2 of 3") }
      let kept = reader.choice("buffer", Buffer.self) == .kept
      return Sizing(buffer: buffer, siteLoss: kept ? .kept : .consumed, lostSites: lostSites(reader, "lost"))
    }
    if root.node("site-loss")?.text?.contains(" of ") == true {
      return Sizing(buffer: buffer, lostSites: lostSites(root, "site-loss"))
    }
    return Sizing(buffer: buffer, siteLoss: root.choice("site-loss", Sizing.SiteLoss.self) ?? .consumed)
  }

  private func lostSites(_ reader: FieldReader, _ key: String) -> Int {
    guard let lost = reader.kOfN(key) else { return 1 }
    if lost.k >= lost.n {
      reader.error(
        key, "where \(lost.k) of \(lost.n) sites are lost nobody is left to carry the peak",
        remedy: "Write '\(max(1, lost.n - 1)) of \(max(2, lost.n))'")
      return 1
    }
    return lost.k
  }

  /// What a standby whose fleet follows demand needs, and what cannot be said of such a fleet.
  func checkFollowing(_ service: Service, _ root: FieldReader) {
    for site in service.sites where site.followsDemand && site.keep == .warm {
      let node = root.node["sites"]?[site.name]
      let position = node?["follows"]?.position ?? root.node.position
      if service.autoscaling == nil {
        context.report(
          at: position, "'\(site.name)' follows demand, and no autoscaler says how",
          remedy: service.traffic.mix == nil ? "Add 'autoscaling'" : "Leave 'follows' out")
      }
      for key in ["size", "nodes", "reserved", "spot", "committed", "owned", "lent"] {
        guard let written = node?[key] else { continue }
        context.report(
          at: written.position, "'\(site.name)' follows demand, so '\(key)' has no fleet that it could be a part of",
          remedy: "Leave '\(key)' or 'follows' out")
      }
    }
  }

  /// `2 of 3` names the sites that serve; a design in which another number of sites serve needs its own.
  func checkSiteLoss(_ service: Service, _ root: FieldReader) {
    let node = root.node["site-loss"]
    guard let written = node?["lost"] ?? node, let text = written.text, let lost = try? outOf(text) else { return }
    let serving = service.servingSites.count
    guard serving > 1, lost.n != serving else { return }
    context.report(
      at: written.position, "'\(text)' at 'site-loss' is of \(lost.n) sites that serve, and \(serving) do",
      remedy: "Write '\(min(lost.k, serving - 1)) of \(serving)'")
  }
}
