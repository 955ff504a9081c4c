import Foundation
internal import Intake

/// A row for each of several things along one axis, in the characters of a terminal: what a glance tells and columns of numbers
/// do not.
struct AxisPlot {
  struct Row {
    let name: String
    /// What is not known of the inputs, and by chance; nil where nothing is said of it.
    var band: ClosedRange<Double>?
    var interval: ClosedRange<Double>?
    let mean: Double
    /// A second value that is marked apart.
    var mark: Double?
  }

  let title: String
  var rows: [Row]
  /// What must be kept, drawn through all rows.
  var post: Double?
  /// A logarithmic axis, or a linear one.
  let isLogarithmic: Bool
  let label: (Double) -> String

  static let meanSign: Character = "●"
  static let markSign: Character = "◇"
  static let postSign: Character = "┊"
  private static let (intervalSign, bandSign): (Character, Character) = ("━", "·")

  /// Columns that an axis needs at least to be worth its place.
  private static let leastColumns = 30
  private static let mostColumns = 80

  /// The plot as lines; none where the terminal is too narrow or nothing differs.
  func lines(width: Int) -> [String] {
    let names = ShortNames.cut([title] + rows.map(\.name), to: 24)
    let first = names.map(\.count).max() ?? 0
    let columns = min(width - first - 2, AxisPlot.mostColumns)
    guard columns >= AxisPlot.leastColumns, rows.count > 1, let axis = axis(columns) else { return [] }
    let heading = names[0].padded(to: first) + "  " + String(axis.labels(label))
    let body = zip(names.dropFirst(), rows).map { name, row in
      name.padded(to: first) + "  " + String(drawn(row, on: axis))
    }
    return ([heading] + body).map(\.withoutTrailingBlanks)
  }

  private func drawn(_ row: Row, on axis: Axis) -> [Character] {
    var cells = [Character](repeating: " ", count: axis.columns)
    if let post { cells[axis.column(post)] = AxisPlot.postSign }
    for (range, sign) in [(row.band, AxisPlot.bandSign), (row.interval, AxisPlot.intervalSign)] {
      guard let range else { continue }
      for column in axis.column(range.lowerBound)...axis.column(range.upperBound) { cells[column] = sign }
    }
    if let mark = row.mark { cells[axis.column(mark)] = AxisPlot.markSign }
    cells[axis.column(row.mean)] = AxisPlot.meanSign
    return cells
  }

  /// From the least to the largest of what is drawn, with a little room; nil where nothing differs.
  private func axis(_ columns: Int) -> Axis? {
    let ends = rows.flatMap { row in
      [row.band, row.interval].flatMap { [$0?.lowerBound, $0?.upperBound] } + [row.mean, row.mark]
    }
    let values = (ends + [post]).compactMap { $0 }.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
    guard let low = values.min(), let high = values.max(), low < high else { return nil }
    guard isLogarithmic else { return Axis(low: low, high: high, isLogarithmic: false, columns: columns) }
    // What is a thousandth of the largest is as good as nothing.
    return Axis(low: max(low, high / 1e4), high: high, isLogarithmic: true, columns: columns)
  }
}

/// Columns of a terminal along which values lie.
private struct Axis {
  let low: Double
  let high: Double
  let isLogarithmic: Bool
  let columns: Int

  /// What lies beyond an end is drawn at that end.
  func column(_ value: Double) -> Int {
    let inside = min(max(value.isNaN ? low : value, low), high)
    let share = isLogarithmic ? log(inside / low) / log(high / low) : (inside - low) / (high - low)
    return min(columns - 1, max(0, Int(nearestWhole(share * Double(columns - 1)))))
  }

  /// Round values where they lie, as many as have room.
  func labels(_ label: (Double) -> String) -> [Character] {
    var cells = [Character](repeating: " ", count: columns)
    var end = -3
    for value in rounds {
      let text = Array(label(value))
      let start = min(max(0, column(value) - text.count / 2), columns - text.count)
      guard start >= end + 2, start >= 0 else { continue }
      for (offset, character) in text.enumerated() { cells[start + offset] = character }
      end = start + text.count
    }
    return cells
  }

  /// 1, 2 and 5 times the powers of ten, or steps of them.
  private var rounds: [Double] {
    guard isLogarithmic else {
      let raw = (high - low) / 5
      let power = pow(10, log10(raw).rounded(.down))
      let step = power * ([1.0, 2, 5, 10].first { $0 * power >= raw } ?? 10)
      let first = (low / step).rounded(.up)
      return (0..<12).map { (first + Double($0)) * step }.filter { $0 <= high }
    }
    let least = log10(low).rounded(.down)
    let powers = stride(from: least, through: log10(high), by: 1).map { pow(10, $0) }
    return powers.flatMap { power in [1, 2, 5].map { $0 * power } }.filter { $0 >= low && $0 <= high }
  }
}

extension String {
  fileprivate func padded(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - count)) }

  fileprivate var withoutTrailingBlanks: String {
    var text = Substring(self)
    while text.hasSuffix(" ") { text.removeLast() }
    return String(text)
  }
}
