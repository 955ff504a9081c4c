import Charts

/// An objective in words.
struct Asked {
  let words: String
  /// What its share counts.
  let cases: String
  /// The heading of its column, and its second line.
  let heading: String
  let needs: String

  init(_ objective: StoredComparison.Objective) {
    let share = Figures.percent(objective.requiredShare).replacing(" ", with: "\u{A0}")
    let name = objective.objective
    let limit = Figures.time(objective.threshold).replacing(" ", with: "\u{A0}")
    needs = "needs \(share)"
    if name.hasPrefix("availability_requests") || name.hasPrefix("availability_time") {
      let minutes = Figures.digits((1 - objective.threshold) * 525_960)
      let of = name.hasPrefix("availability_time") ? "of the time" : "of requests"
      cases = "years"
      words = "\(nines(objective.threshold)) \(of) in \(share) of years"
      heading = "Years within \(minutes) \(name.hasPrefix("availability_time") ? "minutes down" : "lost min")"
    } else if name.hasPrefix("recovery_") {
      let scope = limited(name, "recovery_")
      cases = "\(scope) outages"
      words = "back within \(limit) of a lost \(scope) in \(share) of outages"
      heading = "\(scope.prefix(1).uppercased() + scope.dropFirst()) back within \(limit)"
    } else if name.hasPrefix("data_loss_") {
      let traffic = limited(name, "data_loss_")
      cases = "failovers"
      words = "\(traffic) losing at most \(limit) in \(share) of failovers"
      heading = "\(traffic.prefix(1).uppercased() + traffic.dropFirst()) loses at most \(limit)"
    } else if name.hasPrefix("budget_") {
      let most = Figures.dollars(objective.threshold).replacing(" ", with: "\u{A0}")
      let losses = name.hasPrefix("budget_total") ? ", losses by outages included," : ""
      cases = "years"
      words = "at most \(most) a year\(losses) in \(share) of years"
      heading = "Years within \(most)\(losses.isEmpty ? "" : " with losses")"
    } else {
      cases = name.hasPrefix("monthly") ? "months" : name.hasPrefix("rolling") ? "windows of 30 days" : "years"
      words = "\(objective.words) of at least \(nines(objective.threshold)) in \(share) of \(cases)"
      heading = "\(objective.words.prefix(1).uppercased() + objective.words.dropFirst()) \(nines(objective.threshold))"
    }
  }
}

/// The scope or the class whose time an objective limits, be it one limit of several: `recovery_region_seconds_limit_2`.
func limited(_ name: String, _ prefix: String) -> String {
  let parts = name.dropFirst(prefix.count).split(separator: "_", omittingEmptySubsequences: false)
  return parts.prefix(parts.lastIndex(of: "seconds") ?? parts.count).joined(separator: "_")
}

/// A share near one with the nines that it was asked with.
func nines(_ share: Double) -> String {
  var text = Figures.fixed(share * 100, 6)
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return "\(text) %"
}
