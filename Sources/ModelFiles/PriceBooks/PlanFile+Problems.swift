/// Problems that show only when a plan is used, at the place that they come from.
extension PlanFile {
  /// Keys of a plan by how the items begin that they make; what is missing has a line of its own, or grows with the traffic.
  private static let keys = [
    ("user-egress", "prices.user-egress"), ("load-balancer", "prices.balancer"), ("state", "prices.state"),
    ("live-state", "prices.state"), ("backup", "prices.state"), ("weights", "prices.storage"),
    ("rented-api", "sites"), ("drill-", "drills"), ("evacuation-", "evacuations"),
    ("disaster-recovery labour", "prices.labour"),
  ]

  /// A problem of an item of a bill, at the first value that the plan gives for it; at its traffic where it gives none.
  ///
  /// - Parameter item: As a bill names it: `user-egress`.
  public func problem(ofBilled item: String, _ message: String, remedy: String) -> Diagnostic {
    let key = Self.keys.first { item.hasPrefix($0.0) }?.1 ?? "prices.lines.\(item)"
    return problem(at: [key, "traffic.peak"], message, remedy: remedy)
  }

  /// A problem at the first value that the plan writes under one of these keys, tried in their order; at its first value where it
  /// writes none.
  public func problem(at keys: [String], _ message: String, remedy: String) -> Diagnostic {
    let own = keys.lazy.compactMap { key in
      readings.first { $0.path == key || $0.path.hasPrefix(key + ".") || $0.path.hasPrefix(key + "[") }
    }.first
    guard let place = own ?? readings.first else {
      return Diagnostic(file: document.name, message: message, remedy: remedy)
    }
    let isHere = place.file == document.name && document.lines.indices.contains(place.line - 1)
    return Diagnostic(
      file: place.file, line: place.line, column: place.column, message: message, remedy: remedy,
      sourceLine: isHere ? document.lines[place.line - 1] : nil)
  }
}
