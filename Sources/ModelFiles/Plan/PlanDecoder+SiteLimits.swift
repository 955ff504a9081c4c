/// How many sites a plan may have, and where their keys belong.
extension PlanDecoder {
  /// The most sites of a plan: who stands in for whom is asked of each pair, at every change.
  static let mostSites = 200

  /// Reports a plan with more sites than a simulation gets through.
  func hasTooManySites(_ root: SourceNode) -> Bool {
    guard let sites = root["sites"]?.entries, sites.count > PlanDecoder.mostSites else { return false }
    context.report(
      at: sites[PlanDecoder.mostSites].keyPosition,
      "the plan has \(sites.count) sites, and \(PlanDecoder.mostSites) are the most that one may have",
      remedy: "Describe places that fail together as zones of one site")
    return true
  }

  /// Where a key of a site belongs that a design, or the plan, has beside its sites.
  func belongsToSite(_ entry: SourceNode.Entry, _ root: FieldReader) -> String? {
    guard ["keep", "size", "quota", "weight", "zones", "node"].contains(entry.key) else { return nil }
    let sites = root.node["sites"]?.entries ?? []
    let name = (sites.first { $0.value["keep"]?.text != "serving" } ?? sites.last)?.key ?? "NAME"
    return "It belongs to a site: write 'sites: { \(name): { \(entry.key): \(entry.value.text ?? "...") } }'"
  }
}
