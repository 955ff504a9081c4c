internal import Foundation
internal import Numerics

/// What losing sites asks of the others: `sites` share a peak and any `lost` of them may be gone.
///
/// Two figures get mixed up: the *headroom over the share* (100 % for two sites, 50 % for three) and the *idle fraction*
/// of the total (50 % and 33 %).
public struct SiteLossReserve: Equatable, Sendable {
  public let sites: Int
  public let lost: Int

  /// - Precondition: 0 <= `lost` < `sites`.
  public init(sites: Int, lost: Int = 1) {
    precondition(0 <= lost && lost < sites, "\(lost) of \(sites) sites lost")
    self.sites = sites
    self.lost = lost
  }

  private var left: Double { Double(sites - lost) }
  /// The capacity of each site for a total peak.
  public func perSite(peak: Double) -> Double { peak / left }
  /// The capacity of all sites for a total peak.
  public func total(peak: Double) -> Double { peak * Double(sites) / left }
  /// The spare capacity of a site over its normal share: lost/(sites - lost).
  public var headroomOverShare: Double { Double(lost) / left }
  /// The highest utilisation in normal operation.
  public var highestUtilization: Double { left / Double(sites) }
  /// The share of the total that stands idle at the normal peak.
  public var idleFraction: Double { Double(lost) / Double(sites) }
}

/// The headroom that hides a scale-out lag under rising load: ramp × (metric delay + evaluation period + ready delay).
///
/// - Parameter evaluationPeriod: In full, as the worst phase.
public func rampHeadroom(
  ramp: Double, metricDelay: Double, evaluationPeriod: Double, readyDelay: Double
) -> (lag: Double, growth: Double) {
  let lag = metricDelay + evaluationPeriod + readyDelay
  return (lag, ramp * lag)
}

/// The relative headroom for a forecast error: the normal quantile times the coefficient of variation.
public func forecastHeadroom(confidence: Double, variation: Double) -> Double {
  precondition(0 < confidence && confidence < 1 && variation >= 0, "confidence \(confidence), variation \(variation)")
  return normalQuantile(confidence) * variation
}

/// Capacity bought ahead of a normal demand: the newsvendor's order.
///
/// Source: K. Arrow, T. Harris, J. Marschak, Econometrica 19 (1951) 250.
public struct Newsvendor: Equatable, Sendable {
  public let demandMean: Double
  public let demandDeviation: Double
  /// The cost of one unit short.
  public let shortageCost: Double
  /// The cost of one unit idle.
  public let surplusCost: Double

  public init(demandMean: Double, demandDeviation: Double, shortageCost: Double, surplusCost: Double) {
    precondition(demandDeviation > 0 && shortageCost > 0 && surplusCost > 0, "costs and deviation are positive")
    self.demandMean = demandMean
    self.demandDeviation = demandDeviation
    self.shortageCost = shortageCost
    self.surplusCost = surplusCost
  }

  /// The probability with which the best capacity covers the demand.
  public var criticalRatio: Double { shortageCost / (shortageCost + surplusCost) }
  /// The capacity of least expected cost.
  public var bestCapacity: Double { demandMean + demandDeviation * normalQuantile(criticalRatio) }

  /// The expected cost of shortage and surplus at a capacity.
  public func expectedCost(capacity: Double) -> Double {
    let z = (capacity - demandMean) / demandDeviation
    let short = demandDeviation * (normalDensity(z) - z * normalUpperTail(z))
    let idle = demandDeviation * (normalDensity(z) + z * normalCDF(z))
    return shortageCost * short + surplusCost * idle
  }
}
