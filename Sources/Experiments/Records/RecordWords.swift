import FailoverSimulation
import ServiceModel

/// Numbers as 64-bit words, exact to the bit: how records travel between runs.
struct WordWriter {
  private(set) var words: [UInt64] = []

  mutating func put(_ value: Double) { words.append(value.bitPattern) }
  mutating func put(_ value: Int) { words.append(UInt64(bitPattern: Int64(value))) }
  mutating func put(_ value: Int128) {
    words.append(UInt64(truncatingIfNeeded: value))
    words.append(UInt64(truncatingIfNeeded: value >> 64))
  }
  mutating func put(_ values: [Double]) {
    put(values.count)
    for value in values { put(value) }
  }
  mutating func put(_ values: [Int]) {
    put(values.count)
    for value in values { put(value) }
  }
  mutating func put(_ values: [Int128]) {
    put(values.count)
    for value in values { put(value) }
  }
  mutating func put(_ years: [YearRecord]) {
    put(years.count)
    for year in years {
      put(year.lostMinutes)
      put(year.downtimeMinutes)
      put(year.requestsLost)
      put(Int(year.outages))
    }
  }
  mutating func put(_ loss: StateLoss) {
    put(Int(loss.cut))
    put(Int(loss.lost))
    put(Int(loss.conflicting))
  }
}

/// Reads what a `WordWriter` wrote.
struct WordReader {
  /// The words end too early, or a count is none.
  struct Broken: Error {}

  private let words: [UInt64]
  private var position = 0

  init(_ words: [UInt64]) { self.words = words }

  var isAtEnd: Bool { position == words.count }

  private mutating func word() throws -> UInt64 {
    guard position < words.count else { throw Broken() }
    defer { position += 1 }
    return words[position]
  }

  mutating func double() throws -> Double { Double(bitPattern: try word()) }
  mutating func int() throws -> Int { Int(Int64(bitPattern: try word())) }
  mutating func wide() throws -> Int128 {
    let low = try word()
    let high = try word()
    return Int128(Int64(bitPattern: high)) << 64 | Int128(low)
  }
  /// The length of a list; each of its elements has a word at least.
  mutating func count() throws -> Int {
    let count = try int()
    guard (0...words.count - position).contains(count) else { throw Broken() }
    return count
  }
  mutating func doubles() throws -> [Double] { try (0..<count()).map { _ in try double() } }
  mutating func ints() throws -> [Int] { try (0..<count()).map { _ in try int() } }
  mutating func wides() throws -> [Int128] { try (0..<count()).map { _ in try wide() } }
  mutating func years() throws -> [YearRecord] {
    try (0..<count()).map { _ in
      YearRecord(
        lostMinutes: try double(), downtimeMinutes: try double(), requestsLost: try double(),
        outages: Int32(truncatingIfNeeded: try int()))
    }
  }
  mutating func stateLoss() throws -> StateLoss {
    StateLoss(cut: Int64(try int()), lost: Int64(try int()), conflicting: Int64(try int()))
  }
}

extension WorldRecord {
  /// All that the record says, without the ledger's rows.
  public var words: [UInt64] {
    var writer = WordWriter()
    writer.put(replications)
    writer.put(yearsInside)
    outages.write(to: &writer)
    for values in [sums.lateShare, sums.lateTime, sums.scalars, tally.minutes] {
      writer.put(values)
    }
    for values in tally.minutesByLengthAndPart + tally.creditMonthsByPart { writer.put(values) }
    writer.put(yearsKept)
    writer.put(windowsKept)
    writer.put(sample.minutes)
    writer.put(sample.requestsLost)
    writer.put(failovers)
    writer.put(spuriousFailovers)
    for seconds in dataLossSeconds { writer.put(seconds) }
    writer.put(demand)
    for amount in [lostExactly, lostOutsideExactly, lostInOutagesExactly] { writer.put(amount) }
    writer.put(stateLoss)
    writer.put(stateLossBooked)
    for values in [lostOutside, lostInOutages, nodeHours, nodeHoursSquared, drawnHours, answeredAt] {
      writer.put(values)
    }
    writer.put(incidents)
    writer.put(evacuations)
    writer.put(keptWithout)
    writer.put(billed.sums)
    return writer.words
  }

  /// The record that `words` says.
  ///
  /// - Returns: nil where the words are not those of a record of this service.
  public init?(words: [UInt64], of service: Service) {
    self.init(service)
    do { try read(words) } catch { return nil }
  }

  private mutating func read(_ words: [UInt64]) throws {
    var reader = WordReader(words)
    replications = try reader.years()
    yearsInside = try reader.years()
    outages = try OutageTable(from: &reader)
    func same<Value>(_ values: [Value], as known: [Value]) throws -> [Value] {
      guard values.count == known.count else { throw WordReader.Broken() }
      return values
    }
    sums.lateShare = try same(reader.doubles(), as: sums.lateShare)
    sums.lateTime = try same(reader.doubles(), as: sums.lateTime)
    sums.scalars = try same(reader.doubles(), as: sums.scalars)
    tally.restore(
      minutes: try same(reader.doubles(), as: tally.minutes),
      byLength: try tally.minutesByLengthAndPart.map { try same(reader.doubles(), as: $0) },
      creditMonths: try tally.creditMonthsByPart.map { try same(reader.doubles(), as: $0) })
    yearsKept = try same(reader.ints(), as: yearsKept)
    windowsKept = try same(reader.ints(), as: windowsKept)
    guard let kept = OutageSample(minutes: try reader.doubles(), requestsLost: try reader.doubles()) else {
      throw WordReader.Broken()
    }
    sample = kept
    failovers = try reader.int()
    spuriousFailovers = try reader.int()
    for index in dataLossSeconds.indices { dataLossSeconds[index] = try reader.doubles() }
    demand = try reader.double()
    lostExactly = try reader.wide()
    lostOutsideExactly = try reader.wide()
    lostInOutagesExactly = try reader.wide()
    stateLoss = try reader.stateLoss()
    stateLossBooked = try reader.stateLoss()
    lostOutside = try same(reader.doubles(), as: lostOutside)
    lostInOutages = try same(reader.doubles(), as: lostInOutages)
    nodeHours = try same(reader.doubles(), as: nodeHours)
    nodeHoursSquared = try same(reader.doubles(), as: nodeHoursSquared)
    drawnHours = try same(reader.doubles(), as: drawnHours)
    answeredAt = try same(reader.doubles(), as: answeredAt)
    incidents = try same(reader.ints(), as: incidents)
    evacuations = try same(reader.doubles(), as: evacuations)
    keptWithout = try same(reader.ints(), as: keptWithout)
    guard let sums = billed.restored(try reader.wides()) else { throw WordReader.Broken() }
    billed = sums
    guard reader.isAtEnd else { throw WordReader.Broken() }
  }
}
