import Testing

@testable import Intake

/// Times as files write them.
@Suite struct TimestampTests {
  /// Seconds since 1970 by `date -u -d ... +%s`.
  @Test(arguments: [
    ("1970-01-01", 0), ("2025-03-30T01:59:59+01:00", 1_743_296_399), ("2025-03-30T03:00:00+02:00", 1_743_296_400),
    ("2025-10-26T02:59:59+02:00", 1_761_440_399), ("2025-10-26T02:00:00+01:00", 1_761_440_400),
    ("2024-02-29 12:00:00Z", 1_709_208_000), ("2027-01-31T08:05", 1_801_382_700),
    ("2000-02-29T00:00:00-0530", 951_802_200), ("1900-01-01", -2_208_988_800), ("2199-12-31 23:59:60", 7_258_118_400),
  ])
  func datesAreSecondsSince1970(text: String, seconds: Int64) {
    #expect(Timestamp(text)?.nanoseconds == seconds * 1_000_000_000)
  }

  @Test func fractionsAreKeptToTheNanosecond() {
    #expect(Timestamp("1970-01-01T00:00:00.6805900Z")?.nanoseconds == 680_590_000)
    #expect(Timestamp("1970-01-01 00:00:00.1234567899")?.nanoseconds == 123_456_789)
  }

  @Test(arguments: [
    "2025-02-30 00:00:00", "2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-10", "2025-1-1",
    "2025-01-01T24:00:00", "2025-01-01T12:60:00", "2025-01-01T12:00:61", "2025-01-01T12", "2025-01-01T12:00:00+",
    "2025-01-01T12:00:00+25:00", "2025-01-01T12:00:00 Berlin", "1899-12-31", "2200-01-01", "", "noon", "12.5",
  ])
  func whatDoesNotExistIsNone(text: String) { #expect(Timestamp(text) == nil) }

  /// Our time since 1970, and what counts from an epoch of its own.
  @Test func unitsOfAnEpochAreToldByTheirSize() {
    #expect(TimeUnit(ofEpoch: 1_767_571_200) == .s)
    #expect(TimeUnit(ofEpoch: 1_767_571_200_000) == .ms)
    #expect(TimeUnit(ofEpoch: 1_767_571_200_000_000) == .us)
    #expect(TimeUnit(ofEpoch: 1.7675712e18) == .ns)
    #expect(TimeUnit(ofEpoch: 3_005_000) == nil && TimeUnit(ofEpoch: 0) == nil)
  }

  @Test func columnsNameTheirUnit() {
    let names = ["duration_ms", "repair_min", "hours", "duration (s)", "age_weeks", "wait_us", "lasted", "open"]
    #expect(names.map { TimeUnit(endOf: $0) } == [.ms, .min, .h, .s, .w, .us, nil, nil])
  }

  /// Anything within two hundred years, and nothing beyond, however far.
  @Test func noNumberTraps() {
    for value in [0, 1, -1, 1e13, -9.2e12, 1e30, -1e308, .infinity, .nan] as [Double] {
      for unit in TimeUnit.allCases {
        if let nanoseconds = unit.nanoseconds(value) { #expect(nanoseconds.magnitude < 7_000_000_000_000_000_001) }
      }
    }
    #expect(TimeUnit.ms.nanoseconds(1e13) == nil && TimeUnit.ms.nanoseconds(5e12) == 5_000_000_000_000_000_000)
  }
}
