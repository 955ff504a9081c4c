/// A week of demand below the capacity that stands for it.
public struct WeekChart: Sendable {
  public struct Point: Sendable {
    public let hours: Double
    public let demand: Double
    /// Between which demands nine in ten courses lie; nil where nothing is known of others.
    public let fan: ClosedRange<Double>?
    public let capacity: Double
    /// Capacity once all that is ordered stands; nil where nobody orders.
    public let ordered: Double?

    public init(
      hours: Double, demand: Double, fan: ClosedRange<Double>? = nil, capacity: Double, ordered: Double? = nil
    ) {
      (self.hours, self.demand, self.fan) = (hours, demand, fan)
      (self.capacity, self.ordered) = (capacity, ordered)
    }
  }

  /// A level across the week, such as the requirement at the peak.
  public struct Level: Sendable {
    public let rate: Double
    public let words: String

    public init(rate: Double, words: String) { (self.rate, self.words) = (rate, words) }
  }

  public let title: String
  public let points: [Point]
  public let levels: [Level]

  public init(title: String, points: [Point], levels: [Level]) {
    (self.title, self.points, self.levels) = (title, points, levels)
  }

  public var drawing: Drawing { Drawing(wideAt: Drawing.whole, draw) }

  private func draw(width: Double, classes: String) -> String {
    let isWide = width > 500
    let height = isWide ? 230.0 : 220
    var canvas = SVGCanvas(width: width, height: height)
    let most =
      max(
        (points.map { max($0.demand, $0.fan?.upperBound ?? 0, $0.capacity, $0.ordered ?? 0) } + levels.map(\.rate))
          .max() ?? 1, 1e-9) * 1.12
    let hours = (points.first?.hours ?? 0)...max(points.last?.hours ?? 168, (points.first?.hours ?? 0) + 1)
    let frame = Frame(
      x: (.linear, hours), y: (.linear, 0...most), left: 52, right: width - 12, top: 26, bottom: height - 42)
    let first = (hours.lowerBound / 24).rounded(.up)
    let days = stride(from: first, through: (hours.upperBound / 24).rounded(.down), by: 1)
      .map { Tick($0 * 24, "day \(Int($0) + 1)") }
    frame.drawX(days, title: "of the plan", on: &canvas)
    frame.drawY(Tick.round(0...most, about: 4) { Figures.digits($0) }, title: "requests a second", on: &canvas)
    func line(_ value: (Point) -> Double) -> [(Double, Double)] {
      points.map { (frame.x.position($0.hours), frame.y.position(value($0))) }
    }
    if points.allSatisfy({ $0.fan != nil }) {
      let edge = line { $0.fan?.upperBound ?? 0 } + line { $0.fan?.lowerBound ?? 0 }.reversed()
      canvas.path(edge, closed: true, "fan", hint: "nine in ten courses of demand")
    }
    func words(_ name: String, _ value: (Point) -> Double) -> PointWords {
      PointWords(
        sentence: "\(name) on day {0} at {1}: {2} requests a second",
        figures: points.map { point in
          let minutes = Int((point.hours * 60).rounded())
          let clock = "\(minutes / 60 % 24):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
          return ["\(minutes / 1440 + 1)", clock, Figures.digits(value(point))]
        })
    }
    canvas.path(line(\.demand), "line demand", said: words("demand", \.demand))
    if points.allSatisfy({ $0.ordered != nil }) {
      canvas.path(line { $0.ordered ?? 0 }, "line ordered", hint: "ordered by the autoscaler")
    }
    canvas.path(line(\.capacity), "line capacity", said: words("capacity", \.capacity))
    let places = LabelPlacing.apart(
      levels.map { frame.y.position($0.rate) - 5 }, gap: 15, within: (frame.top + 8)...(frame.bottom - 4))
    for (level, y) in zip(levels, places) {
      let place = frame.y.position(level.rate)
      canvas.line(frame.left, place, frame.right, place, "level")
      canvas.text(TextWidth.cut(level.words, to: frame.right - frame.left - 8), x: frame.left + 4, y: y, "quiet halo")
    }
    return canvas.document(title: title, classes: classes)
  }
}
