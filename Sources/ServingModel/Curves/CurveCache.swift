import Foundation
internal import Intake

/// Measured curves on disk, in a directory that the caller names, each under a hash of all that it depends on. What is
/// kept are the times themselves, so that one file serves every first-token limit.
///
/// A file is written whole and then renamed, so that runs beside each other never read a half of one. A file that cannot
/// be read is measured anew; a hash that two inputs share is told apart by the inputs, which the file repeats.
public struct CurveCache: Sendable {
  /// Part of every hash: raised when the request level or the file changes what a curve would be.
  static let version = 3

  public let directory: URL
  private let report: @Sendable (String) -> Void

  /// - Parameter report: Is told of a file that was damaged and is measured anew.
  public init(directory: URL, report: @escaping @Sendable (String) -> Void = { _ in }) {
    self.directory = directory
    self.report = report
  }

  /// The table of these inputs, from disk where it has been measured before.
  ///
  /// A directory that cannot be written costs time and no more.
  public func table(_ model: ReplicaModel, mix: TokenMix, how: CurveMeasurement, seed: UInt64 = 0) -> CurveTable {
    let inputs = Self.inputs(model, mix: mix, how: how, seed: seed)
    let file = directory.appending(path: "curve-\(Self.hash(inputs)).json")
    if let bytes = try? Data(contentsOf: file) {
      let stored = try? JSONDecoder().decode(StoredTable.self, from: bytes)
      // Two inputs that share a hash are no damage.
      if let stored, stored.inputs == inputs, let table = stored.table(limited: how.queueLimit != nil) { return table }
      if stored == nil || stored?.inputs == inputs { setAside(file) }
    }
    let table = CurveTable(model, mix: mix, how: how, seed: seed)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try? encoder.encode(StoredTable(table, inputs: inputs)).write(to: file, options: .atomic)
    return table
  }

  private func setAside(_ file: URL) {
    let aside = file.appendingPathExtension("damaged")
    try? FileManager.default.removeItem(at: aside)
    let isMoved = (try? FileManager.default.moveItem(at: file, to: aside)) != nil
    report("the kept curve '\(file.path)' is damaged\(isMoved ? " and set aside" : ""); it is measured anew")
  }

  /// All that a table depends on, as a text; the token pairs as their number and a hash.
  static func inputs(_ model: ReplicaModel, mix: TokenMix, how: CurveMeasurement, seed: UInt64) -> String {
    var tokens = Checksum()
    for pair in mix.pairs { tokens.add("\(pair.prompt),\(pair.output);") }
    let weights = if case .weighted(let weights) = how.routing { weights.description } else { "" }
    let time = model.iteration
    return [
      "version \(version)",
      "iteration \(time.fixed) \(time.perSequence) \(time.perKVToken) \(time.perPrefillToken)",
      "limits \(model.maximumSequences) \(model.kvTokens) \(model.chunkTokens) \(model.prefixes)",
      "tokens \(mix.pairs.count) \(tokens.text)", "routing \(how.routing.name)\(weights) replicas \(how.replicas)",
      "dispersion \(how.dispersion) queue \(how.queueLimit ?? -1) seed \(seed) requests \(how.requests)",
    ].joined(separator: "\n")
  }

  private static func hash(_ inputs: String) -> String {
    Checksum(inputs).text
  }
}

/// A measured table as it lies on disk: numbers in the order of the fields, first tokens as counts by bin.
private struct StoredTable: Codable {
  struct Point: Codable {
    /// Utilisation, number in system, share refused, then per token and end to end.
    var figures: [Double]
    var firstBin: Int
    var counts: [Int]
    /// Of all first-token times, in nanoseconds.
    var total: Int64
  }

  let inputs: String
  let run: RequestLevelRun
  let saturation: Double
  let points: [Point]
  /// Of all the rest.
  let checksum: String

  init(_ table: CurveTable, inputs: String) {
    self.inputs = inputs
    run = table.run
    saturation = table.saturation
    points = table.points.map { point in
      let bins = point.firstToken.stored
      return Point(
        figures: [point.utilization, point.meanInSystem, point.refused]
          + [point.perToken, point.endToEnd].flatMap { [$0.mean, $0.p50, $0.p95, $0.p99] },
        firstBin: bins.first, counts: bins.counts, total: Int64(clamping: point.firstToken.sum))
    }
    checksum = StoredTable.checksum(inputs, run, saturation, points)
  }

  private static func checksum(_ inputs: String, _ run: RequestLevelRun, _ saturation: Double, _ points: [Point])
    -> String
  {
    var sum = Checksum("\(inputs)\n\(run)\n\(saturation.bitPattern)")
    for point in points {
      sum.add("\n\(point.figures.map(\.bitPattern)) \(point.firstBin) \(point.counts) \(point.total)")
    }
    return sum.text
  }

  /// `nil` where the numbers are not what they should be, or not those that were written.
  func table(limited: Bool) -> CurveTable? {
    guard checksum == StoredTable.checksum(inputs, run, saturation, points), saturation.isFinite,
      points.allSatisfy({ $0.figures.allSatisfy { $0.isFinite && $0 >= 0 } })
    else { return nil }
    guard points.map({ $0.figures.first ?? -1 }) == CurveTable.utilizations(limited: limited), saturation > 0 else {
      return nil
    }
    var read: [CurveTable.Point] = []
    for point in points {
      guard point.figures.count == 11,
        let bins = LatencyHistogram(first: point.firstBin, counts: point.counts, total: point.total), bins.count > 0
      else { return nil }
      func figures(_ at: Int) -> LatencyFigures {
        LatencyFigures(
          mean: point.figures[at], p50: point.figures[at + 1], p95: point.figures[at + 2], p99: point.figures[at + 3])
      }
      read.append(
        CurveTable.Point(
          utilization: point.figures[0], meanInSystem: point.figures[1], refused: point.figures[2], firstToken: bins,
          perToken: figures(3), endToEnd: figures(7)))
    }
    return CurveTable(run: run, saturation: saturation, points: read)
  }
}
