import FailoverSimulation
import ServiceModel

/// Named lists of numbers in one line of text, exact to the last bit: how records travel between runs.
///
/// `name=number,number name=number`: a record says what it holds, and what another version wrote is refused and not taken
/// for something else.
struct RecordWriter {
  private(set) var line = ""

  private mutating func write(_ name: String, _ numbers: some Sequence<some CustomStringConvertible>) {
    if !line.isEmpty { line += " " }
    line += name
    line += "="
    var isFirst = true
    for number in numbers {
      if !isFirst { line += "," }
      line += number.description
      isFirst = false
    }
  }

  mutating func put(_ name: String, _ values: [Double]) { write(name, values) }
  mutating func put(_ name: String, _ values: [Int]) { write(name, values) }
  mutating func put(_ name: String, _ values: [Int128]) { write(name, values) }
  mutating func put(_ name: String, _ value: Int) { write(name, [value]) }
  mutating func put(_ name: String, _ value: Int128) { write(name, [value]) }
  mutating func put(_ name: String, _ years: [YearRecord]) {
    put("\(name).lostMinutes", years.map(\.lostMinutes))
    put("\(name).downtimeMinutes", years.map(\.downtimeMinutes))
    put("\(name).requestsLost", years.map(\.requestsLost))
    put("\(name).outages", years.map { Int($0.outages) })
  }
  mutating func put(_ name: String, _ loss: StateLoss) {
    put(name, [Int(loss.cut), Int(loss.lost), Int(loss.conflicting)])
  }
}

/// Reads what a `RecordWriter` wrote, name by name in the order in which it was written.
///
/// By bytes, and each number where it stands: a study in thousands of parts is read once more when they are joined.
struct RecordReader {
  /// The line ends too early, has another name here, or holds something else than numbers.
  struct Broken: Error {}

  private let bytes: [UInt8]
  /// Where the next name begins; behind the end where there is none.
  private var position = 0

  init(_ line: some StringProtocol) { bytes = Array(line.utf8) }

  var isAtEnd: Bool { position > bytes.count }

  private mutating func numbers<Number>(_ name: String, _ number: (ArraySlice<UInt8>) -> Number?) throws -> [Number] {
    let sign = position + name.utf8.count
    guard sign < bytes.count, bytes[sign] == UInt8(ascii: "="), bytes[position..<sign].elementsEqual(name.utf8) else {
      throw Broken()
    }
    let end = bytes[sign...].firstIndex(of: UInt8(ascii: " ")) ?? bytes.count
    position = end + 1
    var found: [Number] = []
    guard sign + 1 < end else { return found }
    var start = sign + 1
    for index in start...end where index == end || bytes[index] == UInt8(ascii: ",") {
      guard let number = number(bytes[start..<index]) else { throw Broken() }
      found.append(number)
      start = index + 1
    }
    return found
  }

  private static func integer<Integer: FixedWidthInteger>(_ text: ArraySlice<UInt8>) -> Integer? {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    guard !digits.isEmpty else { return nil }
    // Most are short, and products of 128 bits take longer than all else.
    if digits.count <= 18 {
      var short = 0
      for digit in digits {
        guard (48...57).contains(digit) else { return nil }
        short = short &* 10 &+ Int(digit &- 48)
      }
      return Integer(exactly: digits.count == text.count ? short : -short)
    }
    var value: Integer = 0
    for digit in digits {
      guard (48...57).contains(digit) else { return nil }
      let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      // Below zero, so that the least integer is read too.
      let (next, isTooLow) = tens.subtractingReportingOverflow(Integer(digit - 48))
      guard !isTooLarge, !isTooLow else { return nil }
      value = next
    }
    guard digits.count == text.count else { return value }
    let (positive, isTooLarge) = Integer(0).subtractingReportingOverflow(value)
    return isTooLarge ? nil : positive
  }

  mutating func doubles(_ name: String) throws -> [Double] {
    try numbers(name) { Double(String(decoding: $0, as: UTF8.self)) }
  }
  mutating func ints(_ name: String) throws -> [Int] { try numbers(name, RecordReader.integer) }
  mutating func wides(_ name: String) throws -> [Int128] { try numbers(name, RecordReader.integer) }
  mutating func int(_ name: String) throws -> Int { try only(ints(name)) }
  mutating func wide(_ name: String) throws -> Int128 { try only(wides(name)) }
  mutating func years(_ name: String) throws -> [YearRecord] {
    let lostMinutes = try doubles("\(name).lostMinutes")
    let downtimeMinutes = try doubles("\(name).downtimeMinutes")
    let requestsLost = try doubles("\(name).requestsLost")
    let outages = try ints("\(name).outages")
    guard [downtimeMinutes.count, requestsLost.count, outages.count].allSatisfy({ $0 == lostMinutes.count }) else {
      throw Broken()
    }
    return lostMinutes.indices.map {
      YearRecord(
        lostMinutes: lostMinutes[$0], downtimeMinutes: downtimeMinutes[$0], requestsLost: requestsLost[$0],
        outages: Int32(truncatingIfNeeded: outages[$0]))
    }
  }
  mutating func stateLoss(_ name: String) throws -> StateLoss {
    let values = try ints(name)
    guard values.count == 3 else { throw Broken() }
    return StateLoss(cut: Int64(values[0]), lost: Int64(values[1]), conflicting: Int64(values[2]))
  }

  private func only<Number>(_ values: [Number]) throws -> Number {
    guard values.count == 1 else { throw Broken() }
    return values[0]
  }
}
