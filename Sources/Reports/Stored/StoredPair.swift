public import OutputAnalysis

/// Two designs on the same failures and the same traffic.
public struct StoredPair: Equatable, Sendable {
  public let from: String
  public let to: String
  /// Lost minutes a year: the second's less the first's.
  public let lostMinutes: Interval

  init(_ reader: JSONReader) throws(StoredResultError) {
    (from, to) = (try reader.text("from"), try reader.text("to"))
    let difference = try reader.object("lost_minutes_per_year")
    let mean = try difference.dollars("mean")
    // An end that nothing bounds is null.
    let (low, high) = (try difference.optionalNumber("low"), try difference.optionalNumber("high"))
    lostMinutes = Interval(estimate: mean, low: min(mean, low ?? -.infinity), high: max(mean, high ?? .infinity))
  }
}
