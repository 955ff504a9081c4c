/// A row for each design on one logarithmic axis: a pale bar for the inputs' band, a dark one for the interval of the mean,
/// a diamond for the year that one in ten exceeds, which is what the objective's line is for.
public struct IntervalRowsChart: Sendable {
  public struct Row: Sendable {
    public let name: String
    public let detail: String
    public let tint: Tint
    public let band: ClosedRange<Double>?
    public let interval: ClosedRange<Double>?
    public let mean: Double
    public let mark: Double?

    public init(
      name: String, detail: String, tint: Tint, band: ClosedRange<Double>?, interval: ClosedRange<Double>?,
      mean: Double,
      mark: Double?
    ) {
      (self.name, self.detail, self.tint, self.band) = (name, detail, tint, band)
      (self.interval, self.mean, self.mark) = (interval, mean, mark)
    }
  }

  public let title: String
  public let rows: [Row]
  public let threshold: (value: Double, words: String)?
  public let xTitle: String

  public init(title: String, rows: [Row], threshold: (value: Double, words: String)?, xTitle: String) {
    (self.title, self.rows, self.threshold, self.xTitle) = (title, rows, threshold, xTitle)
  }

  public var drawing: Drawing { Drawing(wideAt: Drawing.half, draw) }

  private func draw(width: Double, classes: String) -> String {
    let isWide = width > 500
    let pitch = isWide ? 40.0 : 44
    let top = threshold == nil ? 12.0 : 34
    let height = top + Double(rows.count) * pitch + 46
    var canvas = SVGCanvas(width: width, height: height)
    // On a phone the name stands above its bar.
    let left = isWide ? 150.0 : 8
    let frame = Frame(
      x: (.logarithmic, range), y: (.linear, 0...1), left: left, right: width - 14, top: top,
      bottom: top + Double(rows.count) * pitch)
    frame.drawX(Tick.decades(range, most: isWide ? 8 : 5) { Figures.digits($0) }, title: xTitle, on: &canvas)
    if let threshold {
      let x = frame.x.position(threshold.value)
      canvas.line(x, top - 4, x, frame.bottom, "post thin")
      let half = TextWidth.of(threshold.words) / 2
      let anchor: SVGCanvas.Anchor = x - half < 0 ? .start : x + half > width ? .end : .middle
      canvas.text(
        threshold.words, x: anchor == .start ? 0 : anchor == .end ? width : x, y: top - 12, anchor: anchor, "post-ink")
    }
    for (index, row) in rows.enumerated() {
      draw(row, y: top + Double(index) * pitch, pitch: pitch, isWide: isWide, in: frame, on: &canvas)
    }
    return canvas.document(title: title, classes: classes)
  }

  private func draw(
    _ row: Row, y: Double, pitch: Double, isWide: Bool, in frame: Frame, on canvas: inout SVGCanvas
  ) {
    let middle = isWide ? y + pitch / 2 : y + 29
    if isWide {
      canvas.text(TextWidth.cut(row.name, to: frame.left - 10), x: 0, y: middle - 2)
      canvas.text(TextWidth.cut(row.detail, to: frame.left - 10), x: 0, y: middle + 13, "quiet")
    } else {
      canvas.text(TextWidth.cut("\(row.name) \(row.detail)", to: frame.right - 4), x: 4, y: y + 15, "ink halo")
    }
    if let band = row.band {
      let (from, to) = (frame.x.position(band.lowerBound), frame.x.position(band.upperBound))
      let words = "\(row.name), nine in ten of the inputs: \(span(band)) minutes"
      canvas.rect(x: from, y: middle - 6, width: to - from, height: 12, "pale \(row.tint.fill)", hint: words)
    }
    let (from, to) = (
      frame.x.position(row.interval?.lowerBound ?? row.mean), frame.x.position(row.interval?.upperBound ?? row.mean)
    )
    let words = "\(row.name), mean: \(Figures.minutes(row.mean))" + (row.interval.map { " (\(span($0)))" } ?? "")
    canvas.rect(
      x: min(from, (from + to) / 2 - 1.5), y: middle - 6, width: max(3, to - from), height: 12, row.tint.fill,
      hint: words)
    if let mark = row.mark, mark > 0 {
      canvas.diamond(
        frame.x.position(mark), middle, radius: 6, "hollow \(row.tint.stroke)",
        hint: "\(row.name): one year in ten loses \(Figures.minutes(mark)) minutes or more")
    }
  }

  private func span(_ range: ClosedRange<Double>) -> String {
    "\(Figures.minutes(range.lowerBound)) to \(Figures.minutes(range.upperBound))"
  }

  /// All that is drawn, from a round value to another.
  private var range: ClosedRange<Double> {
    var values = rows.flatMap { row in
      [
        row.band?.lowerBound, row.band?.upperBound, row.interval?.lowerBound, row.interval?.upperBound, row.mean,
        row.mark,
      ]
      .compactMap { $0 }
    }
    if let threshold { values.append(threshold.value) }
    values = values.filter { $0 > 0 && $0.isFinite }
    let low = (values.min() ?? 1) / 1.2
    let high = (values.max() ?? 10) * 1.2
    // A design that loses nothing leaves the rest readable: six decades at most.
    return max(low, high * 1e-6)...high
  }
}
