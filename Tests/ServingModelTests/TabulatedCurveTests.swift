import Foundation
import Synchronization
import Testing

@testable import ServingModel

@Suite struct TabulatedCurveTests {
  /// Laws with the Azure conversation trace's means, 1155 and 211 tokens.
  static func conversation() throws -> TokenMix {
    try TokenMix(prompt: .lognormal(median: 800, sigma: 0.857), output: .lognormal(median: 170, sigma: 0.657))
  }

  /// Where the chain holds, Poisson arrivals and short prompts, both curves say the same mean.
  @Test func agreesWithTheChainWhereItHolds() throws {
    let mix = try Self.conversation()
    let measured = LatencyCurve.tabulated(
      SteadyReplicaTests.model, mix: mix, how: CurveMeasurement(routing: .random, replicas: 4, requests: 40_000))
    let states = ResponseStates(SteadyReplicaTests.model, mix: mix)
    #expect(abs(measured.saturation / states.steady.saturation - 1) < 0.03)
    for point in measured.points where point.utilization <= 0.8 {
      // At the same load, not at the same share of two saturations.
      let load = point.utilization * measured.saturation / states.steady.saturation
      let chain = states.point(utilization: load, limits: [])
      #expect(abs(chain.endToEnd.mean / point.endToEnd.mean - 1) < 0.05, "at \(point.utilization)")
    }
  }

  /// A burst costs time; a least-loaded pool of many replicas spreads it.
  @Test func burstsCostMoreTheFewerReplicas() throws {
    let mix = try Self.conversation()
    func response(_ replicas: Int, _ dispersion: Double) -> Double {
      LatencyCurve.tabulated(
        SteadyReplicaTests.model, mix: mix,
        how: CurveMeasurement(replicas: replicas, dispersion: dispersion, requests: 20_000)
      ).point(at: 0.8).endToEnd.mean
    }
    #expect(response(1, 10) > 1.2 * response(1, 1))
    #expect(response(16, 10) < 1.05 * response(16, 1))
  }

  @Test func aCurveIsMeasuredOnce() throws {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "curves-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: directory) }
    let said = Mutex<[String]>([])
    let cache = CurveCache(directory: directory) { line in said.withLock { $0.append(line) } }
    func curve(seed: UInt64) throws -> LatencyCurve {
      cache.table(
        SteadyReplicaTests.model, mix: TokenMix(prompt: 300, output: 50),
        how: CurveMeasurement(replicas: 2, requests: 2000), seed: seed
      ).curve(limits: [0.5, 2])
    }
    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory.path()).sorted() }
    let first = try curve(seed: 1)
    let stored = try files()
    #expect(stored.count == 1)
    #expect(try curve(seed: 1) == first && files() == stored)
    #expect(said.withLock { $0.isEmpty })
    // A file that was changed, cut or filled with something else is set aside, said, and measured anew.
    let file = directory.appending(path: stored[0])
    let text = try String(contentsOf: file, encoding: .utf8)
    let damaged = [
      text.replacing("\"dispersion\":1", with: "\"dispersion\":1.5"), String(text.prefix(100)), "",
      text.replacing("\"saturation\":", with: "\"saturation\":0,\"was\":"),
    ]
    for (count, damage) in damaged.enumerated() {
      try damage.write(to: file, atomically: true, encoding: .utf8)
      #expect(try curve(seed: 1) == first && curve(seed: 1) == first)
      #expect(
        said.withLock { $0.count } == count + 1 && said.withLock { $0.last?.contains("damaged and set aside") } == true)
    }
    #expect(try files() == [stored[0], stored[0] + ".damaged"])
    // Other inputs have a file of their own.
    #expect(try curve(seed: 2) != first && files().count == 3)
  }

  /// Percentiles within the stated resolution, means exact.
  @Test func histogramKeepsItsResolution() {
    var histogram = LatencyHistogram()
    let values = (1...10_000).map { Int64($0 * $0) * 997 }
    for value in values { histogram.record(nanoseconds: value) }
    #expect(abs(histogram.mean / (Double(values.reduce(0, +)) / 1e13) - 1) < 1e-12)
    for p in [0.01, 0.5, 0.95, 0.99] {
      let exact = Double(values[Int(p * 10_000) - 1]) * 1e-9
      #expect(abs(histogram.quantile(p) / exact - 1) < LatencyHistogram.resolution)
      #expect(abs(histogram.share(above: exact) - (1 - p)) < 0.005)
    }
  }
}
