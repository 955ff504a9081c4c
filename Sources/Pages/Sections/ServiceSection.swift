import Charts

/// What each of several services on the fleet loses, and its part of the bill.
struct ServiceSection {
  private let findings: Findings

  init(_ findings: Findings) { self.findings = findings }

  /// nil where one service has the fleet.
  var values: [String: Any]? {
    let first = findings.first
    guard let services = first.services, let worst = services.max(by: { minutes($0) < minutes($1) }) else { return nil }
    return [
      "title":
        "By service: in \(first.design) \(worst.service) loses most, \(Figures.minutes(minutes(worst))) minutes of its own "
        + "demand a year",
      "how": how(first.design, services), "data": data.values,
    ]
  }

  private func minutes(_ service: StoredComparison.SharedService) -> Double { service.lostMinutesPerYear.mean ?? 0 }

  private func how(_ design: String, _ services: [StoredComparison.SharedService]) -> String {
    let parts = services.map { service in
      "\(service.service) \(Figures.minutes(minutes(service))) minutes, \(Figures.percent(service.gpuTimeShare)) of the GPU time"
        + (findings.ranking.isPriced ? " and \(Figures.dollars(service.costUsdPerYear)) of the bill" : "")
    }
    return
      "\(design): \(parts.joined(separator: "; ")). Each service counts its own requests; costs are shown by the GPU time "
      + "of what was answered and sum to the design's."
  }

  private var data: PageTable {
    PageTable(
      summary: "Every service of every design",
      heads: [
        "Design", "Service", "Lost minutes a year", "95 % from", "95 % to", "GPU time", "Cost a year",
        "Lost requests cost",
      ],
      rows: findings.ranking.places.map(\.design).flatMap { design in
        (design.services ?? []).map { row($0, of: design.design) }
      }, wordColumns: [1])
  }

  private func row(_ service: StoredComparison.SharedService, of design: String) -> [String] {
    let lost = service.lostMinutesPerYear
    let minutes: [String] = [lost.mean, lost.low, lost.high].map { $0.map { Figures.minutes($0) } ?? "-" }
    let loss: String = service.outageLossUsdPerYear.map { Figures.dollars($0) } ?? "-"
    let share = Figures.percent(service.gpuTimeShare)
    return [design, service.service] + minutes + [share, Figures.dollars(service.costUsdPerYear), loss]
  }
}
