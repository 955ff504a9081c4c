/// A figure over what was varied: points with their intervals, joined in order, with a level to reach, stretches of the
/// axis that are shaded, and the point that is the answer.
public struct ReachChart: Sendable {
  public struct Point: Sendable {
    public let x: Double
    /// Words on the axis where the axis has no scale of its own.
    public let name: String
    public let y: Double
    public let interval: ClosedRange<Double>?
    public let isAnswer: Bool

    public init(x: Double, name: String = "", y: Double, interval: ClosedRange<Double>?, isAnswer: Bool = false) {
      (self.x, self.name, self.y, self.interval, self.isAnswer) = (x, name, y, interval, isAnswer)
    }
  }

  public struct Line: Sendable {
    public let name: String
    public let tint: Tint
    public let points: [Point]

    public init(name: String, tint: Tint, points: [Point]) {
      (self.name, self.tint, self.points) = (name, tint, points)
    }
  }

  /// A stretch of the axis with words, such as a rule of thumb.
  public struct Stretch: Sendable {
    public let range: ClosedRange<Double>
    public let words: String

    public init(_ range: ClosedRange<Double>, words: String) { (self.range, self.words) = (range, words) }
  }

  public enum Unit: Sendable {
    case minutes, seconds, percent, dollars, plain
    /// A share more or less, with its sign.
    case change

    func words(_ value: Double) -> String {
      switch self {
      case .minutes: Figures.minutes(value)
      case .seconds: Figures.time(value)
      case .percent: Figures.percent(value)
      case .dollars: Figures.dollars(value)
      case .plain: Figures.digits(value)
      case .change: Figures.change(value)
      }
    }
  }

  public let title: String
  public let lines: [Line]
  public let level: (value: Double, words: String)?
  public let stretches: [Stretch]
  public let xTitle: String
  public let xUnit: Unit
  /// Whether points stand at equal distances with their names below, as for values that are no numbers.
  public let isNamed: Bool
  public let yTitle: String
  public let yUnit: Unit
  public let isLogarithmic: Bool

  public init(
    title: String, lines: [Line], level: (value: Double, words: String)? = nil, stretches: [Stretch] = [],
    xTitle: String, xUnit: Unit = .plain, isNamed: Bool = false, yTitle: String, yUnit: Unit,
    isLogarithmic: Bool = false
  ) {
    (self.title, self.lines, self.level, self.stretches) = (title, lines, level, stretches)
    (self.xTitle, self.xUnit, self.isNamed) = (xTitle, xUnit, isNamed)
    (self.yTitle, self.yUnit) = (yTitle, yUnit)
    self.isLogarithmic =
      isLogarithmic && ReachChart.spansDecades(lines) && (level?.value ?? 1) > 0
  }

  /// Whether a logarithmic axis would show more than a linear one: a factor of five, and nothing at zero.
  private static func spansDecades(_ lines: [Line]) -> Bool {
    let values = lines.flatMap { $0.points.map(\.y) }
    guard let low = values.min(), let high = values.max(), low > 0 else { return false }
    return high >= low * 5
  }

  public func drawing(wideAt width: Double = Drawing.whole) -> Drawing { Drawing(wideAt: width, draw) }

  private func draw(width: Double, classes: String) -> String {
    let height = width > 500 ? 300.0 : 260
    var canvas = SVGCanvas(width: width, height: height)
    let yTicks =
      isLogarithmic
      ? Tick.decades(yRange, most: 7) { words($0, yUnit) }
      : yUnit == .seconds ? Tick.roundTimes(yRange, about: 5) : Tick.round(yRange, about: 5) { words($0, yUnit) }
    let left = max(58, 14 + (yTicks.map { TextWidth.of($0.label) }.max() ?? 0))
    let frame = Frame(
      x: (.linear, xRange), y: (isLogarithmic ? .logarithmic : .linear, yRange), left: left, right: width - 14, top: 26,
      bottom: height - 42)
    for stretch in stretches { draw(stretch, in: frame, on: &canvas) }
    frame.drawX(xTicks(width), title: xTitle, on: &canvas)
    frame.drawY(yTicks, title: yTitle, on: &canvas)
    if let level {
      let y = frame.y.position(level.value)
      canvas.line(frame.left, y, frame.right, y, "post thin")
      canvas.text(
        TextWidth.cut(level.words, to: frame.right - frame.left - 8), x: frame.right - 4,
        y: y > frame.top + 20 ? y - 6 : y + 16, anchor: .end, "post-ink halo")
    }
    for line in lines { draw(line, in: frame, on: &canvas) }
    for (row, stretch) in stretches.enumerated() { drawWords(of: stretch, row: row, in: frame, on: &canvas) }
    return canvas.document(title: title, classes: classes)
  }

  private func draw(_ stretch: Stretch, in frame: Frame, on canvas: inout SVGCanvas) {
    let (from, to) = (frame.x.position(stretch.range.lowerBound), frame.x.position(stretch.range.upperBound))
    guard to - from > 0.5 else { return }
    canvas.rect(
      x: from, y: frame.top, width: to - from, height: frame.bottom - frame.top, "track pale", hint: stretch.words)
  }

  private func drawWords(of stretch: Stretch, row: Int, in frame: Frame, on canvas: inout SVGCanvas) {
    let (from, to) = (frame.x.position(stretch.range.lowerBound), frame.x.position(stretch.range.upperBound))
    let half = TextWidth.of(stretch.words) / 2
    guard half * 2 < frame.right - frame.left else { return }
    let middle = min(max((from + to) / 2, frame.left + half), frame.right - half)
    canvas.text(
      stretch.words, x: middle, y: frame.bottom - 8 - Double(row) * 16, anchor: .middle, "quiet halo")
  }

  private func draw(_ line: Line, in frame: Frame, on canvas: inout SVGCanvas) {
    let places = line.points.map { (frame.x.position($0.x), frame.y.position($0.y)) }
    let bands = line.points.filter { $0.interval != nil }
    if bands.count == line.points.count, bands.count > 1 {
      let upper = line.points.map { (frame.x.position($0.x), frame.y.position($0.interval?.upperBound ?? $0.y)) }
      let lower = line.points.map { (frame.x.position($0.x), frame.y.position($0.interval?.lowerBound ?? $0.y)) }
      canvas.path(upper + lower.reversed(), closed: true, "pale \(line.tint.fill)")
    }
    canvas.path(places, "line \(line.tint.stroke)")
    for (point, place) in zip(line.points, places) {
      let between = point.interval.map { " (\(words($0.lowerBound, yUnit)) to \(words($0.upperBound, yUnit)))" } ?? ""
      let at = point.name.isEmpty ? words(point.x, xUnit) : point.name
      canvas.circle(
        place.0, place.1, radius: point.isAnswer ? 6 : 3,
        point.isAnswer ? "hollow \(line.tint.stroke)" : line.tint.fill,
        hint: "\(line.name), \(at): \(words(point.y, yUnit))\(between)")
    }
  }

  private var points: [Point] { lines.flatMap(\.points) }

  private var xRange: ClosedRange<Double> {
    let values = points.map(\.x) + stretches.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let margin = isNamed ? 0.5 : max((high - low) * 0.03, 1e-9)
    return (low - margin)...(high + margin)
  }

  private var yRange: ClosedRange<Double> {
    let values =
      points.flatMap { [$0.y, $0.interval?.lowerBound ?? $0.y, $0.interval?.upperBound ?? $0.y] }
      + [level?.value].compactMap { $0 }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    if isLogarithmic {
      let least = max(values.filter { $0 > 0 }.min() ?? 1, high * 1e-6)
      return (least / 1.25)...max(high * 1.25, least * 2)
    }
    if yUnit == .percent { return max(0, low - 0.03)...min(1, max(high + 0.03, low + 0.05)) }
    let margin = max((high - low) * 0.08, abs(high) * 0.01, 1e-9)
    return (low >= 0 ? max(0, low - margin) : low - margin)...(high + margin)
  }

  private func xTicks(_ width: Double) -> [Tick] {
    guard isNamed else { return Tick.round(xRange, about: width > 500 ? 9 : 5) { words($0, xUnit) } }
    let most = (width - 70) / Double(max(1, lines.first?.points.count ?? 1)) - 8
    return (lines.first?.points ?? []).map { Tick($0.x, TextWidth.cut($0.name, to: max(most, 40))) }
  }

  private func words(_ value: Double, _ unit: Unit) -> String { unit.words(value) }
}
