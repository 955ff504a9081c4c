import ServiceModel
import ServingModel

/// What is saved of the state on GPUs: `replica: { gpu-state: { every: 60s, size: 20GB, at: west } }`.
extension PlanDecoder {
  func savedState(_ replica: FieldReader) -> SavedState? {
    guard replica.has("iteration"), let reader = replica.child("gpu-state") else { return nil }
    defer { reader.finish() }
    return SavedState(
      everySeconds: positive(reader, "every", .duration), bytes: reader.optional("size", .bytes) ?? 0,
      restoreSeconds: reader.optional("restore", .duration) ?? 0, keepsPrefixes: reader.flag("prefix-cache") ?? true,
      site: reader.text("at"))
  }

  /// What the saves of a design come to.
  func checkSaves(_ service: Service, _ root: FieldReader) {
    guard let saves = service.replica.saves else { return }
    let node = root.node["replica"]?["gpu-state"]
    func refuse(_ key: String, _ message: String, _ remedy: String?) {
      context.report(at: node?[key]?.position ?? root.node.position, message, remedy: remedy)
    }
    if let keeper = saves.site {
      guard let site = service.sites.first(where: { $0.name == keeper }) else {
        return refuse(
          "at", "there is no site '\(keeper)'", FieldReader.suggestion(for: keeper, among: service.sites.map(\.name)))
      }
      if site.rented != nil { refuse("at", "a rented model keeps nothing for others", "Name a site of your own") }
    }
    for site in service.servingSites {
      let seconds = service.saveSeconds(from: site, saves)
      guard seconds > saves.everySeconds else { continue }
      refuse(
        "size",
        "'\(site.name)' needs \(hundredths(seconds)) s to send a save, and the next one is due after "
          + "\(hundredths(saves.everySeconds)) s",
        "Save less, less often, or over a wider link")
    }
    if service.keptSaves != nil, let pool = service.servingSites.first?.pool, !context.diagnostics.hasErrors,
      saves.reachesClients(of: service)
    {
      let seconds = pool.curve.point(at: service.replica.ratedRPS / pool.curve.saturation).endToEnd.mean
      let upload = service.servingSites.map { service.saveSeconds(from: $0, saves) }.max() ?? 0
      let saved = saves.streams(lasting: seconds, uploadSeconds: upload).saved
      interpret(
        "replica: at rated load \(hundredths(saved * 100)) % of the answers of a lost node go on from what was saved: they "
          + "take \(hundredths(seconds)) s, and a save is \(hundredths(upload + saves.everySeconds / 2)) s old on average"
      )
    }
  }

  /// Keys of saves that move nothing.
  func findDeadSaves(_ service: Service, _ root: FieldReader) {
    guard let saves = service.replica.saves, let node = root.node["replica"]?["gpu-state"] else { return }
    if let keeper = saves.site {
      note(
        node["at"], isDead: service.keptSaves == nil, isNormalInSome: true,
        "'\(keeper)' keeps nothing, so that nothing is saved there",
        "Name a site that keeps something, or leave 'at' out: a place that no failure reaches")
    }
    note(
      node["prefix-cache"], isDead: service.replica.coldCache == nil, "no prefix cache is ever cold",
      "Say how long it takes to fill, 'prefix-cache: { hits: 40%, refill: 2000000 tokens }', or leave 'prefix-cache' out"
    )
    note(
      node["restore"],
      isDead: !saves.reachesClients(of: service) && !(saves.keepsPrefixes && service.replica.coldCache != nil),
      "it takes longer than clients wait, and no prefix cache is saved, so that nothing that was saved is ever used",
      "Write a shorter 'restore', or a longer 'timeout' into 'traffic'")
    let links = service.links.filter { link in
      service.servingSites.contains { link.joins($0.name, saves.site ?? "") }
    }
    note(
      node["size"],
      isDead: !links.contains { $0.bytesPerSecond.isFinite || $0.dollarsPerGB != nil }
        && (saves.site == nil || service.prices.state == nil),
      "saves are sent over no link that has a bandwidth or a price",
      "Say which site keeps them, 'at: west', and which link goes there, or leave 'size' out")
  }
}
