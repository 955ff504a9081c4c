/// How prices are laid over a plan.
extension PriceList {
  /// What may be priced of nodes that are paid ahead: amounts and shares of them. How many there are, for how long, and what they
  /// draw is the plan's.
  static let pricesAhead = [
    "committed": ["price", "upfront"],
    "owned": ["capex", "residual", "capital", "support", "power", "colocation"],
  ]

  /// A design's tree with the list on top.
  ///
  /// Prices of committed and of owned nodes hold where the design has such. A ladder of tiers that ends with `above` is one of its
  /// own and takes the place of the plan's; of one that does not end, prices of the plan's own volumes are changed.
  func laid(over root: SourceNode) -> SourceNode {
    let list = document.root
    let missing = (list["sites"]?.entries ?? []).flatMap { site in
      PriceList.pricesAhead.keys.map { ["sites", site.key, $0] }
    }.filter { root.node(at: $0)?.entries == nil }
    let egress = ["prices", "user-egress"]
    let providers = list.node(at: egress + ["by-provider"])?.entries ?? []
    let ladders = ([egress + ["tiers"]] + providers.map { egress + ["by-provider", $0.key] }).filter {
      list.node(at: $0)?["above"] != nil
    }
    return merge(
      base: ladders.reduce(root) { $0.without($1) }, overlay: missing.reduce(list) { $0.without($1) })
  }

  /// Reports prices of nodes that are paid ahead where no design has such nodes at the site.
  func checkAhead(_ site: FieldReader, named name: String, against plan: SourceNode) {
    let trees = [plan] + (plan["designs"]?.entries?.map(\.value) ?? [])
    for (key, prices) in PriceList.pricesAhead.sorted(by: { $0.key < $1.key }) {
      guard let reader = site.child(key) else { continue }
      for price in prices { _ = reader.has(price) }
      finish(reader)
      if !trees.contains(where: { $0.node(at: ["sites", name, key])?.entries != nil }) {
        site.error(key, "no design of the plan has \(key) nodes at '\(name)' to price")
      }
    }
  }
}

extension SourceNode {
  /// The same without what stands at the end of some keys.
  fileprivate func without(_ path: [String]) -> SourceNode {
    guard let key = path.first, let entries else { return self }
    let rest = Array(path.dropFirst())
    let kept = entries.compactMap { entry -> Entry? in
      guard entry.key == key else { return entry }
      return rest.isEmpty
        ? nil : Entry(key: entry.key, keyPosition: entry.keyPosition, value: entry.value.without(rest))
    }
    return SourceNode(.mapping(kept), at: position)
  }
}
