import ServiceModel
import Testing

@testable import ModelFiles

/// Residency and routes as a plan says them, the sizes that follow, and what is refused beside them.
@Suite struct OriginRoutePlanTests {
  /// Forty of a hundred requests a second from the EU, ten to a node.
  private func text(
    eu: String = "served-by: [eu-1, eu-2]", us: String = "served-by: [us-1]", more: String = "",
    designs: String = "{ all: {} }"
  ) -> String {
    """
    service: chat
    begins: 2027-01-01
    traffic:
      peak: 100rps
      origins:
        eu: { share: 40%, zone: UTC, \(eu) }
        us: { share: 60%, zone: UTC, \(us) }
    replica: { rated: 10rps }
    sites:
      eu-1: { keep: serving, node: { gpus: 1xH100 } }
      eu-2: { keep: serving, node: { gpus: 1xH100 } }
      us-1: { keep: serving, node: { gpus: 1xH100 } }
    detect: { takes: 1min }
    execute: { move-traffic: { by: balancer } }
    \(more)
    designs: \(designs)
    """
  }

  private func problems(_ text: String) -> String { planProblems(text).joined(separator: "\n") }

  /// Twenty a second each in the EU, which hold forty for the loss of the other; sixty in the US, which nobody adds to. The
  /// design without disaster recovery keeps the first site of each jurisdiction, for 40 and 60 a second.
  @Test func sitesAreSizedForWhomTheyServe() throws {
    let plan = try PlanFile(text: text(), name: "plan.yaml")
    let (single, all) = (plan.services[0], plan.services[1])
    #expect(all.sites.map { all.requirementNodes(at: $0) } == [2, 2, 6])
    #expect(all.sites.map { all.standingNodes(at: $0) } == [4, 4, 6])
    #expect(single.design.topology == .singleSite)
    #expect(single.sites.map(\.keep) == [.serving, .nothing, .serving])
    #expect(single.sites.map { single.standingNodes(at: $0) } == [4, 0, 6])
    #expect(plan.interpretations.contains { $0.hasSuffix("decided by 'served-by', 'route' and the sites' weights") })
  }

  /// Where every site may serve everybody, by weight, the plan is the one that says nothing of it.
  @Test func whatBindsNobodyChangesNothing() throws {
    let everywhere = "served-by: [us-1, eu-2, eu-1], route: weighted"
    let named = try PlanFile(text: text(eu: everywhere, us: everywhere), name: "plan.yaml").services
    let plain = try PlanFile(
      text: text(eu: "day: { sine-trough: 100% }", us: "day: { sine-trough: 100% }"), name: "plan.yaml"
    ).services
    #expect(named.allSatisfy { $0.originRoutes == nil && $0.peaksByOrigin == nil })
    for (a, b) in zip(named, plain) {
      #expect(a.sites.map { a.standingNodes(at: $0) } == b.sites.map { b.standingNodes(at: $0) })
    }
    #expect(named[1].sites.map { named[1].standingNodes(at: $0) } == [5, 5, 5])
  }

  /// Round trips decide what is nearest, also where nobody asks when the first token is at the user.
  @Test func theNearestIsFound() throws {
    let eu = "route: nearest, round-trip: { eu-1: 20ms, eu-2: 20ms, us-1: 100ms }"
    let us = "route: nearest, round-trip: { eu-1: 90ms, eu-2: 95ms, us-1: 10ms }"
    let all = try PlanFile(text: text(eu: eu, us: us), name: "plan.yaml").services[1]
    // Without the US, eu-1 is next for its sixty, beside its own twenty; without a peer eu-2 has forty.
    #expect(all.sites.map { all.requirementNodes(at: $0) } == [2, 2, 6])
    #expect(all.sites.map { all.standingNodes(at: $0) } == [8, 4, 6])
  }

  @Test(arguments: [
    ("served-by: [eu-1, eu-3]", "", "6:52: error: the plan has no site 'eu-3'. Did you mean 'eu-1'?"),
    ("served-by: []", "", "an empty list serves nobody"),
    ("route: closest", "", "6:41: error:"),
    ("served-by: [eu-1]", "", "11:17: error: no origin's users may be served by 'eu-2'"),
    (
      "served-by: [eu-1, eu-2]", "autoscaling: { start-lag: 60s, policies: [ { kind: target, utilization: 70% } ] }",
      "15:1: error: users are routed by their origin in design 'all', and an autoscaler sees the demand of all"
    ),
    (
      "served-by: [eu-1, eu-2]", "protection: { retries: { attempts: 3, backoff: 1s } }",
      "15:15: error: users are routed by their origin in design 'all', and clients that come back are told by no origin"
    ),
    (
      "served-by: [eu-1, eu-2]", "evacuations: { e: { site: eu-1, on: 2027-02-01, lasts: 2h } }",
      "15:1: error: users are routed by their origin in design 'all', and an evacuation moves everybody"
    ),
  ])
  func whatCannotBeToldByOriginIsRefused(eu: String, more: String, words: String) {
    let found = problems(text(eu: eu, more: more))
    #expect(found.contains(words), "\(found)")
  }

  /// One name is no list that is empty, and no site among several.
  @Test func whatFollowsFromAMistakeIsNotSaid() {
    let word = problems(text(eu: "served-by: eu-1"))
    #expect(word.contains("Write 'served-by: [eu-1]'") && !word.contains("an empty list"), "\(word)")
    let one = problems(text(eu: "served-by: [eu-1]", designs: "{ us: { sites: { eu-1: { keep: nothing } } } }"))
    #expect(one.contains("Let eu-1 'keep: serving'"), "\(one)")
  }

  @Test func designsAreLookedAtOneByOne() {
    let standby = problems(text(designs: "{ all: {}, warm: { sites: { eu-2: { keep: warm } } } }"))
    #expect(standby.contains("in design 'warm', and 'eu-2' keeps 'warm': a standby takes over for everybody. Let"))
    let none = problems(text(designs: "{ us-only: { sites: { eu-1: { keep: nothing }, eu-2: { keep: nothing } } } }"))
    #expect(none.contains("6:45: error: in design 'us-only' no site that serves may serve users of 'eu'"))
    #expect(problems(text(designs: "{ all: {}, one: { sites: { eu-2: { keep: nothing } } } }")).isEmpty)
  }
}
