import EventKernel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// xoshiro256++ 1.0 (Blackman and Vigna), seeded by SplitMix64: the generator of the C++ loops, number for number.
///
/// The product draws from `Stochastics`; a comparison of event loops must hold the generator fixed.
struct Xoshiro {
  private var s: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64) {
    var state = seed
    func word() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
    s = (word(), word(), word(), word())
  }

  mutating func next() -> UInt64 {
    func rotated(_ x: UInt64, by k: UInt64) -> UInt64 { (x &<< k) | (x &>> (64 &- k)) }
    let result = rotated(s.0 &+ s.3, by: 23) &+ s.0
    let t = s.1 << 17
    s.2 ^= s.0
    s.3 ^= s.1
    s.1 ^= s.2
    s.0 ^= s.3
    s.2 ^= t
    s.3 = rotated(s.3, by: 45)
    return result
  }

  /// An exponential variate with mean 1, by inversion.
  mutating func exponential() -> Double { -log(1 - Double(next() >> 11) * 0x1p-53) }

  /// An exponential stretch of time with the given mean, in nanoseconds.
  mutating func exponential(mean: Double) -> Span { Span(rounding: exponential() * mean) }
}
