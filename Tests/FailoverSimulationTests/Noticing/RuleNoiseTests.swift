import Foundation
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// How rules over requests ring while nothing is wrong: by hand, and against requests that are counted one by one.
@Suite struct RuleNoiseTests {
  /// Ten requests a second, one in a thousand bad: 0.6 a minute. 1 % of 600 is six, and the sixth comes while five are there:
  /// 0.01 x e^-0.6 x 0.6^5 / 5! = 3.5563e-6 a second, 112 a year; six or more are there for 1 - 0.999606 of the time.
  @Test func aNumberByHand() {
    let noise = RateRule(signal: .failing, threshold: 0.01, ordinary: 0.001).noise(requests: 10, peers: 0)
    #expect(abs(noise.perSecond / 3.5563e-6 - 1) < 1e-4)
    #expect(abs(noise.share - 3.885e-5) < 1e-7)
  }

  /// Held for two and a half windows, it has held in two more that share nothing with the first.
  @Test func whatMustHoldRingsLess() {
    var rule = RateRule(signal: .failing, threshold: 0.02, ordinary: 0.01)
    let noise = rule.noise(requests: 10, peers: 0)
    rule.holdSeconds = 150
    let held = rule.noise(requests: 10, peers: 0)
    #expect(abs(held.perSecond / (noise.perSecond * noise.share * noise.share) - 1) < 1e-12)
  }

  /// What `docs/guides/test-your-alerts.md` says: the sums once more, term by term, in another program.
  @Test func theTableOfTheGuide() {
    func perYear(
      _ requests: Double, _ threshold: Double, ordinary: Double = 0.0003, window: Double = 300, hold: Double = 0,
      _ against: RateReference = .number
    ) -> Double {
      RateRule(
        signal: .failing, threshold: threshold, ordinary: ordinary, windowSeconds: window, holdSeconds: hold,
        against: against
      ).noise(requests: requests, peers: requests).perSecond * 8766 * 3600
    }
    let table: [(found: Double, known: Double)] = [
      (perYear(1, 0.05, window: 60), 1.5063397467448638),
      (perYear(1, 0.1, ordinary: 0.001, window: 60), 0.000192584488323848),
      (perYear(1, 0.0005, hold: 300), 744.7054646048856), (perYear(10, 0.0005, hold: 300), 7881.661594370716),
      (perYear(100, 0.0005, hold: 300), 1271.3268432627526),
      (perYear(1, 0.001, .lastWeek(times: 3)), 8612.759113897195),
      (perYear(10, 0.001, .lastWeek(times: 3)), 12247.768415863342),
      (perYear(100, 0.001, .lastWeek(times: 3)), 0.056299776266568714),
      (perYear(1, 0.0005, .lastWeekAnd(deviations: 6)), 3230.972011047393),
      (perYear(10, 0.0005, .lastWeekAnd(deviations: 6)), 237.41347079411165),
      (perYear(100, 0.0005, .lastWeekAnd(deviations: 6)), 5.595110075898784),
      (perYear(1, 0.01, window: 60, .peers), 9299.890921274926),
      (perYear(10, 0.01, window: 60, .peers), 0.10770410443742234),
    ]
    for (found, known) in table { #expect(abs(found / known - 1) < 1e-6, "\(found) against \(known)") }
  }

  private struct Luck {
    var stream: RandomStream
    init(_ name: String) {
      stream = RandomStream(key: StreamKey(seed: 5, name: name), replication: 0, purpose: .detection)
    }
    mutating func gap(_ rate: Double) -> Double { -log(stream.nextUniform()) / rate }
  }

  /// Bad requests one by one in a sliding minute: 0.1 a second, a threshold of twelve; two million seconds.
  @Test func aNumberIsCounted() {
    var luck = Luck("number")
    var window: [Double] = []
    var (now, begun) = (0.0, 0)
    while now < 2_000_000 {
      now += luck.gap(0.1)
      let before = window.count(where: { $0 > now - 60 })
      window = window.suffix(before) + [now]
      if before == 11 { begun += 1 }
    }
    let expected = RateRule(signal: .failing, threshold: 0.02, ordinary: 0.01).noise(requests: 10, peers: 0).perSecond
    #expect(abs(Double(begun) / (expected * 2_000_000) - 1) < 0.06, "\(begun) against \(expected * 2_000_000)")
  }

  /// The same with a threshold that is measured anew for each hour: three times what the hour a week ago had, of 36 on average, and at
  /// least half a percent.
  @Test func lastWeekIsCounted() {
    let rule = RateRule(signal: .failing, threshold: 0.005, ordinary: 0.01, against: .lastWeek(times: 3))
    let noise = rule.noise(requests: 1, peers: 0)
    var luck = Luck("last week")
    var (begun, held) = (0, 0.0)
    let hours = 20_000
    for _ in 0..<hours {
      var lastWeek = 0
      var at = luck.gap(0.01)
      while at < 3600 {
        lastWeek += 1
        at += luck.gap(0.01)
      }
      // At least so many of sixty requests: three times the hour's share, or half of a hundredth.
      let least = max(1, (60 * max(0.005, 3 * Double(lastWeek) / 3600) - 1e-9).rounded(.up))
      var window: [Double] = []
      var (now, isHeld) = (-60.0, false)
      var next = now + luck.gap(0.01)
      while now < 3600 {
        let leaves = (window.first ?? .infinity) + 60
        let then = min(next, leaves, 3600)
        if isHeld && then > 0 { held += then - max(now, 0) }
        now = then
        if now == leaves { window.removeFirst() }
        if now == next {
          window.append(now)
          next += luck.gap(0.01)
        }
        let holds = Double(window.count) >= least
        if holds && !isHeld && now > 0 && now < 3600 { begun += 1 }
        isHeld = holds
      }
    }
    let seconds = Double(hours) * 3600
    #expect(abs(Double(begun) / seconds / noise.perSecond - 1) < 0.03, "\(Double(begun) / seconds) against \(noise)")
    #expect(abs(held / seconds / noise.share - 1) < 0.04, "\(held / seconds) against \(noise)")
  }

  /// A site of ten requests a second beside twenty at its peers, 1 % bad: five points more in a minute. Their bad requests
  /// leave the window, and the condition begins by that as well.
  @Test func peersAreCounted() {
    let rule = RateRule(signal: .failing, threshold: 0.01, ordinary: 0.01, against: .peers)
    let noise = rule.noise(requests: 10, peers: 20)
    var luck = Luck("peers")
    var (here, there): ([Double], [Double]) = ([], [])
    var (now, isHeld, begun) = (0.0, false, 0)
    var (nextHere, nextThere) = (luck.gap(0.1), luck.gap(0.2))
    let seconds = 400_000.0
    while now < seconds {
      let (leavesHere, leavesThere) = ((here.first ?? .infinity) + 60, (there.first ?? .infinity) + 60)
      now = min(nextHere, nextThere, leavesHere, leavesThere)
      if now == leavesHere { here.removeFirst() }
      if now == leavesThere { there.removeFirst() }
      if now == nextHere {
        here.append(now)
        nextHere += luck.gap(0.1)
      }
      if now == nextThere {
        there.append(now)
        nextThere += luck.gap(0.2)
      }
      let holds = Double(here.count) >= max(1, (600 * (0.01 + Double(there.count) / 1200) - 1e-9).rounded(.up))
      if holds && !isHeld { begun += 1 }
      isHeld = holds
    }
    #expect(abs(Double(begun) / seconds / noise.perSecond - 1) < 0.05, "\(Double(begun) / seconds) against \(noise)")
  }

  /// Many counts are summed at points that lie apart: the sum at all of them is the same to four digits.
  @Test func manyCountsAreSummedAtPoints() {
    // 3,600 bad requests in an hour of last week: a deviation of sixty, points three apart.
    let rule = RateRule(signal: .failing, threshold: 0.001, ordinary: 0.01, against: .lastWeek(times: 1.5))
    let noise = rule.noise(requests: 100, peers: 0)
    var fixed = 0.0
    for count in 3000...4200 {
      var part = rule
      part.against = .number
      part.threshold = 1.5 * Double(count) / 360_000
      fixed += weight(count, mean: 3600) * part.noise(requests: 100, peers: 0).perSecond
    }
    #expect(abs(noise.perSecond / fixed - 1) < 2e-3, "\(noise.perSecond) against \(fixed)")
  }

  private func weight(_ count: Int, mean: Double) -> Double {
    exp(Double(count) * log(mean) - mean - lgamma(Double(count) + 1))
  }
}
