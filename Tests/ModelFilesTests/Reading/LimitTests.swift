import ModelFiles
import ServiceModel
import Testing

/// Several limits of a time, each with the share of cases that must keep it.
@Suite struct LimitTests {
  private let one = "recovery: { region: 15min, in: 95% of outages }"

  private func objectives(_ recovery: String) throws -> Objectives {
    try PlanFile(text: wholePlan.replacing(one, with: recovery), name: "plan.yaml").services[0].objectives
  }

  /// The dialogue document's three: a minute that customers want, two that they bear, thirty that the team had promised.
  @Test func aScopeMayHaveSeveral() throws {
    let read = try objectives(
      "recovery: { region: [{ within: 1min, in: 40% of outages }, { within: 2min, in: 60% of outages }, { within: 30min, in: 95% of outages }], zone: { within: 5min, in: 99% of outages } }"
    )
    #expect(
      read.recovery == [
        RecoveryObjective(scope: .region, withinSeconds: 60, share: 0.4),
        RecoveryObjective(scope: .region, withinSeconds: 120, share: 0.6),
        RecoveryObjective(scope: .region, withinSeconds: 1800, share: 0.95),
        RecoveryObjective(scope: .zone, withinSeconds: 300, share: 0.99),
      ])
  }

  /// A single limit with the block's share may stand beside a list.
  @Test func bothFormsGoTogether() throws {
    let read = try objectives(
      "recovery: { zone: 5min, region: [{ within: 1min, in: 40% of outages }], in: 95% of outages }")
    #expect(read.recovery.map(\.share) == [0.95, 0.4])
  }

  /// A list of three durations is one that nobody is sure of, as everywhere.
  @Test func anUncertainLimitIsNoList() throws {
    #expect(try objectives("recovery: { region: [10min, 15min, 30min], in: 95% of outages }").recovery.count == 1)
  }

  @Test(arguments: [
    (
      "recovery: { region: [{ within: 2min, in: 90% of outages }, { within: 30min, in: 80% of outages }] }",
      "a longer one must hold in a larger share"
    ),
    (
      "recovery: { region: [{ within: 2min, in: 90% of outages }], in: 95% of outages }",
      "has a share of its own, so this 'in' says nothing"
    ),
    ("recovery: { region: [{ within: 2min }] }", "does not say in which share of outages"),
    ("recovery: { region: 2min, zone: [{ within: 2min, in: 90% of outages }] }", "does not say in which share"),
    ("recovery: { region: [{ within: 2min, in: 90% of outages, by: noon }] }", "unknown key 'by'"),
  ])
  func whatCannotBeIsNamed(written: String, expected: String) {
    let problems = planProblems(replacing: one, by: written)
    #expect(problems.contains { $0.contains(expected) }, "\(problems)")
  }

  @Test func classesMayHaveSeveralToo() throws {
    let text = wholePlan.replacing(
      "data-loss: { chat: 1s, in: 95% of failovers }",
      with: "data-loss: { chat: [{ within: 1s, in: 90% of failovers }, { within: 5min, in: 99% of failovers }] }")
    let read = try PlanFile(text: text, name: "plan.yaml").services[0].objectives
    #expect(
      read.dataLoss == [
        DataLossObjective(trafficClass: "chat", withinSeconds: 1, share: 0.9),
        DataLossObjective(trafficClass: "chat", withinSeconds: 300, share: 0.99),
      ])
  }
}
