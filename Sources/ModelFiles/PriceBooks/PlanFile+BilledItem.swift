/// Where a plan writes what an item of a bill grows with.
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
    let place = readings.first { $0.path.hasPrefix(key + ".") } ?? readings.first { $0.path.hasPrefix("traffic.peak") }
    guard let place else { return Diagnostic(file: document.name, message: message, remedy: remedy) }
    let isHere = place.file == document.name && document.lines.indices.contains(place.line - 1)
    return Diagnostic(
      file: place.file, line: place.line, column: place.column, message: message, remedy: remedy,
      sourceLine: isHere ? document.lines[place.line - 1] : nil)
  }
}
