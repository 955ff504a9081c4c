public import ServiceModel

/// What each whole year of one replication costs: its own use at the plan's prices, as if no other one had been simulated.
///
/// Each month of the year is priced by its own use, through its own tiers, as lines are. What is paid ahead is spread over
/// the hours for which it is paid. Where the end of a year cuts a month, both pieces are priced by themselves, at the tiers
/// that a whole month at their pace would reach. So the years of a horizon cost what the horizon does, but for such months.
///
/// - Parameters:
///   - usage: Of one replication, by part of the horizon.
///   - figure: Whether losses by outages count.
/// - Returns: By whole year, per year of 8766 h, in whole cents; empty where the horizon holds no whole year.
public func costsOfYears(
  of service: Service, usage: SimulatedUsage, _ figure: BudgetObjective.Figure
) -> [Money] {
  service.horizon.wholeYearSpans.map { span in
    let calendar = BillingCalendar(of: service, within: span)
    var reckoning = CostReckoning(service: service, usage: usage, calendar: calendar)
    reckoning.chargeEverything()
    return reckoning.amortisedCost(withLosses: figure == .total).perYear(ofHours: calendar.hours)
  }
}
