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
struct RecordReader {
  /// The line ends too early, has another name here, or holds something else than numbers.
  struct Broken: Error {}

  private let fields: [Substring]
  private var position = 0

  init(_ line: some StringProtocol) {
    // By bytes: what stands between two spaces need not be searched for letters of several.
    fields = Substring(line).utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      .map { Substring($0) }
  }

  var isAtEnd: Bool { position == fields.count }

  private mutating func numbers<Number: LosslessStringConvertible>(_ name: String) throws -> [Number] {
    guard position < fields.count, let sign = fields[position].utf8.firstIndex(of: UInt8(ascii: "=")),
      fields[position][..<sign] == name
    else { throw Broken() }
    let text = fields[position][sign...].dropFirst()
    position += 1
    guard !text.isEmpty else { return [] }
    return try text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      guard let number = Number(String(Substring($0))) else { throw Broken() }
      return number
    }
  }

  mutating func doubles(_ name: String) throws -> [Double] { try numbers(name) }
  mutating func ints(_ name: String) throws -> [Int] { try numbers(name) }
  mutating func wides(_ name: String) throws -> [Int128] { try numbers(name) }
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
