import Testing

@testable import ModelFiles

@Suite struct ReportTests {
  /// Everything that is wrong, in one pass, in the order of the file, as a person sees it.
  @Test func oneFileManyMistakes() {
    let text = """
      service: chat            # fine
      peak: 1000               # no unit
      peak: 900rps
      sites:
        east: { keep: wram, lasts: lognormal(median 80min, sigma 1.1) }
        west:\t{ kept: 3 }
      lasts: weibull shape -1 mean 60d
      share: [70%, 35%, 90%]
      hodl: 5s
      """
    #expect(
      diagnostics(text).description == """
        plan.yaml:2:7: error: expected a rate at 'peak', found '1000'. Write '1000rps', '0.5/s' or '36/h'
          peak: 1000               # no unit
                ^
        plan.yaml:3:1: error: the key 'peak' is written twice, first at 2:1. Keep one of them
          peak: 900rps
          ^
        plan.yaml:5:17: error: unknown 'wram' at 'sites.east.keep'. Did you mean 'warm'?
            east: { keep: wram, lasts: lognormal(median 80min, sigma 1.1) }
                          ^
        plan.yaml:5:30: error: a comma ends a value between braces, 'lognormal(median 80min, sigma 1.1)' is cut in pieces. \
        Write 'lognormal median 80min sigma 1.1'
            east: { keep: wram, lasts: lognormal(median 80min, sigma 1.1) }
                                       ^
        plan.yaml:6:9: error: 'keep' is missing in 'sites.west'. Add 'keep: nothing'
            west:\t{ kept: 3 }
                 \t^
        plan.yaml:6:11: error: unknown key 'kept' in 'sites.west'. Known here: keep, lasts
            west:\t{ kept: 3 }
                 \t  ^
        plan.yaml:7:22: error: '-1' at 'lasts' is negative. Write '0.25'
          lasts: weibull shape -1 mean 60d
                               ^
        plan.yaml:8:14: error: '35%' at 'share' is below '70%'. Write '[low, mid, high]': the median in the middle, \
        nine cases in ten between low and high
          share: [70%, 35%, 90%]
                       ^
        plan.yaml:9:1: error: unknown key 'hodl'. Did you mean 'hold'?
          hodl: 5s
          ^
        """)
  }

  @Test(arguments: [
    ("standbyReplica", "standbyReplicas"), ("hodl", "hold"), ("HOLD", "hold"), ("wieght", "weight"), ("ttl", nil),
    ("x", nil), ("", nil),
    ("zzzz", nil), ("recover", "recovery"),
  ])
  func suggestionsAreClose(word: String, expected: String?) {
    #expect(nearest(to: word, among: ["standbyReplicas", "hold", "weight", "recovery", "a"]) == expected)
  }

  @Test func sameWordsAboutTheSamePlaceAreSaidOnce() throws {
    let reader = try reader("hold: 5\n")
    _ = reader.optional("hold", .duration)
    _ = reader.optional("hold", .duration)
    #expect(reader.context.diagnostics.all.count == 1 && reader.context.readings.count == 1)
  }

  @Test func warningsForbidNothing() throws {
    let reader = try reader("hold: 5s\n")
    reader.warning("hold", "this is short")
    #expect(!reader.context.diagnostics.hasErrors)
    #expect(reader.context.diagnostics.all.map(\.headline) == ["plan.yaml:1:7: warning: this is short"])
  }
}
