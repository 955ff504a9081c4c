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
        plan.yaml:2:7: error: expected a rate at 'peak', found '1000'. Write '1000rps'
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
        plan.yaml:7:22: error: '-1' at 'lasts' is negative. Write it as in '0.25'
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

  /// Of a line of forty megabytes what stands around the place, with the caret below it.
  @Test func aLongLineIsCutAroundThePlace() {
    let line = String(repeating: "x", count: 5000) + "!" + String(repeating: "y", count: 5000)
    let lines = Diagnostic(file: "p", line: 1, column: 5001, message: "here", sourceLine: line).description
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3 && lines[1].count == 162 && lines[0] == "p:1:5001: error: here")
    let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
    #expect(caret.map { Array(lines[1])[$0] } == "!")
    let short = Diagnostic(file: "p", line: 1, column: 3, message: "here", sourceLine: "ab!").description
    #expect(short == "p:1:3: error: here\n  ab!\n    ^")
  }

  /// Of twenty thousand unknown keys the first are shown, and quickly.
  @Test func manyMistakesAreCounted() {
    var all = Diagnostics()
    for line in 1...20_000 { all.add(Diagnostic(file: "p", line: line, column: 1, message: "unknown")) }
    all.add(Diagnostic(file: "p", line: 7, column: 1, message: "unknown"))
    let lines = all.description(first: 50).split(separator: "\n")
    #expect(all.all.count == 20_000 && lines.count == 51)
    #expect(lines[0].hasPrefix("p:1:1") && lines[49].hasPrefix("p:50:1") && lines[50] == "... and 19950 more")
    #expect(Diagnostics([Diagnostic(file: "p", message: "one")]).description(first: 50) == "p: error: one")
  }
}
