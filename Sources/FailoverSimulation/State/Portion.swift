// Products of two rates, divided again. They are wider than 64 bits only in services of millions of requests a second, and a
// division of 128 bits takes ten times as long as one of 64.

/// A share of a rate, in millionths, without overflow.
@inline(__always)
func portion(_ rate: Int64, _ share: Int64) -> Int64 { portion(rate, share, of: 1_000_000) }

/// What `share` of `whole` is of a rate, towards zero and without overflow.
@inline(__always)
func portion(_ rate: Int64, _ share: Int64, of whole: Int64) -> Int64 {
  let (product, isTooLarge) = rate.multipliedReportingOverflow(by: share)
  return isTooLarge ? Int64(Int128(rate) * Int128(share) / Int128(whole)) : product / whole
}

/// An amount over a span of nanoseconds, as a rate; at most what a rate can be.
@inline(__always)
func meanRate(of amount: Int128, over nanoseconds: Int64) -> Int64 {
  if let amount = Int64(exactly: amount) { return amount / nanoseconds }
  return Int64(clamping: amount / Int128(nanoseconds))
}
