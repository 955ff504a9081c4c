import CapacityPlanning
import Costing
import Experiments
internal import Intake
import OutputAnalysis
import ServiceModel

/// What a buyer should take away from a comparison, in sentences that the figures support.
struct Conclusions {
  private let comparison: Comparison
  private let provenance: Provenance?
  private let standings: TradeStandings

  init(_ comparison: Comparison, provenance: Provenance? = nil) {
    self.comparison = comparison
    self.provenance = provenance
    standings = comparison.standings
  }

  /// Who meets and at what price, what is in the way, and at which value of a lost minute each design pays.
  var decisive: [String] { [objective, unmended ?? largestCauses, cheapest, inputsWithinSimulation].compactMap { $0 } }

  /// What else the figures support.
  var others: [String] {
    [
      dominated, tied, lostMinute, recovery, influences, inputsDwarfSimulation, comparison.yearlyLawSentence,
      lesser, evacuationSentence(comparison.designs),
      lent,
      costlyCopies, assumed, unpriced,
    ].compactMap {
      $0
    }
      + comparison.designs.compactMap { design in
        design.figures.branches.map { estimationSentence(design.name, $0) }
      } + cautions(comparison.designs) + [notModelled]
  }

  /// What the answer leaves open, counted, and where it is said.
  var rest: String {
    ComparisonSentences.rest(
      assumed: (provenance?.assumed ?? 0, provenance?.values ?? 0),
      atTheMiddle: comparison.influences.isEmpty ? comparison.uncertainInputCount : 0,
      unpriced: unpricedNames.count, cautions: cautions(comparison.designs).count)
  }

  /// The causes that take most of the design that loses least.
  private var largestCauses: String? {
    guard let best = comparison.designs.min(by: { $0.figures.meanLostMinutes < $1.figures.meanLostMinutes }) else {
      return nil
    }
    let causes = best.figures.causes.filter { $0.lostMinutes > 0 }
      .sorted { ($1.lostMinutes, $0.name) < ($0.lostMinutes, $1.name) }
    return ComparisonSentences.largestCauses(
      of: best.name, losing: best.figures.meanLostMinutes, causes.map { ($0.name, $0.lostMinutes) })
  }

  /// What lost minutes do not show: requests that were answered worse.
  private var lesser: String? {
    ComparisonSentences.lesser(
      comparison.designs.compactMap { design in
        design.figures.lesserAnswers.map { (name: design.name, share: $0.meanShare, minutes: $0.meanWorthLostMinutes) }
      })
  }

  /// Basis and date of the node prices, once.
  var priceBasis: String {
    var prices: [(site: String, dollars: Double, origin: PriceOrigin)] = []
    for site in comparison.designs.flatMap(\.service.sites) where site.keep > .nothing {
      let node = site.node
      guard let dollars = node.dollarsPerHour else { continue }
      let origin = PriceOrigin(basis: node.priceBasis, source: node.priceSource, asOf: node.priceAsOf)
      prices.append((site: site.name, dollars: dollars, origin: origin))
    }
    return ComparisonSentences.priceBasis(prices, rates: comparison.designs[0].service.prices.currency.words)
  }

  /// What the columns mean.
  var legend: String {
    let hasBand = comparison.designs.contains { $0.lostMinutesBand != nil }
    let years =
      comparison.designs[0].service.objectives.availability.isEmpty ? "" : "years: share that keeps the availability. "
    return
      "why: of the objectives that are missed (<) or open (?) the one furthest below what is asked, and how many more. "
      + "\(years)+-: half the 95 % interval of simulation. "
      + (hasBand
        ? "inputs: nine in ten of the worlds that [low, mid, high] allow; where these are skewed the plan's own figure can lie outside. "
        : "")
      + "1 in 10: a year this bad or worse. back: from the fault to 95 % of demand, whatever ended it; failover: the same "
      + "with the provider's own recovery off; by it: share of outages that it ended; loses: data. DR %: cost above the "
      + "design without DR. \(Wording.money)/min: the value of a lost minute from which the design is the cheapest in total."
  }

  private var objective: String? {
    if comparison.designs.allSatisfy({ $0.verdict == .notJudged }) {
      let service = comparison.designs[0].service
      return ComparisonSentences.notJudged(
        hours: service.hasUnjudgedObjectives ? Int(nearestWhole(service.horizonHours)) : nil)
    }
    let meeting = comparison.designs.filter { $0.verdict == .meets }
    if !isPriced && !meeting.isEmpty {
      return ComparisonSentences.meetingWithoutPrices(meeting.map(\.name))
    }
    func costs(_ designs: [ComparedDesign]) -> [(name: String, cost: Interval)] {
      designs.map { ($0.name, $0.sheet.yearlyCost) }
    }
    guard !meeting.isEmpty else {
      let undecided = comparison.designs.filter { $0.verdict == .undecided }.map(\.name)
      guard let best = comparison.designs.min(by: { $0.figures.meanLostMinutes < $1.figures.meanLostMinutes }) else {
        return nil
      }
      return ComparisonSentences.nothingMeets(
        least: best.name, missing: best.figures.verdicts.filter { $0.verdict == .misses }.map(\.text),
        undecided: undecided)
    }
    return TradeSentences.cheapestThatMeets(
      costs(meeting), undecided: costs(comparison.designs.filter { $0.verdict == .undecided }),
      more: { meeting[$0].sheet.premium(of: meeting[$1].sheet) })
  }

  /// Causes that strike all sites at once: no topology helps against them.
  private var unmended: String? {
    guard let best = comparison.designs.min(by: { $0.figures.meanLostMinutes < $1.figures.meanLostMinutes }) else {
      return nil
    }
    let names = best.service.failures.filter { $0.scope == .everywhere || $0.scope == .edge }.map(\.name)
    let causes = best.figures.causes.filter { names.contains($0.name) && $0.lostMinutes > 0 }
    return ComparisonSentences.unmended(
      of: best.name, losing: best.figures.meanLostMinutes, causes.map { ($0.name, $0.lostMinutes) })
  }

  var isPriced: Bool { comparison.isPriced }

  private var cheapest: String? {
    isPriced ? TradeSentences.cheapest(standings) : nil
  }

  private var dominated: String? {
    isPriced ? TradeSentences.dominated(standings) : nil
  }

  private var tied: String? { isPriced ? TradeSentences.tied(standings) : nil }

  private var lostMinute: String? {
    guard isPriced else { return nil }
    let priced = ServiceRow.all(comparison.designs[0]).compactMap { row in
      row.dollarsPerLostMinute.map { (name: row.figures.name, dollarsPerMinute: $0) }
    }
    guard priced.isEmpty else { return ComparisonSentences.outageCost(byServices: priced) }
    guard let perMinute = comparison.dollarsPerLostMinute else {
      guard comparison.designs.contains(where: { $0.sheet.pricesOutages }) else {
        return ComparisonSentences.noOutageCost
      }
      return TradeSentences.withLosses(
        comparison.designs.map { design in
          (
            name: design.name, cost: design.sheet.amortisedYear.dollars,
            loss: design.sheet.outageLossYear?.dollars ?? 0
          )
        })
    }
    let areJudged = comparison.designs.contains { $0.verdict != .notJudged }
    return TradeSentences.atItsValue(perMinute, standings, areJudged: areJudged)
  }

  private var recovery: String? {
    let limits = comparison.designs[0].service.objectives.recovery.filter { $0.scope == .region }
    let sentences = limits.enumerated().compactMap { index, limit -> String? in
      let figure = "recovery_region_seconds" + (index == 0 ? "" : "_limit_\(index + 1)")
      return ComparisonSentences.recovery(
        within: limit.withinSeconds,
        comparison.designs.compactMap { design in
          design.figures.verdicts.first { $0.figure == figure }?.share.map { (name: design.name, share: $0.estimate) }
        })
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  private var influences: String? {
    let count = comparison.uncertainInputCount
    guard count > 0 else { return nil }
    let strongest = comparison.influences.filter(\.standsOut).prefix(3)
    return ComparisonSentences.influences(
      count: count, areVaried: !comparison.influences.isEmpty,
      strongest.map { ($0.path, $0.rankCorrelation, $0.design) })
  }

  /// Where the inputs' band is so much wider than the simulation's interval that more replications would tell nothing.
  var inputsDwarfSimulation: String? {
    let factors = comparison.designs.compactMap { design -> (name: String, factor: Double)? in
      guard let band = design.lostMinutesBand, case .interval(let interval) = design.figures.lostMinutes,
        interval.halfWidth > 0
      else { return nil }
      return (design.name, (band.high - band.low) / (2 * interval.halfWidth))
    }
    return ComparisonSentences.inputsDwarfSimulation(factors)
  }

  private var inputsWithinSimulation: String? {
    ComparisonSentences.inputsWithinSimulation(
      comparison.designs.filter { $0.lostMinutesBand?.isWithinSimulationError == true }.map(\.name))
  }

  private var lent: String? {
    AccountSentences.lent(
      comparison.designs.map(\.sheet).flatMap { sheet in
        sheet.displaced.map { (design: sheet.design.name, purchase: $0) }
      })
  }

  private var costlyCopies: String? {
    guard isPriced else { return nil }
    return AccountSentences.costlyCopies(
      comparison.designs.map(\.sheet).filter(\.stateSyncExceedsCompute).map(\.design.name))
  }

  private var assumed: String? {
    provenance.flatMap { ComparisonSentences.assumed($0.assumed, of: $0.values) }
  }

  private var unpriced: String? { ComparisonSentences.unpriced(unpricedNames) }

  private var unpricedNames: [String] {
    comparison.designs.flatMap(\.sheet.unpriced).reduce(into: [String]()) { list, name in
      if !list.contains(name) { list.append(name) }
    }
    .filter { $0 != "outages" }  // said by `lostMinute`
  }

  private var notModelled: String {
    ComparisonSentences.notModelled(Reports.notModelled(in: comparison.designs.map(\.service)))
  }
}

/// What the designs of a plan leave out that another plan could have, beyond what no plan has.
func notModelled(in services: [Service]) -> [String] {
  var missing: [String] = []
  if services.first?.replica.serving == nil {
    missing.append("queues and latency (they need a replica model; demand above capacity is shed)")
  }
  if services.allSatisfy({ $0.protection.retries == nil }) {
    missing.append("clients that come back (protection.retries)")
  }
  return missing
}
