import Testing

@testable import ModelFiles

/// The `plan` block: what it spans, and mistakes in it.
@Suite struct SearchBlockTests {
  private static func plan(_ block: String, site: String = "keep: nothing") -> String {
    """
    service: small
    traffic: { peak: 100rps }
    replica: { name: r, rated: 10rps, gpus: 8 }
    sites:
      main: { provider: a, keep: serving, node: { gpus: 8xH100 } }
      other: { provider: b, \(site), node: { gpus: 8xH100 } }
    detect: { takes: 1min }
    execute: { move-traffic: { by: balancer } }
    designs:
      alone: {}
      pair: { sites: { other: { keep: warm } } }
    plan:
      \(block)

    """
  }

  private static func search(_ block: String) throws -> SearchBlock {
    try #require(try PlanFile(text: plan(block), name: "plan.yaml").search)
  }

  /// 30 s are the plan's own 0.5 min, whatever they are written as; other values of a path that it writes, or does not, are not.
  @Test func thePlansOwnValueIsKnownAmongOthers() throws {
    let text = Self.plan("{ vary: { buffer: [5% of requirement] }, indifference: $1 }")
      .replacing("detect: { takes: 1min }", with: "detect: { takes: 0.5min }")
    let file = try PlanFile(text: text, name: "plan.yaml")
    func isAmong(_ path: String, _ texts: [String]) -> Bool {
      file.holdsOwnValue(among: texts.map { PlanSetting(path: path, text: $0) }, design: "pair")
    }
    #expect(isAmong("detect.takes", ["10s", "30s"]))
    #expect(isAmong("detect.takes", ["10s", "0.5min"]))
    #expect(!isAmong("detect.takes", ["10s", "40s"]))
    #expect(!isAmong("buffer", ["5% of requirement"]))
    #expect(file.written(at: "detect.takes", design: "pair") == "0.5min")
    #expect(file.written(at: "sites.other.keep", design: "pair") == "warm")
    #expect(file.written(at: "sites.other.keep", design: "alone") == "nothing")
    #expect(file.written(at: "buffer", design: "pair") == nil)
  }

  /// A known need is one number; an uncertain one has three. A need may shrink.
  @Test func aNeedMayBeToldByYear() throws {
    let block = try Self.search(
      "{ purchase: { weights: [20%, 50%, 30%], need-by-year: [120%, [50%, 140%, 300%]], offers: { a: { price: $1/h } } } }"
    )
    let purchase = try #require(block.purchase)
    #expect(purchase.needByYear == [[1.2, 1.2, 1.2], [0.5, 1.4, 3]] && purchase.weights == [200, 500, 300])
    #expect(purchase.growthHigh == 0)
  }

  /// Held until the first of a month; machines of one's own without an end.
  @Test func whatIsHeldHasAnEnd() throws {
    let block = try Self.search(
      "{ purchase: { offers: { a: { price: $1/h } }, existing: { old: { nodes: 6, price: $3/h, ends: 2027-07-01, term: 3y }, own: { nodes: 2, price: $1/h, holds-capacity: yes } } } }"
    )
    let held = try #require(block.purchase).existing
    #expect(held.map(\.name) == ["old", "own"] && held.map(\.nodes) == [6, 2])
    #expect(held.map(\.endMonth) == [6, nil] && held.map(\.termMonths) == [36, nil])
  }

  /// Half a month cannot be bought.
  @Test(arguments: [("2027-03-01", true), ("2027-03-17", false)])
  func purchasesBeginWithAMonth(day: String, isAccepted: Bool) {
    let text = Self.plan("{ purchase: { offers: { a: { price: $1/h } } } }") + "begins: \(day)\n"
    let file = Result { try PlanFile(text: text, name: "plan.yaml") }
    guard case .failure(let error) = file else {
      #expect(isAccepted)
      return
    }
    #expect(!isAccepted && "\(error)".contains("plan.yaml:14:9") && "\(error)".contains("Write 'begins: 2027-03-01'"))
  }

  @Test func rangesAndListsSpanTheirProduct() throws {
    let block = try Self.search(
      "{ indifference: $1, vary: { design: [alone, pair], buffer: 0% to 20% of requirement by 5%, detect.takes: 2min } }"
    )
    #expect(block.axes.map(\.values.count) == [2, 5, 1])
    #expect(block.count == 10)
    #expect(block.axes[1].values.map(\.text).last == "20% of requirement")
    #expect(block.confidence == 0.95)
  }

  @Test(arguments: [
    ("{ vary: {}, indifference: $1 }", "13:11: error: 'plan.vary' names nothing: the space of designs is empty"),
    ("{ vary: { buffer: [] }, indifference: $1 }", "no value is given for 'buffer': the space of designs is empty"),
    ("{ vary: { design: alone } }", "'indifference' is missing in 'plan'"),
    ("{ vary: { design: alone }, indifference: $0 }", "the indifference must be more than $0"),
    ("{ vary: { design: alnoe }, indifference: $1 }", "the plan has no design 'alnoe'. Did you mean 'alone'?"),
    ("{ vary: { sites.mian.size: 3 }, indifference: $1 }", "'sites' has no 'mian' for the path 'sites.mian.size'"),
    ("{ vary: { design: alone }, indifference: $1, confidence: 30% }", "the confidence must be at least 50%"),
    ("{ purchase: { offers: { a: { price: $1/h, term: 1y } } } }", "exactly one offer must be without a 'term'"),
    ("{ purchase: { offers: { a: { price: $1/h }, b: { price: $2/h, term: 1y } } } }", "'b' costs more for an hour"),
    ("{ purchase: { growth: [80%, 10%, 5%], offers: { a: { price: $1/h } } } }", "low, mid and high"),
    ("{ purchase: { growth: [-10%, 10%, 50%], offers: { a: { price: $1/h } } } }", "-10%"),
    ("{ purchase: { need-by-year: [[180%, 10%, 5%]], offers: { a: { price: $1/h } } } }", "low, mid and high"),
    ("{ purchase: { need-by-year: [], offers: { a: { price: $1/h } } } }", "'need-by-year' says nothing"),
    (
      "{ purchase: { years: 1, need-by-year: [110%, 120%], offers: { a: { price: $1/h } } } }",
      "'need-by-year' tells 2 years and the purchase looks at 1"
    ),
    (
      "{ purchase: { growth: [10%, 20%, 30%], need-by-year: [110%], offers: { a: { price: $1/h } } } }",
      "'growth' and 'need-by-year' both say how the need goes on"
    ),
    (
      "{ purchase: { existing: { b: { nodes: 4, price: $1/h } }, offers: { a: { price: $2/h } } } }",
      "'ends' is missing in 'plan.purchase.existing.b'"
    ),
    (
      "{ purchase: { existing: { b: { nodes: 4, price: $1/h, ends: 2027-09-30 } }, offers: { a: { price: $2/h } } } }",
      "the first of a month. Write '2027-10-01'"
    ),
    (
      "{ purchase: { existing: { b: { nodes: 4, price: $1/h, ends: 2027-01-01 } }, offers: { a: { price: $2/h } } } }",
      "'b' has ended before the plan begins on 2027-01-01"
    ),
    (
      "{ purchase: { existing: { a: { nodes: 4, price: $1/h, ends: 2028-01-01 } }, offers: { a: { price: $2/h } } } }",
      "'a' is an offer too"
    ),
    (
      "{ purchase: { existing: { b: { nodes: 0, price: $1/h, ends: 2028-01-01 } }, offers: { a: { price: $2/h } } } }",
      "'b' holds nothing"
    ),
    (
      "{ purchase: { existing: { b: { nodes: 3.5, price: $1/h, ends: 2028-01-01 } }, offers: { a: { price: $2/h } } } }",
      "found '3.5'"
    ),
    (
      "{ purchase: { existing: { b: { nodes: 4, price: $1/h, holds-capacity: true } }, offers: { a: { price: $2/h } } } }",
      "unknown 'true' at 'plan.purchase.existing.b.holds-capacity'"
    ),
    (
      "{ purchase: { existing: { b: { nodes: 4, price: $1/h, term: 2y, ends: 2028-01-01 } }, offers: { a: { price: $2/h } } } }",
      "for one year or for three"
    ),
    (
      "{ purchase: { existing: { b: { nodes: 4, price: $1/h, term: 1y, holds-capacity: yes } }, offers: { a: { price: $2/h } } } }",
      "a machine of one's own has no term"
    ),
    (
      "{ purchase: { existing: { b: { nodes: 100001, price: $1/h, holds-capacity: yes } }, offers: { a: { price: $2/h } } } }",
      "a purchase looks at up to 100000 nodes"
    ),
    ("{ purchase: { site: mian, offers: { a: { price: $1/h } } } }", "the plan has no site 'mian'"),
    ("{ purchase: { years: 40, offers: { a: { price: $1/h } } } }", "one to ten years, not 40"),
    ("{ purchase: { offers: { a: { price: free } } } }", "'plan.purchase.offers.a.price'"),
    ("{ purchase: { need: [1000000], offers: { a: { price: $1/h } } } }", "1000000 nodes come to more than 100000"),
    (
      "{ purchase: { years: 10, need: [45], growth: [0%, 100%, 900%], offers: { a: { price: $1/h } } } }",
      "45 nodes come to more than 100000 in the last year"
    ),
    (
      "{ purchase: { offers: { a: { price: $2/h }, b: { price: $1/h, term: 50y } } } }",
      "a term lasts ten years at most"
    ),
    (
      "{ purchase: { offers: { a: { price: $2/h }, b: { price: $1/h, term: 1y, lead: 20y } } } }",
      "one order in ten comes after more than ten years"
    ),
    (
      "{ purchase: { ahead: { need: [1000000], weights: [100%], price: $1/h }, offers: { a: { price: $2/h } } } }",
      "a purchase looks at up to 100000 nodes"
    ),
    (
      "{ purchase: { ahead: { need: [61, 69], weights: [25%, 50%], price: $1/h }, offers: { a: { price: $2/h } } } }",
      "2 needs have as many weights above zero, which sum to 100%"
    ),
    (
      "{ purchase: { ahead: { weights: [100%], price: $1/h }, offers: { a: { price: $2/h } } } }",
      "'need' is missing in 'plan.purchase.ahead'"
    ),
    ("{ stages: [{ design: apir, from: 2027-01-01 }] }", "the plan has no design 'apir'. Did you mean 'pair'?"),
    ("{ stages: [{ design: pair }] }", "'from' is missing in 'plan.stages[0]'"),
    ("{ stages: [{ design: pair, from: 2027-01-15 }] }", "a stage begins with a month. Write '2027-02-01'"),
    (
      "{ stages: [{ design: pair, from: 2028-01-01 }, { design: alone, from: 2027-01-01 }] }",
      "the stage from 2027-01-01 does not come after the one from 2028-01-01"
    ),
    (
      "{ stages: [{ design: pair, from: 2027-01-01, set: { detct.takes: 2min } }] }",
      "the plan has no 'detct'"
    ),
    ("{ stages: [{ design: pair, from: 2027-01-01, sett: {} }] }", "Did you mean 'set'?"),
    ("{ vray: {} }", "unknown key 'vray' in 'plan'. Did you mean 'vary'?"),
  ])
  func mistakesHaveAPlaceAndARemedy(block: String, message: String) throws {
    do {
      _ = try PlanFile(text: Self.plan(block), name: "plan.yaml")
      Issue.record("no problem in \(block)")
    } catch {
      let text = error.description
      #expect(text.contains(message), "\(text)")
      #expect(text.contains("plan.yaml:13:") || text.contains("plan.yaml:12:"), "\(text)")
    }
  }

  /// What cannot be read is one mistake: nothing follows from the value that stands in for it.
  @Test(arguments: ["nodes: 3.5, price: $1/h, ends: 2028-01-01", "nodes: 4, price: $1/h, holds-capacity: true"])
  func nothingFollowsFromWhatCannotBeRead(held: String) {
    let block = "{ purchase: { existing: { b: { \(held) } }, offers: { a: { price: $2/h } } } }"
    let found = planProblems(Self.plan(block))
    #expect(!found.contains { $0.contains("holds nothing") || $0.contains("'ends' is missing") }, "\(found)")
  }

  /// A growth of 130 % is 2.3 times as much: 1.3 times as much is one of 30 %.
  @Test func aFactorInPlaceOfAGrowthIsWarnedOf() {
    let found = planProblems(
      Self.plan("{ purchase: { growth: [10%, 20%, 130%], offers: { a: { price: $1/h } } } }"))
    let expected = "warning: '130%' of growth more than doubles the need each year. A factor of 1.3 is written '30%'"
    #expect(found.count { $0.hasSuffix(expected) } == 1, "\(found)")
    // What doubles may be meant.
    let doubling = planProblems(
      Self.plan("{ purchase: { growth: [10%, 20%, 100%], offers: { a: { price: $1/h } } } }"))
    #expect(!doubling.contains { $0.contains("more than doubles") }, "\(doubling)")
  }

  @Test func stagesAreReadInTheirOrder() throws {
    let block = try Self.search(
      "{ stages: [{ design: alone, from: 2027-01-01, set: { detect.takes: 9min } }, { design: pair, from: 2027-07-01 }] }"
    )
    #expect(block.stages.map(\.design) == ["alone", "pair"])
    #expect(block.stages.map(\.from.description) == ["2027-01-01", "2027-07-01"])
    #expect(block.stages[0].settings.map { "\($0.path) \($0.text)" } == ["detect.takes 9min"])
    #expect(block.stages[1].settings.isEmpty)
  }

  @Test func aReservationLargerThanTheQuotaIsAnError() {
    let text = Self.plan("{}", site: "keep: data, reserved: 100%, quota: 7 nodes")
      .replacing("other: { keep: warm }", with: "other: {}")
    do {
      _ = try PlanFile(text: text, name: "plan.yaml")
      Issue.record("ten nodes fit into a quota of seven")
    } catch {
      let text = error.description
      #expect(text.contains("10 nodes with its reservation"), "\(text)")
      #expect(text.contains("its quota is 7") && text.contains("plan.yaml:6:"), "\(text)")
    }
  }
}
