import Testing

@testable import Charts

@Suite struct ChangeStripTests {
  private func strip(
    before: Double? = 40, now: Double = 30, interval: ClosedRange<Double>? = 28...33,
    difference: ClosedRange<Double>? = nil,
    band: ClosedRange<Double>? = nil
  ) -> String {
    ChangeStrip(
      name: "hot", tint: .design(1), axis: 10...1000, before: before, now: now, interval: interval,
      difference: difference,
      band: band
    ).svg
  }

  /// Two decades on 284 pixels from 8 on: 10 at 8, 100 at 150, 1000 at 292; a mark at 30 stands at 8 + 142 log 3 = 75.8.
  @Test func valuesStandByTheirRatios() {
    #expect(strip().contains("cx=\"75.8\""))
    #expect(strip(now: 10).contains("cx=\"8\"") && strip(now: 1000).contains("cx=\"292\""))
    // What lies beyond an end is drawn there.
    #expect(strip(now: 0).contains("cx=\"8\"") && strip(now: .infinity).contains("cx=\"292\""))
  }

  /// A design that was not changed has the interval of its mean; one that was has a tick, and an arrow where the difference
  /// leaves out zero.
  @Test func anArrowNeedsADifference() {
    let untouched = strip()
    #expect(!untouched.contains("arrow") && !untouched.contains("class=\"tick\""))
    #expect(untouched.contains("<rect"))
    let unclear = strip(difference: -12...2)
    #expect(unclear.contains("class=\"tick\"") && !unclear.contains("arrow") && !unclear.contains("<rect"))
    let clear = strip(difference: -12 ... -8)
    #expect(clear.contains("class=\"tick\"") && clear.contains("arrow") && clear.contains("before 40.0"))
    // The head reaches from 40 - 12 to 40 - 8: 71.5 to 79.8.
    #expect(clear.contains("x=\"71.5\"") && clear.contains("width=\"8.2\""))
  }

  @Test func theBandIsDashedAndSaid() {
    #expect(strip(band: 20...60).contains("nine in ten of the inputs: 20.0 to 60.0 minutes"))
  }

  /// An axis of whole decades holds still while values move within them, and stays drawable.
  @Test func theAxisHoldsStill() {
    #expect(ChangeStrip.axis(around: [30, 170]) == 10...1000)
    #expect(ChangeStrip.axis(around: [11, 999]) == 10...1000)
    #expect(ChangeStrip.axis(around: []) == 1...10)
    #expect(ChangeStrip.axis(around: [0, .infinity, 1]) == 1...10)
    #expect(ChangeStrip.axis(around: [1e-12, 1e6]) == 1...1e6)
    #expect(ChangeStrip.axisDrawing(10...1000).contains(">100<"))
  }
}
