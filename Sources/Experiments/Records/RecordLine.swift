import FailoverSimulation
import ServiceModel

extension WorldRecord {
  /// All that the record says, without the ledger's rows, in one line: see `RecordWriter`.
  public var line: String {
    var writer = RecordWriter()
    writer.put("replications", replications)
    writer.put("yearsInside", yearsInside)
    outages.write(to: &writer)
    for amount in Amount.allCases { writer.put("amount.\(amount)", amounts[amount]) }
    writer.put("lateShare", sums.lateShare)
    writer.put("lateTime", sums.lateTime)
    for figure in YearFigure.allCases { writer.put("sum.\(figure)", [sums[figure]]) }
    writer.put("outageMinutes", tally.minutes)
    for (index, values) in tally.minutesByLengthAndPart.enumerated() {
      writer.put("outageMinutes.length\(index)", values)
    }
    for (index, values) in tally.creditMonthsByPart.enumerated() { writer.put("creditMonths.tier\(index)", values) }
    writer.put("yearsKept", yearsKept)
    writer.put("windowsKept", windowsKept)
    writer.put("sample.minutes", sample.minutes)
    writer.put("sample.requestsLost", sample.requestsLost)
    writer.put("failovers", failovers)
    writer.put("spuriousFailovers", spuriousFailovers)
    for (index, seconds) in dataLossSeconds.enumerated() { writer.put("dataLossSeconds.class\(index)", seconds) }
    writer.put("lostOutsideExactly", lostOutsideExactly)
    writer.put("lostInOutagesExactly", lostInOutagesExactly)
    writer.put("stateLossBooked", stateLossBooked)
    for (name, path) in WorldRecord.lists { writer.put(name, self[keyPath: path]) }
    writer.put("incidents", incidents)
    writer.put("phases", phases.flatMap(\.numbers))
    writer.put("evacuations", evacuations)
    if !services.isEmpty { services.write(to: &writer) }
    writer.put("keptWithout", keptWithout)
    writer.put("billed", billed.sums)
    return writer.line
  }

  /// Sums by cause or by site, under their names.
  private static var lists: [(name: String, path: WritableKeyPath<WorldRecord, [Double]>)] {
    [
      ("lostOutside", \.lostOutside), ("lostInOutages", \.lostInOutages), ("nodeHours", \.nodeHours),
      ("nodeHoursSquared", \.nodeHoursSquared), ("drawnHours", \.drawnHours), ("answeredAt", \.answeredAt),
    ]
  }

  /// The record that a line says.
  ///
  /// - Returns: nil where the line is not that of a record of this service.
  public init?(line: some StringProtocol, of service: Service) {
    self.init(service)
    do { try read(line) } catch { return nil }
  }

  private mutating func read(_ line: some StringProtocol) throws {
    var reader = RecordReader(line)
    replications = try reader.years("replications")
    yearsInside = try reader.years("yearsInside")
    outages = try OutageTable(from: &reader)
    for amount in Amount.allCases { amounts[amount] = try reader.wide("amount.\(amount)") }
    func same<Value>(_ values: [Value], as known: [Value]) throws -> [Value] {
      guard values.count == known.count else { throw RecordReader.Broken() }
      return values
    }
    sums.lateShare = try same(reader.doubles("lateShare"), as: sums.lateShare)
    sums.lateTime = try same(reader.doubles("lateTime"), as: sums.lateTime)
    for figure in YearFigure.allCases { sums[figure] = try same(reader.doubles("sum.\(figure)"), as: [0])[0] }
    tally.restore(
      minutes: try same(reader.doubles("outageMinutes"), as: tally.minutes),
      byLength: try tally.minutesByLengthAndPart.enumerated().map {
        try same(reader.doubles("outageMinutes.length\($0.offset)"), as: $0.element)
      },
      creditMonths: try tally.creditMonthsByPart.enumerated().map {
        try same(reader.doubles("creditMonths.tier\($0.offset)"), as: $0.element)
      })
    yearsKept = try same(reader.ints("yearsKept"), as: yearsKept)
    windowsKept = try same(reader.ints("windowsKept"), as: windowsKept)
    let minutes = try reader.doubles("sample.minutes")
    guard let kept = OutageSample(minutes: minutes, requestsLost: try reader.doubles("sample.requestsLost")) else {
      throw RecordReader.Broken()
    }
    sample = kept
    failovers = try reader.int("failovers")
    spuriousFailovers = try reader.int("spuriousFailovers")
    for index in dataLossSeconds.indices {
      dataLossSeconds[index] = try reader.doubles("dataLossSeconds.class\(index)")
    }
    lostOutsideExactly = try reader.wide("lostOutsideExactly")
    lostInOutagesExactly = try reader.wide("lostInOutagesExactly")
    stateLossBooked = try reader.stateLoss("stateLossBooked")
    for (name, path) in WorldRecord.lists {
      self[keyPath: path] = try same(reader.doubles(name), as: self[keyPath: path])
    }
    incidents = try same(reader.ints("incidents"), as: incidents)
    let known = phases.map(\.numbers)
    let numbers = try same(reader.wides("phases"), as: known.flatMap { $0 })
    phases = try known.indices.map { scope in
      let length = known[scope].count
      guard let read = FailoverPhases(numbers: numbers[scope * length..<(scope + 1) * length]) else {
        throw RecordReader.Broken()
      }
      return read
    }
    evacuations = try same(reader.doubles("evacuations"), as: evacuations)
    if !services.isEmpty { services = try services.read(from: &reader) }
    keptWithout = try same(reader.ints("keptWithout"), as: keptWithout)
    guard let sums = billed.restored(try reader.wides("billed")), reader.isAtEnd else { throw RecordReader.Broken() }
    billed = sums
  }
}
