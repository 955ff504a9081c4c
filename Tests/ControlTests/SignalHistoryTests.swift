import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import Control

/// When a sliding window reaches a threshold, by hand and against a literal window.
@Suite struct SignalHistoryTests {
  private func seconds(_ s: Double) -> SimTime { SimTime(seconds: s) }

  private func failing(_ share: Double) -> SignalLevels { SignalLevels(failing: Int32((share * 1e6).rounded())) }

  /// A share s from one instant on crosses a threshold t of a window w after w t / s.
  @Test(arguments: [(0.4, 0.05, 60.0, 7.5), (1, 0.05, 60, 3), (0.1, 0.1, 300, 300), (0.2, 0.1, 60, 30)])
  func aStepCrossesAfterItsPartOfTheWindow(share: Double, threshold: Double, window: Double, after: Double) {
    var history = SignalHistory()
    history.observe(failing(share), at: seconds(1000), reach: .seconds(window))
    let crossing = history.crossing(
      of: .failing, window: .seconds(window), threshold: Int32((threshold * 1e6).rounded()), staysFor: .zero,
      from: seconds(1000), crossed: .never)
    #expect(abs(crossing.seconds - 1000 - after) < 1e-6)
    let other = history.crossing(
      of: .late, window: .seconds(window), threshold: 1, staysFor: .zero, from: seconds(1000), crossed: .never)
    #expect(other == .never)
  }

  @Test func belowTheThresholdNothingHappens() {
    var history = SignalHistory()
    history.observe(failing(0.04), at: .zero, reach: .seconds(60))
    let crossing = history.crossing(
      of: .failing, window: .seconds(60), threshold: 50_000, staysFor: .zero, from: .zero, crossed: .never)
    #expect(crossing == .never)
  }

  /// Ten seconds of everything in a window of a minute, threshold a tenth: reached after 6 s, and left when 4 s of the
  /// burst have left the window.
  @Test func aShortBurstIsForgotten() {
    var history = SignalHistory()
    let window = Span.seconds(60)
    history.observe(failing(1), at: .zero, reach: window)
    history.observe(failing(0), at: seconds(10), reach: window)
    func crossing(lag: Double, crossed: SimTime) -> SimTime {
      history.crossing(
        of: .failing, window: window, threshold: 100_000, staysFor: .seconds(lag), from: seconds(10), crossed: crossed)
    }
    // The content holds until 4 s of the burst have left the window: at 64 s.
    #expect(crossing(lag: 57, crossed: seconds(6)) == seconds(6))
    #expect(crossing(lag: 59, crossed: seconds(6)) == .never)
    #expect(history.forgetsAt(reach: window) == seconds(70))
    history.observe(failing(0), at: seconds(70), reach: window)
    #expect(history.isEmpty)
  }

  /// Random levels, one a second: the crossing is where a literal sum over the window first reaches the threshold.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func agreesWithALiteralWindow(seed: UInt64) {
    var stream = RandomStream(key: StreamKey(seed: seed, name: "window"), replication: 0, purpose: .input)
    let window = 30
    var levels: [Int] = []
    while levels.count < 200 {
      let level = stream.nextUniform() < 0.5 ? 0 : Int(stream.nextUniform() * 10) * 100_000
      levels += Array(repeating: level, count: 1 + Int(stream.nextUniform() * 20))
    }
    let threshold = 100_000 + Int(stream.nextUniform() * 4) * 100_000
    var history = SignalHistory()
    var crossed = SimTime.never
    for (second, level) in levels.enumerated() {
      let now = seconds(Double(second))
      history.observe(SignalLevels(failing: Int32(level)), at: now, reach: .seconds(Double(window)))
      crossed = history.crossing(
        of: .failing, window: .seconds(Double(window)), threshold: Int32(threshold), staysFor: .zero, from: now,
        crossed: crossed)
      // Literal: what the window held at the end of each past second, and will hold if this level goes on.
      let course = levels[...second] + Array(repeating: level, count: 2 * window)
      func content(_ end: Int) -> Int { course[max(0, end - window)..<end].reduce(0, +) }
      let holdsNow = content(second) >= threshold * window
      let first = (second...(second + window)).first { content($0) >= threshold * window }
      #expect((crossed <= now) == holdsNow, "second \(second)")
      if let first {
        #expect(crossed.seconds <= Double(first) && (holdsNow || crossed.seconds > Double(first - 1)))
      } else {
        #expect(crossed == .never)
      }
    }
  }

  /// One vantage point, every request fails: (N - 1) intervals and the phase. Two of three: the median of three phases.
  @Test func whatUsersSeeIsSeenBySeveral() {
    let one = Probes(intervalSeconds: 60, timeoutSeconds: 0, failures: 3)
    #expect(abs(one.delay(failing: 1, at: 0.25) - (120 + 15)) < 1e-9)
    var two = one
    two.agreeing = 2
    two.vantagePoints = 3
    #expect(abs(two.delay(failing: 1, at: 0.5) - 150) < 1e-9)
    // Half of the requests fail: the mean wait for a run of three is (p^-3 - 1) / (1 - p) = 14 probes, less half of one.
    let n = 20_000
    let mean = (0..<n).reduce(0.0) {
      $0 + one.delay(failing: 0.5, at: (Double($1) + 0.5) / Double(n))
    }
    #expect(abs(mean / Double(n) / 60 - 13.5) < 0.01)
  }
}
