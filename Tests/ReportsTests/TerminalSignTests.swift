import Testing

@testable import Reports

/// What a terminal shows where a table of numbers alone would not do: names cut to their difference, and a plot.
@Suite struct TerminalSignTests {
  @Test func namesThatFitStayWhole() {
    #expect(ShortNames.cut(["warm-standby", "hot"], to: 12) == ["warm-standby", "hot"])
  }

  /// Both ends tell these apart, so both ends are shown.
  @Test func aLongNameKeepsBothEnds() {
    #expect(ShortNames.cut(["a-name-that-somebody-liked", "hot"], to: 11) == ["a-nam…liked", "hot"])
  }

  /// Options of a search begin alike and end alike: what differs stands in the middle, and it is what must be read.
  @Test(arguments: 12..<60)
  func namesThatDifferStayDifferent(room: Int) {
    let names = [
      "hot-standby, buffer 0% of requirement, failback after 24h",
      "hot-standby, buffer 10% of requirement, failback after 24h",
      "hot-standby, buffer 100% of requirement, failback after 24h",
      "warm-standby, buffer 0% of requirement, failback after 24h",
    ]
    let cut = ShortNames.cut(names, to: room)
    #expect(Set(cut).count == 4, "\(cut)")
    // A name is never longer than it was, and where it is cut it says so.
    #expect(zip(cut, names).allSatisfy { $0 == $1 || $0.contains("…") && $0.count <= $1.count }, "\(cut)")
  }

  @Test func theWordThatDiffersIsWhole() {
    let short = ["warm, buffer 25% of it, failback after 24h", "warm, buffer 35% of it, failback after 24h"]
    #expect(ShortNames.cut(short, to: 24) == ["warm, buffer 25%…24h", "warm, buffer 35%…24h"])
    let long = ["25%", "35%"].map { "hot-standby with a long name, buffer \($0) of it, failback after 24h and more" }
    #expect(ShortNames.cut(long, to: 24) == ["…25% of it, failback af…", "…35% of it, failback af…"])
    let last = ["a design with a long name, buffer 25%", "a design with a long name, buffer 35%"]
    #expect(ShortNames.cut(last, to: 16) == ["a desig…ffer 25%", "a desig…ffer 35%"])
    // Purchases begin and end alike; what is left of one must not read like the end of another.
    let options = ["committed-1y", "committed-3y"].flatMap { ["\($0) at the low level", "\($0) at the high level"] }
    #expect(ShortNames.cut(options, to: 22) == options.map { "\($0.prefix(21))…" })
  }

  /// A decade and a half over 31 columns: 1 stands in the first, 10 two thirds along at 20, 31.6 in the last.
  @Test func aLogarithmicAxisIsMeasured() {
    let plot = AxisPlot(
      title: "LOST", rows: [.init(name: "a", interval: 2...5, mean: 3.2, mark: 31.6227766), .init(name: "b", mean: 1)],
      post: 10, isLogarithmic: true, label: { Wording.significant($0) })
    let lines = plot.lines(width: 37)
    #expect(lines.count == 3)
    let columns = lines.map { Array($0.dropFirst(6)) }
    #expect(columns[1][20] == "┊" && columns[1][30] == "◇" && columns[1][10] == "●" && columns[2][0] == "●")
    // log10(2) and log10(5) of 1.5 decades over 30 steps: columns 6 and 14.
    #expect(columns[1][6...14].allSatisfy { $0 == "━" || $0 == "●" } && columns[1][5] == " " && columns[1][15] == " ")
    #expect(columns[0][0] == "1" && columns[0][19] == "1" && columns[0][20] == "0")
    #expect(lines.allSatisfy { $0.count <= 37 })
  }

  @Test func aPlotThatSaysNothingIsNone() {
    let one = AxisPlot(title: "t", rows: [.init(name: "a", mean: 1)], isLogarithmic: true, label: { "\($0)" })
    let same = AxisPlot(
      title: "t", rows: [.init(name: "a", mean: 2), .init(name: "b", mean: 2)], isLogarithmic: false, label: { "\($0)" }
    )
    #expect(one.lines(width: 80).isEmpty && same.lines(width: 80).isEmpty)
    let narrow = AxisPlot(
      title: "t", rows: [.init(name: "a", mean: 1), .init(name: "b", mean: 2)], isLogarithmic: true, label: { "\($0)" })
    #expect(narrow.lines(width: 30).isEmpty && narrow.lines(width: 60).count == 3)
    // Nothing lost stands at the end, and is no reason to have no axis.
    let none = AxisPlot(
      title: "t", rows: [.init(name: "a", mean: 0), .init(name: "b", mean: 2), .init(name: "c", mean: 9)],
      isLogarithmic: true, label: { "\($0)" })
    #expect(none.lines(width: 60)[1].contains("●"))
  }

  @Test func signsHaveAPlainForm() {
    #expect(inPlainSigns(["warm…y  ███░  ━━●◇┊·"]) == ["warm~y  ###.  ==o^:."])
    #expect(showsUnicode([:]) && showsUnicode(["LANG": "de_DE.UTF-8"]) && showsUnicode(["LC_ALL": "C.utf8"]))
    #expect(!showsUnicode(["LC_ALL": "C", "LANG": "en_US.UTF-8"]) && !showsUnicode(["LANG": "POSIX"]))
    #expect(showsUnicode(["LC_ALL": "", "LANG": "en_US.UTF-8"]))
  }
}
