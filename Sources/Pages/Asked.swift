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
    let limit = Figures.time(objective.threshold).replacing(" ", with: "\u{A0}")
    needs = "needs \(share)"
    switch objective.kind {
    case .availability(let isOfTime):
      let minutes = Figures.digits((1 - objective.threshold) * 525_960)
      let of = isOfTime ? "of the time" : "of requests"
      cases = "years"
      words = "\(nines(objective.threshold)) \(of) in \(share) of years"
      heading = "Years within \(minutes) \(isOfTime ? "minutes down" : "lost min")"
    case .recovery(let scope):
      cases = "\(scope) outages"
      words = "back within \(limit) of a lost \(scope) in \(share) of outages"
      heading = "\(capitalised(scope)) back within \(limit)"
    case .dataLoss(let traffic):
      cases = "failovers"
      words = "\(traffic) losing at most \(limit) in \(share) of failovers"
      heading = "\(capitalised(traffic)) loses at most \(limit)"
    case .budget(let withLosses):
      let most = Figures.dollars(objective.threshold).replacing(" ", with: "\u{A0}")
      cases = "years"
      words = "at most \(most) a year\(withLosses ? ", losses by outages included," : "") in \(share) of years"
      heading = "Years within \(most)\(withLosses ? " with losses" : "")"
    case .months, .rollingDays, .other:
      cases = objective.kind == .months ? "months" : objective.kind == .rollingDays ? "windows of 30 days" : "years"
      words = "\(objective.words) of at least \(nines(objective.threshold)) in \(share) of \(cases)"
      heading = "\(capitalised(objective.words)) \(nines(objective.threshold))"
    }
  }
}

/// A share near one with the nines that it was asked with.
func nines(_ share: Double) -> String {
  var text = Figures.fixed(share * 100, 6)
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return "\(text) %"
}
