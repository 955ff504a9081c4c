import EventKernel
import Testing

/// The quick conversions give what the standard library's generic ones give, to the bit.
struct AmountConversionTests {
  /// Numbers around every power of two that are a tie, just off a tie, or far from one, with both signs.
  @Test func boundariesAndTiesRoundAsTheStandardDoes() {
    for exponent in 0..<127 {
      let power = Int128(1) << exponent
      for offset in [-3, -2, -1, 0, 1, 2, 3] as [Int128] { expectTheSame(power + offset) }
      // Half of the last place, with an even and an odd last place below it, and one more or less than the half.
      guard exponent >= 54 else { continue }
      let place = Int128(1) << (exponent - 52)
      for places in 0..<4 as Range<Int128> {
        for offset in [-1, 0, 1] as [Int128] { expectTheSame(power + places * place + place / 2 + offset) }
      }
    }
    for end in [Int128.max, .min, .max - 1, .min + 1, 0] { expectTheSame(end) }
  }

  /// By hand: 2^53 + 1 and 2^53 + 3 lie half-way between neighbours 2 apart, and the even one is taken; so are
  /// 2^100 + 2^47 and 2^100 + 3 * 2^47, 2^48 apart; one more than a tie goes up.
  @Test func tiesGoToEven() {
    let whole = [(Int128(1) << 53) + 1, (Int128(1) << 53) + 3]
    #expect(whole.map { Double($0) } == [0x1p53, 0x1p53 + 4])
    let (power, half) = (Int128(1) << 100, Int128(1) << 47)
    #expect(Double(power + half) == 0x1p100)
    #expect(Double(power + half + 1) == 0x1p100 + 0x1p48)
    #expect(Double(-(power + 3 * half)) == -(0x1p100 + 0x1p49))
    #expect(Double(Int128.max) == 0x1p127)
    #expect(Double(Int128.min) == -0x1p127)
  }

  @Test func randomWholeNumbersOfEveryLengthRoundAsTheStandardDoes() {
    var numbers = SplitMix(seed: 20_261_129)
    for _ in 0..<2_000 {
      let bits = Int128(Int64(bitPattern: numbers.next())) << 64 | Int128(numbers.next())
      expectTheSame(bits >> Int128(numbers.next() % 127))
    }
  }

  @Test func numbersLoseTheirFractionAsTheStandardDoes() {
    var numbers = SplitMix(seed: 20_261_130)
    for exponent in -3..<126 {
      for sign in [1.0, -1] {
        let power = sign * Double(sign: .plus, exponent: exponent, significand: 1)
        let random = power * (1 + Double(numbers.next() >> 11) * 0x1p-53)
        for number in [power, power.nextUp, power.nextDown, random, random.rounded()] {
          #expect(Int128(number) == standardInt128(number), "\(number)")
        }
      }
    }
    #expect(Int128(-0.0) == 0)
  }

  private func expectTheSame(_ whole: Int128) {
    #expect(Double(whole).bitPattern == standardDouble(whole).bitPattern, "\(whole)")
  }
}

/// In generic code no overload of ours is seen.
private func standardDouble(_ whole: some BinaryInteger) -> Double { Double(whole) }
private func standardInt128(_ number: some BinaryFloatingPoint) -> Int128 { Int128(number) }
