/// One outage, second by second: lanes of what was done, and below, on the same axis of time, demand, what was answered, and
/// the area between them that users lost.
public struct OutageChart: Sendable {
  /// Something that took time, on a lane.
  public struct Phase: Sendable {
    public let lane: String
    public let from: Double
    public let to: Double
    public let words: String

    public init(lane: String, from: Double, to: Double, words: String) {
      (self.lane, self.from, self.to, self.words) = (lane, from, to, words)
    }
  }

  public struct Point: Sendable {
    /// Seconds since the fault.
    public let seconds: Double
    public let demand: Double
    public let answered: Double
    public let capacity: Double

    public init(seconds: Double, demand: Double, answered: Double, capacity: Double) {
      (self.seconds, self.demand, self.answered, self.capacity) = (seconds, demand, answered, capacity)
    }
  }

  public let title: String
  public let phases: [Phase]
  public let points: [Point]
  /// Seconds from the fault to the end, and to the target; nil where there is none.
  public let over: Double
  public let target: Double?
  public let lost: Double

  public init(title: String, phases: [Phase], points: [Point], over: Double, target: Double?, lost: Double) {
    (self.title, self.phases, self.points, self.over) = (title, phases, points, over)
    (self.target, self.lost) = (target, lost)
  }

  public var drawing: Drawing { Drawing(wideAt: Drawing.whole, draw) }

  /// Where the axis of time stands on a drawing of a width: its ends in shares of the width, and in seconds since the fault.
  /// Whoever draws over the chart, as a page that plays it does, asks here.
  public func timeAxis(width: Double) -> (shares: ClosedRange<Double>, seconds: ClosedRange<Double>) {
    (timeEnds(width).left / width...timeEnds(width).right / width, timeRange)
  }

  private func timeEnds(_ width: Double) -> (left: Double, right: Double) {
    // Names of lanes stand to the left, as far as they leave room for what happens.
    let names = 10 + (lanes.map { TextWidth.of($0) }.max() ?? 0)
    return (width > 500 ? min(190, max(90, names)) : min(104, max(62, names)), width - 12)
  }

  private var timeRange: ClosedRange<Double> {
    (points.first?.seconds ?? 0)...max(points.last?.seconds ?? 1, over * 1.02, 1)
  }

  private var lanes: [String] {
    phases.reduce(into: []) { names, phase in if !names.contains(phase.lane) { names.append(phase.lane) } }
  }

  private func draw(width: Double, classes: String) -> String {
    let isWide = width > 500
    let pitch = 21.0
    let top = 24.0
    let plotTop = top + Double(lanes.count) * pitch + 30
    let height = plotTop + (isWide ? 150 : 120) + 42
    var canvas = SVGCanvas(width: width, height: height)
    let range = timeRange
    let most = max(points.map { max($0.demand, $0.answered) }.max() ?? 1, 1e-9) * 1.15
    let frame = Frame(
      x: (.linear, range), y: (.linear, 0...most), left: timeEnds(width).left, right: timeEnds(width).right,
      top: plotTop, bottom: height - 42)
    frame.drawX(timeTicks(range, about: isWide ? 8 : 4), title: "since the fault", on: &canvas)
    frame.drawY(Tick.round(0...most, about: 3) { Figures.digits($0) }, title: "requests a second", on: &canvas)
    drawSeries(in: frame, on: &canvas)
    drawPosts(in: frame, from: top - 6, on: &canvas)
    drawLanes(in: frame, top: top, pitch: pitch, on: &canvas)
    return canvas.document(title: title, classes: classes)
  }

  private func drawSeries(in frame: Frame, on canvas: inout SVGCanvas) {
    func line(_ value: (Point) -> Double) -> [(Double, Double)] {
      // Levels hold until the next instant.
      var path: [(Double, Double)] = []
      for (index, point) in points.enumerated() {
        if index > 0 { path.append((frame.x.position(point.seconds), path[path.count - 1].1)) }
        path.append((frame.x.position(point.seconds), frame.y.position(value(point))))
      }
      return path
    }
    let (demand, answered) = (line(\.demand), line(\.answered))
    canvas.path(demand + answered.reversed(), closed: true, "lost", hint: "\(Figures.grouped(lost)) requests lost")
    canvas.path(line { min($0.capacity, frame.y.values.upperBound) }, "line capacity dashed", hint: "capacity")
    canvas.path(demand, "line demand", hint: "demand")
    canvas.path(answered, "line answered", hint: "answered")
    let middle = frame.x.position(over / 2)
    let words = "\(Figures.grouped(lost)) requests lost"
    let half = TextWidth.of(words) / 2
    let x = min(max(middle, frame.left + half + 4), frame.right - half - 4)
    canvas.text(words, x: x, y: lostHeight(in: frame), anchor: .middle, "lost-ink halo")
  }

  /// Half-way between demand and answers in the middle of the outage, where there is room for words between them.
  private func lostHeight(in frame: Frame) -> Double {
    guard let half = points.last(where: { $0.seconds <= over / 2 }) else { return (frame.top + frame.bottom) / 2 }
    let (demand, answered) = (frame.y.position(half.demand), frame.y.position(half.answered))
    return answered - demand > 18 ? (demand + answered) / 2 + 4 : (frame.top + frame.bottom) / 2
  }

  private func drawPosts(in frame: Frame, from top: Double, on canvas: inout SVGCanvas) {
    // What was absorbed never began, and is never over.
    if over > 0 { drawOver(in: frame, from: top, on: &canvas) }
    guard let target, target < frame.x.values.upperBound else { return }
    let x = frame.x.position(target)
    canvas.line(x, frame.top - 16, x, frame.bottom, "post")
    let name = "target \(Figures.time(target))"
    let isLeft = x + 5 + TextWidth.of(name) > frame.right
    canvas.text(name, x: isLeft ? x - 5 : x + 5, y: frame.top - 8, anchor: isLeft ? .end : .start, "post-ink halo")
  }

  private func drawOver(in frame: Frame, from top: Double, on canvas: inout SVGCanvas) {
    let end = frame.x.position(over)
    canvas.line(end, top, end, frame.bottom, "over")
    let words = "over: \(Figures.time(over))"
    let isRight = end + 4 + TextWidth.of(words) > canvas.width
    canvas.text(words, x: isRight ? end - 4 : end + 4, y: 11, anchor: isRight ? .end : .start, "post-ink halo")
  }

  private func drawLanes(in frame: Frame, top: Double, pitch: Double, on canvas: inout SVGCanvas) {
    for (row, lane) in lanes.enumerated() {
      let y = top + Double(row) * pitch
      canvas.text(TextWidth.cut(lane, to: frame.left - 8), x: 0, y: y + 12, "ink")
      var end = -Double.infinity
      for phase in phases where phase.lane == lane {
        let (from, to) = (frame.x.position(phase.from), frame.x.position(phase.to))
        canvas.rect(
          x: from, y: y, width: max(2, to - from), height: pitch - 6, Tint.part(row).fill,
          hint: "\(phase.words), \(Figures.time(phase.to - phase.from))")
        let words = "\(phase.words) \(Figures.time(phase.to - phase.from))"
        let width = TextWidth.of(words)
        // Words beside the bar, on the side that has room.
        if to + 6 + width < frame.right, to + 6 > end {
          canvas.text(words, x: to + 6, y: y + 12, "quiet halo")
          end = to + 6 + width
        } else if from - 6 - width > max(frame.left, end) {
          canvas.text(words, x: from - 6, y: y + 12, anchor: .end, "quiet halo")
          end = to
        } else {
          end = to
        }
      }
    }
  }

  /// Round instants in the unit of the axis.
  private func timeTicks(_ range: ClosedRange<Double>, about count: Int) -> [Tick] {
    let steps: [Double] = [
      1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172_800,
    ]
    let length = range.upperBound - range.lowerBound
    let step = steps.first { length / $0 <= Double(count) } ?? (length / Double(count))
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step).rounded(.down)
    guard last >= first, last - first < 100 else { return [] }
    return stride(from: first, through: last, by: 1).map { Tick($0 * step, $0 == 0 ? "0" : Figures.time($0 * step)) }
  }
}
