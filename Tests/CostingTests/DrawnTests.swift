import CostCheck
import Costing
import ServiceModel
import Testing

/// A fleet that follows demand over commitments and machines of one's own.
struct DrawnTests {
  private static let hours = 8766.0

  /// A mean of 45 nodes runs; 34 are committed, of which 31.625 are drawn on average: the worked example's day, 759 used and
  /// 57 unused and 321 rented node-hours of 1080.
  private static func sheet(owned: Int = 0, drawnOwned: Double = 0) -> CostSheet {
    var service = CheckedDesign.none.service(.sameProvider)
    service.autoscaling = Autoscaling(
      evaluationSeconds: 60,
      policies: [.target(TargetTracking(utilization: 0.7, scaleOutCooldownSeconds: 180, scaleInCooldownSeconds: 300))],
      minimumNodes: 2,
      startLag: .constant(300))
    service.sites[0].committed = NodeCommitment(nodes: 34, term: .oneYear, dollarsPerHour: 35.776, upfrontShare: 0.5)
    if owned > 0 {
      service.sites[0].owned = OwnedNodes(
        nodes: owned, capex: 330_000, lifeYears: 4, residual: 0.15, capitalRate: 0.08, supportRate: 0.05,
        contractedKW: 10.2, busyKW: 7, idleKW: 3, pue: 1.56, dollarsPerKWh: 0.09, colocationDollarsPerKWMonth: 184.06)
    }
    var usage = CheckedDesign.none.usage
    var site = SiteUsage(site: "main", autoscaledNodeHours: Estimate(45 * hours))
    site.drawnOwnedNodeHours = Estimate(drawnOwned * hours)
    site.drawnCommittedNodeHours = Estimate(759.0 / 24 * hours)
    usage.sites = [site]
    return CostSheet(of: service, usage: usage, studyID: "drawn")
  }

  private static func nodes(_ sheet: CostSheet, _ status: DrawStatus?) -> Double {
    sheet.lines.filter { $0.item == "gpu-nodes" && $0.commitmentStatus == status }
      .reduce(0) { $0 + $1.quantity.units } / hours
  }

  /// The worked example, 17,116,000.70 dollars for the nodes of the year, to half a cent a line: each is rounded once.
  @Test func aDayOverACommitmentCostsWhatTheLevelSays() {
    let sheet = Self.sheet()
    let (used, unused, rented) = (Self.nodes(sheet, .used), Self.nodes(sheet, .unused), Self.nodes(sheet, nil))
    #expect(abs(used - 31.625) < 1e-6 && abs(unused - 2.375) < 1e-6 && abs(rented - 13.375) < 1e-6)
    let compute = sheet.sum(\.amortisedCost) { $0.group == .compute }
    let lines = sheet.lines.count { $0.group == .compute }
    #expect(abs(compute.dollars - 17_116_000.70) <= 0.005 * Double(lines), "\(compute)")
    // Used and unused are what the year's payments come to: half of them ahead.
    let paid = sheet.lines.filter { $0.commitmentID != nil && $0.chargeKind == .usage }
      .reduce(Money.zero) { $0 + $1.amortisedCost }
    let fee = 34 * Self.hours * 35.776
    #expect(abs(paid.dollars - fee) <= 0.005 * Double(lines))
    let ahead = sheet.sum(\.cashCost) { $0.item == "commitment-upfront" }.dollars
    #expect(abs(ahead - fee / 2) < 0.02)
  }

  /// Ten machines of which nine run on average: nine draw busy power, one idle power; all are paid.
  @Test func machinesThatIdleDrawLess() {
    let sheet = Self.sheet(owned: 10, drawnOwned: 9)
    let power = sheet.sum(\.amortisedCost) { $0.unit == .kilowattHours }.dollars
    let expected = 9 * 8615.2248 + 3692.2392
    #expect(abs(power - expected) < 0.05, "\(power)")
    let depreciation = sheet.sum(\.amortisedCost) { $0.item.hasPrefix("depreciation") }.dollars
    #expect(abs(depreciation - 701_250) < 0.05)
    let rented = Self.nodes(sheet, nil)
    #expect(abs(rented - 4.375) < 1e-6)
  }
}
