import Foundation

/// What each design costs against what it loses: cost on a linear axis, minutes on a logarithmic one, and the staircase of
/// the designs that no other beats in both.
public struct TradeChart: Sendable {
  public struct Point: Sendable {
    public let name: String
    public let tint: Tint
    /// Another design is no dearer and no worse.
    public let isDominated: Bool
    public let dollars: Double
    public let minutes: Double

    public init(name: String, tint: Tint, isDominated: Bool, dollars: Double, minutes: Double) {
      (self.name, self.tint, self.isDominated) = (name, tint, isDominated)
      (self.dollars, self.minutes) = (dollars, minutes)
    }
  }

  public let title: String
  public let points: [Point]

  public init(title: String, points: [Point]) {
    self.title = title
    self.points = points.filter { $0.dollars.isFinite && $0.minutes.isFinite && $0.minutes > 0 }
  }

  public var drawing: Drawing { Drawing(wideAt: Drawing.half, draw) }

  /// Above so many designs only those are named that no other beats, and there is room for one name below the other.
  private static let crowd = 10
  private var isCrowded: Bool { points.count > TradeChart.crowd }

  private func draw(width: Double, classes: String) -> String {
    let kept = Double(points.count { !$0.isDominated })
    let height = (width > 500 ? 330.0 : 300) + (isCrowded ? 12 * max(0, kept - Double(TradeChart.crowd) / 2) : 0)
    var canvas = SVGCanvas(width: width, height: height)
    let frame = Frame(
      x: (.linear, dollarRange), y: (.logarithmic, minuteRange), left: 44, right: width - 14, top: 26,
      bottom: height - 42)
    frame.drawX(
      Tick.round(dollarRange, about: width > 500 ? 7 : 4) { Figures.dollars($0) },
      title: "cost a year, amortised, without outage loss", on: &canvas)
    frame.drawY(
      Tick.decades(minuteRange, most: 8) { Figures.digits($0) }, title: "lost minutes a year, mean (log)", on: &canvas)
    drawStaircase(in: frame, on: &canvas)
    drawPoints(in: frame, on: &canvas)
    return canvas.document(title: title, classes: classes)
  }

  /// From a round number below the smallest to one above the largest.
  private var dollarRange: ClosedRange<Double> {
    let low = points.map(\.dollars).min() ?? 0
    let high = points.map(\.dollars).max() ?? 1
    let step = Tick.roundStep(max(high - low, abs(high) * 0.02, 1), about: 6)
    let start = ((low - step * 0.5) / step).rounded(.down) * step
    return max(0, start)...((high + step * 0.5) / step).rounded(.up) * step
  }

  private var minuteRange: ClosedRange<Double> {
    let low = points.map(\.minutes).min() ?? 1
    let high = points.map(\.minutes).max() ?? 10
    func round(_ value: Double, up: Bool) -> Double {
      let power = pow(10, log10(value).rounded(.down))
      let digits: [Double] = [1, 2, 5, 10]
      let found = up ? digits.first { $0 * power >= value * 1.1 } : digits.last { $0 * power <= value / 1.1 }
      return (found ?? (up ? 20 : 0.5)) * power
    }
    return round(low, up: false)...round(high, up: true)
  }

  /// Designs that are cheapest for what they lose, from the cheapest on.
  private var front: [Point] {
    var front: [Point] = []
    for point in points.filter({ !$0.isDominated }).sorted(by: { ($0.dollars, $0.minutes) < ($1.dollars, $1.minutes) })
    where front.last.map({ point.minutes < $0.minutes }) ?? true { front.append(point) }
    return front
  }

  private func drawStaircase(in frame: Frame, on canvas: inout SVGCanvas) {
    for (from, to) in zip(front, front.dropFirst()) {
      let (x1, y1) = (frame.x.position(from.dollars), frame.y.position(from.minutes))
      let (x2, y2) = (frame.x.position(to.dollars), frame.y.position(to.minutes))
      canvas.path([(x1, y1), (x1, y2), (x2, y2)], "line stair")
    }
  }

  /// The point's name with its minutes; beside the point, or to its left where the right has no room.
  private func drawPoints(in frame: Frame, on canvas: inout SVGCanvas) {
    let places = points.map { (x: frame.x.position($0.dollars), y: frame.y.position($0.minutes)) }
    let limit = (frame.right - frame.left) * 0.62
    // On the side that has room for it; where neither has, the name loses its end.
    let whole = points.map { TextWidth.withoutMiddle($0.name, to: limit) + " " + Figures.minutes($0.minutes) }
    let isLeft = points.indices.map { index in
      let x = places[index].x
      // Nothing stands to the left of a design that no other beats: it would be cheaper and lose less.
      if isCrowded, !points[index].isDominated { return x - 12 - TextWidth.of(whole[index]) > frame.left }
      return x + 8 + TextWidth.of(whole[index]) > frame.right && x > (frame.left + frame.right) / 2
    }
    let words = points.indices.map { index -> String in
      let figure = " " + Figures.minutes(points[index].minutes)
      let room = isLeft[index] ? places[index].x - 8 : frame.right - places[index].x - 8
      return TextWidth.withoutMiddle(points[index].name, to: max(20, min(limit, room - TextWidth.of(figure) - 4)))
        + figure
    }
    // As many labels as there is room for: first the designs that no other beats, cheapest first; the others speak when
    // they are pointed at.
    let room = Int(max(1, min(60, (frame.bottom - frame.top - 14) / 15)))
    let named = Set(
      points.indices.filter { !isCrowded || !points[$0].isDominated }
        .sorted { (points[$0].isDominated ? 1 : 0, $0) < (points[$1].isDominated ? 1 : 0, $1) }.prefix(room)
    )
    // Steps that cost as much as they are wide get their price in words, as labels among the others.
    var labels: [(words: String, x: Double, y: Double, isLeft: Bool, mark: Int?)] = points.indices.filter(
      named.contains
    ).map {
      (words[$0], places[$0].x + (isLeft[$0] ? -8 : 8), places[$0].y, isLeft[$0], $0)
    }
    for (from, to) in zip(front, front.dropFirst()) {
      let (x1, x2) = (frame.x.position(from.dollars), frame.x.position(to.dollars))
      let exchange =
        "−\(Figures.minutes(from.minutes - to.minutes)) min for \(Figures.dollars(to.dollars - from.dollars))"
      guard !isCrowded, labels.count < room, x2 - x1 > 30, TextWidth.of(exchange) + 12 < frame.right - x1 else {
        continue
      }
      let middle = (frame.y.position(from.minutes) + frame.y.position(to.minutes)) / 2
      labels.append((exchange, x1 + 8, middle, false, nil))
    }
    let heights = LabelPlacing.apart(labels.map(\.y), gap: 15, within: (frame.top + 6)...(frame.bottom - 8))
    for (label, y) in zip(labels, heights) {
      guard let mark = label.mark, abs(y - places[mark].y) > 5 else { continue }
      canvas.line(places[mark].x, places[mark].y, label.x, y, "leader")
    }
    for (point, place) in zip(points, places) {
      canvas.circle(
        place.x, place.y, radius: 5, point.isDominated ? "hollow \(point.tint.stroke)" : point.tint.fill,
        hint: "\(point.name): \(Figures.minutes(point.minutes)) minutes, \(Figures.dollars(point.dollars)) a year")
    }
    for (label, y) in zip(labels, heights) {
      canvas.text(
        label.words, x: label.x, y: y + 4, anchor: label.isLeft ? .end : .start,
        label.mark == nil ? "quiet halo" : "ink halo")
    }
  }
}
