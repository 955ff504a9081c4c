import Control
import ServiceModel
import Testing

/// When K of M vantage points agree that a site is lost, of whose probes some fail.
@Suite struct VantagePointTests {
  /// Means from the Markov chain of the points' runs of failures, each probe a step: 4^M states for runs of up to three,
  /// phases uniform, solved by sparse elimination (scipy). Half of the probes fail, every ten seconds.
  @Test(arguments: [(1, 1, 135.0), (1, 5, 40.192511), (2, 2, 627.490196), (2, 3, 251.023216), (3, 5, 488.461574)])
  func pointsComeAndGo(agreeing: Int, of points: Int, mean: Double) {
    let probes = Probes(
      intervalSeconds: 10, timeoutSeconds: 0, failures: 3, agreeing: agreeing, vantagePoints: points)
    let n = 4000
    let delays = (0..<n).map { probes.delay(failing: 0.5, at: (Double($0) + 0.5) / Double(n)) }
    let found = delays.reduce(0, +) / Double(n)
    let variance = delays.reduce(0) { $0 + ($1 - found) * ($1 - found) } / Double(n - 1)
    #expect(abs(found - mean) < 4 * (variance / Double(n)).squareRoot(), "\(found) for \(mean)")
  }

  /// A site that answers none: the median of three phases, twenty seconds of two more failures.
  @Test func pointsOfASilentSiteStayAlarmed() {
    let probes = Probes(intervalSeconds: 10, timeoutSeconds: 5, failures: 3, agreeing: 2, vantagePoints: 3)
    #expect(abs(probes.delay(failing: 1, at: 0.5) - 25) < 1e-9)
    let law = DetectionLaw(.probes(probes))
    #expect(abs(law.delay(symptom: .silent, phase: 0.5, run: 0.1) - 30) < 1e-9)
  }
}
