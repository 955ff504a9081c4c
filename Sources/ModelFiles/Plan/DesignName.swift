import ServiceModel

/// What designs are called: by their own names, and by the short names of the field, each of which stands for all designs of
/// a topology.
public enum DesignName {
  private static let short: [(name: String, topology: Topology)] = [
    ("cold", .backupAndRestore), ("pilot", .pilotLight), ("warm", .warmStandby), ("hot", .hotStandby),
    ("single", .singleSite),
  ]

  /// The designs that a name stands for: the one of that name, or all of the topology.
  public static func find(_ name: String, in services: [Service]) -> [Service] {
    if let own = services.first(where: { $0.design.name == name }) { return [own] }
    return services.filter { $0.design.topology == topology(name) }
  }

  /// The same among designs of a stored result, of which names and topologies are known.
  public static func find(_ name: String, among stored: [(name: String, topology: String)]) -> [String] {
    if stored.contains(where: { $0.name == name }) { return [name] }
    let topology = topology(name)?.rawValue
    return stored.filter { $0.topology == topology }.map(\.name)
  }

  /// What to do about a name that stands for none of these.
  public static func remedy(for name: String, among stored: [(name: String, topology: String)]) -> String {
    if let meant = nearest(to: name, among: stored.map(\.name)) { return "Did you mean '\(meant)'?" }
    return "It has: \(stored.map(\.name).joined(separator: ", "))"
  }

  /// The name of one of these designs, or of their topologies, that another name probably is; nil when none is close.
  public static func meant(by name: String, among services: [Service]) -> String? {
    let shorts = short.filter { entry in services.contains { $0.design.topology == entry.topology } }.map(\.name)
    return nearest(to: name, among: services.map(\.design.name) + shorts)
  }

  /// What to do about a name that stands for none of these designs.
  public static func remedy(for name: String, among services: [Service]) -> String {
    if let meant = meant(by: name, among: services) { return "Did you mean '\(meant)'?" }
    return services.isEmpty
      ? "The plan names none" : "It has: \(services.map(\.design.name).joined(separator: ", "))"
  }

  /// The long name that a short one stands for; nil where it is none of them.
  public static func long(_ name: String) -> String? { short.first { $0.name == name }?.topology.rawValue }

  /// Whether a name means the design without disaster recovery, which is there where the plan describes none.
  static func isSingle(_ name: String) -> Bool { topology(name) == .singleSite }

  private static func topology(_ name: String) -> Topology? {
    short.first { $0.name == name }?.topology ?? Topology(rawValue: name)
  }
}
