import Experiments
import Foundation
import OutputAnalysis
import ServiceModel
import Stochastics
import Testing

/// How many crude years one year with branches is worth, on the reference model at its true scale. NINES_LONG=1.
@Suite(.enabled(if: isLong)) struct EfficiencyTests {
  /// The variance of crude years rests on some hundred coincidences in 200,000 years: the ratio is given with the 95 %
  /// interval of a bootstrap over years, whose lower end is at least 50.
  @Test func aYearWithBranchesIsWorthManyCrudeOnes() async throws {
    let service = try Model.service("oracles/rare-active-active.yaml", design: "pair")
    func downtimes(_ estimator: Estimator, years: Int) async throws -> [Double] {
      let size = StudySize(seed: 7, worlds: 40, replicationsPerWorld: years / 40, threads: 2)
      let choices = try EstimatorChoice.choose(estimator, for: [service], size: size)
      let record = try await Study([service], size: size, choices: choices).run()[0]
      return record.worlds.flatMap { $0.estimates.map(\.downtimeMinutes) }
    }
    let crude = try await downtimes(.crude, years: 200_000)
    let scored = try await downtimes(.importance, years: 400)
    // Most crude years have none: a resample draws how often each of the others comes.
    let lossy = crude.filter { $0 > 0 }
    var stream = RandomStream(key: StreamKey(seed: 7, name: "bootstrap"), replication: 0, purpose: .input)
    func pick(_ values: [Double]) -> Double {
      values[min(values.count - 1, Int(stream.nextUniform() * Double(values.count)))]
    }
    let ratios = (0..<400).map { _ -> Double in
      // Sums over years at hand of a Poisson number of lossy years: the law of a bootstrap where losses are rare.
      let count = Int(poisson(Double(lossy.count), stream.nextUniform()))
      let some = (0..<count).map { _ in pick(lossy) }
      let n = Double(crude.count)
      let mean = some.reduce(0, +) / n
      let variance = some.reduce(0) { $0 + $1 * $1 } / n - mean * mean
      return variance / Moments((0..<scored.count).map { _ in pick(scored) }).variance
    }.sorted()
    let ratio = Moments(crude).variance / Moments(scored).variance
    print(
      "crude years worth one: \(ratio), 95 % \(ratios[10]) to \(ratios[389]), \(lossy.count) crude years with losses")
    #expect(ratios[10] >= 50)
  }

  /// The normal approximation of a Poisson number, good for the hundreds that it is asked for.
  private func poisson(_ mean: Double, _ u: Double) -> Double {
    max(0, (mean + mean.squareRoot() * Distribution.lognormal(median: 1, sigma: 1).logQuantile(u)).rounded())
  }
}

extension Distribution {
  /// The logarithm of a quantile; of the standard lognormal law it is the normal quantile.
  fileprivate func logQuantile(_ u: Double) -> Double { log(sample(at: u)) }
}
