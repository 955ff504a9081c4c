import Testing

/// What no memory holds and no clock gets through is refused where it stands, and what is just below is not.
@Suite struct WorkLimitTests {
  private func problems(horizon: String, step: String = "5min", nodes: String = "") -> [String] {
    planProblems(
      wholePlan.replacing("begins: 2027-01-01", with: "begins: 2027-01-01\nhorizon: \(horizon)")
        .replacing("peak: 100rps", with: "peak: 100rps\n  step: \(step)")
        .replacing("east: { keep: serving", with: "east: { keep: serving" + nodes))
  }

  /// A horizon of nothing is no horizon, whatever is asked of its years.
  @Test(arguments: ["0y", "0d", "23h", "31y"])
  func aHorizonIsADayToThirtyYears(horizon: String) {
    #expect(
      problems(horizon: horizon).contains { $0.contains("the horizon must be between a day and thirty years") })
  }

  /// In steps of a second 462 days are 39,916,800 of them, and 463 days 40,003,200.
  @Test func aHorizonHasFortyMillionSteps() {
    let message = "plan.yaml:10:9: error: the horizon has more than 40 million steps"
    #expect(problems(horizon: "463d", step: "1s").contains { $0.hasPrefix(message) })
    #expect(!problems(horizon: "462d", step: "1s").contains { $0.contains("million steps") })
    #expect(!problems(horizon: "30y").contains { $0.contains("million steps") })
  }

  @Test func aSiteHasAHundredThousandNodes() {
    let message = "a site has at most 100000 nodes"
    #expect(problems(horizon: "1y", nodes: ", nodes: 100001").contains { $0.contains(message) })
    #expect(!problems(horizon: "1y", nodes: ", nodes: 100000").contains { $0.contains(message) })
  }

  /// Spreads and sessions beyond anything that is measured: the mean of a lognormal law is its median times exp(sigma^2 / 2),
  /// so 4 requests with a sigma of 5 are 1.07 million, and with 4.9 they are 0.65 million.
  @Test(arguments: [
    ("turns: lognormal median 4 sigma 21, think-time: 40s", "a 'sigma' above 20 spreads further"),
    ("turns: lognormal median 4 sigma 5, think-time: 40s", "a session has a million requests at most"),
    ("turns: 4, think-time: 366d", "turns are a year apart at most"),
    ("turns: lognormal median 4 sigma 4.9, think-time: 365d", nil),
  ])
  func sessionsAreMeasurable(sessions: String, expected: String?) {
    let noise = "noise: { cv: 5%, correlation: 30min }"
    let problems = planProblems(replacing: noise, by: noise + "\n  sessions: { \(sessions) }")
    let found = problems.filter { $0.contains(": error: ") }
    #expect(expected.map { words in found.contains { $0.contains(words) } } ?? found.isEmpty, "\(found)")
  }

  /// Replicas of four GPUs: 4,000 of a node hold a thousand of them.
  @Test func aNodeHoldsAThousandReplicas() {
    let node = "node: { gpus: 8xH100, price: $55/h }"
    func problems(_ gpus: Int) -> [String] {
      planProblems(replacing: node, by: node.replacing("8x", with: "\(gpus)x"))
    }
    #expect(problems(4004).contains { $0.contains("a node of 'east' holds 1001 replicas, and 1000 are the most") })
    #expect(!problems(4000).contains { $0.contains("are the most") })
  }
}
