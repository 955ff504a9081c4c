/// Instants and lengths are whole nanoseconds; this one never comes.
let never = Int64.max

func nanoseconds(_ seconds: Double) -> Int64 {
  let exact = (seconds * 1e9).rounded(.toNearestOrEven)
  return exact < 0x1p62 ? Int64(exact) : never
}

func seconds(_ nanoseconds: Int64) -> Double { nanoseconds == never ? .infinity : Double(nanoseconds) / 1e9 }

/// The instant a length later; what never begins or never ends has none.
func later(_ time: Int64, _ length: Int64) -> Int64 {
  let (sum, overflows) = time.addingReportingOverflow(length)
  return time == never || length == never || overflows ? never : sum
}

let dayLength: Int64 = 86_400 * 1_000_000_000
