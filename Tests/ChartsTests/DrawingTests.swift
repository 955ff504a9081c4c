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
          .init(name: "a", tint: .design(0), from: 0), .init(name: "b", tint: .design(1), from: 2100),
          .init(name: "c", tint: .design(2), from: 1e6),
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

  /// The median lies where its logarithm says: a mark that is off by one pixel is seen.
  @Test func aMarkStandsWhereItsValueSays() throws {
    let chart = ShareBar(share: 0.85, threshold: 0.9, tint: .design(0), words: "85 %").svg
    #expect(chart.contains(#"width="81.6" height="6" class="f-d0""#))
    #expect(chart.contains(#"<line x1="86.4" y1="0" x2="86.4" y2="14" class="tick"/>"#))
  }
}
