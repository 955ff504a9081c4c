import ModelFiles
import Testing

@Suite struct PlanShrinkerTests {
  /// What is looked for stands in a block and in an entry; all that has nothing to do with it goes.
  @Test func whatDoesNotMatterGoes() {
    let text = """
      horizon: 60d
      sites:
        a: { keep: serving, node: { gpus: 1, price: $1/h } }
        b: { keep: data }
      failures:
        node: { scope: node, lasts: 5min }
        region:
          scope: region
          lasts: [1h, 2h, 3h]
      """
    let shrinker = PlanShrinker {
      $0.contains("a: {") && $0.contains("gpus: 1") && $0.contains("2h") && !$0.contains("horizon: 3d")
    }
    #expect(
      shrinker.smallest(text) == """
        sites:
          a: { node: { gpus: 1 } }
        failures:
          region:
            lasts: [2h]
        """)
  }

  @Test func theHorizonIsHalvedWhereItHasToStay() {
    let shrinker = PlanShrinker { $0.hasPrefix("horizon: ") && !$0.contains("horizon: 3d") }
    #expect(shrinker.smallest("horizon: 60d\nbuffer: 0%") == "horizon: 7d")
  }

  /// A whole random plan shrinks to what its reader needs and a failure of a node: under thirty lines by far.
  @Test func aRandomPlanShrinksToItsFailure() throws {
    var writer = RandomPlanText(seed: 3)
    let text = writer.text()
    let shrinker = PlanShrinker { text in
      guard let services = try? PlanFile(text: text, name: "random.yaml").services(at: [:]) else { return false }
      return services.contains { !$0.failures.isEmpty }
    }
    let small = shrinker.smallest(text)
    #expect(small.split(separator: "\n").count < 15, "\(small)")
    #expect(try PlanFile(text: small, name: "small.yaml").services(at: [:]).last?.failures.count == 1)
  }
}
