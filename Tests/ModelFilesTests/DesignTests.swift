import Foundation
import ServiceModel
import TestSupport
import Testing

@testable import ModelFiles

/// Which designs a plan gives, and what it says of its own values.
@Suite struct DesignTests {
  // MARK: Designs

  private func names(_ asked: [String]?) throws -> [String] {
    try PlanFile(text: wholePlan, name: "plan.yaml", designs: asked).services.map(\.design.name)
  }

  @Test func designsStandInTheOrderAskedForBehindTheZero() throws {
    #expect(try names(nil).count == 7)
    #expect(try names(["active-active", "warm"]) == ["single-site", "active-active", "warm-standby"])
    #expect(try names(["single", "hot", "cold"]) == ["single-site", "hot-standby", "backup-and-restore"])
    #expect(try names(["pilot", "pilot-light-reserved"]) == ["single-site", "pilot-light", "pilot-light-reserved"])
    #expect(try names(["pilot-light"]) == ["single-site", "pilot-light"])
  }

  /// A design is the same whichever others are compared with it.
  @Test func theZeroIsThePlansOwn() throws {
    let all = try PlanFile(text: wholePlan, name: "plan.yaml").services
    let some = try PlanFile(text: wholePlan, name: "plan.yaml", designs: ["hot"]).services
    #expect(some == all.filter { ["single-site", "hot-standby"].contains($0.design.name) })
  }

  /// A hundred requests a second at 9 a replica, two replicas a node, of which any two of three sites may be lost: each
  /// carries all, ceil(100 / 9) = 12 replicas on 6 nodes, or with the buffer kept ceil(125 / 9) = 14 on 7.
  @Test(arguments: [
    ("2 of 3", 6), ("{ lost: 2 of 3 }", 6), ("{ lost: 2 of 3, buffer: kept }", 7), ("kept", 4), ("consumed", 3),
  ])
  func siteLossNamesHowMany(written: String, nodes: Int) throws {
    let text = wholePlan.replacing(
      "active-active: { sites: { west: { keep: serving } } }",
      with:
        "three: { site-loss: \(written), sites: { west: { keep: serving }, south: { keep: serving } } }"
    ).replacing("buffer: 25% of requirement", with: "buffer: 25% of requirement\nsite-loss: none")
      .replacing(
        "sites:\n  east:",
        with: "sites:\n  south: { keep: nothing, node: { gpus: 8xH100, price: $55/h } }\n  east:", maxReplacements: 1)
    let service = try #require(PlanFile(text: text, name: "plan.yaml").services.last)
    #expect(service.servingSites.map { service.standingNodes(at: $0) } == [nodes, nodes, nodes])
  }

  @Test(arguments: [
    ("2 of 3", "'2 of 3' at 'site-loss' is of 3 sites that serve, and 2 do"),
    ("2 of 2", "where 2 of 2 sites are lost nobody is left"), ("{ buffer: kept }", "'lost' is missing"),
  ])
  func siteLossThatCannotBeIsNamed(written: String, expected: String) {
    let text = wholePlan.replacing(
      "active-active: { sites", with: "active-active: { site-loss: \(written), sites")
    #expect(planProblems(text).contains { $0.contains(expected) }, "\(planProblems(text))")
  }

  @Test func unknownDesignsAreNamedWithTheNearest() {
    let found = planProblems(wholePlan, designs: ["hot-stanby", "lukewarm"])
    #expect(found.count == 2)
    #expect(found.contains { $0.hasSuffix("the plan has no design 'hot-stanby'. Did you mean 'hot-standby'?") })
    #expect(found.contains { $0.contains("no design 'lukewarm'. It has: single-site, backup-and-restore, ") })
  }

  /// A sum that only a design spoils is reported in the design, with its name; one that the plan spoils by itself stays
  /// there, and is said once.
  @Test func aMistakeOfAnOverlayIsReportedThere() {
    let plan = """
      service: shop
      traffic: { peak: 1rps, step: 1d }
      replica: { rated: 1rps }
      sites:
        a: { keep: serving, nodes: 1, node: { gpus: 1 } }
        b: { keep: warm, nodes: 1, node: { gpus: 1 } }
      failures:
        region: { scope: region, per-year: 20, lasts: 6h, shows-as: { refused: 0%, silent: 100% } }
      detect: { probe: 10s, failures: 3 }
      execute: { move-traffic: { by: balancer } }
      designs:
        silent: {}
        refused:
          failures: { region: { shows-as: { refused: 90%, silent: 0% } } }

      """
    #expect(
      planProblems(plan) == [
        "plan.yaml:14:37: error: the shares of the symptoms sum to 90 %, not to 100 % in design 'refused'"
      ])
    let own = planProblems(
      plan.replacing("silent: 100%", with: "silent: 80%").replacing("90%, silent: 0%", with: "20%"))
    #expect(own == ["plan.yaml:8:63: error: the shares of the symptoms sum to 80 %, not to 100 %"], "\(own)")
  }

  @Test func aDesignTakesOutWhatItsNeighboursKeepAndNoFailure() throws {
    let short = "detect: { probe: 10s, probe-timeout: 5s, failures: 3, vantage: 2 of 3 }"
    let plan = wholePlan.replacing(
      "active-active: { sites: { west: { keep: serving } } }",
      with:
        "ruled: { sites: { west: { keep: serving } }, detect: { probe: ~, probe-timeout: ~, failures: ~, vantage: ~,"
        + " detectors: { health: { preset: health-check } } } }")
    try #require(plan != wholePlan && plan.contains(short))
    let services = try PlanFile(text: plan, name: "plan.yaml").services
    let ruled = try #require(services.first { $0.design.name == "ruled" })
    #expect(ruled.detection != services[0].detection)
    let told = planProblems(plan.replacing("ruled: { sites", with: "ruled: { failures: { region: ~ }, sites"))
    #expect(told.contains { $0.contains("design 'ruled' cannot take 'failures.region' out") }, "\(told)")
  }

  // MARK: What a plan says of itself

  @Test func anUncertainInputIsOneValueInTheOrderOfTheFile() throws {
    let plan = try PlanFile(text: wholePlan, name: "plan.yaml")
    #expect(plan.readings.filter { $0.path == "acquire.rush.refused" }.map(\.text) == ["[15%, 35%, 70%]"])
    #expect(plan.readings.map(\.line) == plan.readings.map(\.line).sorted())
    #expect(plan.text == wholePlan)
  }

  @Test(arguments: modelFiles())
  func everyModelDecodes(file: String) throws {
    let plan = try PlanFile(path: file)
    #expect(plan.warnings == [] && !plan.services.isEmpty)
    for quantile in [0.05, 0.95] {
      let point = Dictionary(uniqueKeysWithValues: plan.inputs.map { ($0.path, quantile) })
      #expect(try plan.services(at: point).map(\.design) == plan.services.map(\.design))
    }
  }
}

/// The plans of `models/` and of the folders in it, by path.
private func modelFiles() -> [String] {
  let root = Checkout.models
  let all = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
  let others = ["prices/", "library/", "incidents/"]
  return all.filter { file in file.hasSuffix(".yaml") && !others.contains { file.hasPrefix($0) } }.sorted().map {
    root.appending(path: $0).path
  }
}
