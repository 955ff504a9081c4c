/// Bars made of parts: one for each design or month, stacked in the same order, with the sum at the end.
public struct BarsByPart: Sendable {
  public struct Bar: Sendable {
    public let name: String
    /// In the order of `parts`.
    public let values: [Double]

    public init(name: String, values: [Double]) { (self.name, self.values) = (name, values) }
  }

  public let title: String
  public let parts: [String]
  public let bars: [Bar]

  /// What is added up.
  public enum Unit: Sendable { case dollars, count, seconds }

  public let unit: Unit

  public init(title: String, parts: [String], bars: [Bar], unit: Unit = .dollars) {
    (self.title, self.parts, self.bars, self.unit) = (title, parts, bars, unit)
  }

  private func words(_ value: Double) -> String {
    switch unit {
    case .dollars: Figures.dollars(value)
    case .count: Figures.grouped(value)
    case .seconds: Figures.time(value)
    }
  }

  /// The tint of a part, for a legend.
  public static func tint(_ part: Int) -> Tint { .part(part) }

  public var drawing: Drawing { Drawing(wideAt: Drawing.whole, draw) }

  private func draw(width: Double, classes: String) -> String {
    let isWide = width > 500
    let pitch = isWide ? 26.0 : 40
    var canvas = SVGCanvas(width: width, height: Double(bars.count) * pitch + 4)
    let names = isWide ? 190.0 : 0
    let room = width - names - 76
    let most = bars.map { $0.values.reduce(0) { $0 + max(0, $1) } }.max() ?? 0
    for (row, bar) in bars.enumerated() {
      let y = Double(row) * pitch
      canvas.text(TextWidth.cut(bar.name, to: isWide ? names - 8 : width - 8), x: 0, y: isWide ? y + 16 : y + 13)
      var x = names
      for (index, value) in bar.values.enumerated() where value > 0 && most > 0 {
        let length = value / most * room
        canvas.rect(
          x: x, y: isWide ? y + 4 : y + 18, width: max(0, length - 0.5), height: 16, Tint.part(index).fill,
          hint: "\(bar.name), \(parts[index]): \(words(value))")
        x += length
      }
      canvas.text(words(bar.values.reduce(0, +)), x: x + 6, y: isWide ? y + 16 : y + 30)
    }
    return canvas.document(title: title, classes: classes)
  }
}
