import Foundation
import TestSupport
import Testing

@testable import Charts

/// Drawings of values that were chosen to be awkward: they must be well formed, stay within themselves and be the same bytes
/// each time.
@Suite struct DrawingTests {
  static let drawings: [(name: String, drawing: Drawing)] = [
    (
      "trade",
      TradeChart(
        title: "t",
        points: [
          .init(name: "single-site", tint: .design(0), isDominated: false, dollars: 32.5e6, minutes: 156),
          .init(name: "backup-and-restore", tint: .design(1), isDominated: false, dollars: 32.66e6, minutes: 96.4),
          .init(name: "hot", tint: .design(5), isDominated: true, dollars: 94e6, minutes: 41.2),
          .init(name: "active-active", tint: .other, isDominated: false, dollars: 75.8e6, minutes: 31),
        ]
      ).drawing
    ),
    (
      "rows",
      IntervalRowsChart(
        title: "t",
        rows: [
          .init(name: "a", detail: "$1", tint: .design(0), band: 20...90, interval: 30...32, mean: 31, mark: 75),
          .init(name: "nothing lost", detail: "", tint: .design(1), band: nil, interval: nil, mean: 0, mark: 0),
        ], threshold: (52.6, "52.6 = 99.99 %"), xTitle: "x"
      ).drawing
    ),
    (
      "curves",
      CurvesChart(
        title: "t",
        curves: [
          .init(name: "a", tint: .design(3), isDashed: true, points: [(1, 1), (10, 0.5), (10, 0.2), (300, 0.001)])
        ],
        post: .init(value: 52.6, share: 0.1, words: "pass under"), direction: .exceedance(least: 0.001), unit: .minutes,
        xTitle: "x", yTitle: "y", xRange: 1...500
      ).drawing
    ),
    (
      "split",
      SplitBarsChart(
        title: "t",
        rows: [.init(name: "a", everySite: [.init(name: "edge", tint: .everySite(0), minutes: 12)], oneSite: [])]
      ).drawing
    ),
    (
      "strip",
      ValueStrip(
        title: "t",
        stretches: [
          .init(name: "a", tint: .design(0), from: 0),
          .init(name: "b", tint: .design(1), from: 2100, known: 1800...2500),
          .init(name: "c", tint: .design(2), from: 1e6, known: 4e5...(.infinity)),
        ]
      ).drawing
    ),
    (
      "outage",
      OutageChart(
        title: "t", phases: [.init(lane: "detect", from: 0, to: 30, words: "alarm after")],
        points: [
          .init(seconds: -10, demand: 100, answered: 100, capacity: 120),
          .init(seconds: 0, demand: 100, answered: 0, capacity: 0),
          .init(seconds: 180, demand: 90, answered: 90, capacity: 100),
        ], over: 180, target: 120, lost: 18_000
      ).drawing
    ),
    (
      "bars",
      BarsByPart(
        title: "t", parts: ["serving"], bars: [.init(name: "a", values: [26e6]), .init(name: "b", values: [0])]
      ).drawing
    ),
    (
      "months", MonthsChart(title: "t", parts: ["serving"], months: [("2027-01", [2e6]), ("2027-02", [1.8e6])]).drawing
    ),
    (
      "week",
      WeekChart(
        title: "t",
        points: [
          .init(hours: 0, demand: 5, fan: 4...7, capacity: 10, ordered: 10),
          .init(hours: 168, demand: 9, fan: 8...11, capacity: 10, ordered: 12),
        ],
        levels: [.init(rate: 8, words: "requirement"), .init(rate: 8.1, words: "with the buffer")]
      ).drawing
    ),
    (
      "within",
      CurvesChart(
        title: "t",
        curves: [
          .init(name: "measured", tint: .part(0), isDashed: false, points: [(0.03, 0), (0.03, 0.5), (2, 0.5), (2, 1)])
        ], post: nil, direction: .within("requests are answered within"), unit: .seconds, xTitle: "x", yTitle: "y",
        xRange: 0.02...3
      ).drawing
    ),
    (
      "marks",
      MarksChart(
        title: "t",
        rows: [
          .init(
            name: "HighErrorRatio", detail: "saw 3 of 3",
            marks: [
              .init(30, interval: 20...45, tint: .part(2), words: "P50"),
              .init(300, interval: 45...(.infinity), tint: .part(2), isHollow: true, words: "P95"),
            ]),
          .init(
            name: "a name that somebody thought about for long", detail: "saw 0 of 3",
            marks: [.init(.infinity, interval: nil, tint: .part(0), words: "never")]),
        ], xTitle: "x", unit: .seconds, isLogarithmic: true
      ).drawing
    ),
    (
      "percentiles",
      MarksChart(
        title: "t",
        rows: [.init(name: "outages", detail: "40", marks: [.init(1, interval: 0.99...1, tint: .part(4), words: "w")])],
        shade: 0.025...0.975, xTitle: "x", unit: .percent
      ).drawing
    ),
    (
      "factors",
      MarksChart(
        title: "t",
        rows: [.init(name: "region", detail: "", marks: [.init(9, interval: 6...14, tint: .part(4), words: "w")])],
        level: (1, "as in the plan"), xTitle: "x", unit: .factor, isLogarithmic: true
      ).drawing
    ),
    (
      "scatter",
      ScatterChart(
        title: "t",
        groups: [
          .init(
            name: "a", tint: .part(0),
            points: [.init(x: 0.021, y: 0.022, words: "p"), .init(x: 0.03, y: 0.029, words: "q")])
        ], likeness: 0.1, xTitle: "x", xUnit: .seconds, yTitle: "y", yUnit: .seconds, isLogarithmic: true
      ).drawing
    ),
    (
      "windows",
      ScatterChart(
        title: "t",
        groups: [.init(name: "missed", tint: .part(4), isHollow: true, points: [.init(x: 12, y: 3, words: "p")])],
        level: (2, "the limit, 2 s"), stretch: .init(9...11, words: "both"), xTitle: "x", xUnit: .plain, yTitle: "y",
        yUnit: .seconds, isLogarithmic: false
      ).drawing
    ),
    ("tenths", TenthsChart(title: "t", counts: [0, 1, 0, 2, 0, 0, 1, 0, 3, 5], xTitle: "x", noun: "outages").drawing),
    (
      "fleet",
      FleetMonthsChart(
        title: "t",
        courses: [
          .init(
            name: "+20 % a year", tint: .part(0),
            months: [
              .init(day: 1000, name: "2027-01-01", nodes: 10), .init(day: 1031, name: "2027-02-01", nodes: 11),
              .init(day: 1059, name: "2027-03-01", nodes: 11),
            ])
        ],
        lanes: [
          .init(
            name: "order 26w by", tint: .part(2),
            orders: [.init(day: 849, isLate: true, words: "late"), .init(day: 1010, isLate: false, words: "early")])
        ]
      ).drawing
    ),
    (
      "residuals",
      ReachChart(
        title: "t",
        lines: [
          .init(
            name: "a", tint: .part(0),
            points: [.init(x: 0.1, y: -0.2, interval: nil), .init(x: 0.9, y: 0.05, interval: nil)])
        ], level: (0, "alike"), xTitle: "x", xUnit: .percent, yTitle: "y", yUnit: .change
      ).drawing()
    ),
  ]

  /// Each is XML, and every coordinate of a text lies on the drawing.
  @Test(arguments: drawings.map(\.name))
  func drawingsAreWellFormed(name: String) throws {
    let drawing = try #require(Self.drawings.first { $0.name == name }).drawing
    for svg in [drawing.wide, drawing.narrow] {
      let size = try #require(svg.firstMatch(of: /viewBox="0 0 ([\d.]+) ([\d.]+)"/))
      let (width, height) = (Double(size.output.1) ?? 0, Double(size.output.2) ?? 0)
      for text in svg.matches(of: /<text x="(-?[\d.]+)" y="(-?[\d.]+)"/) {
        let (x, y) = (Double(text.output.1) ?? -1, Double(text.output.2) ?? -1)
        #expect(x >= 0 && x <= width && y > 0 && y <= height, "\(name): \(text.output.0)")
      }
      let opened = svg.matches(of: /<(line|rect|circle|path|text|title|svg)\b/).count
      let closed = svg.matches(of: /\/>|<\/(rect|circle|path|text|title|svg)>/).count
      #expect(opened == closed)
      #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
  }

  /// What people compare over time: a drawing that moves is looked at.
  ///
  /// `RECORD_GOLDEN=1` writes the files again and fails, so that new ones are always looked at.
  @Test(arguments: drawings.map(\.name))
  func drawingsStayAsTheyWere(name: String) throws {
    let drawing = try #require(Self.drawings.first { $0.name == name }).drawing
    for (svg, width) in [(drawing.wide, "wide"), (drawing.narrow, "narrow")] {
      let file = Checkout.tests("ChartsTests/Golden/\(name)-\(width).svg")
      if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
        try Data((svg + "\n").utf8).write(to: file)
        Issue.record("\(name) was recorded: look at what changed, then run without RECORD_GOLDEN")
        continue
      }
      let golden = try String(contentsOf: file, encoding: .utf8)
      #expect(svg + "\n" == golden, "\(name)-\(width).svg is drawn otherwise")
    }
  }

  private func curve(_ points: [(Double, Double)], _ direction: CurvesChart.Direction = .cumulative) -> CurvesChart {
    CurvesChart(
      title: "t", curves: [.init(name: "a", tint: .design(0), isDashed: false, points: points.map { ($0.0, $0.1) })],
      post: nil, direction: direction, unit: .seconds, xTitle: "x", yTitle: "y", xRange: 10...1000)
  }

  /// A curve ends at the frame at the share that it has there, halfway between two powers of ten, and not at its last one.
  @Test func aCurveEndsAtTheFrame() throws {
    let across = curve([(1, 0), (100, 0.4), (10_000, 0.8), (100_000, 1)])
    let shown = across.inside(across.curves[0].points)
    #expect(shown.map(\.point.value) == [10, 100, 1000])
    #expect(zip(shown.map(\.point.share), [0.2, 0.4, 0.6]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(shown.map(\.said.value) == [1, 100, 10_000])
    let early = curve([(1, 0), (5, 1)])
    #expect(early.inside(early.curves[0].points).map(\.point.share) == [1, 1])
    let late = curve([(5000, 0), (9000, 1)])
    #expect(late.inside(late.curves[0].points).isEmpty)
  }

  /// The median lies where its logarithm says: a mark that is off by one pixel is seen.
  @Test func aMarkStandsWhereItsValueSays() throws {
    let chart = ShareBar(share: 0.85, threshold: 0.9, tint: .design(0), words: "85 %").svg
    #expect(chart.contains(#"width="81.6" height="6" class="f-d0""#))
    #expect(chart.contains(#"<line x1="86.4" y1="0" x2="86.4" y2="14" class="tick"/>"#))
  }
}
