import Costing
import Testing

@Test func moneyIsPrintedWithTwoDecimalsAndUnitPricesWithSix() {
  #expect(Money(dollars: 4_901_055.36).description == "4901055.36")
  #expect(Money(dollars: -0.005).description == "0.00", "halves go to even")
  #expect(Money(dollars: -0.015).description == "-0.02")
  #expect(Money(dollars: 0.07).description == "0.07")
  #expect(UnitPrice(dollars: 98.32).description == "98.320000")
  #expect(UnitPrice(dollars: 0.0225).description == "0.022500")
  #expect(Quantity(67).description == "67.0")
  #expect(Quantity(0.171542).description == "0.171542")
  #expect(Quantity(-1.5).description == "-1.5")
}

@Test func productsOfPriceAndQuantityAreExact() {
  #expect(UnitPrice(microdollars: 1) * Quantity(millionths: 1) == Money(picodollars: 1))
  #expect(UnitPrice(dollars: 0.1) * Quantity(3) == Money(picodollars: 300_000_000_000))
  #expect((UnitPrice(dollars: 98.32) * Quantity(49_848)).description == "4901055.36")
  // A thousand fleets for a century still fit.
  #expect((UnitPrice(dollars: 1000) * Quantity(8_000_000_000_000)).description == "8000000000000000.00")
}

@Test func thirdsOfADollarSumToADollar() {
  let third = Money(picodollars: 333_333_333_334)
  #expect(wholeCents([third, third, third]).map(\.description) == ["0.34", "0.33", "0.33"])
  #expect(wholeCents([]).isEmpty)
  #expect(wholeCents([Money(dollars: 0.004), Money(dollars: 0.004)]).map(\.description) == ["0.01", "0.00"])
  #expect(wholeCents([Money(dollars: -0.012), Money(dollars: 0.007)]).map(\.description) == ["-0.01", "0.01"])
}

/// Whatever the amounts: the cents sum to the rounded total and none is a cent or more away from its amount.
@Test(arguments: 1...40)
func largestRemaindersLoseNothing(count: Int) {
  var state = UInt64(count)
  let amounts = (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Money(picodollars: Int128(state >> 20) - (1 << 43))
  }
  let cents = wholeCents(amounts)
  #expect(cents.reduce(.zero, +) == amounts.reduce(.zero, +).inCents)
  for (amount, rounded) in zip(amounts, cents) {
    let error = (rounded - amount).picodollars.magnitude
    #expect(error < 10_000_000_000, "\(amount) became \(rounded)")
  }
}
