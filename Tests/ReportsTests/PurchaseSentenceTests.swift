import Costing
import Testing

@testable import Reports

/// Each sentence about a purchase beside the condition under which it would be another one.
@Suite struct PurchaseSentenceTests {
  @Test func whatIsHeldIsSaidWithItsCost() {
    #expect(PurchaseSentences.held(Money(cents: 0), names: []) == nil)
    #expect(
      PurchaseSentences.held(Money(cents: 7_889_400), names: ["old", "racks"])
        == "What is held already (old, racks) costs $78894.00 of it, whatever is bought.")
    #expect(
      PurchaseSentences.held(Money(cents: 0), names: ["racks"]) == "What is held already (racks) costs nothing more.")
  }
}
