/// A failure that strikes once on a known date, for each scope.
enum KeyContext {
  /// What is laid over a fixture so that the key of a context has something to act on.
  static func piece(of context: String) -> String {
    failures[context] ?? ""
  }

  /// What the failure `f` of a scope cannot do without. It strikes in the morning of the tenth day.
  static let failures: [String: String] = [
    "gpu": mode("gpu", "sites: [east]"), "process": mode("process", "sites: [east]"),
    "node": mode("node", "sites: [east]"), "rack": mode("rack", "sites: [east]"), "zone": mode("zone", "sites: [east]"),
    "region": mode("region", "sites: [east]"), "provider": mode("provider", "sites: [east]"),
    "area": mode("area", "sites: [east], radius: 20km"), "everywhere": mode("everywhere", ""),
    "edge": mode("edge", ""), "dependency": mode("dependency", "of: store"),
    "link": mode("link", "between: [east, west]"),
    "procedure": mode("procedure", "fails: 100%", at: "2027-01-08 06:00"),
  ]

  private static func mode(_ scope: String, _ rest: String, at date: String = "2027-01-10 06:00") -> String {
    "failures: { f: { scope: \(scope), on: \(date), lasts: 2h\(rest.isEmpty ? "" : ", \(rest)") } }"
  }
}
