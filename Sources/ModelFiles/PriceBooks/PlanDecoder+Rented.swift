import ServiceModel

/// Sites at which a model is rented by the token.
extension PlanDecoder {
  /// A site with a `rented` mapping; nil for one that has nodes.
  func rentedSite(_ name: String, _ reader: FieldReader, replica: ReplicaType) -> Site? {
    guard reader.has("rented"), let api = reader.child("rented") else { return nil }
    // Whatever else a site may say is about nodes: it is reported as a key that is not known here.
    defer { reader.finish() }
    var rented = RentedAPI(
      dollarsPerMillionPromptTokens: api.required("prompt", .moneyPer("Mtok")),
      dollarsPerMillionOutputTokens: api.required("output", .moneyPer("Mtok")),
      limitRPS: positive(api, "limit", .rate, remedy: "Write the rate that the provider grants, such as '500rps'"),
      worth: api.optional("worth", .share) ?? 1, origin: origin(api, "prompt"))
    rented.outputOrigin = origin(api, "output")
    api.finish()
    let keep = reader.requiredChoice("keep", Readiness.self) ?? .nothing
    if keep != .nothing && keep != .warm {
      reader.error(
        "keep", "a rented model is ready and takes no traffic, or it is not there: '\(keep.rawValue)' says neither",
        remedy: "Write 'keep: warm', or 'keep: nothing'")
    }
    var site = Site(
      name: name, provider: reader.text("provider") ?? name, region: reader.text("region") ?? name, keep: keep,
      size: .nodes(1), quotaNodes: 1, node: NodeType(gpuModel: "", gpus: replica.gpus),
      roundTripSeconds: reader.optional("round-trip", .duration) ?? 0)
    site.rented = rented
    return site
  }

  /// Makes rented sites what the simulation takes them for, once the capacity of a replica is known.
  func rent(_ service: inout Service) {
    guard !context.diagnostics.hasErrors, service.replica.ratedRPS > 0 else { return }
    for index in service.sites.indices {
      if let api = service.sites[index].rented { service.rent(api, at: index) }
    }
  }

  /// What a rented model cannot be combined with.
  func checkRented(_ service: Service, _ reader: FieldReader) {
    let rented = service.rentedSites
    guard let site = rented.first else { return }
    let position = place(of: site, "rented", reader)
    func refuse(_ message: String, _ remedy: String) {
      context.report(at: position, "'\(site.name)' rents a model: \(message)", remedy: remedy)
    }
    if rented.count > 1 {
      refuse(
        "so does '\(rented[1].name)' in design '\(service.design.name)', and one is all that is modelled",
        "Let each design keep one of them")
    }
    if service.replica.serving != nil {
      refuse(
        "how late its answers come is not known, so it cannot stand beside a replica with a latency curve",
        "Give 'replica' a 'rated' capacity in place of 'iteration' or 'curve'")
    }
    if service.traffic.promptTokens + service.traffic.outputTokens <= 0 {
      refuse("it is paid by the token", "Add 'tokens: { prompt: 1155, output: 211 }' to 'traffic'")
    }
    if let kept = service.traffic.classes.first(where: { $0.state != .stateless }) {
      refuse(
        "it keeps no conversations, and those of class '\(kept.name)' would be lost to it",
        "Take 'state' from the class, if its requests carry their history")
    }
    for mode in service.failures where mode.sites?.contains(site.name) ?? false {
      guard [.gpu, .process, .node, .rack, .zone].contains(mode.scope) else { continue }
      refuse("it has nothing that '\(mode.name)' could strike", "Name it in a failure of scope region")
    }
  }
}
