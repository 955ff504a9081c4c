import Testing

@testable import Pages

@Suite struct AskedTests {
  @Test func sharesKeepTheirNines() {
    #expect(nines(0.9999) == "99.99 %")
    #expect(nines(0.99) == "99 %")
  }
}
