import OutputAnalysis
import Testing

@testable import Reports

/// Tables that are wider than a terminal, and what their cells say.
@Suite struct TextTableTests {
  @Test func everyBlockBeginsWithTheNames() {
    var table = TextTable(nameCount: 2)
    table.append(["DESIGN", "service", "first", "second"])
    table.append(["one", "chat", "1", "2"])
    table.append(["one", "batch", "3", "4"])
    #expect(
      table.lines(width: 24) == [
        "DESIGN  service  first", "one     chat         1", "one     batch        3", "",
        "DESIGN  service  second", "one     chat          2", "one     batch         4",
      ])
    #expect(table.dropped(width: 24) == 1)
  }

  @Test func minutesHaveBothEndsWhereTheyAreNotAsFarAway() {
    func said(_ low: Double, _ high: Double) -> String {
      Wording.estimatedMinutes(12.3, .interval(Interval(estimate: 12.3, low: low, high: high)))
    }
    #expect(said(2.68, 66) == "12.3 (2.7 to 66.0)")
    #expect(said(10.3, 14.3) == "12.3 +-2.0")
    #expect(Wording.estimatedMinutes(5, .interval(Interval(exactly: 5))) == "5.0 exact")
    #expect(Wording.estimatedMinutes(0, .noData) == "0.0 -")
  }
}
