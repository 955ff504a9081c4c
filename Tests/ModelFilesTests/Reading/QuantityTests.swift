import Testing

@testable import ModelFiles

@Suite struct QuantityTests {
  /// What each form is read into.
  @Test(arguments: [
    (QuantityKind.duration, "100ms", 0.1), (.duration, "90s", 90), (.duration, "1.5 min", 90), (.duration, "2h", 7200),
    (.duration, "3d", 259_200), (.duration, "2w", 1_209_600), (.duration, "1y", 31_557_600), (.duration, "0s", 0),
    (.duration, "1e3s", 1000), (.duration, ".5s", 0.5),
    (.rate, "1000rps", 1000), (.rate, "0.5/s", 0.5), (.rate, "36/h", 0.01), (.rate, "60/min", 1),
    (.perYear, "0.8", 0.8), (.share, "5%", 0.05), (.share, "0.05", 0.05), (.share, "99.99%", 0.9999), (.share, "1", 1),
    (.shareOf("production"), "30% of production", 0.3), (.shareOf("production", atMost: 2), "150% of production", 1.5),
    (.bytes, "53kB", 53_000), (.bytes, "70GB", 70e9), (.bytes, "20GiB", 21_474_836_480), (.bytes, "1TB", 1e12),
    (.bandwidth, "25Gbps", 3.125e9), (.bandwidth, "3GB/s", 3e9), (.bandwidth, "100Mbps", 12.5e6),
    (.money, "$60", 60), (.moneyPer("h"), "$55.04/h", 55.04), (.moneyPer("h"), "$2/d", 2 / 24.0),
    (.moneyPer("GB"), "$0.05/GB", 0.05), (.moneyPer("GB"), "$50/TB", 0.05),
    (.moneyPer("GB-month"), "$0.25/GB-month", 0.25), (.moneyPer("GB-month"), "$23/TB-month", 0.023),
    (.moneyPer("y"), "$250000/y", 250_000), (.moneyPer("request"), "$0.01/request", 0.01),
    (.count(), "3", 3), (.count("nodes"), "90 nodes", 90), (.count("nodes"), "1 node", 1), (.count("nodes"), "90", 90),
    (.hourOfDay, "3h", 3), (.hourOfDay, "03:00", 3), (.hourOfDay, "15:45", 15.75), (.hourOfDay, "24h", 24),
    (.number, "0.25", 0.25), (.gpuCount, "8xH100", 8), (.gpuCount, "4", 4), (.kOfN, "2 of 3", 2),
    (.distance, "1200km", 1200), (.distance, "800m", 0.8),
  ])
  func value(kind: QuantityKind, text: String, expected: Double) throws {
    let value = try kind.value(of: text)
    #expect(abs(value - expected) <= 1e-15 * expected && value.sign == .plus)
  }

  @Test(arguments: [
    (QuantityKind.duration, "5", QuantityError.form), (.duration, "5 S", .form), (.duration, "5ss", .form),
    (.duration, "", .form), (.duration, "s", .form), (.duration, "nan", .form), (.duration, "1e999s", .outOfBounds),
    (.duration, "-1s", .negative), (.duration, "-1e999s", .negative), (.duration, "1_000s", .form),
    (.duration, "1,5s", .form),
    (.duration, "2es", .form), (.share, "5 %%", .form), (.share, "5", .outOfBounds), (.share, "-5%", .negative),
    (.shareOf("years"), "90% of outages", .form), (.shareOf("years"), "90%", .form),
    (.shareOf("years"), "110% of years", .outOfBounds),
    (.bytes, "5Gb", .form), (.bandwidth, "25Gb/s", .form), (.money, "60", .form), (.money, "$", .form),
    (.money, "-$5", .negative),
    (.moneyPer("h"), "$5/GB", .form), (.moneyPer("GB-month"), "$5/TB", .form), (.moneyPer("GB"), "$5/GB-month", .form),
    (.moneyPer("GB"), "$5/", .form), (.count("nodes"), "9 zones", .form), (.count(), "2.5", .form),
    (.count(), "1e10", .outOfBounds),
    (.hourOfDay, "3:00", .form), (.hourOfDay, "-1h", .negative), (.hourOfDay, "24:30", .outOfBounds),
    (.hourOfDay, "+1:30", .form),
    (.gpuCount, "xH100", .form), (.gpuCount, "8x", .form), (.gpuCount, "-8xH100", .negative),
    (.kOfN, "0 of 3", .outOfBounds),
    (.kOfN, "two of three", .form), (.number, "+-3", .form),
  ])
  func refusal(kind: QuantityKind, text: String, expected: QuantityError) {
    #expect(throws: expected) { try kind.value(of: text) }
  }

  /// The form that a remedy recommends is one that is read.
  @Test(arguments: [
    QuantityKind.duration, .rate, .perYear, .share, .shareOf("years"), .bytes, .bandwidth, .money,
    .moneyPer("GB-month"),
    .count(), .count("nodes"), .hourOfDay, .number, .gpuCount, .kOfN, .distance,
  ])
  func remediesAreAccepted(kind: QuantityKind) {
    for example in kind.examples { #expect(throws: Never.self) { try kind.value(of: example) } }
  }

  @Test func pairsKeepBothParts() throws {
    let reader = try reader("gpus: 8xH100\nplain: 4\nvantage: 2 of 3\n")
    let gpus = try #require(reader.gpuCount("gpus"))
    #expect(gpus == (8, "H100"))
    let plain = try #require(reader.gpuCount("plain"))
    #expect(plain == (4, nil))
    let vantage = try #require(reader.kOfN("vantage"))
    #expect(vantage == (2, 3))
    #expect(reader.whole("plain") == 4 && reader.whole("none") == nil)
    #expect(!reader.context.diagnostics.hasErrors)
  }
}
