import Foundation
public import ServiceModel

extension CostSheet {
  /// What a design could use more of than a bill can count, 9.2e12 of its unit; nil where there is nothing.
  ///
  /// It is asked before anything is simulated: at ten times the plan's peak in every second, grown as on the last day, with a
  /// tenth of the peak lost, and with every node of a failover rented all the time.
  public static func uncountable(in service: Service) -> String? {
    let most = CostReckoning.mostRequests(of: service)
    let sites = service.sites.map { site in
      SiteUsage(
        site: site.name, burstNodeHours: Estimate(Double(service.failoverNodes(at: site)) * Double(BillingHours.year)),
        rentedRequests: site.rented.map { _ in most })
    }
    var reckoning = CostReckoning(
      service: service, usage: SimulatedUsage(sites: sites, requestsAnswered: most, requestsLost: most * 0.01),
      calendar: BillingCalendar(of: service))
    reckoning.chargeEverything()
    return reckoning.charges.first { $0.amounts.reduce(.zero, +).isBeyondCount }?.item
  }
}

extension CostReckoning {
  /// More requests a year than a plan can come to.
  fileprivate static func mostRequests(of service: Service) -> Estimate {
    let traffic = service.traffic
    let growth = traffic.growth.map { pow(1 + $0.rate, service.horizonHours / 24 / $0.periodDays) } ?? 1
    return Estimate(traffic.peakRPS * max(1, growth) * 10 * Double(BillingHours.year) * 3600)
  }
}
