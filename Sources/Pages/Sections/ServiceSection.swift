import Charts

/// What each of several services on the fleet loses, and its part of the bill.
struct ServiceSection {
  private let findings: Findings

  init(_ findings: Findings) { self.findings = findings }

  /// nil where one service has the fleet.
  var values: [String: Any]? {
    let first = findings.first
    guard let services = first.services, let worst = services.max(by: { minutes($0) < minutes($1) }) else { return nil }
    // Where intervals overlap the order may be chance.
    let low = least(worst.lostMinutesPerYear)
    let isKnown = services.allSatisfy { service in
      service.service == worst.service || most(service.lostMinutesPerYear) < low
    }
    let loses = isKnown ? "loses most" : "loses most by the means"
    return [
      "title":
        "By service: in \(first.design) \(worst.service) \(loses), \(Figures.minutes(minutes(worst))) minutes of its own "
        + "demand a year",
      "how": how(first.design, services), "data": data.values,
    ]
  }

  /// What the figures of the fleet count; nil where one service has it.
  var unit: String? {
    guard let services = findings.first.services else { return nil }
    return
      "\(findings.sentence(findings.count(services.count))) services share the fleet: minutes, shares and rates of a design count mean "
      + "requests, of the GPU time that a request takes on average; what each service loses of its own stands under By service."
  }

  private func minutes(_ service: StoredComparison.SharedService) -> Double { service.lostMinutesPerYear.mean ?? 0 }

  /// The ends of what is known of lost minutes.
  private func least(_ lost: StoredComparison.Mean) -> Double { lost.low ?? (lost.exact == true ? lost.mean ?? 0 : 0) }

  private func most(_ lost: StoredComparison.Mean) -> Double {
    lost.high ?? lost.atMost ?? (lost.exact == true ? lost.mean ?? .infinity : .infinity)
  }

  private func how(_ design: String, _ services: [StoredComparison.SharedService]) -> String {
    let parts = services.map { service in
      "\(service.service) \(Figures.minutes(minutes(service))) minutes, \(Figures.percent(service.gpuTimeShare)) of the GPU time"
        + (findings.ranking.isPriced ? " and \(Figures.dollars(service.costUsdPerYear)) of the bill" : "")
    }
    return
      "\(design): \(parts.joined(separator: "; ")). Each service counts its own requests; costs are shared by the GPU time "
      + "of what was answered and sum to the design's."
  }

  private var data: PageTable {
    PageTable(
      summary: "Every service of every design",
      heads: [
        "Design", "Service", "Lost minutes a year", "95 % from", "95 % to", "GPU time", "Cost a year",
        "Lost requests cost a year", "A lost minute costs",
      ],
      rows: findings.ranking.places.map(\.design).flatMap { design in
        (design.services ?? []).map { row($0, of: design.design) }
      }, wordColumns: [1])
  }

  private func row(_ service: StoredComparison.SharedService, of design: String) -> [TableCell] {
    let lost = service.lostMinutesPerYear
    var minutes: [TableCell] = [lost.mean, lost.low, lost.high].map { .minutes($0) }
    // A bound is no interval: what it says stands where that would end.
    if lost.high == nil, let end = lost.atMost {
      minutes[2] = .number(end, .minutes) { "at most \(Figures.minutes($0))" }
    }
    if lost.high == nil, lost.bound != nil { minutes[2] = TableCell("too rare to say", .missing) }
    func dollars(_ value: Double?) -> TableCell { .number(value, .money, Figures.dollarsOfColumn) }
    return [.words(design), .words(service.service)] + minutes + [
      .share(service.gpuTimeShare), dollars(service.costUsdPerYear), dollars(service.outageLossUsdPerYear),
      dollars(service.usdPerLostMinute),
    ]
  }
}
