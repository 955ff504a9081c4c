import Foundation
import Numerics
import Testing

@testable import OutputAnalysis

/// The exact interval of a Poisson rate for any count that a study can bring.
@Suite struct EventRateTests {
  static let long = ProcessInfo.processInfo.environment["NINES_LONG"] == "1"

  /// Gamma quantiles at 17 digits: Newton's method in mpmath on the series of the incomplete gamma function. At 1159, 1736,
  /// 8500 and 23,413 GSL's inverse chi-squared was NaN or wrong, and ordinary studies ended by a signal.
  @Test(arguments: [
    (1, 0.025317807984289877, 5.5716433909388985),
    (10, 4.7953886961324337, 18.390356042017779),
    (1159, 1093.2269559972128, 1227.6960140257001),
    (1736, 1655.2886877493353, 1819.6290578039352),
    (8500, 8320.2492591708808, 8682.6556598806279),
    (23413, 23114.048164875169, 23714.852539707597),
    (100_000, 99381.152663744731, 100_621.74473974388),
    (1_000_000, 998_040.9833402939, 1_001_961.9119454322),
  ])
  func independentValues(count: Int, low: Double, high: Double) {
    let interval = poissonExact(events: count)
    expectClose(interval.low, low, 1e-12)
    expectClose(interval.high, high, 1e-12)
  }

  /// Garwood's ends undo the Poisson law: so many events or more have 2.5 % at the lower end, so many or fewer at the upper.
  /// Ends rise with the count and enclose it.
  @Test func everyCountToAMillion() {
    let step = Self.long ? 1 : 61
    var (worst, last) = (0.0, Interval(estimate: -1, low: -1, high: -1))
    var broken: [Int] = []
    for count in Array(0...2500) + Array(stride(from: 2501, through: 1_000_000, by: step)) {
      let interval = poissonExact(events: count)
      let below = count == 0 ? 0.025 : 1 - poissonCDF(count - 1, mean: interval.low)
      worst = max(worst, abs(below / 0.025 - 1), abs(poissonCDF(count, mean: interval.high) / 0.025 - 1))
      let encloses = interval.low <= Double(count) && Double(count) < interval.high
      if !encloses || interval.low <= last.low || interval.high <= last.high { broken.append(count) }
      last = interval
    }
    #expect(worst < 1e-9, "a tail is off by \(worst)")
    #expect(broken.isEmpty, "\(broken.prefix(10))")
  }
}
