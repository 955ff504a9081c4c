import EventKernel
import FailoverSimulation
import ModelFiles
import ServiceModel

/// A plan of a few lines, whose years can be worked out by hand.
///
/// The text leaves out what all of them share: a hundred requests a second of one class that keeps state, replicas of ten a
/// second, and an objective that asks for little.
struct SmallCase {
  let text: String

  init(_ text: String) {
    self.text = """
      service: small
      objectives: { availability: { at-least: 99%, in: 50% of years } }
      traffic: { peak: 100rps, classes: { chat: { share: 100%, state: { replication: 5s } } } }
      replica: { rated: 10rps }

      """ + text
  }

  /// One replication of a design; of the plan's only one where none is named.
  func outcome(_ design: String? = nil, seed: UInt64 = 42, number: UInt32 = 0) throws -> Outcome {
    let services = try PlanFile(text: text, name: "small.yaml").services
    let service = services.first { $0.design.name == design } ?? services.last!
    var run = Replication(
      try Plan(service, seed: seed), world: try DemandWorld(service, seed: seed, number: 0), number: number)
    return run.run()
  }
}
