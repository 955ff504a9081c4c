import Foundation

/// Curves of shares over a common axis, with posts that they must pass: the share of years that lose more, the share of
/// outages that are over.
public struct CurvesChart: Sendable {
  public struct Curve: Sendable {
    public let name: String
    public let tint: Tint
    public let isDashed: Bool
    /// Value and share, in the order of values; equal values make a jump.
    public let points: [(value: Double, share: Double)]

    public init(name: String, tint: Tint, isDashed: Bool, points: [(value: Double, share: Double)]) {
      (self.name, self.tint, self.isDashed, self.points) = (name, tint, isDashed, points)
    }
  }

  /// An objective: at this value the share must be on the post's free side.
  public struct Post: Sendable {
    public let value: Double
    public let share: Double
    public let words: String

    public init(value: Double, share: Double, words: String) {
      (self.value, self.share, self.words) = (value, share, words)
    }
  }

  public enum Direction: Sendable {
    /// Shares that exceed a value, on a logarithmic axis: curves fall and pass under the post.
    case exceedance(least: Double)
    /// Shares that are over by a value, on a linear axis: curves rise and pass over the post.
    case cumulative
    /// Shares that take a value at most, such as `requests have their first token within`.
    case within(String)
  }

  public enum Unit: Sendable { case minutes, seconds }

  public let title: String
  public let curves: [Curve]
  public let post: Post?
  public let direction: Direction
  public let unit: Unit
  public let xTitle: String
  public let yTitle: String
  public let xRange: ClosedRange<Double>

  public init(
    title: String, curves: [Curve], post: Post?, direction: Direction, unit: Unit, xTitle: String, yTitle: String,
    xRange: ClosedRange<Double>
  ) {
    (self.title, self.curves, self.post, self.direction, self.unit) = (title, curves, post, direction, unit)
    (self.xTitle, self.yTitle, self.xRange) = (xTitle, yTitle, xRange)
  }

  public var drawing: Drawing { Drawing(wideAt: 820, draw) }

  private func draw(width: Double, classes: String) -> String {
    let height = width > 500 ? 300.0 : 250
    var canvas = SVGCanvas(width: width, height: height)
    let frame = Frame(
      x: (.logarithmic, xRange), y: yScale, left: 48, right: width - 12, top: 26, bottom: height - 42)
    frame.drawX(xTicks(width), title: xTitle, on: &canvas)
    frame.drawY(yTicks, title: yTitle, on: &canvas)
    for curve in curves {
      let shown = inside(curve.points)
      let line = steps(shown.map(\.point), in: frame)
      canvas.path(
        line, "line \(curve.tint.stroke)\(curve.isDashed ? " dashed" : "")",
        said: PointWords(
          sentence: sentence(of: curve), figures: shown.prefix(line.count).map { figures($0.said.value, $0.said.share) }
        ))
    }
    if let post { draw(post, in: frame, on: &canvas) }
    return canvas.document(title: title, classes: classes)
  }

  private func sentence(of curve: Curve) -> String {
    switch direction {
    case .exceedance: "\(curve.name): {0} of years lose more than {1}"
    case .cumulative: "\(curve.name): {0} are over {1} after the fault"
    case .within(let said): "\(curve.name): {0} of \(said) {1}"
    }
  }

  private func figures(_ value: Double, _ share: Double) -> [String] {
    [Figures.percent(share), unit == .minutes ? "\(Figures.digits(value)) min" : Figures.time(value)]
  }

  private var yScale: (Scale.Kind, ClosedRange<Double>) {
    switch direction {
    case .exceedance(let least): (.logarithmic, least...1)
    case .cumulative, .within: (.linear, 0...1)
    }
  }

  /// Shares that the logarithmic axis names.
  private static let exceeded: [Double] = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0001]

  private var yTicks: [Tick] {
    switch direction {
    case .exceedance(let least):
      CurvesChart.exceeded.filter { $0 >= least * 0.999 }.map { Tick($0, Figures.share($0)) }
    case .cumulative, .within: [0, 0.25, 0.5, 0.75, 0.95].map { Tick($0, Figures.share($0)) }
    }
  }

  private func xTicks(_ width: Double) -> [Tick] {
    switch unit {
    case .minutes: Tick.decades(xRange, most: width > 500 ? 12 : 5) { Figures.digits($0) }
    case .seconds:
      Tick.times(xRange).count >= 2 ? Tick.times(xRange) : Tick.round(xRange, about: 5) { Figures.time($0) }
    }
  }

  /// Straight pieces between points, as far as the scale goes.
  private func steps(_ points: [Point], in frame: Frame) -> [(Double, Double)] {
    var line: [(Double, Double)] = []
    var before: Double?
    for point in points {
      let x = frame.x.position(point.value)
      if case .exceedance(let least) = direction, point.share < least {
        // To where the curve leaves the scale, and not along its end.
        if let before, before > least, let last = line.last {
          let part = point.share > 0 ? log(before / least) / log(before / point.share) : 0
          line.append((last.0 + part * (x - last.0), frame.bottom))
        }
        break
      }
      line.append((x, frame.y.position(point.share)))
      before = point.share
    }
    return line
  }

  typealias Point = (value: Double, share: Double)

  /// The points on the axis, and where the curve goes on beyond an end its share there: what lies outside is not pressed upon
  /// the frame. Each with the point whose figures are said of it, at an end the one outside.
  func inside(_ points: [Point]) -> [(point: Point, said: Point)] {
    guard let first = points.first, let last = points.last, first.value <= xRange.upperBound else { return [] }
    guard last.value >= xRange.lowerBound else { return before(points, last) }
    var shown: [(point: Point, said: Point)] = []
    for (index, point) in points.enumerated() {
      if index > 0 {
        let before = points[index - 1]
        let (low, high) = (xRange.lowerBound, xRange.upperBound)
        if before.value < low, low < point.value { shown.append((between(before, point, at: low), before)) }
        if before.value < high, high < point.value { shown.append((between(before, point, at: high), point)) }
      }
      if xRange.contains(point.value) { shown.append((point, point)) }
    }
    return shown
  }

  /// A curve that ends before the axis begins: what is over stays over, what is exceeded no more falls at the end.
  private func before(_ points: [Point], _ last: Point) -> [(point: Point, said: Point)] {
    switch direction {
    case .exceedance: points.map { ($0, $0) }
    case .cumulative, .within:
      [((xRange.lowerBound, last.share), last), ((xRange.upperBound, last.share), last)]
    }
  }

  /// On the straight piece that a logarithmic axis shows; what is not positive has no place there.
  private func between(_ from: Point, _ to: Point, at value: Double) -> Point {
    guard to.value.isFinite else { return (value, from.share) }
    let part =
      from.value > 0
      ? log(value / from.value) / log(to.value / from.value) : (value - from.value) / (to.value - from.value)
    return (value, from.share + part * (to.share - from.share))
  }

  private func draw(_ post: Post, in frame: Frame, on canvas: inout SVGCanvas) {
    let x = frame.x.position(post.value)
    let y = frame.y.position(post.share)
    let free: Double
    switch direction {
    case .exceedance: free = frame.top
    case .cumulative, .within: free = frame.bottom
    }
    canvas.line(x, free, x, y, "post")
    canvas.line(x - 5, y, x + 5, y, "post")
    let isRight = x + 10 + TextWidth.of(post.words) > frame.right
    let height: Double
    switch direction {
    case .exceedance: height = min(y + 16, frame.bottom - 6)
    case .cumulative, .within: height = max(y - 8, frame.top + 12)
    }
    canvas.text(
      post.words, x: isRight ? x - 8 : x + 8, y: height, anchor: isRight ? .end : .start, "post-ink halo")
  }
}

extension Figures {
  /// A share as an axis names it: `100 %`, `0.1 %`.
  static func share(_ share: Double) -> String { "\(digits(share * 100)) %" }
}
