import Foundation
import Testing

/// Every number that a report prints stands in the stored result beside it, or follows from it by a rule that is named here.
@Suite struct PageNumbersTests {
  /// A page and the figures that it may print.
  private struct Page {
    let printed: [PrintedNumber]
    /// Of the tables behind courses, curves and weeks.
    let listed: [PrintedNumber]
    let known: [PrintedNumber.Kind: [Double]]
    /// Points of curves, which lie so close that nearly any number reads as one of them.
    let drawn: [PrintedNumber.Kind: [Double]]
    /// Points of an outage and of a week, closer still.
    let series: [PrintedNumber.Kind: [Double]]

    func isKnown(_ number: PrintedNumber) -> Bool { known[number.kind, default: []].contains(where: number.reads) }
    func isDrawn(_ number: PrintedNumber) -> Bool { drawn[number.kind, default: []].contains(where: number.reads) }
    func isInSeries(_ number: PrintedNumber) -> Bool { series[number.kind, default: []].contains(where: number.reads) }
  }

  private func page(_ plan: String, _ more: [String]) throws -> Page {
    let folder = try Folder()
    defer { folder.remove() }
    let outcome = try Nines.run(
      ["compare", plan, "--replications", "40", "--quiet", "--seed", "7", "--out", "out"] + more, in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(try folder.text("out/result.json").utf8)) as? [String: Any])
    let stored = StoredNumbers(json)
    // A cell that is a text of the result, such as an assumption's value, is that text.
    let html = try folder.text("out/report.html")
    let lists = #"<details class="long">[\s\S]*?</details>"#
    let texts = pageTexts(html.replacingOccurrences(of: lists, with: "", options: .regularExpression)).filter { text in
      !stored.words.contains { !$0.isEmpty && text.hasPrefix($0) }
    }
    // A month is the beginning of one of the result's days.
    let months = Set(
      stored.words.filter { $0.firstMatch(of: /^\d{4}-\d{2}-\d{2}/) != nil }.map { String($0.prefix(7)) })
    let timeless = texts.map { text in months.contains(String(text.prefix(7))) ? String(text.dropFirst(7)) : text }
    let listed = try html.matches(of: Regex(lists)).flatMap { pageTexts(String(html[$0.range])) }
    return Page(
      printed: timeless.flatMap(PrintedNumber.all), listed: listed.flatMap(PrintedNumber.all),
      known: try known(stored, json), drawn: try drawn(json), series: series(json))
  }

  /// Numbers by their unit, with what the page derives of them.
  private func known(_ stored: StoredNumbers, _ json: [String: Any]) throws -> [PrintedNumber.Kind: [Double]] {
    var known: [PrintedNumber.Kind: [Double]] = [:]
    for (place, value) in stored.numbers {
      let kind: PrintedNumber.Kind =
        place.contains("usd")
        ? .dollars : place.contains("seconds") ? .seconds : place.contains("share") ? .share : .plain
      known[kind, default: []].append(value)
      if place.contains("usd") { known[.plain, default: []].append(value / 1e6) }
      if place.contains("minutes") { known[.seconds, default: []].append(value * 60) }
      if place.hasSuffix("required_share") { known[.share, default: []].append(1 - value) }
      if place.hasSuffix(".threshold") {
        known[.seconds, default: []].append(value)
        known[.share, default: []].append(value)
        known[.plain, default: []].append((1 - value) * 525_960)
        known[.seconds, default: []].append((1 - value) * 525_960 * 60)
      }
      if place.hasSuffix("fault_hours") { known[.plain, default: []].append((value / 24).rounded(.down) + 1) }
    }
    let designs = try #require(json["designs"] as? [[String: Any]])
    func mean(_ design: [String: Any], _ key: String) -> Double {
      (design[key] as? [String: Any])?["mean"] as? Double ?? .nan
    }
    for a in designs {
      let (minutes, dollars) = (mean(a, "lost_minutes_per_year"), mean(a, "cost_usd_per_year"))
      known[.share, default: []].append(1 - minutes / 525_960)
      if let interval = a["lost_minutes_per_year"] as? [String: Any], let low = interval["low"] as? Double,
        let high = interval["high"] as? Double
      {
        known[.plain, default: []].append((high - low) / 2)
      }
      let causes = a["causes"] as? [[String: Any]] ?? []
      for kind in ["every_site", "one_site"] {
        let taken = causes.filter { $0["strikes"] as? String == kind }
          .compactMap { $0["lost_minutes_per_year"] as? Double }
        known[.plain, default: []].append(taken.reduce(0, +))
        // Beyond the two largest over all designs the rest stands together; which those are, a drawing decides.
        for one in taken {
          for other in taken { known[.plain, default: []].append(taken.reduce(0, +) - one - other) }
        }
      }
      for cost in (a["cost_usd_by_role"] as? [String: Double] ?? [:]).values {
        known[.share, default: []].append(cost / dollars)
      }
      for month in a["cost_usd_by_month"] as? [[String: Any]] ?? [] {
        let roles = month["by_role"] as? [String: Double] ?? [:]
        known[.dollars, default: []].append(roles.values.reduce(0, +))
      }
      for b in designs {
        let (less, more) = (minutes - mean(b, "lost_minutes_per_year"), mean(b, "cost_usd_per_year") - dollars)
        known[.plain, default: []] += [less, more / 1e6]
        known[.seconds, default: []].append(less * 60)
        known[.dollars, default: []].append(more)
        if less != 0 { known[.dollars, default: []].append(more / less) }
        known[.share, default: []].append(more / dollars)
      }
    }
    for outage in json["shown_outages"] as? [[String: Any]] ?? [] {
      for phase in outage["phases"] as? [[String: Any]] ?? [] {
        guard let from = phase["from_seconds"] as? Double, let to = phase["to_seconds"] as? Double,
          let end = outage["recovery_seconds"] as? Double
        else { continue }
        known[.seconds, default: []] += [to - from, min(to, end) - from, min(to, end * 1.1) - from]
        // Words of a phase carry counts of nodes.
        known[.plain, default: []] += PrintedNumber.all(in: phase["words"] as? String ?? "").map(\.value)
      }
    }
    if let week = json["capacity_week"] as? [String: Any], let need = week["requirement_rps"] as? Double,
      let buffered = week["requirement_and_buffer_rps"] as? Double
    {
      known[.share, default: []] += [buffered / need - 1, 1 - need / buffered]
    }
    let assumptions = json["assumptions"] as? [[String: Any]] ?? []
    known[.plain, default: []] += [
      Double(assumptions.count), Double(assumptions.count { $0["status"] as? String == "assumed" }),
      Double(designs.count),
    ]
    // Prose: the level of intervals, what published services reached in 90 days, the band of the inputs.
    known[.share, default: []] += [0.95, 0.9959, 0.9994, 0.9]
    known[.plain, default: []] += [90, 1, 10]
    return known
  }

  /// Points of curves, by their unit.
  private func drawn(_ json: [String: Any]) throws -> [PrintedNumber.Kind: [Double]] {
    var drawn: [PrintedNumber.Kind: [Double]] = [:]
    for design in try #require(json["designs"] as? [[String: Any]]) {
      let curves = design["curves"] as? [String: Any] ?? [:]
      let years = curves["lost_minutes_exceeded"] as? [String: [Double]] ?? [:]
      let times = ["recovery", "failover", "data_loss"].flatMap { name in
        Array((curves["\(name)_seconds_reached"] as? [String: [String: [Double]]] ?? [:]).values)
      }
      drawn[.plain, default: []] += years["value"] ?? []
      drawn[.seconds, default: []] += times.flatMap { $0["value"] ?? [] }
      drawn[.share, default: []] += (times + [years]).flatMap { $0["share"] ?? [] }
      // How far a step that many outages share lies from a target near it.
      let objectives = design["objectives"] as? [[String: Any]] ?? []
      for target in objectives.compactMap({ $0["threshold"] as? Double }) {
        drawn[.seconds, default: []] += times.flatMap { $0["value"] ?? [] }.map { Swift.abs($0 - target) }
          .filter { $0 <= 0.05 * target }
      }
    }
    return drawn
  }

  /// Courses of outages and the week, by their unit.
  private func series(_ json: [String: Any]) -> [PrintedNumber.Kind: [Double]] {
    var series: [PrintedNumber.Kind: [Double]] = [:]
    let week = json["capacity_week"] as? [String: Any] ?? [:]
    let courses = (json["shown_outages"] as? [[String: Any]] ?? []).compactMap { $0["course"] as? [String: Any] }
    for (name, values) in (courses + [week]).flatMap({ $0.map { ($0.key, $0.value as? [Double] ?? []) } }) {
      series[name == "seconds" ? .seconds : .plain, default: []] += values
    }
    return series
  }

  @Test(arguments: [("models/chat-api.yaml", ["--no-inputs"]), ("models/single-site.yaml", ["--no-inputs"])])
  func everyNumberStandsInTheResult(plan: String, more: [String]) throws {
    let page = try page(Nines.repository.appending(path: plan).path, more)
    #expect(page.printed.count > 60)
    // The key of an outage is two numbers with a point between them.
    let strange = page.printed.filter {
      !page.isKnown($0) && !page.isDrawn($0) && !$0.within.contains("--outage \($0.text)")
    }
    #expect(strange.isEmpty, "\(strange.map { "'\($0.text)' in: \($0.within)" }.joined(separator: "\n"))")
    let unlisted = page.listed.filter { !page.isKnown($0) && !page.isDrawn($0) && !page.isInSeries($0) }
    #expect(page.listed.count > 100)
    #expect(unlisted.isEmpty, "\(unlisted.map { "'\($0.text)' in: \($0.within)" }.joined(separator: "\n"))")
    // The walk has power: of figures whose last digit is one higher, few would pass as another figure of the page.
    let telling = page.printed.filter { $0.value / $0.half > 100 && !page.isDrawn($0) }
    let caught = telling.count { !page.isKnown($0.off) }
    #expect(Double(caught) > 0.5 * Double(telling.count), "\(caught) of \(telling.count)")
  }
}
