import ServiceModel

/// Prices to lay over a plan whose simulation is done: what things cost, and nothing that changes what happens.
///
/// Written like a plan that leaves everything else out: a `prices` block, prices of the sites' nodes, of those that are committed
/// and of those that are owned, rates of drills.
/// What it says holds in every design.
public struct PriceList: Sendable {
  let document: SourceDocument
  /// A table of prices that are found by provider, region and SKU; nil where the list is written like a plan.
  let book: PriceBook?

  /// A file whose name ends in `.csv` is a price book, any other is written like a plan.
  ///
  /// - Throws: `Diagnostics` when there is nothing to read fields from.
  public init(path: String) throws(Diagnostics) {
    if path.lowercased().hasSuffix(".csv") {
      book = try PriceBook(path: path)
      document = try SourceDocument(text: "prices: {}\n", name: path, layer: 1)
    } else {
      book = nil
      document = try SourceDocument(path: path, layer: 1)
      try PriceList.refuseParts(document)
    }
  }

  /// The custom pricing of Kubecost and OpenCost has prices of the parts of a node, which a plan does not count.
  private static func refuseParts(_ document: SourceDocument) throws(Diagnostics) {
    guard let processor = document.root.entries?.first(where: { $0.key == "CPU" }), document.root["RAM"] != nil else {
      return
    }
    throw Diagnostics([
      document.diagnostic(
        at: processor.keyPosition, "these are prices of a CPU, a GiB and a GPU, and a plan's nodes are priced whole",
        remedy: "Add them up for a node and write its 'price', or give a CSV of price overrides with InstanceType")
    ])
  }

  /// What a reader should look at in the list.
  public var warnings: [Diagnostic] { book?.warnings ?? [] }

  /// Reads a text as if it were a file called `name`.
  public init(text: String, name: String) throws(Diagnostics) {
    document = try SourceDocument(text: text, name: name, layer: 1)
    book = nil
  }

  /// Reports where a table of prices has none for any node of the plan: most likely it is of another service.
  func checkMatches(in services: [Service], _ context: ReadingContext) {
    guard let book else { return }
    let sites = services.flatMap(\.sites).filter { $0.keep > .nothing }
    guard !sites.contains(where: { book.prices($0) }) else { return }
    var nodes: [String] = []
    for site in sites {
      let words = "'\(site.node.sku)' by \(site.provider) in \(site.region)"
      if !nodes.contains(words) { nodes.append(words) }
    }
    context.diagnostics.add(
      Diagnostic(
        file: document.name, message: "it prices none of the plan's nodes: \(nodes.joined(separator: ", "))",
        remedy: "Write rows with the plan's provider, region and sku"))
  }

  /// Reports what is no price, and what has nothing in the plan to be the price of.
  ///
  /// A provider is allowed, because copies across providers have their own price, unless a failure of the plan strikes
  /// by provider.
  func check(against plan: SourceNode, _ context: ReadingContext) {
    let root = FieldReader(document.root, path: "", context: context)
    _ = root.has("prices")
    for (name, site) in named("sites", in: root, of: plan) {
      if let provider = site.node("provider"), plan.hasFailureByProvider {
        context.report(
          at: provider.position, "a failure of the plan strikes by provider, which prices cannot change",
          remedy: "Change the provider in the plan and simulate again")
      }
      _ = site.has("region")
      if let node = site.child("node") {
        _ = ["price", "basis", "as-of", "sku"].map { node.has($0) }
        finish(node)
      }
      checkAhead(site, named: name, against: plan)
      finish(site)
      if site.has("node"), plan["sites"]?[name]?["node"] == nil && !context.diagnostics.hasErrors {
        site.error(nil, "the plan's site '\(name)' has no nodes to price")
      }
    }
    for (_, drill) in named("drills", in: root, of: plan) {
      _ = drill.has("rate")
      finish(drill)
    }
    for (_, rate) in named("rates", in: root, of: plan) {
      _ = ["is", "on", "source"].map { rate.has($0) }
      finish(rate)
    }
    finish(root)
  }

  /// The mappings under the names in `key`, all of which the plan must have.
  private func named(_ key: String, in root: FieldReader, of plan: SourceNode) -> [(String, FieldReader)] {
    let known = plan[key]?.entries?.map(\.key) ?? []
    return root.children(key).filter { name, reader in
      if known.contains(name) { return true }
      root.context.report(
        at: root.node[key]?.entries?.first { $0.key == name }?.keyPosition ?? reader.node.position,
        "the plan has no '\(name)' under '\(key)'",
        remedy: nearest(to: name, among: known).map { "Did you mean '\($0)'?" }
          ?? "It has: \(known.joined(separator: ", "))")
      return false
    }
  }

  func finish(_ reader: FieldReader) {
    reader.finish(unknown: "is no price, and cannot change without simulating")
  }
}

extension SourceNode {
  /// Whether a failure of a plan, or of one of its designs, has the scope of a provider.
  fileprivate var hasFailureByProvider: Bool {
    let designs = self["designs"]?.entries?.map(\.value) ?? []
    return ([self] + designs).contains { tree in
      tree["failures"]?.entries?.contains { $0.value["scope"]?.text == "provider" } ?? false
    }
  }
}
