/// How many shares fall into each tenth of 0 to 1, beside the even spread that a true prediction has.
public struct TenthsChart: Sendable {
  public let title: String
  /// From the lowest tenth to the highest; ten of them.
  public let counts: [Int]
  public let xTitle: String
  /// What is counted, in the plural.
  public let noun: String

  public init(title: String, counts: [Int], xTitle: String, noun: String) {
    (self.title, self.counts, self.xTitle, self.noun) = (title, counts, xTitle, noun)
  }

  public var drawing: Drawing { Drawing(wideAt: 820, draw) }

  private func draw(width: Double, classes: String) -> String {
    let height = width > 500 ? 220.0 : 200
    var canvas = SVGCanvas(width: width, height: height)
    let even = Double(counts.reduce(0, +)) / Double(max(1, counts.count))
    let most = max(Double(counts.max() ?? 0), even, 1)
    let frame = Frame(
      x: (.linear, 0...Double(max(1, counts.count))), y: (.linear, 0...most * 1.15), left: 40, right: width - 14,
      top: 26, bottom: height - 42)
    let step = width > 500 ? 1 : 2
    let marks = stride(from: 0, through: counts.count, by: step).map { tenth in
      Tick(Double(tenth), Figures.percent(Double(tenth) / Double(max(1, counts.count))))
    }
    frame.drawX(marks, title: xTitle, on: &canvas)
    // Counts are whole numbers, and so are their marks.
    frame.drawY(
      Tick.round(0...most, about: 4) { Figures.digits($0) }.filter { $0.value == $0.value.rounded() }, title: noun,
      on: &canvas)
    let slot = (frame.right - frame.left) / Double(max(1, counts.count))
    for (tenth, count) in counts.enumerated() {
      let top = frame.y.position(Double(count))
      canvas.rect(
        x: frame.left + (Double(tenth) + 0.08) * slot, y: top, width: slot * 0.84, height: frame.bottom - top,
        Tint.part(0).fill, hint: "\(edges(of: tenth)): \(count) of \(counts.reduce(0, +)) \(noun)")
    }
    let level = frame.y.position(even)
    canvas.line(frame.left, level, frame.right, level, "post thin")
    canvas.text("even", x: frame.right - 4, y: level - 6, anchor: .end, "post-ink halo")
    return canvas.document(title: title, classes: classes)
  }

  private func edges(of tenth: Int) -> String {
    let whole = Double(max(1, counts.count))
    return "\(Figures.percent(Double(tenth) / whole)) to \(Figures.percent(Double(tenth + 1) / whole))"
  }
}
