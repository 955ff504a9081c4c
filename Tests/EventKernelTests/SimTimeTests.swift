import EventKernel
import Testing

@Suite struct SimTimeTests {
  /// Halves go to even, on both sides of 2^51 ns, where the conversion changes its method.
  @Test(arguments: fractions)
  func fractionsOfANanosecondAreRounded(nanoseconds: Double, whole: Int64) {
    #expect(Span(rounding: nanoseconds).nanoseconds == whole)
  }

  private static let fractions: [(Double, Int64)] = [
    (0, 0), (0.4999, 0), (0.49999999999999994, 0), (0.5, 0), (0.5000001, 1), (1.5, 2), (2.5, 2),
    (-0.5, 0), (-1.5, -2), (-0.7, -1), (123_456_789.75, 123_456_790),
    (0x1p51 - 0.5, 1 << 51), (0x1p51 - 0.75, (1 << 51) - 1), (0x1p51 + 0.5, 1 << 51),
    (0x1p51 + 1.5, (1 << 51) + 2), (-0x1p51 - 1.5, -(1 << 51) - 2), (0x1p62, 1 << 62),
  ]

  /// Against the standard library's rounding, over magnitudes from a nanosecond to a century.
  @Test func secondsAreRoundedToTheNearestNanosecond() {
    var source = SplitMix(seed: 11)
    for _ in 0..<10_000 {
      let magnitude = Double.random(in: -9...9.49, using: &source)
      let seconds = (source.below(2) == 0 ? 1 : -1) * tenToThe(magnitude)
      let expected = Int64((seconds * 1e9).rounded(.toNearestOrEven))
      #expect(SimTime(seconds: seconds).nanoseconds == expected && Span(seconds: seconds).nanoseconds == expected)
    }
  }

  @Test(
    arguments: [(0, 0.0), (1, 1e-9), (31_557_600_000_000_000, 31_557_600.0), (-1_500_000_000, -1.5)]
      as [(Int64, Double)])
  func nanosecondsAreReadAsSeconds(nanoseconds: Int64, seconds: Double) {
    #expect(SimTime(nanoseconds: nanoseconds).seconds == seconds && Span(nanoseconds: nanoseconds).seconds == seconds)
    #expect(SimTime(seconds: seconds) == SimTime(nanoseconds: nanoseconds))
  }

  @Test(arguments: [Span.zero, Span(nanoseconds: 1), .hours(5), -Span.hours(5), .forever])
  func neverAbsorbsEveryStretch(stretch: Span) {
    #expect(SimTime.never + stretch == .never)
    #expect(stretch + .forever == .forever && Span.forever + stretch == .forever)
    #expect(SimTime(seconds: 3) + .forever == .never)
    #expect(SimTime.never - SimTime(nanoseconds: 5) == .forever)
  }

  @Test func timeBeyondTheRangeSaturates() {
    #expect(SimTime(seconds: 1e10) == .never && SimTime(seconds: .infinity) == .never)
    #expect(SimTime.never.seconds == .infinity && SimTime(seconds: SimTime.never.seconds) == .never)
    #expect(SimTime(nanoseconds: .max - 1) + Span(nanoseconds: 1) == .never)
    #expect(SimTime(nanoseconds: .max - 1) + Span(nanoseconds: 2) == .never)
    #expect(Span(seconds: -.infinity) == -Span.forever)
    #expect(Span.days(90_000) * 2 == .forever && Span.days(90_000) * -2 == -Span.forever)
    #expect(-Span(nanoseconds: .min) == .forever && -Span.forever - .hours(1) == -Span.forever)
    #expect(SimTime(nanoseconds: -.max) - SimTime(nanoseconds: 5) == -Span.forever)
    #expect(Span.forever / 3 == .forever)
  }

  /// A stretch may be cut anywhere: what makes jumping and stepping give the same bits.
  @Test func sumsDoNotDependOnTheCuts() {
    var source = SplitMix(seed: 12)
    for _ in 0..<1000 {
      let start = SimTime(nanoseconds: Int64.random(in: 0...(1 << 60), using: &source))
      let cuts = (0..<8).map { _ in Span(nanoseconds: Int64.random(in: 0...(1 << 57), using: &source)) }
      #expect(cuts.reduce(start, +) == start + cuts.reversed().reduce(.zero, +))
      #expect((start + cuts[0]) - start == cuts[0] && (start + cuts[0]) - cuts[0] == start)
    }
  }

  @Test func unitsAreExact() {
    #expect(Span.minutes(1.5) == Span(nanoseconds: 90_000_000_000) && Span.hours(8766).seconds == 31_557_600)
    #expect(Span.days(1) == 24 * .hours(1) && Span.milliseconds(250) * 4 == .seconds(1))
    #expect(Span.hours(1) / 60 == .minutes(1) && Span.zero < .milliseconds(1) && SimTime.zero < .never)
  }

  /// The age of the last probe is between zero and the period, before the first probe too.
  @Test(arguments: [(25.0, 5.0), (20, 0), (0, 0), (-1, 9), (-10, 0)])
  func agesAreNeverNegative(sinceFirst: Double, age: Double) {
    #expect(Span.seconds(sinceFirst) % .seconds(10) == .seconds(age))
  }

  @Test func timesCanBeRead() {
    #expect(
      "\(SimTime(seconds: 1.5)), \(SimTime.never), \(Span.minutes(1)), \(Span.forever)"
        == "1.5 s, never, 60.0 s, forever")
  }

  @Test func whatIsNotANumberIsRefused() async {
    await #expect(processExitsWith: .failure) { _ = SimTime(seconds: .nan) }
    await #expect(processExitsWith: .failure) { _ = Span.seconds(3) % .zero }
  }
}

/// Ten to a fractional power, from the powers of two that the standard library has.
private func tenToThe(_ exponent: Double) -> Double {
  let whole = exponent.rounded(.down)
  let power = (0..<Int(whole.magnitude)).reduce(1.0) { power, _ in whole < 0 ? power / 10 : power * 10 }
  return power * (1 + 9 * (exponent - whole))
}
