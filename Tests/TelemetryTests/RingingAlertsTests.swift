import Testing

@testable import Telemetry

@Suite struct RingingAlertsTests {
  /// As promtool 2.42 prints it.
  static let printed = #"""
    Unit Testing:  t.yml
      FAILED:
        expr: "label_replace(ALERTS{alertstate=\"firing\"}, \"nines_test\", \"17\", \"\", \"\")", time: 9m15s,
            exp: nil
            got: {__name__="ALERTS", alertname="HighErr", alertstate="firing", nines_test="17", severity="page"} 1E+00
        expr: "label_replace(ALERTS{alertstate=\"firing\"}, \"nines_test\", \"3\", \"\", \"\")", time: 1h0m5s,
            exp: nil
            got: {__name__="ALERTS", alertname="A", alertstate="firing", nines_test="3"} 1E+00, {__name__="ALERTS", alertname="B", alertstate="firing", nines_test="3", z="a\"b\\c, {d="} 1E+00
        rule: Slow, time: 41h38m45s, err: query processing would load too many samples into memory in query execution
    """#

  @Test func readsWhatRings() {
    let found = RingingAlerts(parsing: Self.printed)
    #expect(found.rings.map(\.test) == [17, 3, 3])
    #expect(found.rings.map(\.seconds) == [555, 3605, 3605])
    #expect(found.rings.map(\.alert) == ["HighErr", "A", "B"])
    #expect(found.rings[0].labels == [Label("severity", "page")])
    #expect(found.rings[2].labels == [Label("z", "a\"b\\c, {d=")])
    #expect(found.problems.count == 1)
  }

  /// Cut off anywhere, it is read without a trap.
  @Test func readsPieces() {
    let all = Array(Self.printed)
    for end in all.indices { _ = RingingAlerts(parsing: String(all[..<end])) }
  }
}
