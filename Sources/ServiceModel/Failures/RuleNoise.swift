import Foundation
import Numerics

/// How a rule over requests rings while nothing is wrong: of the requests of a window some fail by chance.
public struct RuleNoise: Equatable, Sendable {
  /// How often the condition comes to hold, times a second.
  public var perSecond: Double
  /// Share of the time in which it holds.
  public var share: Double

  public static let none = RuleNoise(perSecond: 0, share: 0)

  public init(perSecond: Double, share: Double) {
    self.perSecond = perSecond
    self.share = share
  }
}

extension RateRule {
  /// Bad requests come one by one, a Poisson process of rate *m = requests x ordinary*; what a window of length *w* holds of
  /// them is Poisson with mean *m w*, and independent of whether the next one comes now. So the condition "at least *k*
  /// in the window" comes to hold at the rate *m P(Pois(m w) = k - 1)*: exact for a rule that is read at each instant, and no less than
  /// what one that is read now and then sees.
  ///
  /// Where *k* itself is measured the rate is the mean over what was measured: in the same hour of last week, Poisson with mean
  /// *3600 m*; at the peers in the same window, where the condition also comes to hold as one of their bad requests leaves the
  /// window, and what is left of them is Poisson again. A condition that must hold for *d* has held in *floor(d / w)* windows
  /// after the first that share no request: their chances multiply, which bounds the rate from above.
  ///
  /// Requests are as many as the hour has on average; only the bad ones vary.
  ///
  /// - Parameters:
  ///   - requests: At the site, in one second.
  ///   - peers: At all other sites, in one second.
  public func noise(requests: Double, peers: Double) -> RuleNoise {
    let rate = requests * ordinary
    guard rate > 0, windowSeconds > 0 else { return .none }
    let inWindow = requests * windowSeconds
    let law = PoissonLaw(mean: rate * windowSeconds)
    let windows = (holdSeconds / windowSeconds).rounded(.down)
    func least(_ share: Double) -> Double { max(1, (share * inWindow - 1e-9).rounded(.up)) }
    func noise(at count: Double) -> RuleNoise {
      let share = law.atLeast(count)
      return RuleNoise(perSecond: rate * law.chance(count - 1) * power(share, windows), share: share)
    }
    switch against {
    case .number: return noise(at: least(threshold))
    case .lastWeek, .lastWeekAnd:
      var mean = RuleNoise.none
      for (count, weight, _) in PoissonLaw(mean: rate * 3600).grid {
        let part = noise(at: least(leastShare(baseline: count / (requests * 3600), requests: inWindow)))
        mean.perSecond += weight * part.perSecond
        mean.share += weight * part.share
      }
      return mean
    case .peers:
      let theirs = peers * windowSeconds
      guard theirs > 0 else { return .none }
      var mean = RuleNoise.none
      for (count, weight, apart) in PoissonLaw(mean: peers * ordinary * windowSeconds).grid {
        let here = least(threshold + count / theirs)
        let next = least(threshold + (count + apart) / theirs)
        let share = law.atLeast(here)
        mean.share += weight * share
        mean.perSecond += weight * rate * law.chance(here - 1)
        mean.perSecond += weight * peers * ordinary * (share - law.atLeast(next)) / apart
      }
      mean.perSecond *= power(mean.share, windows)
      return mean
    }
  }

  private func power(_ share: Double, _ times: Double) -> Double {
    var product = 1.0
    var left = min(times, 64)
    while left > 0 {
      product *= share
      left -= 1
    }
    return product
  }
}

/// A Poisson law.
private struct PoissonLaw {
  let mean: Double

  func chance(_ count: Double) -> Double {
    guard mean > 0 else { return count == 0 ? 1 : 0 }
    return count < 0 ? 0 : exp(count * log(mean) - mean - logGamma(count + 1))
  }

  func atLeast(_ count: Double) -> Double { count <= 0 ? 1 : mean > 0 ? gammaCDF(mean, shape: count, scale: 1) : 0 }

  /// Counts with their weights and how far apart they lie: each one up to some hundred, a sixteenth of a deviation apart beyond.
  /// A sum over a smooth law at such points is exact to more digits than are printed.
  var grid: [(count: Double, weight: Double, apart: Double)] {
    let deviation = mean.squareRoot()
    let apart = max(1, (deviation / 16).rounded(.down))
    let lowest = max(0, (mean - 9 * deviation - 9).rounded(.down))
    return stride(from: lowest, through: mean + 9 * deviation + 20, by: apart).map { ($0, chance($0) * apart, apart) }
  }
}

extension AlarmRule {
  /// How a rule of rules rings while nothing is wrong, given how its detectors do.
  ///
  /// `any`: as often as all of them together. `all`: one begins while the others hold; rules on different kinds of requests are
  /// independent, and of two on the same kind the other is taken to hold. Both are no less than the truth.
  func noise(_ detectors: [(noise: RuleNoise, kind: Int)]) -> RuleNoise { spread(detectors).noise }

  private func spread(_ detectors: [(noise: RuleNoise, kind: Int)]) -> (noise: RuleNoise, kinds: Set<Int>) {
    switch self {
    case .detector(let index): return (detectors[index].noise, [detectors[index].kind])
    case .any(let rules):
      let parts = rules.map { $0.spread(detectors) }
      return (
        RuleNoise(
          perSecond: parts.reduce(0) { $0 + $1.noise.perSecond }, share: min(1, parts.reduce(0) { $0 + $1.noise.share })
        ),
        parts.reduce(into: []) { $0.formUnion($1.kinds) }
      )
    case .all(let rules, _):
      let parts = rules.map { $0.spread(detectors) }
      var perSecond = 0.0
      for (index, part) in parts.enumerated() {
        var rate = part.noise.perSecond
        var seen = part.kinds
        for (other, beside) in parts.enumerated() where other != index {
          // Who never rings for nothing keeps the others from it.
          rate *= beside.noise.share == 0 ? 0 : seen.isDisjoint(with: beside.kinds) ? beside.noise.share : 1
          seen.formUnion(beside.kinds)
        }
        perSecond += rate
      }
      return (
        RuleNoise(perSecond: perSecond, share: parts.map(\.noise.share).min() ?? 0),
        parts.reduce(into: []) { $0.formUnion($1.kinds) }
      )
    }
  }
}

extension Service {
  /// How the rules over requests of a serving site ring while nothing is wrong: the mean over the sites that serve and the hours of an
  /// ordinary week.
  public func ruleNoise(_ layers: LayeredDetection) throws(NumericalError) -> RuleNoise {
    let rules = layers.detectors.map(\.rule)
    guard rules.contains(where: { $0.map { $0.ordinary > 0 } ?? false }), !servingSites.isEmpty else { return .none }
    let requests = try requestsByHour()
    let serving = sites.indices.filter { sites[$0].keep == .serving }
    var known: [[Double]: RuleNoise] = [:]
    var mean = RuleNoise.none
    for hour in 0..<Service.hoursOfWeek {
      let all = serving.reduce(0) { $0 + requests[$1][hour] }
      for site in serving {
        let here = requests[site][hour]
        let peers = serving.count > 1 ? all - here : 0
        let noise: RuleNoise
        if let found = known[[here, peers]] {
          noise = found
        } else {
          noise = layers.alarm.noise(
            rules.map { rule in
              rule.map { ($0.noise(requests: here, peers: peers), $0.signal.kind) } ?? (.none, -1)
            })
          known[[here, peers]] = noise
        }
        mean.perSecond += noise.perSecond
        mean.share += noise.share
      }
    }
    let count = Double(Service.hoursOfWeek * serving.count)
    return RuleNoise(perSecond: mean.perSecond / count, share: mean.share / count)
  }
}

extension Signal {
  /// Signals of one number vary together: time-outs are among the requests that fail.
  fileprivate var kind: Int {
    switch self {
    case .failing, .timingOut: 0
    case .late: 1
    case .worse: 2
    }
  }
}
