/// What moves a figure, a row each: bars from one zero to what either end of an input adds or takes.
public struct SwingChart: Sendable {
  public struct End: Sendable {
    public let change: Double
    public let interval: ClosedRange<Double>?
    /// Which value of the input that is.
    public let words: String

    public init(change: Double, interval: ClosedRange<Double>?, words: String) {
      (self.change, self.interval, self.words) = (change, interval, words)
    }
  }

  public struct Row: Sendable {
    public let name: String
    public let low: End
    public let high: End?

    public init(name: String, low: End, high: End?) { (self.name, self.low, self.high) = (name, low, high) }
  }

  public let title: String
  public let rows: [Row]
  public let xTitle: String
  public let isMoney: Bool

  public init(title: String, rows: [Row], xTitle: String, isMoney: Bool = false) {
    (self.title, self.rows, self.xTitle, self.isMoney) = (title, rows, xTitle, isMoney)
  }

  public var drawing: Drawing { Drawing(wideAt: Drawing.whole, draw) }

  private func draw(width: Double, classes: String) -> String {
    let isWide = width > 500
    let pitch = isWide ? 28.0 : 44
    var canvas = SVGCanvas(width: width, height: 12 + Double(rows.count) * pitch + 44)
    let names = isWide ? 260.0 : 8
    let frame = Frame(
      x: (.linear, range), y: (.linear, 0...1), left: names, right: width - 14, top: 8,
      bottom: 12 + Double(rows.count) * pitch)
    frame.drawX(Tick.round(range, about: isWide ? 8 : 4) { signed($0) }, title: xTitle, on: &canvas)
    for (index, row) in rows.enumerated() {
      let y = 12 + Double(index) * pitch
      let bar = isWide ? y + 5 : y + 20
      canvas.text(
        TextWidth.cut(row.name, to: isWide ? names - 10 : width - 12), x: isWide ? 0 : 4, y: isWide ? y + 17 : y + 14,
        "ink halo")
      draw(row.low, Tint.oneSite(0), y: bar, row.name, in: frame, on: &canvas)
      if let high = row.high { draw(high, Tint.everySite(0), y: bar, row.name, in: frame, on: &canvas) }
    }
    let zero = frame.x.position(0)
    canvas.line(zero, frame.top, zero, frame.bottom, "zero")
    return canvas.document(title: title, classes: classes)
  }

  private func draw(
    _ end: End, _ tint: Tint, y: Double, _ name: String, in frame: Frame, on canvas: inout SVGCanvas
  ) {
    let (zero, place) = (frame.x.position(0), frame.x.position(end.change))
    let between = end.interval.map { " (\(signed($0.lowerBound)) to \(signed($0.upperBound)))" } ?? ""
    canvas.rect(
      x: min(zero, place), y: y, width: max(1, abs(place - zero)), height: 14, tint.fill,
      hint: "\(name), \(end.words): \(signed(end.change))\(between)")
    if let interval = end.interval {
      let (from, to) = (frame.x.position(interval.lowerBound), frame.x.position(interval.upperBound))
      canvas.line(from, y + 7, to, y + 7, "zero")
    }
  }

  private var range: ClosedRange<Double> {
    var values: [Double] = []
    for end in rows.flatMap({ (row: Row) -> [End?] in [row.low, row.high] }) {
      guard let end else { continue }
      values += [end.change, end.interval?.lowerBound ?? 0, end.interval?.upperBound ?? 0]
    }
    values.removeAll { !$0.isFinite }
    let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
    let margin = max((high - low) * 0.06, 1e-9)
    return (low - margin)...(high + margin)
  }

  private func signed(_ value: Double) -> String {
    let words = isMoney ? Figures.dollars(abs(value)) : Figures.digits(abs(value))
    return value == 0 ? "0" : (value < 0 ? "−" : "+") + words
  }
}
