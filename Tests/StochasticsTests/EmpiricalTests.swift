import Testing

@testable import Stochastics

@Suite struct EmpiricalTests {
  @Test func quantilesAreMetExactly() {
    let knots: [Distribution.Knot] = [(0, 60), (0.5, 300), (0.95, 1800), (1, 3600)].map {
      .init(probability: $0.0, value: $0.1)
    }
    let law = Distribution.empirical(knots)
    for knot in knots where knot.probability > 0 { expectClose(law.quantile(knot.probability), knot.value, 1e-14) }
    expectClose(law.quantile(0.725), 1050, 1e-14)
    expectClose(law.mean, 0.5 * 180 + 0.45 * 1050 + 0.05 * 2700, 1e-14)
  }

  @Test func aSampleKeepsItsOrderStatistics() {
    let law = Distribution.empirical(sample: [9, 1, 4, 4, 7])
    #expect([0.0, 0.25, 0.5, 0.75, 1].map { law.quantile($0) } == [1, 4, 4, 7, 9])
    #expect(law.cdf(4) == 0.5 && law.cdf(4.0.nextDown) < 0.2501)
    #expect(Distribution.empirical(sample: [3, 3, 3]).sample(at: 0.2) == 3)
  }

  @Test func aColumnOfATable() throws {
    let text =
      "\u{feff}incident,\"repair, min\",cause\r\nA, 12.5 ,fire\r\n\r\nB,\"30\",\"a \"\"grey\"\"\nfailure\"\nC,45,x"
    let law = try Distribution.empirical(csv: text, column: "repair, min", unit: 60)
    #expect(law == .empirical(sample: [750, 1800, 2700]))
  }

  @Test(arguments: [
    ("", "a", "the table is empty; it needs a header and rows"),
    ("a,b\n1,2\n2,3", "c", "there is no column 'c'; the header has 'a', 'b'"),
    ("a,b\n1,2\n\n5\n", "b", "line 4: no column 'b'; give each row as many cells as the header"),
    ("a\n1\n2 h\n", "a", "line 3: expected a number that is not negative in column 'a', found '2 h'"),
    ("a,b\n1,\"x\ny\"\n-2,3\n", "a", "line 4: expected a number that is not negative in column 'a', found '-2'"),
    ("a,b\n1,\n", "b", "line 2: expected a number that is not negative in column 'b', found ''"),
    ("a\nnan\n", "a", "line 2: expected a number that is not negative in column 'a', found 'nan'"),
    ("a\n7\n", "a", "column 'a' has 1 values; an empirical law needs at least two"),
    ("a\n\"7\n8", "a", "line 2: a quoted cell does not end; close its quote"),
  ])
  func faultsOfATableAreNamed(text: String, column: String, message: String) {
    let error = #expect(throws: DistributionError.self) { try Distribution.empirical(csv: text, column: column) }
    #expect(error?.description == message)
  }
}
