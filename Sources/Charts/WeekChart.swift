/// A week of demand below the capacity that stands for it.
public struct WeekChart: Sendable {
  public struct Point: Sendable {
    public let hours: Double
    public let demand: Double
    public let capacity: Double

    public init(hours: Double, demand: Double, capacity: Double) {
      (self.hours, self.demand, self.capacity) = (hours, demand, capacity)
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
    let most = max((points.map { max($0.demand, $0.capacity) } + levels.map(\.rate)).max() ?? 1, 1e-9) * 1.06
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
    canvas.path(line(\.demand), "line demand", hint: "demand")
    canvas.path(line(\.capacity), "line capacity", hint: "capacity")
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
