import EventKernel
import Foundation
import ModelFiles
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// What must hold whatever is right: relations between two runs of the simulator, which would also find what the simulator
/// and the reference have wrong alike.
@Suite struct RelationTests {
  /// Fixed before the first run.
  private static let seeds = 1001..<(DifferentialTests.isLong ? 1201 : 1021)

  private func plan(_ seed: Int) throws -> (service: Service, features: Set<String>) {
    var writer = RandomPlanText(seed: UInt64(seed))
    let text = writer.text()
    return (try PlanFile(text: text, name: "random.yaml").services(at: [:]).last!, writer.features)
  }

  private func run(_ service: Service, _ seed: Int, _ number: UInt32 = 0) throws -> Outcome {
    let world = try DemandWorld(service, seed: UInt64(seed), number: 0)
    var replication = Replication(try Plan(service, seed: UInt64(seed)), world: world, number: number)
    return replication.run()
  }

  /// Starts and ends of outages, and when failovers open: all that has an instant.
  private func instants(_ outcome: Outcome) -> [SimTime] {
    outcome.outages.flatMap { [$0.start, $0.end, $0.faultAt] } + outcome.failovers.map(\.openedAt)
  }

  @Test(arguments: seeds) func fourTimesTheDemandOnReplicasFourTimesAsFastIsTheSame(seed: Int) throws {
    var (service, _) = try plan(seed)
    let ours = try run(service, seed)
    service.traffic.peakRPS *= 4
    service.replica.ratedRPS *= 4
    // Proxies count requests: four times as many of them see what one saw.
    if case .outliers(var outliers)? = service.execution.move.checks {
      outliers.proxies *= 4
      service.execution.move.checks = .outliers(outliers)
    }
    let other = try run(service, seed)
    // Shares of demand are counted in millionths, and an instant that follows from them, on the ramp of a DNS move, is as
    // good as that: a thousandth of a second for an hour's ramp.
    let (mine, theirs) = (instants(ours), instants(other))
    #expect(mine.count == theirs.count && zip(mine, theirs).allSatisfy { abs(($0 - $1).seconds) <= 2e-3 })
    #expect(abs(other.requestsLost - 4 * ours.requestsLost) <= 1e-5 * other.requestsLost)
    #expect(ours.nodeTime == other.nodeTime)
  }

  @Test(arguments: seeds) func anUnusedSiteChangesNothing(seed: Int) throws {
    var (service, _) = try plan(seed)
    let ours = try run(service, seed)
    service.sites.append(
      Site(name: "unused", provider: "unused", region: "unused", keep: .nothing, node: NodeType(gpuModel: "g", gpus: 1))
    )
    let other = try run(service, seed)
    #expect(ours.outages == other.outages)
    #expect(ours.failovers == other.failovers)
    #expect(ours.lost == other.lost)
  }

  @Test(arguments: seeds) func aFailureThatTakesNothingChangesNothing(seed: Int) throws {
    var (service, _) = try plan(seed)
    let ours = try run(service, seed)
    service.failures.append(
      FailureMode(
        name: "harmless", scope: .region, lifetime: .exponential(mean: 86_400), lasts: .constant(3600),
        effect: .impairs(Impairment())))
    let other = try run(service, seed)
    #expect(instants(ours) == instants(other))
    // Where anything may be impaired, the share that has followed a change of traffic is looked up more often: means in whole
    // millionths of demand, of other stretches.
    func isSame(_ a: Int128, _ b: Int128) -> Bool { abs(a - b) <= max(ours.lost, other.lost) / 100_000_000 }
    #expect(isSame(ours.lost, other.lost))
    #expect(zip(ours.lostOutside.dropLast(), other.lostOutside).allSatisfy(isSame))
  }

  /// Where nothing ties.
  @Test(arguments: seeds) func theOrderOfFailuresInTheFileMovesNothing(seed: Int) throws {
    var (service, features) = try plan(seed)
    let ties = service.failures.contains { if case .constant = $0.lifetime { true } else { false } }
    guard !features.contains("dated"), !ties else { return }
    let ours = try run(service, seed)
    service.failures.reverse()
    let other = try run(service, seed)
    #expect(instants(ours) == instants(other))
    #expect(ours.lost == other.lost)
    #expect(
      ours.outages.map(\.cause)
        == other.outages.map { $0.cause == ours.incidents.count ? $0.cause : ours.incidents.count - 1 - $0.cause })
  }

  @Test(arguments: ["warm", "loaded", "data", "serving"]) func longerDetectionLosesNoLess(keep: String) throws {
    var before = 0.0
    for detection in [0, 30, 60, 300, 3600] {
      let text = """
        service: detection
        horizon: 30d
        objectives: { monthly-availability: { at-least: 99%, in: 50% of months } }
        traffic: { peak: 100rps, day: { sine-trough: 40% } }
        replica: { rated: 10rps, start: { boot: 5min, load: 1min, initialise: 1min } }
        sites:
          a: { keep: serving, node: { gpus: 1 } }
          b: { keep: \(keep), node: { gpus: 1 } }
        failures:
          region: { scope: region, sites: [a], on: 2027-01-02 06:00, repeat: 2d, lasts: 2h }
        detect: { takes: \(detection)s }
        execute: { move-traffic: { by: balancer, takes: 30s } }
        failback: { after: 1h, rejoin: 5min }
        """
      let lost = try run(PlanFile(text: text, name: "detection.yaml").services(at: [:]).last!, 1).requestsLost
      #expect(lost >= before)
      before = lost
    }
    #expect(before > 0)
  }

  /// A Poisson process is the sum of two of half its rate.
  @Test(.enabled(if: DifferentialTests.isLong)) func aRateSplitInTwoModesHasTheSameLaw() throws {
    func losses(_ failures: String) throws -> [Double] {
      let text = """
        service: split
        horizon: 60d
        objectives: { monthly-availability: { at-least: 99%, in: 50% of months } }
        traffic: { peak: 100rps, day: { sine-trough: 40% } }
        replica: { rated: 10rps, start: { boot: 5min } }
        sites:
          a: { keep: serving, node: { gpus: 1 } }
          b: { keep: data, node: { gpus: 1 } }
        failures:
        \(failures)
        detect: { takes: 1min }
        execute: { move-traffic: { by: balancer } }
        failback: { after: 1h }
        """
      let service = try PlanFile(text: text, name: "split.yaml").services(at: [:]).last!
      let plan = try Plan(service, seed: 77)
      let world = try DemandWorld(service, seed: 77, number: 0)
      return (0..<20_000).map { number in
        var replication = Replication(plan, world: world, number: UInt32(number))
        return replication.run().requestsLost
      }
    }
    let one = try losses("  x: { scope: region, per-year: 40, lasts: lognormal median 20min sigma 1 }")
    let two = try losses(
      """
        y: { scope: region, per-year: 20, lasts: lognormal median 20min sigma 1 }
        z: { scope: region, per-year: 20, lasts: lognormal median 20min sigma 1 }
      """)
    func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
      let mean = values.reduce(0, +) / Double(values.count)
      return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
    }
    let (a, b) = (moments(one), moments(two))
    // Two modes of one region may overlap where one cannot: less than their chance of it, 0.5 %.
    let slack = 0.01 * a.mean
    let error = ((a.variance + b.variance) / 20_000).squareRoot()
    #expect(abs(a.mean - b.mean) < 4 * error + slack, "\(a.mean) and \(b.mean), standard error \(error)")
  }
}
