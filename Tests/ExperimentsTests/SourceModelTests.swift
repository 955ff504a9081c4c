import Experiments
import Foundation
import ServiceModel
import Testing

/// The two models of the documents behind the program, against estimates by hand: what stands, and what one cause at a
/// time takes of a year.
@Suite struct SourceModelTests {
  private static let fleets: [(model: String, design: String, nodes: [Int])] = [
    // 1000 / 9.3627 = 106.8, so 107 replicas; a quarter more is 134, two a node.
    ("multi-cloud.yaml", "single-site", [67, 0, 0, 0]),
    ("multi-cloud.yaml", "hot-one-cloud", [67, 67, 0, 0]),
    // At 95 % of the rated capacity 113 replicas are required, 142 with the buffer.
    ("multi-cloud.yaml", "hot-two-clouds", [67, 0, 71, 0]),
    // Two thirds of the sites must carry the peak: 500 a second each are 54 replicas, 57 of the slower ones.
    ("multi-cloud.yaml", "three-clouds", [27, 0, 29, 27]),
    // 400 / 9.3627 = 42.7, so 43 replicas; a fifth more is 52.
    ("dialogue-api.yaml", "single-hall", [26, 0, 0]),
    ("dialogue-api.yaml", "remote-standby", [26, 0, 13]),
    // Either hall must carry the peak alone: 43 replicas, 22 nodes.
    ("dialogue-api.yaml", "two-halls-and-remote", [22, 22, 13]),
  ]

  @Test(arguments: fleets) func whatStands(model: String, design: String, nodes: [Int]) throws {
    let service = try Model.service(model, design: design)
    #expect(service.sites.map { service.standingNodes(at: $0) } == nodes)
  }

  /// Estimates, good to a tenth or two, of lost minutes a year; what chance adds is four standard errors on top.
  private static let losses: [(model: String, design: String, cause: String, minutes: Double, within: Double)] = [
    // 0.8 outages of 80 min x e^(1.1^2 / 2) = 146.5 min; the part that several regions share is in it.
    ("multi-cloud.yaml", "single-site", "region", 117.2, 0.01),
    // The same, but 15 % of the requests may wait for half an hour, of which an outage takes 28 min.
    ("dialogue-api.yaml", "single-hall", "hall", 113.8, 0.01),
    // Twice a year 25 min x e^(0.8^2 / 2) = 34.4 min, in which one request in five is lost, of the 85 % that cannot wait.
    ("dialogue-api.yaml", "single-hall", "pool-exhausted", 11.7, 0.02),
    // 28 s until it is noticed, 30 s of decision, 120 s of warming are 3 min; 3 % ignore the time to live for 30 min, 0.85
    // min; 94 % go like that, the others take about an hour by hand: 0.8 x (0.94 x 3.8 + 0.06 x 60).
    ("multi-cloud.yaml", "hot-two-clouds", "region", 5.8, 0.15),
    // Either hall has half of the users, 85 % of whose requests cannot wait. A hall that refuses is noticed by the probes
    // after 25 s, one that is silent or slow by those who wait in vain, a tenth of a minute; then 30 s of decision:
    // 2 x 0.8 x (0.5 x 55 s + 0.5 x 37 s) / 2 x 85 %.
    ("dialogue-api.yaml", "two-halls", "hall", 0.52, 0.15),
  ]

  @Test(arguments: losses)
  func whatACauseTakes(model: String, design: String, cause: String, minutes: Double, within: Double) async throws {
    let service = try Model.service(model, design: design)
    let others = Set(service.failures.map(\.name)).filter { $0 != cause && !$0.hasPrefix(cause + "/") }
    let size = StudySize(seed: 11, worlds: 20, replicationsPerWorld: 50, threads: 2)
    let record = try await Study([service], size: size, disabled: others).run()[0]
    let years = record.worlds.flatMap { $0.replications.map(\.lostMinutes) }
    let mean = years.reduce(0, +) / Double(years.count)
    let squares = years.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / Double(years.count - 1) / Double(years.count)).squareRoot()
    #expect(abs(mean - minutes) < 4 * error + within * minutes, "\(mean) +- \(error), by hand \(minutes)")
  }
}
