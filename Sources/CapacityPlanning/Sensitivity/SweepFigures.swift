import Costing
import Experiments
import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// What a sweep says of one design: figures with intervals, and the world means behind them for pairs.
public struct SweepFigures: Sendable {
  /// A figure, and its difference to the plan's own value under the same luck.
  public struct Figure: Sendable {
    /// Its mean with a 95 % interval.
    public let interval: Interval
    /// nil for the plan's own value.
    public let difference: Interval?
  }

  /// Lost minutes of a year.
  public let lostMinutes: Figure
  /// From the fault to users served, the provider's own recovery off; means over the outages of a region or more in which
  /// a failover came to its end. nil where there was none.
  public let failoverSeconds: Figure?
  /// From the fault to users served, whatever ended it; means over the outages that a failure began.
  public let recoverySeconds: Figure?
  /// Failovers of sites that were well, in a year.
  public let spuriousFailovers: Figure
  /// Failovers of all kinds in a year.
  public let failovers: Figure
  /// Amortised cost of a year, outage loss excluded.
  public let dollars: Figure
  /// Outage loss of a year; nil where the plan has no price for outages.
  public let outageDollars: Figure?
  /// Over all objectives, from so many years.
  public let verdict: Verdict
  public let years: Int

  /// - Parameter base: The plan's own value on the same luck; nil for itself.
  public init(_ record: DesignRecord, against base: DesignRecord?) {
    let (mine, other) = (WorldMeans(record), base.map(WorldMeans.init))
    func figure(_ values: (WorldMeans) -> [Double], of range: FigureRange = .amount) -> Figure {
      Figure(
        interval: meanInterval(values(mine), of: range),
        difference: other.map { PairedDifference(from: values($0), to: values(mine)).difference })
    }
    func events(_ values: (WorldMeans) -> EventSums) -> Figure? {
      ratioInterval(values(mine)).map { interval in
        Figure(
          interval: interval, difference: other.flatMap { pairedRatioDifference(from: values($0), to: values(mine)) })
      }
    }
    lostMinutes = figure(\.lostMinutes)
    failoverSeconds = events(\.failoverSeconds)
    recoverySeconds = events(\.recoverySeconds)
    spuriousFailovers = figure(\.spurious)
    failovers = figure(\.failovers)
    // Credits may exceed what is paid.
    dollars = figure(\.dollars, of: .anyNumber)
    outageDollars = mine.outageDollars.isEmpty ? nil : figure(\.outageDollars)
    verdict = .over(ObjectiveVerdict.all(record).map(\.verdict))
    years = record.replications
  }
}

/// Means of each world of a record; per year of 8766 h where they are rates.
struct WorldMeans {
  var lostMinutes: [Double] = []
  var failoverSeconds: EventSums = []
  var recoverySeconds: EventSums = []
  var spurious: [Double] = []
  var failovers: [Double] = []
  var dollars: [Double] = []
  /// Empty where the plan has no price for outages.
  var outageDollars: [Double] = []

  init(_ record: DesignRecord) {
    let service = record.service
    for world in record.worlds {
      let rates = world.rates
      lostMinutes.append(world.lostMinutes)
      let failed = world.outages.filter { outage in
        guard outage.cause < service.failures.count else { return false }
        return service.failures[outage.cause].isFailure
      }
      let moved = failed.compactMap(\.failoverSeconds).filter(\.isFinite)
      failoverSeconds.append((moved.reduce(0, +), Double(moved.count)))
      let recovered = failed.map(\.recoverySeconds)
      recoverySeconds.append((recovered.reduce(0, +), Double(recovered.count)))
      spurious.append(rates.spuriousFailovers)
      failovers.append(rates.failovers)
      let sheet = CostSheet(of: service, usage: SimulatedUsage(world, of: service), studyID: "")
      dollars.append(sheet.amortisedYear.dollars)
      if let loss = sheet.outageLossYear { outageDollars.append(loss.dollars) }
    }
  }
}
