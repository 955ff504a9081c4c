/// An instant of a trace in nanoseconds: `2023-11-16 18:15:46.6805900`, with T for the space and a zone or without, or a
/// plain number of seconds. A zone is passed over: within a trace it is the same. `nil` for anything else.
func traceInstant(_ text: some StringProtocol) -> Int64? {
  if let seconds = Double(text) { return seconds.magnitude < 9e9 ? Int64((seconds * 1e9).rounded()) : nil }
  let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
  guard parts.count == 2 else { return nil }
  let date = parts[0].split(separator: "-").compactMap { Int($0) }
  let clock = parts[1].prefix { $0 != "+" && $0 != "Z" && $0 != "-" }.split(separator: ":")
  guard date.count == 3, clock.count == 3, let hour = Int(clock[0]), let minute = Int(clock[1]),
    let second = Double(clock[2]), (1...12).contains(date[1]), (1...31).contains(date[2]), (0..<24).contains(hour),
    (0..<60).contains(minute), (0..<61).contains(second), (1900...2300).contains(date[0])
  else { return nil }
  // Days since 1970 by the civil calendar, with years that begin in March.
  let year = date[1] <= 2 ? date[0] - 1 : date[0]
  let month = (date[1] + 9) % 12
  let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date[2] - 1 - 719_468
  let whole = Int64(((days * 24 + hour) * 60 + minute) * 60)
  return whole * 1_000_000_000 + Int64((second * 1e9).rounded())
}
