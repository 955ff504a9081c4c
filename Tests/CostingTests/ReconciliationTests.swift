import CostCheck
import Costing
import ServiceModel
import Testing

/// A design with everything in it: simulated bursts, losses with a price, and odd amounts.
private func everything(
  _ design: CheckedDesign = .warmStandby, begins: CalendarDay = CalendarDay(year: 2027, month: 1, day: 1),
  horizonHours: Double = 8766, priceFactor: Double = 1
) -> CostSheet {
  var service = design.service(.otherProvider, begins: begins)
  service.horizonHours = horizonHours
  service.prices.outage = OutagePrice(dollarsPerLostRequest: 0.0137, dollarsPerOutageMinute: 912.5)
  var usage = design.usage
  usage.requestsAnswered = Estimate(2.10352e10 / 3, standardError: 1.7e6)
  usage.requestsLost = Estimate(1_082_345.678, standardError: 40_000)
  usage.outageMinutes = Estimate(27.06, standardError: 0.4)
  usage.sites = [SiteUsage(site: "dr", burstNodeHours: Estimate(110.5, standardError: 2.5))]
  return CostSheet(of: service.repriced(by: priceFactor), usage: usage, studyID: "all")
}

extension Service {
  /// The same service with every price multiplied.
  fileprivate func repriced(by factor: Double) -> Service {
    var service = self
    for index in service.sites.indices { service.sites[index].node.dollarsPerHour? *= factor }
    for index in service.drills.indices { service.drills[index].dollarsPerPersonHour *= factor }
    for index in service.prices.userEgress!.tiers.indices {
      service.prices.userEgress!.tiers[index].dollarsPerGB *= factor
    }
    service.prices.state!.syncDollarsPerGB *= factor
    service.prices.state!.syncAcrossProvidersDollarsPerGB! *= factor
    service.prices.state!.liveDollarsPerGBMonth *= factor
    service.prices.state!.backupDollarsPerGBMonth *= factor
    service.prices.storage!.dollarsPerGBMonth *= factor
    service.prices.balancer!.dollarsPerHour *= factor
    service.prices.balancer!.dollarsPerUnitHour *= factor
    // Twice a rounded price per hour is not the rounded price of twice a year's pay: start from a whole one.
    service.prices.labour!.dollarsPerPersonYear = 8766 * 28.5 * factor
    service.prices.outage?.dollarsPerLostRequest *= factor
    service.prices.outage?.dollarsPerOutageMinute *= factor
    return service
  }
}

/// Rule 1: cost is quantity times unit price, each line rounded once, halves to even, and totals are sums of rounded lines:
/// what a workbook has that rounds each line.
@Test func everyLineIsItsProductInCents() {
  let sheet = everything()
  for period in sheet.periods {
    for isLoss in [false, true] {
      let rows = sheet.lines.filter { $0.period == period && ($0.group == .outage) == isLoss }
      #expect(!rows.isEmpty)
      for row in rows { #expect(row.amortisedCost == (row.effectiveUnitPrice * row.quantity).inCents) }
    }
  }
  #expect(sheet.amortisedYear == sheet.lines.filter { $0.group != .outage }.reduce(.zero) { $0 + $1.exactCost.inCents })
}

/// Rule 2: losses are in the total only, and every yearly figure is a sum of cents.
@Test func lossesEnterOnlyTheTotal() throws {
  let sheet = everything()
  let losses = try #require(sheet.outageLossYear)
  #expect(abs(losses.dollars - (1_082_345.678 * 0.0137 + 27.06 * 912.5)) < 0.07)
  #expect(try #require(sheet.totalYear) == sheet.amortisedYear + losses)
  #expect(sheet.sum(\.amortisedCost) == sheet.amortisedYear + losses)
  #expect(sheet.amortisedYear == sheet.amortisedYear.inCents)
  #expect(sheet.cashYear == sheet.amortisedYear, "nothing is committed")
}

@Test func withoutAnOutageCostThereIsNoTotal() {
  let sheet = CheckedDesign.warmStandby.sheet(.sameProvider)
  #expect(sheet.outageLossYear == nil)
  #expect(sheet.totalYear == nil)
  #expect(!sheet.lines.contains { $0.group == .outage })
}

/// Rule 6: each standing node has one role, and the roles sum to the fleet.
@Test(arguments: CheckedDesign.allCases)
func rolesSumToTheStandingFleet(design: CheckedDesign) {
  let service = design.service(.sameProvider)
  for site in service.sites {
    let roles = service.standingRoles(at: site)
    #expect(roles.reduce(0) { $0 + $1.nodes } == service.standingNodes(at: site))
    #expect(Set(roles.map(\.role)).count == roles.count)
  }
  let sheet = design.sheet(.sameProvider)
  let hours = sheet.lines.filter { $0.group == .compute && $0.certainty == .fixed && $0.reservationStatus == nil }
    .reduce(.zero) { $0 + $1.quantity }
  #expect(hours == Quantity(service.sites.reduce(0) { $0 + service.standingNodes(at: $1) } * 8766))
}

@Test func bufferAndSiteLossReserveAreToldApart() {
  func roles(_ design: CheckedDesign) -> [StandingRole] {
    let service = design.service(.sameProvider)
    return service.standingRoles(at: service.sites[0])
  }
  let single = roles(.none)
  #expect(single.map(\.role) == [.serving, .buffer])
  #expect(single.map(\.nodes) == [54, 13])
  #expect(roles(.activeActive2Bare).map(\.nodes) == [27, 7, 20])
  #expect(roles(.activeActive2Buffered).map(\.nodes) == [27, 7, 33])
  #expect(roles(.activeActive2Buffered).map(\.role) == [.serving, .buffer, .siteReserve])
}

/// Rule 7: nothing is lent yet, so every line is for production.
@Test func everyLineHasABeneficiary() {
  #expect(everything().lines.allSatisfy { $0.beneficiary == "production" })
}

/// Rule 8: what a provider would bill and what FOCUS leaves out are the whole.
@Test func focusRowsAndTheRestAreTheWhole() {
  let sheet = everything()
  let billed = sheet.sum(\.amortisedCost) { $0.inFocus }
  #expect(sheet.outsideFocus.map(\.group) == [.labour, .drill, .outage])
  #expect(billed + sheet.outsideFocus.reduce(.zero) { $0 + $1.cost } == sheet.sum(\.amortisedCost))
}

/// Rule 10: months have calendar hours, and no factor touches a line: what lies beyond the last whole month is a line too.
@Test(arguments: [(2027, 8760), (2028, 8784)])
func monthsHaveCalendarHours(year: Int, hours: Int) {
  let begins = CalendarDay(year: year, month: 1, day: 1)
  let billing = everything(begins: begins, horizonHours: Double(hours))
  #expect(billing.periods.count == 12)
  #expect(billing.periods.allSatisfy { $0.hours == Double($0.calendarHours) })
  #expect(billing.periods.reduce(0) { $0 + $1.hours } == Double(hours))

  let horizon = everything(begins: begins)
  #expect(horizon.periods.reduce(0) { $0 + $1.hours } == 8766)
  // Whole months are the same in either.
  func costs(_ sheet: CostSheet) -> [Money] {
    sheet.lines.filter { $0.period.start.month < 12 && $0.period.start.year == year }.map(\.amortisedCost)
  }
  #expect(costs(horizon) == costs(billing) && costs(horizon).count > 100)

  func burst(_ sheet: CostSheet) -> Quantity {
    sheet.lines.filter { $0.role == .failoverBurst }.reduce(.zero) { $0 + $1.quantity }
  }
  #expect(burst(horizon) == Quantity(110.5))
  #expect(burst(billing) == Quantity(110.5 * Double(hours) / 8766))
}

@Test func aYearThatBeginsInTheMiddleOfAMonthCoversItInPart() {
  let periods = everything(begins: CalendarDay(year: 2027, month: 2, day: 15)).periods
  #expect(periods.first?.hours == 336.0)
  #expect(periods.first?.startHour == 336.0)
  #expect(periods.first?.start == CalendarDay(year: 2027, month: 2, day: 1))
  #expect(periods.last?.hours == 342.0)
  #expect(periods.reduce(0) { $0 + $1.hours } == 8766)
}

/// Rule 11: the same prices give the same lines; twice the prices twice the money, to the pico-dollar.
@Test func doublePricesDoubleEveryMoneyColumn() {
  let once = everything(priceFactor: 1)
  let twice = everything(priceFactor: 2)
  #expect(everything(priceFactor: 1) == once)
  #expect(once.lines.count == twice.lines.count)
  for (a, b) in zip(once.lines, twice.lines) {
    #expect(a.lineID == b.lineID)
    #expect(b.exactCost == a.exactCost * 2)
    #expect(b.amortisedCostSE == a.amortisedCostSE * 2)
    #expect((b.amortisedCost - a.amortisedCost * 2).cents.magnitude <= 1, "only the rounding to cents may differ")
  }
}

/// Rule 12: intervals are on totals, and a cost without chance is exact.
@Test func aFixedCostIsExact() {
  #expect(CheckedDesign.hotStandby.sheet(.sameProvider).isExact)
  let sheet = everything()
  #expect(!sheet.isExact)
  // A third of the reference demand reaches the second egress tier.
  let answered = 1.7e6 / 1e9 * (53_000 * 0.085 + 10_000 * 0.07 + 59_000 * 0.008)
  let burst = 2.5 * 98.32
  let kept = 1.7e6 * 10_000 / 1e9 * 30 * 24 / 8766 * 12 * (2 * 0.25 + 0.023)
  #expect(abs(sheet.amortisedYearSE.dollars - (answered + burst + kept)) < 0.01)
}

@Test func everyLineHasItsOwnKeyAndKeepsIt() {
  let lines = CheckedDesign.allCases.flatMap { $0.sheet(.otherProvider).lines } + everything().lines
  #expect(Set(lines.map(\.lineID)).count == lines.count)
  #expect(lines.allSatisfy { $0.lineID.count == 11 && $0.lineID.hasPrefix("L") })
}

@Test func whatHasNoPriceIsNamed() {
  var service = CheckedDesign.pilotLight.service(.sameProvider)
  #expect(CostSheet(of: service, usage: CheckedDesign.pilotLight.usage, studyID: "s").unpriced == ["outages"])
  service.prices = Prices()
  service.sites[1].node.dollarsPerHour = nil
  let sheet = CostSheet(of: service, usage: CheckedDesign.pilotLight.usage, studyID: "s")
  #expect(
    sheet.unpriced == [
      "nodes of dr (8 x H100)", "traffic to users", "the load balancer", "conversation state",
      "storage of weights and images", "labour", "outages",
    ])
  #expect(!sheet.lines.contains { $0.site == "dr" })
}

/// An autoscaled fleet is billed by the hours that were simulated and not by its size at the peak.
@Test func autoscaledFleetsAreBilledBySimulatedHours() throws {
  let service = CheckedDesign.none.service(.sameProvider)
  let usage = SimulatedUsage(
    sites: [SiteUsage(site: "main", autoscaledNodeHours: Estimate(45 * 8766, standardError: 10))],
    requestsAnswered: Estimate(checkedRequestsPerYear))
  let sheet = CostSheet(of: service, usage: usage, studyID: "elastic")
  let nodes = sheet.lines.filter { $0.group == .compute }
  #expect(nodes.reduce(.zero) { $0 + $1.amortisedCost }.description == "21711628.80")
  #expect(nodes.allSatisfy { $0.certainty == .simulated && $0.role == .serving })
  #expect(abs(sheet.amortisedYearSE.dollars - 550.4) < 0.01)
}

/// The spread of a cost comes from the cost of each world: amounts that go against each other cancel.
@Test func standardErrorComesFromTheCostOfEachWorld() throws {
  let design = CheckedDesign.warmStandby
  func world(burst: Double, answered: Double) -> SimulatedUsage {
    SimulatedUsage(
      sites: [SiteUsage(site: "dr", burstNodeHours: Estimate(burst))],
      requestsAnswered: Estimate(checkedRequestsPerYear + answered))
  }
  func sheet(_ worlds: [SimulatedUsage]) -> CostSheet {
    CostSheet(of: design.service(.sameProvider), usage: SimulatedUsage(worlds: worlds), studyID: "worlds")
  }
  // One amount: the spread is that of the amount times its price.
  let one = sheet([world(burst: 100, answered: 0), world(burst: 120, answered: 0), world(burst: 110, answered: 0)])
  let error = 10 / 3.0.squareRoot() * 55.04
  #expect(abs(one.amortisedYearSE.dollars - error) < 1e-3)
  #expect(abs(one.sum(\.amortisedCostSE).dollars - error) < 1e-3)
  // Two that go against each other: less than either, where the sum of the lines is more than both.
  let perRequest = (sheet([world(burst: 0, answered: 1e9), world(burst: 0, answered: 0)]).amortisedYearSE.dollars) * 2
  let balanced = 1e9 * 10 * 55.04 / perRequest
  let both = sheet([
    world(burst: 100, answered: balanced), world(burst: 120, answered: -balanced), world(burst: 110, answered: 0),
  ])
  #expect(both.amortisedYearSE.dollars < 0.05 * error)
  #expect(both.sum(\.amortisedCostSE).dollars > 1.9 * error)
  // The same in every world: nothing varies.
  let same = sheet([world(burst: 100, answered: 0), world(burst: 100, answered: 0)])
  #expect(same.isExact)
}
