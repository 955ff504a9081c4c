/// From one sum to another: a bar for the first, a step for each thing that changed, a bar for the second.
public struct WaterfallChart: Sendable {
  public let title: String
  public let first: (name: String, value: Double)
  public let steps: [(name: String, change: Double)]
  public let last: (name: String, value: Double)

  public init(
    title: String, first: (name: String, value: Double), steps: [(name: String, change: Double)],
    last: (name: String, value: Double)
  ) {
    (self.title, self.first, self.steps, self.last) = (title, first, steps, last)
  }

  public var drawing: Drawing { Drawing(wideAt: Drawing.whole, draw) }

  private func draw(width: Double, classes: String) -> String {
    let isWide = width > 500
    let pitch = isWide ? 26.0 : 42
    var canvas = SVGCanvas(width: width, height: 8 + Double(steps.count + 2) * pitch)
    let names = isWide ? 320.0 : 0
    let scale = Scale(.linear, range, from: names, to: width - 84)
    var row = 0.0
    func bar(_ name: String, from: Double, to: Double, _ classes: String, words: String, on canvas: inout SVGCanvas) {
      let y = 4 + row * pitch
      canvas.text(
        TextWidth.cut(name, to: isWide ? names - 10 : width - 8), x: 0, y: isWide ? y + 16 : y + 13, "ink")
      let (a, b) = (scale.position(from), scale.position(to))
      let place = isWide ? y + 3 : y + 18
      canvas.rect(x: min(a, b), y: place, width: max(1.5, abs(b - a)), height: 16, classes, hint: "\(name): \(words)")
      canvas.text(words, x: max(a, b) + 6, y: place + 13, "ink")
      row += 1
    }
    bar(
      first.name, from: range.lowerBound, to: first.value, Tint.part(0).fill, words: Figures.dollars(first.value),
      on: &canvas)
    var level = first.value
    for step in steps {
      bar(
        step.name, from: level, to: level + step.change, (step.change > 0 ? Tint.everySite(0) : Tint.oneSite(1)).fill,
        words: (step.change < 0 ? "−" : "+") + Figures.dollars(abs(step.change)), on: &canvas)
      level += step.change
    }
    bar(
      last.name, from: range.lowerBound, to: last.value, Tint.part(0).fill, words: Figures.dollars(last.value),
      on: &canvas)
    return canvas.document(title: title, classes: classes)
  }

  /// From a round number below everything, so that small steps of large sums are seen.
  private var range: ClosedRange<Double> {
    var level = first.value
    var values = [level, last.value]
    for step in steps {
      level += step.change
      values.append(level)
    }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let spread = max(high - low, abs(high) * 1e-6, 1e-9)
    return (low >= 0 ? max(0, low - spread * 0.6) : low - spread * 0.1)...(high + spread * 0.02)
  }
}
