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

/// What is more than can be counted stays at the most instead of ending the program, in sums and products too; below it
/// nothing is moved.
@Test func whatCannotBeCountedStaysAtTheMost() {
  let most = Quantity(1e30)
  #expect(most.millionths == .max && Quantity(-1e30).millionths == -.max)
  #expect((most + most).millionths == .max && (most * 3).millionths == .max)
  #expect((Quantity(-1e30) - most).millionths == -.max)
  #expect(Quantity(9_000_000_000_000).millionths == 9_000_000_000_000_000_000)
  let dear = UnitPrice(dollars: 1e12) * most
  #expect((0..<100).reduce(Money.zero) { sum, _ in sum + dear }.picodollars == .max)
  #expect(Money(dollars: 1e300).dollars > 1e26)
}
