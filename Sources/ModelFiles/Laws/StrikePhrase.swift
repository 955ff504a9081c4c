import ServiceModel

/// What a person says is struck, in words that can be typed: `zone 2 of region us-east-1 and provider azure`.
///
///     TARGET [and TARGET ...]
///     TARGET   region NAME | site NAME | provider NAME | primary | everywhere | edge
///              N nodes of PLACE | N processes of PLACE | N gpus of PLACE
///              node K of PLACE | process K of PLACE | gpu K of PLACE | rack K of PLACE | zone K of PLACE
///              dependency NAME [in PLACE] | link NAME NAME
///     PLACE    region NAME | site NAME | primary
///
/// A region is the region of one or more sites, or a site's name; `primary` is the first site that serves. What is
/// counted is counted from 1.
public struct StrikePhrase: Equatable, Sendable {
  /// One thing that is struck.
  public struct Target: Equatable, Sendable {
    public var scope: FailureScope
    /// nil: all that the scope has.
    public var sites: [String]?
    public var target: FailureTarget

    init(_ scope: FailureScope, _ sites: [String]? = nil, _ target: FailureTarget = FailureTarget()) {
      self.scope = scope
      self.sites = sites
      self.target = target
    }
  }

  public let targets: [Target]

  /// - Parameter services: The designs in which it must mean something; the first names the places.
  /// - Throws: What cannot be understood, and what to write instead.
  public init(_ text: String, in services: [Service]) throws(StrikeProblem) {
    let words = text.split(separator: " ").map(String.init)
    var targets: [Target] = []
    for part in words.split(separator: "and", omittingEmptySubsequences: false) {
      targets.append(try StrikeReading(services: services).target(Array(part)))
    }
    if services.contains(where: { $0.traffic.mix != nil }),
      let scope = targets.map(\.scope).first(where: { $0 == .gpu || $0 == .process })
    {
      throw StrikeProblem(
        "strikes scope '\(scope.rawValue)', and which service's replica a single GPU belongs to is not followed",
        "Write 'node 1 of region NAME': a node that has lost a GPU is drained")
    }
    self.targets = targets
  }

  init(targets: [Target]) { self.targets = targets }

  static let forms =
    "region NAME, site NAME, provider NAME, primary, everywhere, edge, '3 nodes of region NAME', "
    + "'zone 2 of region NAME', 'rack 1 of ...', 'dependency NAME in region NAME' or 'link NAME NAME'"
}

/// Why a phrase cannot be understood: what is wrong with it, as the end of a sentence, and the remedy.
public struct StrikeProblem: Error, Equatable, Sendable {
  public let what: String
  public let remedy: String

  public init(_ what: String, _ remedy: String) {
    self.what = what
    self.remedy = remedy
  }
}

/// One reading of a phrase against the names of a plan.
private struct StrikeReading {
  let services: [Service]
  private var sites: [Site] { services[0].sites }

  init(services: [Service]) { self.services = services }

  func target(_ words: [String]) throws(StrikeProblem) -> StrikePhrase.Target {
    switch (words.first, words.count) {
    case ("everywhere", 1): return .init(.everywhere)
    case ("edge", 1): return .init(.edge)
    case ("provider", 2):
      return .init(.provider, try found(words[1], among: sites.map(\.provider)) { $0.provider == words[1] })
    case ("dependency", 2), ("dependency", 4), ("dependency", 5):
      guard words.count == 2 || words[2] == "in" else { break }
      return try dependency(words)
    case ("link", 3): return try link(words)
    default:
      if words.count > 2, words[2] == "of" { return try part(words) }
      if let place = try place(words) { return .init(.region, place) }
    }
    throw StrikeProblem("strikes '\(words.joined(separator: " "))'", remedy(for: words))
  }

  private func remedy(for words: [String]) -> String {
    if words.count == 2, ["zone", "rack", "node", "process", "gpu"].contains(words[0]) {
      return "Say which and where: '\(words[0]) 1 of region \(sites[0].region)'"
    }
    let known = ["region", "site", "provider", "primary", "everywhere", "edge", "dependency", "link"]
    if let first = words.first, let meant = nearest(to: first, among: known), meant != first {
      return "Did you mean '\(meant)'? Write \(StrikePhrase.forms)"
    }
    return "Write \(StrikePhrase.forms)"
  }

  /// The sites of `region NAME`, `site NAME` or `primary`; nil where the words are none of these.
  private func place(_ words: [String]) throws(StrikeProblem) -> [String]? {
    switch (words.first, words.count) {
    case ("primary", 1):
      guard let first = services.lazy.compactMap(\.servingSites.first).first else {
        throw StrikeProblem("strikes the primary, and no site serves", "Name a site")
      }
      return sites.filter { $0.region == first.region }.map(\.name)
    case ("region", 2):
      return try found(words[1], among: sites.map(\.region) + sites.map(\.name)) {
        $0.region == words[1] || $0.name == words[1]
      }
    case ("site", 2):
      let site = try found(words[1], among: sites.map(\.name)) { $0.name == words[1] }
      let region = sites.first { $0.name == words[1] }?.region
      let others = sites.filter { $0.region == region && $0.name != words[1] }.map(\.name)
      guard others.isEmpty else {
        throw StrikeProblem(
          "strikes the site '\(words[1])' alone, which shares its region with \(others.joined(separator: ", "))",
          "Sites of one region fail together: write region \(region ?? words[1])")
      }
      return site
    default: return nil
    }
  }

  private func found(
    _ name: String, among names: [String], _ fits: (Site) -> Bool
  ) throws(StrikeProblem) -> [String] {
    let found = sites.filter(fits).map(\.name)
    if !found.isEmpty { return found }
    let known = sites.map { "\($0.name) (region \($0.region), provider \($0.provider))" }.joined(separator: "; ")
    let meant = nearest(to: name, among: names).map { ". Did you mean '\($0)'?" } ?? ""
    throw StrikeProblem("names '\(name)', which is not in the plan", "It has: \(known)\(meant)")
  }

  /// `3 nodes of PLACE`, `zone 2 of PLACE`.
  private func part(_ words: [String]) throws(StrikeProblem) -> StrikePhrase.Target {
    let scopes: [String: FailureScope] = [
      "node": .node, "nodes": .node, "process": .process, "processes": .process, "gpu": .gpu, "gpus": .gpu,
      "rack": .rack, "zone": .zone,
    ]
    let isCount = scopes[words[1]] != nil
    guard let noun = scopes[words[isCount ? 1 : 0]], !isCount || noun.isSmall else {
      throw StrikeProblem("strikes '\(words.joined(separator: " "))'", remedy(for: words))
    }
    let written = words[isCount ? 0 : 1]
    guard let number = Int(written), number > 0 else {
      let what = isCount ? "'\(written)' \(words[1])" : "\(words[0]) '\(written)'"
      throw StrikeProblem("strikes \(what)", "Write a whole number above zero")
    }
    guard let place = try place(Array(words.dropFirst(3))) else {
      throw StrikeProblem(
        "strikes something of '\(words.dropFirst(3).joined(separator: " "))'",
        "Write region NAME, site NAME or primary behind 'of'")
    }
    try check(number, noun, words[isCount ? 1 : 0], at: place)
    if isCount && noun == .node { return .init(.region, place, FailureTarget(nodes: number)) }
    return .init(noun, place, FailureTarget(components: isCount ? Array(0..<number) : [number - 1]))
  }

  /// What is not there cannot be struck, and that nothing happens would be taken for an answer.
  private func check(_ number: Int, _ scope: FailureScope, _ noun: String, at place: [String]) throws(StrikeProblem) {
    let most =
      services.flatMap { service in
        service.sites.filter { place.contains($0.name) }.map { service.count(of: scope, at: $0) }
      }.max() ?? 0
    guard number > most else { return }
    let many = noun.hasSuffix("s") || most == 1 ? noun : noun + (noun == "process" ? "es" : "s")
    throw StrikeProblem("strikes \(noun) \(number) of \(place.joined(separator: ", "))", "There are \(most) \(many)")
  }

  private func dependency(_ words: [String]) throws(StrikeProblem) -> StrikePhrase.Target {
    let names = services[0].dependencies.map(\.name)
    guard names.contains(words[1]) else {
      let meant = nearest(to: words[1], among: names).map { "Did you mean '\($0)'?" }
      throw StrikeProblem(
        "names the dependency '\(words[1])', which the plan does not have",
        meant ?? (names.isEmpty ? "It has none" : "It has: \(names.joined(separator: ", "))"))
    }
    let place = words.count == 2 ? nil : try place(Array(words.dropFirst(3)))
    if words.count > 2 && place == nil {
      throw StrikeProblem(
        "strikes '\(words.joined(separator: " "))'", "Write region NAME, site NAME or primary behind 'in'")
    }
    return .init(.dependency, place, FailureTarget(dependency: words[1]))
  }

  private func link(_ words: [String]) throws(StrikeProblem) -> StrikePhrase.Target {
    let ends = Array(words.dropFirst())
    for name in ends { _ = try found(name, among: sites.map(\.name)) { $0.name == name } }
    guard ends[0] != ends[1] else {
      throw StrikeProblem("strikes a link from '\(ends[0])' to itself", "Name two sites")
    }
    return .init(.link, nil, FailureTarget(between: ends))
  }
}

extension Service {
  /// How many components of a scope a site can have.
  fileprivate func count(of scope: FailureScope, at site: Site) -> Int {
    guard site.keep > .nothing else { return 0 }
    let nodes = max(standingNodes(at: site), failoverNodes(at: site))
    return switch scope {
    case .zone: site.zones
    case .rack: max(1, (nodes + (site.nodesPerRack ?? 1) - 1) / (site.nodesPerRack ?? 1))
    case .gpu: nodes * site.node.gpus
    case .process: nodes * replicasPerNode(at: site)
    case .node, .region, .provider, .area, .everywhere, .edge, .dependency, .link, .procedure: nodes
    }
  }
}
