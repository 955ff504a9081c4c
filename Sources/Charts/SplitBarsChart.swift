/// What each design loses to what: stacked bars from one zero, to the left what strikes every site at once, to the right
/// what strikes one site.
public struct SplitBarsChart: Sendable {
  public struct Part: Sendable {
    public let name: String
    public let tint: Tint
    public let minutes: Double

    public init(name: String, tint: Tint, minutes: Double) {
      (self.name, self.tint, self.minutes) = (name, tint, minutes)
    }
  }

  public struct Row: Sendable {
    public let name: String
    public let everySite: [Part]
    public let oneSite: [Part]

    public init(name: String, everySite: [Part], oneSite: [Part]) {
      (self.name, self.everySite, self.oneSite) = (name, everySite, oneSite)
    }
  }

  public let title: String
  public let rows: [Row]

  public init(title: String, rows: [Row]) { (self.title, self.rows) = (title, rows) }

  public var drawing: Drawing { Drawing(wideAt: Drawing.whole, draw) }

  private func draw(width: Double, classes: String) -> String {
    let isWide = width > 500
    let pitch = isWide ? 28.0 : 42
    var canvas = SVGCanvas(width: width, height: 30 + Double(rows.count) * pitch + 6)
    let names = isWide ? 190.0 : 0
    let sums = 44.0
    let left = rows.map { sum($0.everySite) }.max() ?? 0
    let right = rows.map { sum($0.oneSite) }.max() ?? 0
    // Both sides share a scale; a side without losses keeps room for its zero.
    let scale = (width - names - 2 * sums - 8) / max(left + right, 1e-12)
    let zero = names + sums + left * scale
    let (every, one) = isWide ? ("strikes every site at once", "strikes one site") : ("every site", "one site")
    // Strong letters are wider than others.
    let (everyWidth, oneWidth) = (TextWidth.of(every) * 1.2, TextWidth.of(one) * 1.2)
    let end = min(max(zero - 8, names + everyWidth), width - oneWidth - 16)
    canvas.text(every, x: end, y: 14, anchor: .end, "strong")
    canvas.text(one, x: min(max(zero + 8, end + 16), width - oneWidth), y: 14, "strong")
    for (index, row) in rows.enumerated() {
      let y = 26 + Double(index) * pitch
      let bar = isWide ? y + 4 : y + 20
      canvas.text(TextWidth.cut(row.name, to: isWide ? names - 8 : width - 8), x: 0, y: isWide ? y + 17 : y + 14)
      draw(row.everySite, from: zero, by: -scale, y: bar, row.name, on: &canvas)
      draw(row.oneSite, from: zero, by: scale, y: bar, row.name, on: &canvas)
    }
    canvas.line(zero, 22, zero, canvas.height - 2, "zero")
    return canvas.document(title: title, classes: classes)
  }

  private func sum(_ parts: [Part]) -> Double { parts.reduce(0) { $0 + $1.minutes } }

  private func draw(
    _ parts: [Part], from zero: Double, by scale: Double, y: Double, _ name: String, on canvas: inout SVGCanvas
  ) {
    var end = zero
    for part in parts where part.minutes > 0 {
      let next = end + part.minutes * scale
      canvas.rect(
        x: min(end, next), y: y, width: max(0, abs(next - end) - 0.5), height: 16, part.tint.fill,
        hint: "\(name), \(part.name): \(Figures.minutes(part.minutes)) minutes a year")
      end = next
    }
    let total = sum(parts)
    canvas.text(
      Figures.minutes(total), x: end + (scale < 0 ? -6 : 6), y: y + 12, anchor: scale < 0 ? .end : .start, "ink")
  }
}
