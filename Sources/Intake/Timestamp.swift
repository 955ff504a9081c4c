/// A point in time as files write it: with a date and perhaps an offset, or as a number since an epoch of its own.
public struct Timestamp: Equatable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00 UTC; of a date without an offset, by the clock that wrote it.
  public let nanoseconds: Int64

  /// Years that a date may have: nanoseconds hold them, and their differences.
  public static let years = 1900...2199

  /// Reads `2027-01-31`, `2027-01-31 08:05`, `2027-01-31T08:05:00.25Z` or `…+02:00`; nil where it is none of these, or a day
  /// or an hour that does not exist.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let nanoseconds = text.withUTF8({ Timestamp.nanoseconds(of: $0) }) else { return nil }
    self.nanoseconds = nanoseconds
  }

  private static func nanoseconds(of text: UnsafeBufferPointer<UInt8>) -> Int64? {
    var scan = TimestampScan(bytes: text)
    guard let year = scan.digits(4), scan.take("-"), let month = scan.digits(2), scan.take("-"),
      let day = scan.digits(2), Timestamp.years.contains(year), (1...12).contains(month),
      (1...Timestamp.days(inMonth: month, of: year)).contains(day)
    else { return nil }
    var seconds = Int64(Timestamp.daysSinceEpoch(year: year, month: month, day: day)) * 86_400
    var fraction: Int64 = 0
    if !scan.isAtEnd {
      guard scan.take("T") || scan.take(" "), let hour = scan.digits(2), scan.take(":"), let minute = scan.digits(2),
        hour < 24, minute < 60
      else { return nil }
      seconds += Int64(hour * 3600 + minute * 60)
      if scan.take(":") {
        // A leap second is the first of the next minute, as clocks without them count it.
        guard let second = scan.digits(2), second <= 60 else { return nil }
        seconds += Int64(second)
        if scan.take(".") {
          guard let part = scan.nanoseconds() else { return nil }
          fraction = part
        }
      }
      guard let offset = scan.offset(), scan.isAtEnd else { return nil }
      seconds -= Int64(offset)
    }
    return seconds * 1_000_000_000 + fraction
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// Days since 1970 by the civil calendar, with years that begin in March (Howard Hinnant's days-from-civil).
  private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day - 1 - 719_468
  }
}

/// The unit of a time that is written as a number.
public enum TimeUnit: String, CaseIterable, Sendable {
  case ns, us, ms, s, min, h, d, w

  public var nanoseconds: Double {
    switch self {
    case .ns: 1
    case .us: 1e3
    case .ms: 1e6
    case .s: 1e9
    case .min: 60e9
    case .h: 3600e9
    case .d: 86_400e9
    case .w: 604_800e9
    }
  }

  public var seconds: Double { nanoseconds / 1e9 }

  /// The unit that a column's name ends with: `repair_min`, `hours`, `duration (s)`, `duration_ms`.
  public init?(endOf column: String) {
    let word = column.lowercased().split { !$0.isLetter && $0 != "µ" }.last.map(String.init) ?? ""
    switch word {
    case "ns", "nanos", "nanosecond", "nanoseconds": self = .ns
    case "us", "µs", "micros", "microsecond", "microseconds": self = .us
    case "ms", "msec", "msecs", "millis", "millisecond", "milliseconds": self = .ms
    case "s", "sec", "secs", "second", "seconds": self = .s
    case "min", "mins", "minute", "minutes": self = .min
    case "h", "hr", "hrs", "hour", "hours": self = .h
    case "d", "day", "days": self = .d
    case "w", "wk", "wks", "week", "weeks": self = .w
    default: return nil
    }
  }

  /// The unit in which a number is an instant of our time since 1970: seconds from 1973 on have nine digits or ten, and
  /// each finer unit three more. Nil where it is so small that it counts from an epoch of its own.
  public init?(ofEpoch value: Double) {
    switch value.magnitude {
    case 1e8..<1e11: self = .s
    case 1e11..<1e14: self = .ms
    case 1e14..<1e17: self = .us
    case 1e17..<1e19: self = .ns
    default: return nil
    }
  }

  /// So many of these in nanoseconds; nil beyond two hundred years.
  public func nanoseconds(_ value: Double) -> Int64? {
    let exact = value * nanoseconds
    return exact.magnitude < 7e18 ? nearestWhole(exact) : nil
  }
}

/// A cursor over the bytes of a time.
private struct TimestampScan {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(mark.value) else { return false }
    position += 1
    return true
  }

  private mutating func digit() -> Int? {
    guard position < bytes.count, (48...57).contains(bytes[position]) else { return nil }
    defer { position += 1 }
    return Int(bytes[position]) - 48
  }

  mutating func digits(_ count: Int) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// The digits after a point; finer ones than nanoseconds are dropped.
  mutating func nanoseconds() -> Int64? {
    guard var value = digit().map({ Int64($0) }) else { return nil }
    var count = 1
    while let next = digit() {
      count += 1
      if count <= 9 { value = value * 10 + Int64(next) }
    }
    while count < 9 {
      value *= 10
      count += 1
    }
    return value
  }

  /// `Z`, `+02:00`, `-0530`, `+02` or nothing, in seconds east of Greenwich.
  mutating func offset() -> Int? {
    if isAtEnd || take("Z") || take("z") { return 0 }
    let sign: Int
    if take("+") {
      sign = 1
    } else if take("-") {
      sign = -1
    } else {
      return nil
    }
    guard let hours = digits(2), hours <= 18 else { return nil }
    var minutes = 0
    if !isAtEnd {
      _ = take(":")
      guard let written = digits(2), written < 60 else { return nil }
      minutes = written
    }
    return sign * (hours * 3600 + minutes * 60)
  }
}
