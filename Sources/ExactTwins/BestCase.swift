import QueueingTheory
import ServiceModel
import Stochastics

/// The most that a design can keep of an objective, however well everything else goes.
///
/// It counts the losses of everything that serves and nothing beside them: such a loss goes on until it is mended or until
/// another site can have taken over, whichever comes first, and nobody is answered meanwhile. All other failures, slow
/// failovers and short fleets only add. So what the best case does not keep, no simulation needs to look at.
///
/// Losses count as a Poisson process, which neglects that none begins while another lasts, and meet the demand of one
/// world: `neglected` leaves room for both.
public struct BestCase: Equatable, Sendable {
  /// Losses of everything by one cause.
  public struct Loss: Equatable, Sendable {
    public let cause: String
    public let scope: FailureScope
    /// Mean number in a horizon.
    public let perHorizon: Double
    /// Until it is mended, in seconds.
    public let lasts: Distribution
    /// The least time until another site has taken over, in seconds; infinite where none can.
    public let takeover: Double
    /// Mean number in a horizon of strikes of the cause that may be outages of another kind.
    let uncertain: Double
  }

  /// By cause; empty where nothing takes everything away.
  public let losses: [Loss]
  /// Longer than a request that arrives in a loss can wait for its answer, in seconds.
  private let patience: Double
  private let horizonSeconds: Double
  /// The scopes of which all outages are losses of everything.
  private let wholeScopes: [FailureScope]

  /// So far may a share be off by what is neglected.
  public static let neglected = 0.01

  public init(_ service: Service) {
    losses = service.failures.flatMap { service.losses(by: $0) }
    patience = service.patienceSeconds
    horizonSeconds = service.horizonSeconds
    wholeScopes = service.scopesThatTakeEverything
  }

  /// A loss with its share of all: lengths at the lower ends of even parts of its law, so that each is too short.
  private static let parts = 800

  private func lengths(of loss: Loss) -> [Double] {
    (0..<BestCase.parts).map { part in
      let own = part == 0 ? loss.lasts.bounds.lowerBound : loss.lasts.quantile(Double(part) / Double(BestCase.parts))
      return max(0, min(own, loss.takeover) - patience)
    }
  }

  /// The share of horizons that end with no more downtime, in seconds, at most.
  public func shareOfHorizons(downtimeWithin seconds: Double) -> Double? {
    share(within: seconds) { length, _ in [length] }
  }

  /// The share of horizons in which no more is lost than the demand of so many seconds, at most.
  ///
  /// - Parameter demand: Mean demand in equal parts of the horizon.
  public func shareOfHorizons(lostWithin seconds: Double, demand: [Double]) -> Double? {
    guard let running = RunningDemand(demand, over: horizonSeconds) else { return nil }
    return share(within: seconds) { running.samples(of: $0, part: $1) }
  }

  private func share(within budget: Double, _ severities: (Double, Int) -> [Double]) -> Double? {
    guard !losses.isEmpty else { return nil }
    var weighted: [(downtime: Double, weight: Double)] = []
    for loss in losses {
      let lengths = lengths(of: loss)
      let weight = loss.perHorizon / Double(lengths.count)
      for (part, length) in lengths.enumerated() {
        let each = severities(length, part)
        weighted += each.map { (downtime: $0, weight: weight / Double(each.count)) }
      }
    }
    let step = max(1, budget / 2000)
    let rate = losses.reduce(0) { $0 + $1.perHorizon }
    let law = try? CompoundPoisson.byTransform(
      incidents: rate, severities: weighted, step: step, upTo: budget + step)
    return law.map { min(1, $0.cdf(budget)) }
  }

  /// The share of the outages of a scope that are over within a time, at most; nil where theory does not limit it.
  public func shareOfOutages(of scope: FailureScope, within seconds: Double) -> Double? {
    let own = losses.filter { $0.scope == scope }
    let rate = own.reduce(0) { $0 + $1.perHorizon + $1.uncertain }
    guard wholeScopes.contains(scope), rate > 0 else { return nil }
    // At best all that are uncertain are outages, and over in time.
    let kept = own.reduce(0) { sum, loss in
      sum + loss.uncertain + loss.perHorizon * (seconds >= loss.takeover ? 1 : loss.lasts.cdf(seconds))
    }
    return kept / rate
  }
}

/// Demand over a horizon, such that the amount of any stretch is two look-ups.
private struct RunningDemand {
  private let sums: [Double]
  private let part: Double
  private let mean: Double

  init?(_ demand: [Double], over seconds: Double) {
    var sums = [0.0]
    for rate in demand { sums.append(sums[sums.count - 1] + rate) }
    guard let whole = sums.last, whole > 0 else { return nil }
    self.sums = sums
    part = seconds / Double(demand.count)
    mean = whole / Double(demand.count)
  }

  private func upTo(_ time: Double) -> Double {
    let place = min(time / part, Double(sums.count - 1))
    let index = min(Int(place), sums.count - 2)
    return sums[index] + (place - Double(index)) * (sums[index + 1] - sums[index])
  }

  private static let samples = 25

  /// What stretches of a length lose, in seconds of mean demand: begun at instants spread evenly over the horizon, others
  /// for each part of the law.
  func samples(of length: Double, part place: Int) -> [Double] {
    let end = Double(sums.count - 1) * part
    // Spread by the golden section, so that no hour of the day is met too often.
    return (1...RunningDemand.samples).map { k in
      let number = Double(place * RunningDemand.samples + k)
      let start = (number * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1) * end
      return (upTo(start + length) - upTo(start)) * part / mean
    }
  }
}
