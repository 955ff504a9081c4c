import Currencies
import Testing

@testable import ModelFiles

/// What somebody meant who wrote it as elsewhere: the remedy has the same number, and is read.
@Suite struct SuggestionTests {
  @Test(arguments: [
    // Shares and money.
    ("at-least: 99.9%", "at-least: 99.9", "is not between 0% and 100%. Write '99.9%'"),
    (
      "at-least: 99.9%", "at-least: 99.9 percent",
      "expected a share at 'objectives.availability.at-least', found '99.9 percent'. Write '99.9%'"
    ),
    ("buffer: 25% of requirement", "buffer: 25%", "Write '25% of requirement'"),
    ("buffer: 25% of requirement", "buffer: 0.25", "Write '25% of requirement'"),
    ("price: $55/h", "price: 55/h", "Write '$55/h'"), ("price: $55/h", "price: $55", "Write '$55/h'"),
    (
      "price: $55/h", "price: €55/h",
      "Write it in USD, or add 'rates: { EUR: { is: ..., on: ... } }': what one EUR costs in USD, and on which day; or write 'currency: EUR' at the top"
    ), ("price: $55/h", "price: 55 USD/hour", "Write '$55/h'"), ("price: $55/h", "price: 55.04", "Write '$55.04/h'"),
    ("person-year: $250000/y", "person-year: $250K/y", "Write '$250000/y'"),
    // Rates and durations.
    ("peak: 100rps", "peak: 12000rpm", "expected a rate at 'traffic.peak', found '12000rpm'. Write '12000/min'"),
    ("peak: 100rps", "peak: 100 req/s", "Write '100rps'"), ("peak: 100rps", "peak: 100qps", "Write '100rps'"),
    ("peak: 100rps", "peak: 100", "Write '100rps'"),
    ("peak: 100rps", "peak: 6000 requests per minute", "Write '6000/min'"),
    ("boot: 3min", "boot: 3m", "expected a duration at 'replica.start.boot', found '3m'. Write '3min'"),
    ("boot: 3min", "boot: 3 minutes", "Write '3min'"), ("boot: 3min", "boot: 180", "Write '180s' or '180min'"),
    ("boot: 3min", "boot: lognormal median 3m sigma 1", "found '3m'. Write '3min'"),
    ("at: 3h", "at: 3", "Write '3h'"), ("at: 3h", "at: 11pm", "Write '23h'"), ("at: 3h", "at: 3:30", "Write '03:30'"),
    // Sizes.
    ("image: 20GB", "image: 20gb", "Write '20GB'"), ("image: 20GB", "image: 20G", "Write '20GB'"),
    ("fetch: 100Gbps", "fetch: 100Gb/s", "Write '100Gbps'"), ("fetch: 100Gbps", "fetch: 100GBps", "Write '100GB/s'"),
    ("gpus: 8xH100, price: $55", "gpus: 8 H100, price: $55", "Write '8xH100'"),
    ("vantage: 2 of 3", "vantage: 2/3", "Write '2 of 3'"),
    ("per-year: 1,", "per-year: 2/year,", "Write '2'"), ("per-year: 1,", "per-year: 1/month,", "Write '12'"),
    // Keys by other names, with their values.
    (
      "every: exponential mean 264d", "mtbf: 264d",
      "unknown key 'mtbf' in 'failures.node'. Write 'every: exponential mean 264d'"
    ),
    ("lasts: 12min", "mttr: 12 minutes", "Write 'lasts: exponential mean 12min'"),
    ("lasts: 12min", "mttr: lognormal median 12min sigma 1", "Write 'lasts: lognormal median 12min sigma 1'"),
    ("peak: 100rps", "qps: 100rps", "unknown key 'qps' in 'traffic'. Write 'peak: 100rps'"),
    // One value where keys are expected.
    ("peak: 100rps", "peak: 100rps\n  growth: 20%", "Write 'growth: { per-year: 20% }'"),
    ("noise: { cv: 5%, correlation: 30min }", "noise: 5%", "Write 'noise: { cv: 5%, correlation: 30min }'"),
    ("failback: { after: 4h, at: 3h }", "failback: 4h", "Write 'failback: { after: 4h }'"),
    (
      "availability: { of: requests, at-least: 99.9%, in: 90% of years }", "availability: 99.99%",
      "Write 'availability: { of: requests, at-least: 99.99%, in: 90% of years }'"
    ),
    // What belongs to a site.
    (
      "hot-standby: { sites: { west: { keep: warm } } }", "hot-standby: { keep: warm }",
      "unknown key 'keep'. It belongs to a site: write 'sites: { west: { keep: warm } }'"
    ),
    // Laws of others.
    (
      "lasts: 80min", "lasts: normal mean 80min sd 20min",
      "unknown law 'normal' at 'failures.region.lasts'. A normal law goes below zero: write 'lognormal mean 80min cv 0.25'"
    ),
    ("lasts: 80min", "lasts: constant 80min", "Write '80min'"),
    ("lasts: 80min", "lasts: exp mean 80min", "Write 'exponential mean 80min'"),
    // A doubt about a constant.
    (
      "lasts: 80min", "lasts: [30min, 80min, 3h]",
      "warning: 'failures.region.lasts' is a constant that is not known: every repair takes equally long, and the doubt is about how long. Where repairs differ from one another, write 'lognormal median 80min p95 3h'"
    ),
  ])
  func theSameValueIsProposed(old: String, new: String, expected: String) {
    #expect(wholePlan.contains(old))
    let found = planProblems(replacing: old, by: new)
    #expect(found.count == 1 && found.allSatisfy { $0.hasSuffix(expected) }, "\(found)")
  }

  /// Whatever is proposed for a quantity is one; what says nothing gets the examples.
  @Test(arguments: [
    (QuantityKind.duration, "soon", "Write '90s', '15min' or '2h'"), (.duration, "3M", "Write '90s', '15min' or '2h'"),
    (.duration, "1,5s", "Write '1.5s': a number has no comma"),
    (.duration, "1,000s", "Write '1000s': a number has no comma"),
    (.bandwidth, "3gb/s", "Write '3Gbps' or '3GB/s'"), (.money, "1,000", "Write '$1000': a number has no comma"),
    (.rate, "-5rpm", "Write '1000rps', '0.5/s' or '36/h'"), (.count("nodes"), "3.5 nodes", "Write '3' or '90 nodes'"),
    (.gpuCount, "H100x8", "Write '8xH100'"), (.share, "105%", "Write '5%' or '0.05'"),
    // The number of an example must not look like the one that was meant.
    (.share, "5 nodes", "A share is a part of a whole and counts no nodes: write it as in '5%' or '0.05'"),
    // Amounts as elsewhere: the number that stands there, or the form alone.
    (.moneyPer("h"), "US$55.04/h", "Write '$55.04/h'"), (.moneyPer("h"), "$55.04 per hour", "Write '$55.04/h'"),
    (.moneyPer("h"), "$55,04/h", "Write '$55.04/h': a number has no comma"), (.money, "$15000/month", "Write '$15000'"),
    (.money, "$15000/y", "Write it as in '$60'"), (.moneyPer("h"), "cheap", "Write it as in '$0.25/h'"),
    (.money, "$123456.7K", "Write '$123456700'"), (.number, "$7.12", "Write '7.12'"),
    (.number, "-7", "Write it as in '0.25'"),
  ])
  func whatIsProposedIsRead(kind: QuantityKind, text: String, expected: String) {
    #expect(kind.remedy(for: text) == expected)
    for meant in kind.meanings(of: text) { #expect((try? kind.value(of: meant)) != nil, "\(meant)") }
  }

  /// An amount keeps its currency: in a study of another it is asked for a rate, which comes next.
  @Test(arguments: [
    ("RMB 120/h", "Write 'CNY 120/h'"), ("120元/h", "Write 'CNY 120/h'"), ("120 EUR per hour", "Write 'EUR 120/h'"),
    ("55€/h", "Write '€55/h'"),
  ])
  func anAmountKeepsItsCurrency(text: String, expected: String) throws {
    #expect(QuantityKind.moneyPer("h").remedy(for: text) == expected)
    let yuan = StudyCurrency(try #require(Currency("CNY")))
    #expect(QuantityKind.moneyPer("h").remedy(for: text, in: yuan) == expected)
  }

  /// In full width the yen sign is the same sign; forty million are forty million.
  @Test func yuanAsTheyAreTyped() throws {
    let yuan = StudyCurrency(try #require(Currency("CNY")))
    #expect(try QuantityKind.moneyPer("h").value(of: "￥120/h", in: yuan) == 120)
    #expect(
      QuantityKind.moneyPer("y").remedy(for: "¥40,000,000/y", in: yuan)
        == "Write '¥40000000/y': a number has no comma")
    #expect(QuantityKind.number.remedy(for: "¥7.12", in: yuan) == "Write '7.12'")
  }

  /// The law that stands in for a normal one has its mean and deviation: cv 0.25 of 80 min is 20 min.
  @Test func theLogNormalOfTheSameMeanAndDeviation() throws {
    let law = try #require(try reader("lasts: lognormal mean 80min cv 0.25\n").distribution("lasts"))
    #expect(abs(law.mean - 4800) < 1e-6)
    #expect(abs(law.variance.squareRoot() - 1200) < 1e-6)
  }

  /// A path of the search that names nothing is refused where the plan is read.
  @Test(arguments: [
    ("desigqz: [hot-standby, warm-standby]", "unknown key 'desigqz'. Did you mean 'design'?"),
    ("detect.failres: 1..3", "unknown key 'failres' in 'detect'. Did you mean 'failures'?"),
    ("bufer: [10% of requirement]", "unknown key 'bufer'. Did you mean 'buffer'?"),
    ("design: [hto]", "the plan has no design 'hto'. Did you mean 'hot'?"),
    ("design: [pilot]", "'pilot' stands for several designs: 'pilot-light', 'pilot-light-reserved'. Name one of them"),
  ])
  func aPathOfTheSearchNamesSomething(axis: String, expected: String) {
    let found = planProblems(wholePlan + "plan: { vary: { \(axis) }, indifference: $1 }\n")
    #expect(found.count == 1 && found.allSatisfy { $0.hasSuffix(expected) }, "\(found)")
  }

  /// Short names and keys that the plan leaves out are right.
  @Test(arguments: ["design: [hot, warm]", "detect.probe-loss: [1%, 2%]", "buffer: 0% to 20% of requirement by 10%"])
  func whatNamesSomethingIsTaken(axis: String) throws {
    let plan = try PlanFile(text: wholePlan + "plan: { vary: { \(axis) }, indifference: $1 }\n", name: "plan.yaml")
    let values = try #require(plan.search).axes[0].values.map(\.text)
    if axis.hasPrefix("design") { #expect(values == ["hot-standby", "warm-standby"]) }
  }

  /// The same path on a command line.
  @Test func aPathThatCameWithTheCommandNamesSomething() throws {
    let plan = try PlanFile(text: wholePlan, name: "plan.yaml")
    func problem(_ path: String, _ text: String) -> String? {
      plan.problem(withPathOf: PlanSetting(path: path, text: text), design: "hot-standby")
    }
    #expect(problem("detect.failres", "3") == "unknown key 'failres' in 'detect'. Did you mean 'failures'?")
    #expect(
      problem("sites.wset.zones", "3")
        == "'sites' has no 'wset' for the path 'sites.wset.zones'. Did you mean 'west'?")
    // A value that cannot be is not a name that is not there.
    #expect(problem("detect.failures", "many") == nil)
    #expect(problem("detect.probe-loss", "1%") == nil)
  }
}
