/// Single points over two axes: what was measured against what a model says, with the line on which both are alike.
public struct ScatterChart: Sendable {
  public struct Point: Sendable {
    public let x: Double
    public let y: Double
    /// What is said when it is pointed at.
    public let words: String

    public init(x: Double, y: Double, words: String) { (self.x, self.y, self.words) = (x, y, words) }
  }

  public struct Group: Sendable {
    public let name: String
    public let tint: Tint
    public let isHollow: Bool
    public let points: [Point]

    public init(name: String, tint: Tint, isHollow: Bool = false, points: [Point]) {
      (self.name, self.tint, self.isHollow, self.points) = (name, tint, isHollow, points)
    }
  }

  public let title: String
  public let groups: [Group]
  /// Relative distance from the line of equal values that is shaded; nil where the axes are not of one kind.
  public let likeness: Double?
  public let level: (value: Double, words: String)?
  public let stretch: ReachChart.Stretch?
  public let xTitle: String
  public let xUnit: ReachChart.Unit
  public let yTitle: String
  public let yUnit: ReachChart.Unit
  public let isLogarithmic: Bool

  public init(
    title: String, groups: [Group], likeness: Double? = nil, level: (value: Double, words: String)? = nil,
    stretch: ReachChart.Stretch? = nil, xTitle: String, xUnit: ReachChart.Unit, yTitle: String,
    yUnit: ReachChart.Unit, isLogarithmic: Bool
  ) {
    (self.title, self.groups, self.likeness, self.level, self.stretch) = (title, groups, likeness, level, stretch)
    (self.xTitle, self.xUnit, self.yTitle, self.yUnit) = (xTitle, xUnit, yTitle, yUnit)
    self.isLogarithmic = isLogarithmic && groups.allSatisfy { $0.points.allSatisfy { $0.x > 0 && $0.y > 0 } }
  }

  public var drawing: Drawing { Drawing(wideAt: 820, draw) }

  private func draw(width: Double, classes: String) -> String {
    let height = width > 500 ? 360.0 : 300
    var canvas = SVGCanvas(width: width, height: height)
    let (xs, ys) = (range(\.x, likeness == nil ? [] : [\.y]), range(\.y, likeness == nil ? [] : [\.x]))
    let yTicks = ticks(ys, yUnit, about: 5)
    let left = max(48, 14 + (yTicks.map { TextWidth.of($0.label) }.max() ?? 0))
    let kind: Scale.Kind = isLogarithmic ? .logarithmic : .linear
    let frame = Frame(x: (kind, xs), y: (kind, ys), left: left, right: width - 14, top: 26, bottom: height - 42)
    if let stretch {
      let (from, to) = (frame.x.position(stretch.range.lowerBound), frame.x.position(stretch.range.upperBound))
      canvas.rect(
        x: from, y: frame.top, width: max(2, to - from), height: frame.bottom - frame.top, "track pale",
        hint: stretch.words)
    }
    if let likeness { drawLikeness(likeness, over: xs, in: frame, on: &canvas) }
    frame.drawX(ticks(xs, xUnit, about: width > 500 ? 8 : 4), title: xTitle, on: &canvas)
    frame.drawY(yTicks, title: yTitle, on: &canvas)
    if let level, ys.contains(level.value) {
      let y = frame.y.position(level.value)
      canvas.line(frame.left, y, frame.right, y, "post thin")
      canvas.text(level.words, x: frame.left + 6, y: y > frame.top + 20 ? y - 6 : y + 16, "post-ink halo")
    }
    for group in groups {
      for point in group.points {
        canvas.circle(
          frame.x.position(point.x), frame.y.position(point.y), radius: group.isHollow ? 2.5 : 3,
          group.isHollow ? "hollow \(group.tint.stroke)" : group.tint.fill, hint: point.words)
      }
    }
    return canvas.document(title: title, classes: classes)
  }

  /// The line of equal values, and the stretch around it.
  private func drawLikeness(_ share: Double, over xs: ClosedRange<Double>, in frame: Frame, on canvas: inout SVGCanvas)
  {
    func place(_ x: Double, _ y: Double) -> (Double, Double) { (frame.x.position(x), frame.y.position(y)) }
    let (low, high) = (xs.lowerBound, xs.upperBound)
    // Both axes are the same, so that the stretch is cut off at two corners.
    canvas.path(
      [
        place(low, low), place(low, low * (1 + share)), place(high / (1 + share), high), place(high, high),
        place(high, high * (1 - share)), place(low / (1 - share), low),
      ], closed: true, "track pale")
    canvas.path([place(low, low), place(high, high)], "line level")
  }

  private func range(
    _ axis: KeyPath<Point, Double>, _ others: [KeyPath<Point, Double>]
  ) -> ClosedRange<Double> {
    let values = groups.flatMap { group in
      group.points.flatMap { point in ([axis] + others).map { point[keyPath: $0] } }
    }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    if isLogarithmic { return max(low / 1.15, high * 1e-6)...high * 1.15 }
    // Marks at the ends are whole.
    let margin = max((high - low) * 0.06, 1e-9)
    return (low < 0 ? low - margin : 0)...(high + margin)
  }

  private func ticks(_ values: ClosedRange<Double>, _ unit: ReachChart.Unit, about count: Int) -> [Tick] {
    guard isLogarithmic else { return Tick.round(values, about: count) { unit.words($0) } }
    let named = unit == .seconds ? Tick.times(values) : Tick.decades(values, most: count + 4) { unit.words($0) }
    // A range within an octave holds no name.
    return named.count >= 3 ? named : Tick.round(values, about: count) { unit.words($0) }
  }
}
