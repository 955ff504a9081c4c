import Foundation

/// Tabulated curves on disk, in a directory that the caller names, each under a hash of all that it depends on.
///
/// A file is written whole and then renamed, so that runs beside each other never read a half of one. A file that cannot
/// be read is measured anew; a hash that two inputs share is told apart by the inputs, which the file repeats.
public struct CurveCache: Sendable {
  /// Part of every hash: raised when the request level or the file changes what a curve would be.
  static let version = 2

  public let directory: URL

  public init(directory: URL) { self.directory = directory }

  /// The curve of these inputs, from disk where it has been measured before. See `LatencyCurve.tabulated`.
  ///
  /// - Throws: What writing to the directory throws.
  public func tabulated(
    _ model: ReplicaModel, mix: TokenMix, routing: Routing, replicas: Int, dispersion: Double = 1,
    limits: [Double] = [], seed: UInt64 = 0, requests: Int = 200_000
  ) throws -> LatencyCurve {
    let inputs = Self.inputs(
      model, mix: mix, routing: routing, replicas: replicas, dispersion: dispersion, limits: limits, seed: seed,
      requests: requests)
    let file = directory.appending(path: "curve-\(Self.hash(inputs)).json")
    if let stored = try? JSONDecoder().decode(StoredCurve.self, from: Data(contentsOf: file)), stored.inputs == inputs,
      let curve = stored.curve(limits: limits)
    {
      return curve
    }
    let curve = LatencyCurve.tabulated(
      model, mix: mix, routing: routing, replicas: replicas, dispersion: dispersion, limits: limits, seed: seed,
      requests: requests)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try encoder.encode(StoredCurve(curve, inputs: inputs)).write(to: file, options: .atomic)
    return curve
  }

  /// All that a curve depends on, as a text; the token pairs as their number and a hash.
  static func inputs(
    _ model: ReplicaModel, mix: TokenMix, routing: Routing, replicas: Int, dispersion: Double, limits: [Double],
    seed: UInt64, requests: Int
  ) -> String {
    var tokens = FNV1a()
    for pair in mix.pairs { tokens.add("\(pair.prompt),\(pair.output);") }
    let weights = if case .weighted(let weights) = routing { weights.description } else { "" }
    let time = model.iteration
    return [
      "version \(version)",
      "iteration \(time.fixed) \(time.perSequence) \(time.perKVToken) \(time.perPrefillToken)",
      "limits \(model.maximumSequences) \(model.kvTokens) \(model.chunkTokens) \(model.prefixes)",
      "tokens \(mix.pairs.count) \(tokens.text)", "routing \(routing.name)\(weights) replicas \(replicas)",
      "dispersion \(dispersion) late \(limits) seed \(seed) requests \(requests)",
    ].joined(separator: "\n")
  }

  private static func hash(_ inputs: String) -> String {
    var hash = FNV1a()
    hash.add(inputs)
    return hash.text
  }
}

/// 64-bit FNV-1a, the same on every machine.
private struct FNV1a {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ text: String) {
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  var text: String { String(repeating: "0", count: value.leadingZeroBitCount / 4) + String(value, radix: 16) }
}

/// A tabulated curve as it lies on disk: numbers in the order of the fields.
private struct StoredCurve: Codable {
  let inputs: String
  let routing: String
  let replicas: Int
  let dispersion: Double
  let halfWidth: Double
  let saturation: Double
  /// Utilisation, number in system, twelve figures, then the shares of late first tokens.
  let points: [[Double]]

  init(_ curve: LatencyCurve, inputs: String) {
    guard case .tabulated(let routing, let replicas, let dispersion, let halfWidth) = curve.provenance else {
      preconditionFailure("only measured curves are kept")
    }
    self.inputs = inputs
    self.routing = routing
    self.replicas = replicas
    self.dispersion = dispersion
    self.halfWidth = halfWidth
    saturation = curve.saturation
    points = curve.points.map { point in
      [point.utilization, point.meanInSystem]
        + [point.firstToken, point.perToken, point.endToEnd].flatMap { [$0.mean, $0.p50, $0.p95, $0.p99] }
        + point.lateFirstTokens.map(\.share)
    }
  }

  /// `nil` where the numbers are not as many as they should be.
  func curve(limits: [Double]) -> LatencyCurve? {
    guard points.count >= 2, points.allSatisfy({ $0.count == 14 + limits.count }) else { return nil }
    func figures(_ row: [Double], _ at: Int) -> LatencyFigures {
      LatencyFigures(mean: row[at], p50: row[at + 1], p95: row[at + 2], p99: row[at + 3])
    }
    return LatencyCurve(
      provenance: .tabulated(routing: routing, replicas: replicas, dispersion: dispersion, halfWidth: halfWidth),
      saturation: saturation,
      points: points.map { row in
        LatencyPoint(
          utilization: row[0], meanInSystem: row[1], firstToken: figures(row, 2), perToken: figures(row, 6),
          endToEnd: figures(row, 10),
          lateFirstTokens: zip(limits, row[14...]).map { LateShare(limitSeconds: $0, share: $1) })
      })
  }
}
