import Testing

@testable import Intake

/// Numbers from outside.
@Suite struct OutsideNumberTests {
  static let kinds: [OutsideNumber] = [
    .promptTokens, .outputTokens, .gpus, .batch, .measuredTokens, .milliseconds, .rate, .seconds, .amount, .ordinal,
  ]

  /// Whatever a text says, what comes through is finite, within the limits and, where it should be, whole: an integer
  /// holds it.
  @Test(arguments: kinds)
  func whatComesThroughCanBeUsed(kind: OutsideNumber) {
    let texts = [
      "0", "1", "-1", "1.5", "1e9", "1e30", "1e308", "-1e308", "1e-308", "1e999", "nan", "inf", "infinity", "0x10",
      "0b1",
      "1_000", "", " ", "1,5", "12abc", "+7", "1e", "9223372036854775808", "--1", "9007199254740993",
    ]
    for text in texts {
      guard let value = kind.value(of: text) else {
        #expect(kind.problem(withText: text) != nil, "\(text)")
        continue
      }
      #expect(value.isFinite && value >= kind.least && value <= kind.most)
      #expect(!kind.isWhole || wholeNumber(value) != nil)
      #expect(kind.problem(withText: text) == nil)
    }
  }

  @Test func onlyDecimalNotationIsANumber() {
    #expect(["12", "-0.5", "1e-3", "+7", ".5"].allSatisfy { decimal($0) != nil })
    #expect(["0x10", "inf", "nan", "1e999", "", "1 2", "١٢"].allSatisfy { decimal($0) == nil })
  }

  @Test func noConversionTraps() {
    for value in [.nan, .infinity, -.infinity, 1e308, -1e308, 9.3e18, 0.5, -0.5, 1e18] as [Double] {
      _ = nearestWhole(value)
      _ = wholeNumber(value)
    }
    #expect(nearestWhole(.infinity) == .max && nearestWhole(-1e30) == .min && nearestWhole(.nan) == 0)
    #expect(nearestWhole(2.5) == 3 && nearestWhole(-2.4) == -2 && wholeNumber(2.5) == nil)
  }

  @Test func messagesNameTheLimit() {
    #expect(OutsideNumber.gpus.problem(with: 1e308)?.contains("above 100000") == true)
    #expect(OutsideNumber.promptTokens.problem(with: 0)?.contains("below 1") == true)
    #expect(OutsideNumber.gpus.problem(with: 1.5)?.contains("not whole") == true)
  }

  /// Published test vectors of 64-bit FNV-1a (isthe.com/chongo/tech/comp/fnv).
  @Test func checksumsAreFNV1a() {
    #expect(Checksum("").text == "cbf29ce484222325" && Checksum("a").text == "af63dc4c8601ec8c")
    #expect(Checksum("foobar").text == "85944171f73967e8")
  }
}
