import ServiceModel

/// Cost lines of the plan's own, and the tags that hang on all lines.
extension PlanDecoder {
  /// `lines: { licence: { per-node-hour: $0.40 }, support: { per-month: $12000 } }`.
  func lines(_ prices: FieldReader, begins: CalendarDay, horizonSeconds: Double) -> [PricedLine] {
    guard let listed = prices.child("lines") else { return [] }
    defer { listed.finish() }
    return listed.names("NAME").compactMap { name in
      guard let reader = listed.child(name) else { return nil }
      defer { reader.finish() }
      let group = reader.choice("group", PricedLine.Group.self) ?? .software
      let sites = reader.textList("sites")
      let asked = ["per-node-hour", "per-month", "per-thousand-requests", "once"]
      let given = asked.filter { reader.has($0) }
      // All are asked for, so that a key beside the one that counts is no unknown one.
      let prices = asked.map { reader.optional($0, .money) }
      guard given.count == 1, let key = given.first, let dollars = prices[asked.firstIndex(of: key) ?? 0] else {
        if given.isEmpty {
          reader.missing("per-month", example: "$12000")
        } else if given.count > 1 {
          reader.error(
            given[1], "a line has one price, '\(given[0])' and '\(given[1])' are two", remedy: "Write a line for each")
        }
        return nil
      }
      if sites != nil, key != "per-node-hour" {
        reader.error("sites", "only nodes stand at sites", remedy: "Write 'per-node-hour', or take 'sites' out")
      }
      let day = reader.text("on")
      let basis: PricedLine.Basis
      switch key {
      case "per-node-hour": basis = .nodeHour(sites: sites.map { known($0, reader) })
      case "per-month": basis = .month
      case "per-thousand-requests": basis = .thousandRequests
      default:
        guard let on = self.day(of: day, reader, begins: begins, horizonSeconds: horizonSeconds) else { return nil }
        basis = .once(on)
      }
      if day != nil, key != "once" {
        reader.error("on", "only what is paid once has a day", remedy: "Write 'once', or take 'on' out")
      }
      return PricedLine(name: name, basis: basis, dollars: dollars, group: group, origin: origin(reader, key))
    }
  }

  private func known(_ sites: [String], _ reader: FieldReader) -> [String] {
    let all = context.document.root["sites"]?.entries?.map(\.key) ?? []
    for site in sites where !all.contains(site) {
      reader.error("sites", "there is no site '\(site)'", remedy: FieldReader.suggestion(for: site, among: all))
    }
    return sites
  }

  /// A day within the horizon, of a plan that is a year long at least: a share of a payment is no yearly cost.
  private func day(
    of text: String?, _ reader: FieldReader, begins: CalendarDay, horizonSeconds: Double
  ) -> CalendarDay? {
    guard let text else {
      reader.missing("on", example: "2027-03-15")
      return nil
    }
    guard let day = CalendarDay(text) else {
      reader.error("on", "expected a day, found '\(text)'", remedy: "Write 2027-03-15")
      return nil
    }
    let after = Double(day.daysSinceEpoch - begins.daysSinceEpoch) * 86_400
    guard (0..<horizonSeconds).contains(after) else {
      reader.error("on", "the day lies outside the plan's horizon", remedy: "The plan begins on \(begins)")
      return nil
    }
    guard horizonSeconds >= 365 * 86_400 else {
      reader.error("once", "a payment of once in less than a year has no yearly cost", remedy: "Write 'horizon: 1y'")
      return nil
    }
    return day
  }

  /// `tags: { owner: search, cost-centre: "4711" }`.
  func tags(_ reader: FieldReader) -> [Tag] {
    guard let listed = reader.child("tags") else { return [] }
    defer { listed.finish() }
    return listed.names("NAME").compactMap { key in listed.text(key).map { Tag(key: key, value: $0) } }
  }
}
