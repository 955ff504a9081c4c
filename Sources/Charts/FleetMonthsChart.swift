/// The fleet of each month to come, a stair for each growth, and below it by when what is added must be ordered.
public struct FleetMonthsChart: Sendable {
  public struct Month: Sendable {
    /// Its first day, in days of any calendar.
    public let day: Double
    public let name: String
    public let nodes: Int

    public init(day: Double, name: String, nodes: Int) { (self.day, self.name, self.nodes) = (day, name, nodes) }
  }

  public struct Course: Sendable {
    public let name: String
    public let tint: Tint
    public let months: [Month]

    public init(name: String, tint: Tint, months: [Month]) {
      (self.name, self.tint, self.months) = (name, tint, months)
    }
  }

  public struct Order: Sendable {
    public let day: Double
    /// Whether the day lies before the plan begins.
    public let isLate: Bool
    /// What is said when it is pointed at.
    public let words: String

    public init(day: Double, isLate: Bool, words: String) { (self.day, self.isLate, self.words) = (day, isLate, words) }
  }

  /// Orders by one lead time.
  public struct Lane: Sendable {
    public let name: String
    public let tint: Tint
    public let orders: [Order]

    public init(name: String, tint: Tint, orders: [Order]) {
      (self.name, self.tint, self.orders) = (name, tint, orders)
    }
  }

  public let title: String
  public let courses: [Course]
  public let lanes: [Lane]

  public init(title: String, courses: [Course], lanes: [Lane]) {
    (self.title, self.courses, self.lanes) = (title, courses, lanes)
  }

  public var drawing: Drawing { Drawing(wideAt: Drawing.whole, draw) }

  /// The length of the last month, which nobody follows.
  private static let lastMonth = 30.0

  private func draw(width: Double, classes: String) -> String {
    let plot = width > 500 ? 260.0 : 220
    let laneHeight = 34.0
    var canvas = SVGCanvas(width: width, height: plot + 40 + Double(lanes.count) * laneHeight)
    let most = max(1, Double(courses.flatMap { $0.months.map(\.nodes) }.max() ?? 1))
    let frame = Frame(
      x: (.linear, days), y: (.linear, 0...most * 1.08), left: 50, right: width - 14, top: 26, bottom: plot)
    frame.drawY(Tick.round(0...most, about: 5) { Figures.digits($0) }, title: "nodes", on: &canvas)
    frame.drawX(monthTicks(in: frame), title: "", on: &canvas)
    if let begins = courses.first?.months.first?.day, begins > days.lowerBound {
      let x = frame.x.position(begins)
      canvas.line(x, frame.top, x, canvas.height - 4, "level")
      let words = "the plan begins"
      let isRight = x + 6 + TextWidth.of(words) <= frame.right
      canvas.text(words, x: isRight ? x + 5 : x - 5, y: frame.top + 12, anchor: isRight ? .start : .end, "quiet halo")
    }
    for course in courses { draw(course, in: frame, on: &canvas) }
    for (index, lane) in lanes.enumerated() {
      let y = plot + 34 + Double(index) * laneHeight
      canvas.text(TextWidth.cut(lane.name, to: width - 8), x: 0, y: y + 6, "quiet")
      canvas.line(frame.left, y + 20, frame.right, y + 20, "grid")
      for order in lane.orders {
        canvas.diamond(
          frame.x.position(order.day), y + 20, radius: 5, order.isLate ? "hollow post" : lane.tint.fill,
          hint: order.words)
      }
    }
    return canvas.document(title: title, classes: classes)
  }

  private func draw(_ course: Course, in frame: Frame, on canvas: inout SVGCanvas) {
    var points: [(Double, Double)] = []
    var figures: [[String]] = []
    for (index, month) in course.months.enumerated() {
      let end = index + 1 < course.months.count ? course.months[index + 1].day : month.day + Self.lastMonth
      let y = frame.y.position(Double(month.nodes))
      points += [(frame.x.position(month.day), y), (frame.x.position(end), y)]
      figures += [[month.name, "\(month.nodes)"], [month.name, "\(month.nodes)"]]
    }
    canvas.path(
      points, "line \(course.tint.stroke)",
      said: PointWords(sentence: "\(course.name), from {0}: {1} nodes", figures: figures))
  }

  private var days: ClosedRange<Double> {
    let months = courses.flatMap { $0.months.map(\.day) }
    let orders = lanes.flatMap { $0.orders.map(\.day) }
    let low = (months + orders).min() ?? 0
    let high = (months.max() ?? 1) + Self.lastMonth
    // A mark at the first day is whole.
    return (orders.isEmpty ? low : low - (high - low) * 0.012)...max(high, low + 1)
  }

  /// Every month, quarter, half or whole year, as there is room for the words.
  private func monthTicks(in frame: Frame) -> [Tick] {
    let months = courses.first?.months ?? []
    guard months.count > 1 else { return months.map { Tick($0.day, String($0.name.prefix(7))) } }
    let slot = frame.x.position(months[1].day) - frame.x.position(months[0].day)
    let every = [1, 3, 6, 12].first { Double($0) * slot >= 66 } ?? 24
    return stride(from: 0, to: months.count, by: every).map { Tick(months[$0].day, String(months[$0].name.prefix(7))) }
  }
}
