import EventKernel
import Experiments
import FailoverSimulation
import OutputAnalysis
import QueueingTheory
import ServiceModel
import Stochastics

/// The share of years that keep an availability, from the law of the incidents instead of from a count of years.
///
/// Where nearly all years keep it, or nearly none, a count says little: no miss in 1000 years leaves up to three in a
/// thousand. The ledger says more: how often outages come and how long each is. As a compound Poisson sum that is the law
/// of a year's downtime, if outages come independently of each other.
public struct YearlyLaw: Sendable {
  public let objective: AvailabilityObjective
  /// Years that kept it, as counted.
  public let met: Int
  public let years: Int
  /// Variance over mean of the number of outages in a year; 1 where they come independently.
  public let dispersion: Double
  /// The share with its interval, by bootstrap over worlds.
  public let share: Interval?
  /// Why there is none, as the end of a sentence.
  public let refusal: String?

  /// Fewer years than this on one side, and the count says little.
  static let fewYears = 30
  /// From so many years on the spread of the counts can be told.
  static let enoughYears = 100
  /// Deviations of the dispersion from 1 beyond which a share would be off by more than its interval, if the test is
  /// sure of them.
  static let tolerableDispersion = 0.1
  static let bootstraps = 200
  /// A law whose interval is as near as this to certainty says only that nothing else was seen.
  static let blindness = 1e-9

  /// - Returns: nil where the count says enough, too few years were simulated, or years differ.
  init?(_ objective: AvailabilityObjective, _ record: DesignRecord, seed: UInt64) {
    guard record.service.judgedYears.count == 1 else { return nil }
    let budget = (1 - objective.atLeast) * Horizon.yearMinutes
    let all = record.worlds.flatMap(\.years)
    let met = all.count(where: objective.isKept)
    guard !record.service.isCertain, all.count >= YearlyLaw.enoughYears, min(met, all.count - met) < YearlyLaw.fewYears
    else { return nil }
    self.objective = objective
    self.met = met
    years = all.count
    let counts = Moments(all.map { Double($0.outages) })
    dispersion = counts.mean > 0 ? counts.variance / counts.mean : 1
    let worlds = record.worlds.map { IncidentLaw($0, objective.figure) }
    let outside = worlds.reduce(0) { $0 + $1.outside } / worlds.reduce(0) { $0 + $1.years }
    // Under independence (n - 1) D is chi-squared: standard deviation sqrt(2 / (n - 1)).
    let isSure = abs(dispersion - 1) > 3 * (2 / Double(all.count - 1)).squareRoot()
    if isSure && abs(dispersion - 1) > YearlyLaw.tolerableDispersion {
      refusal = "outages \(dispersion > 1 ? "cluster" : "keep apart"): index of dispersion \(rounded(dispersion))"
      share = nil
    } else if outside > budget / 4 {
      refusal = "losses outside outages take a quarter of the budget and more"
      share = nil
    } else if let law = YearlyLaw.share(of: worlds, budget: budget - outside, seed: seed) {
      // A law that is made of what was seen says nothing of what is longer: "100 % to 100 %" is no interval.
      let isBlind = law.low > 1 - YearlyLaw.blindness || law.high < YearlyLaw.blindness
      share = isBlind ? nil : law
      refusal =
        isBlind
        ? "outages as long as those that were seen cannot make it otherwise, and of longer ones they say nothing" : nil
    } else {
      share = nil
      refusal = "the lattice of its downtime is too long"
    }
  }

  private static func share(of worlds: [IncidentLaw], budget: Double, seed: UInt64) -> Interval? {
    let incidents = worlds.reduce(0) { $0 + $1.incidents }
    let years = worlds.reduce(0) { $0 + $1.years }
    func value(_ chosen: [IncidentLaw], rate: Double? = nil) -> Double? {
      let severities = chosen.flatMap(\.severities)
      let perYear = rate ?? Double(chosen.reduce(0) { $0 + $1.incidents }) / chosen.reduce(0) { $0 + $1.years }
      guard !severities.isEmpty else { return perYear == 0 ? 1 : nil }
      // A twentieth of a minute, or a four-thousandth of the budget where that is longer.
      let step = max(0.05, budget / 4000)
      return try? CompoundPoisson.byTransform(
        incidents: perYear, severities: severities.map { ($0, 1) }, step: step, upTo: budget + step
      ).cdf(budget)
    }
    let rates = poissonExact(events: incidents, exposure: years)
    // Nothing happened: at worst each incident would cost the year.
    guard incidents > 0 else { return Interval(estimate: 1, low: noIncident(rates.high), high: 1) }
    guard let estimate = value(worlds) else { return nil }
    let key = StreamKey(seed: seed, name: "bootstrap/yearly-law")
    var shares: [Double] = []
    for draw in 0..<bootstraps {
      let chosen = worlds.indices.map { slot in
        let u = key.uniform(draw: UInt32(slot), replication: UInt32(draw), purpose: .input)
        return worlds[min(worlds.count - 1, Int(u * Double(worlds.count)))]
      }
      if let share = value(chosen) { shares.append(share) }
    }
    shares.sort()
    var low = min(estimate, quantile(ofSorted: shares, 0.025))
    var high = max(estimate, quantile(ofSorted: shares, 0.975))
    if incidents < 10 {
      // So few incidents resample too little: the exact ends of their rate are wider.
      low = min(low, value(worlds, rate: rates.high) ?? low)
      high = max(high, value(worlds, rate: rates.low) ?? high)
    }
    // The transform leaves 10⁻¹⁵ on either side.
    return FigureRange.share.clipping(
      Interval(estimate: min(1, max(0, estimate)), low: min(1, max(0, low)), high: min(1, max(0, high))))
  }

  private static func noIncident(_ rate: Double) -> Double {
    FailoverDowntime(
      incidents: rate, failover: 0, probabilityOfFailing: 0, recovery: .deterministic(1)
    ).probabilityOfNoIncident
  }

  /// For each objective on availability the law, where a count says too little.
  static func all(_ record: DesignRecord, seed: UInt64) -> [YearlyLaw] {
    record.service.objectives.availability.compactMap { YearlyLaw($0, record, seed: seed) }
  }
}

private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

/// What outages cost in one world, each, in the minutes of the objective.
private struct IncidentLaw {
  /// Of the first outages, as many as are kept.
  var severities: [Double]
  /// Outages of all its replications.
  var incidents: Int
  /// Length of all its replications, in years of 8766 h.
  var years: Double
  /// Lost outside outages, in minutes of all of them together.
  var outside: Double

  init(_ world: WorldRecord, _ figure: AvailabilityObjective.Figure) {
    years = world.exposureYears
    incidents = world.replications.reduce(0) { $0 + Int($1.outages) }
    switch figure {
    case .time:
      severities = world.sample.minutes
      outside = 0
    case .requests:
      severities = world.sample.requestsLost.map { $0 * world.minutesPerLostRequest }
      outside = world.rates.lostMinutesOutside * years
    }
  }
}
