/// Rows of marks on one axis, each with its interval: where figures lie among what was predicted, how soon alerts ring.
public struct MarksChart: Sendable {
  public struct Mark: Sendable {
    /// Infinite where it is never reached; it then stands at the end of the axis.
    public let value: Double
    /// Its upper end may be infinite.
    public let interval: ClosedRange<Double>?
    public let tint: Tint
    public let isHollow: Bool
    /// What is said when it is pointed at.
    public let words: String

    public init(_ value: Double, interval: ClosedRange<Double>?, tint: Tint, isHollow: Bool = false, words: String) {
      (self.value, self.interval, self.tint) = (value, interval, tint)
      (self.isHollow, self.words) = (isHollow, words)
    }
  }

  public struct Row: Sendable {
    public let name: String
    /// At the row's right end.
    public let detail: String
    public let marks: [Mark]

    public init(name: String, detail: String, marks: [Mark]) {
      (self.name, self.detail, self.marks) = (name, detail, marks)
    }
  }

  public enum Unit: Sendable { case seconds, percent, factor, plain }

  public let title: String
  public let rows: [Row]
  /// A stretch of the axis where nothing is remarkable.
  public let shade: ClosedRange<Double>?
  public let level: (value: Double, words: String)?
  public let xTitle: String
  public let unit: Unit
  public let isLogarithmic: Bool

  public init(
    title: String, rows: [Row], shade: ClosedRange<Double>? = nil, level: (value: Double, words: String)? = nil,
    xTitle: String, unit: Unit, isLogarithmic: Bool = false
  ) {
    (self.title, self.rows, self.shade, self.level) = (title, rows, shade, level)
    (self.xTitle, self.unit) = (xTitle, unit)
    self.isLogarithmic = isLogarithmic && rows.contains { $0.marks.contains { $0.value > 0 && $0.value.isFinite } }
  }

  public var drawing: Drawing { Drawing(wideAt: Drawing.whole, draw) }

  private func draw(width: Double, classes: String) -> String {
    let isWide = width > 500
    let marks = Double(rows.map(\.marks.count).max() ?? 1)
    let pitch = (isWide ? 18.0 : 32) + 10 * max(1, marks)
    let top = level == nil ? 12.0 : 30
    let bottom = top + Double(rows.count) * pitch
    var canvas = SVGCanvas(width: width, height: bottom + 42)
    // On a phone name and detail stand above their row.
    let details = isWide ? min(230, 14 + (rows.map { TextWidth.of($0.detail) }.max() ?? 0)) : 8
    let frame = Frame(
      x: (isLogarithmic ? .logarithmic : .linear, range), y: (.linear, 0...1), left: isWide ? 230 : 8,
      right: width - details, top: top, bottom: bottom)
    if let shade {
      let (from, to) = (frame.x.position(shade.lowerBound), frame.x.position(shade.upperBound))
      canvas.rect(x: from, y: top, width: to - from, height: bottom - top, "track pale")
    }
    frame.drawX(ticks(isWide), title: xTitle, on: &canvas)
    if let level {
      let x = frame.x.position(level.value)
      canvas.line(x, top - 4, x, bottom, "zero")
      let half = TextWidth.of(level.words) / 2
      canvas.text(level.words, x: min(max(x, half), width - half), y: top - 12, anchor: .middle, "quiet")
    }
    for (index, row) in rows.enumerated() {
      let y = top + Double(index) * pitch
      if isWide {
        canvas.text(TextWidth.cut(row.name, to: frame.left - 12), x: 0, y: y + pitch / 2 + 4)
        canvas.text(TextWidth.cut(row.detail, to: details - 6), x: width, y: y + pitch / 2 + 4, anchor: .end, "quiet")
      } else {
        let room = width - 8 - TextWidth.of(row.detail)
        canvas.text(TextWidth.cut(row.name, to: max(60, room - 8)), x: 4, y: y + 16, "ink halo")
        canvas.text(TextWidth.cut(row.detail, to: width - 80), x: width - 2, y: y + 16, anchor: .end, "quiet halo")
      }
      let first = (isWide ? y + pitch / 2 : y + 16 + (pitch - 16) / 2) - 5 * Double(row.marks.count - 1)
      for (place, mark) in row.marks.enumerated() { draw(mark, y: first + 10 * Double(place), in: frame, on: &canvas) }
    }
    return canvas.document(title: title, classes: classes)
  }

  private func draw(_ mark: Mark, y: Double, in frame: Frame, on canvas: inout SVGCanvas) {
    let x = frame.x.position(mark.value)
    if let interval = mark.interval {
      let (from, to) = (frame.x.position(interval.lowerBound), frame.x.position(interval.upperBound))
      canvas.rect(x: from, y: y - 2, width: max(1, to - from), height: 4, "pale \(mark.tint.fill)", hint: mark.words)
    }
    let classes = mark.isHollow ? "hollow \(mark.tint.stroke)" : mark.tint.fill
    guard mark.value.isFinite else {
      // Beyond the axis.
      canvas.path(
        [(frame.right - 8, y - 5), (frame.right, y), (frame.right - 8, y + 5)], closed: true, classes, hint: mark.words)
      return
    }
    canvas.circle(x, y, radius: mark.isHollow ? 4 : 4.5, classes, hint: mark.words)
  }

  private var range: ClosedRange<Double> {
    if unit == .percent { return 0...1 }
    var values = rows.flatMap { row in
      row.marks.flatMap { [$0.value, $0.interval?.lowerBound ?? $0.value, $0.interval?.upperBound ?? $0.value] }
    }
    values += [level?.value, shade?.lowerBound, shade?.upperBound].compactMap { $0 }
    values = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
    let high = max(values.max() ?? 1, 1e-9)
    guard isLogarithmic else { return 0...high * 1.06 }
    let low = min(values.min() ?? 1, high)
    return max(low / 1.3, high * 1e-6)...high * 1.3
  }

  private func ticks(_ isWide: Bool) -> [Tick] {
    guard isLogarithmic else { return Tick.round(range, about: isWide ? 8 : 4) { words($0) } }
    let named = unit == .seconds ? Tick.times(range) : Tick.decades(range, most: isWide ? 10 : 5) { words($0) }
    return named.count >= 2 ? named : Tick.round(range, about: isWide ? 6 : 3) { words($0) }
  }

  private func words(_ value: Double) -> String {
    switch unit {
    case .seconds: Figures.time(value)
    case .percent: Figures.percent(value)
    case .factor: "× \(Figures.digits(value))"
    case .plain: Figures.digits(value)
    }
  }
}
