import ServiceModel
import Stochastics
import Testing

@testable import ModelFiles

/// Links between sites as a plan writes them, and what is refused of them.
@Suite struct LinkPlanTests {
  /// Two sites, whose standby fetches what it lacks from the other one.
  private func text(_ links: String, state: String = "{ replication: 1s, per-request: 40kB }", west: String = "")
    -> String
  {
    """
    service: small
    traffic: { peak: 100rps, step: 1d, classes: { chat: { share: 100%, state: \(state) } } }
    replica: { rated: 10rps, start: { weights: 70GB } }
    sites:
      east: { keep: serving, node: { gpus: 1 } }
      west: { keep: warm, node: { gpus: 1 }\(west) }
    links: { \(links) }
    detect: { takes: 1min }
    execute: { move-traffic: { by: balancer } }
    """
  }

  private func service(_ text: String) throws -> Service { try PlanFile(text: text, name: "plan.yaml").services[0] }

  /// 10 Gbit/s are 1.25 GB/s.
  @Test func aLinkIsRead() throws {
    let read = try service(
      text(
        "backbone: { between: [east, west], kind: dedicated, bandwidth: 10Gbps, price: $0.02/GB }",
        west: ", fetch-from: east, weights-kept: 90%"))
    #expect(
      read.links == [
        Link(name: "backbone", ends: ["east", "west"], bytesPerSecond: 1.25e9, dollarsPerGB: 0.02)
      ])
    #expect(read.traffic.classes[0].state == .replication(lag: .constant(1), bytesPerRequest: 40_000))
    #expect(read.sites[1].fetchesFrom == "east" && read.sites[1].weightsKept == 0.9)
    #expect(abs(read.fetchedBytes(at: read.sites[1]) - 7e9) < 1)
    #expect(read.fetchBytesPerSecond(at: read.sites[1]) == 1.25e9)
  }

  /// 1460 B / 60 ms = 24,333.3 B/s, times sqrt(1.5 / 0.0001) = 122.474: 2.98021 MB/s for each of 32 connections.
  @Test func whatTheInternetCarriesFollowsFromItsLosses() throws {
    let read = try service(
      text("net: { between: [east, west], kind: public, round-trip: 60ms, loss: 0.01%, connections: 32 }"))
    #expect(abs(read.links[0].bytesPerSecond / 32 - 2_980_213) < 1)
  }

  @Test func aClassWaitsForTheRoundTripOfItsLink() throws {
    let read = try service(
      text("backbone: { between: [east, west], round-trip: 60ms }", state: "{ synchronous-over: backbone }"))
    #expect(read.traffic.classes[0].state == .synchronous(roundTripSeconds: 0.06))
  }

  @Test(arguments: [
    ("a: { bandwidth: 1Gbps }", "'between' is missing"),
    ("a: { between: [east], bandwidth: 1Gbps }", "a link joins two sites"),
    ("a: { between: east-west, bandwidth: 1Gbps }", "expected a list at 'links.a.between', found"),
    ("a: { between: [east, mars], bandwidth: 1Gbps }", "there is no site 'mars'"),
    (
      "a: { between: [east, west], bandwidth: 1Gbps }, b: { between: [west, east], bandwidth: 1Gbps }",
      "'a' joins 'west' and 'east' already"
    ),
    ("a: { between: [east, west] }", "nothing is said of 'a'"),
    ("a: { between: [east, west], bandwidth: 0Gbps }", "must be above zero"),
    ("a: { between: [east, west], bandwidth: 1Gbps, loss: 1% }", "a dedicated link carries the bandwidth"),
    ("a: { between: [east, west], kind: public, bandwidth: 1Gbps }", "nobody has a bandwidth of their own"),
    ("a: { between: [east, west], kind: public, loss: 1% }", "'round-trip' is missing"),
    ("a: { between: [east, west], kind: public, round-trip: 60ms }", "'loss' is missing"),
    ("a: { between: [east, west], bandwidth: 1Gbps, round-trip: 60ms }", "nothing waits for the round trip of 'a'"),
    ("a: { between: [east, west], mtu: 9000, bandwidth: 1Gbps }", "'mtu' in 'links.a'"),
  ]) func mistakesOfLinksAreNamed(links: String, message: String) {
    #expect(problems(text(links)).contains { $0.contains(message) }, "\(problems(text(links)))")
  }

  /// A remedy names the plan's own sites, and the place is the name that is wrong.
  @Test(arguments: [
    ("a: { between: [east, mars], bandwidth: 1Gbps }", "plan.yaml:7:31: error: there is no site 'mars'"),
    ("a: { between: east-west, bandwidth: 1Gbps }", "Write 'between: [east, west]'"),
    ("a: { between: [east, west], kind: public, round-trip: 60ms, connections: 8 }", "Add 'loss: 0.01%'"),
  ]) func remediesOfLinksAreThePlans(links: String, words: String) {
    let found = planProblems(text(links))
    #expect(found.contains { $0.contains(words) }, "\(found)")
  }

  @Test(arguments: [
    ("1s", "per-request: 40kB", "", "no link has a bandwidth"),
    ("1s", "", "", "nothing that could fill it is sent over 'a'"),
    ("1s", "per-request: 40kB", ", fetch-from: mars", "there is no site 'mars'"),
    ("1s", "per-request: 40kB", ", fetch-from: west", "no link joins 'west' and 'west'"),
    ("1s", "per-request: 0kB", "", "must be above zero"),
  ]) func mistakesOfWhatGoesOverThemAreNamed(lag: String, bytes: String, west: String, message: String) {
    let links =
      message.contains("no link has")
      ? "a: { between: [east, west], round-trip: 60ms }" : "a: { between: [east, west], bandwidth: 1Gbps }"
    let state = "{ replication: \(lag)\(bytes.isEmpty ? "" : ", \(bytes)") }"
    let found = problems(text(links, state: state, west: west))
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test(arguments: [
    ("{ synchronous-over: other }", "there is no link 'other'"),
    ("{ synchronous-over: a }", "link 'a' has no round trip"),
    ("{ synchronous: 60ms, synchronous-over: a }", "says the round trip already"),
  ]) func mistakesOfConfirmationsAreNamed(state: String, message: String) {
    let found = problems(text("a: { between: [east, west], bandwidth: 1Gbps }", state: state))
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  /// A price says nothing where nobody says how much is copied; weights that are kept where there are none.
  @Test func whatMovesNothingIsRefused() {
    let state = "{ replication: 1s }"
    let price = problems(text("a: { between: [east, west], price: $0.02/GB }", state: state))
    #expect(price.contains { $0.contains("nothing says how much is copied over 'a'") }, "\(price)")
    let kept = problems(
      text("a: { between: [east, west], bandwidth: 1Gbps }", west: ", weights-kept: 90%")
        .replacing("start: { weights: 70GB }", with: "start: { boot: 1min }"))
    #expect(kept.contains { $0.contains("there are no weights of which a part could be kept") }, "\(kept)")
  }

  /// 100 requests a second x 40 kB = 4 MB/s, 32 Mbit/s.
  @Test func aLinkThatIsAlwaysFullIsWarnedOf() {
    let words = "sends 'west' 32 Mbit/s of changes at the mean demand and 'a' carries 30"
    #expect(problems(text("a: { between: [east, west], bandwidth: 30Mbps }")).contains { $0.contains(words) })
    #expect(problems(text("a: { between: [east, west], bandwidth: 33Mbps }")).isEmpty)
  }

  private func problems(_ text: String) -> [String] {
    do {
      return try PlanFile(text: text, name: "plan.yaml").warnings.map(\.message)
    } catch {
      return error.all.map(\.message)
    }
  }
}
