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
