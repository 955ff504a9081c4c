/// Dollars by calendar month, stacked by part.
public struct MonthsChart: Sendable {
  public let title: String
  public let parts: [String]
  /// First days of months, as `2027-01`, and dollars by part.
  public let months: [(name: String, values: [Double])]

  public init(title: String, parts: [String], months: [(name: String, values: [Double])]) {
    (self.title, self.parts, self.months) = (title, parts, months)
  }

  public var drawing: Drawing { Drawing(wideAt: Drawing.whole, draw) }

  private func draw(width: Double, classes: String) -> String {
    let height = 200.0
    var canvas = SVGCanvas(width: width, height: height)
    let most = max(months.map { $0.values.reduce(0) { $0 + max(0, $1) } }.max() ?? 1, 1e-9)
    let frame = Frame(
      x: (.linear, 0...Double(max(1, months.count))), y: (.linear, 0...most * 1.08), left: 62, right: width - 8,
      top: 26,
      bottom: height - 26)
    frame.drawY(
      Tick.round(0...most, about: 4) { Figures.dollars($0) }, title: "\(Figures.money) a month, amortised", on: &canvas)
    let slot = (frame.right - frame.left) / Double(max(1, months.count))
    let every = max(1, Int((46 / slot).rounded(.up)))
    for (index, month) in months.enumerated() {
      let x = frame.left + Double(index) * slot
      var sum = 0.0
      for (part, value) in month.values.enumerated() where value > 0 {
        let (low, high) = (frame.y.position(sum), frame.y.position(sum + value))
        canvas.rect(
          x: x + slot * 0.1, y: high, width: slot * 0.8, height: low - high, Tint.part(part).fill,
          hint: "\(month.name), \(parts[part]): \(Figures.dollars(value))")
        sum += value
      }
      let half = TextWidth.of(month.name) / 2
      if index % every == 0, x + slot / 2 + half <= width {
        canvas.text(month.name, x: x + slot / 2, y: height - 8, anchor: .middle, "quiet")
      }
    }
    return canvas.document(title: title, classes: classes)
  }
}
