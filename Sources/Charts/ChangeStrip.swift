import Foundation

/// A design's lost minutes before and after a change, on an axis that all strips of a table share: a tick where it stood, a
/// solid mark where it stands, and between them an arrow whose head is as wide as the interval of the difference.
///
/// A design that was not changed has its mark and the interval of its mean. An arrow is drawn only where the interval of the
/// difference leaves out zero.
public struct ChangeStrip: Sendable {
  public let name: String
  public let tint: Tint
  public let axis: ClosedRange<Double>
  /// Nil where there was no such design.
  public let before: Double?
  public let now: Double
  /// Of the mean now; nil where few outages allow none.
  public let interval: ClosedRange<Double>?
  /// Now less before; nil where nothing was changed.
  public let difference: ClosedRange<Double>?
  /// What the uncertain inputs allow, nine cases in ten; nil where they were not varied.
  public let band: ClosedRange<Double>?

  public init(
    name: String, tint: Tint, axis: ClosedRange<Double>, before: Double?, now: Double, interval: ClosedRange<Double>?,
    difference: ClosedRange<Double>?, band: ClosedRange<Double>? = nil
  ) {
    (self.name, self.tint, self.axis, self.before) = (name, tint, axis, before)
    (self.now, self.interval, self.difference, self.band) = (now, interval, difference, band)
  }

  /// Whole powers of ten around values, so that an axis holds still while they move.
  public static func axis(around values: [Double]) -> ClosedRange<Double> {
    let drawn = values.filter { $0 > 0 && $0.isFinite }
    let low = pow(10, log10(drawn.min() ?? 1).rounded(.down))
    let high = pow(10, log10(drawn.max() ?? 10).rounded(.up))
    // Six decades at most, as in the report.
    return max(low, high * 1e-6)...max(high, low * 10)
  }

  private static let width = 300.0
  private static let ends = 8.0

  /// The words of the axis, for the head of the table.
  public static func axisDrawing(_ axis: ClosedRange<Double>) -> String {
    var canvas = SVGCanvas(width: width, height: 18)
    let scale = Scale(.logarithmic, axis, from: ends, to: width - ends)
    for tick in Tick.decades(axis, most: 6, label: { Figures.digits($0) }) {
      let half = TextWidth.of(tick.label) / 2
      let place = min(max(scale.position(tick.value), half), width - half)
      canvas.text(tick.label, x: place, y: 12, anchor: .middle, "quiet axis")
    }
    return canvas.document(title: "lost minutes a year, by ratios", classes: "strip")
  }

  public var svg: String {
    var canvas = SVGCanvas(width: ChangeStrip.width, height: 26)
    let scale = Scale(.logarithmic, axis, from: ChangeStrip.ends, to: ChangeStrip.width - ChangeStrip.ends)
    for tick in Tick.decades(axis, most: 6, label: { Figures.digits($0) }) {
      let x = scale.position(tick.value)
      canvas.line(x, 0, x, 26, "grid")
    }
    let place = scale.position(now)
    if let band {
      let ends = (scale.position(band.lowerBound), scale.position(band.upperBound))
      let words = "\(Figures.minutes(band.lowerBound)) to \(Figures.minutes(band.upperBound)) minutes"
      canvas.rect(
        x: ends.0, y: 3, width: max(2, ends.1 - ends.0), height: 20, "band \(tint.stroke)",
        hint: "\(name), nine in ten of the inputs: \(words)")
    }
    if let difference, let before {
      let from = scale.position(before)
      canvas.line(from, 5, from, 21, "tick")
      if !difference.contains(0) {
        canvas.line(from, 13, place, 13, "arrow \(tint.stroke)")
        // The head: where the difference may lead, from where the design stood.
        let ends = (scale.position(before + difference.lowerBound), scale.position(before + difference.upperBound))
        canvas.rect(x: ends.0, y: 9, width: max(2, ends.1 - ends.0), height: 8, tint.fill)
      }
    } else if let interval {
      let ends = (scale.position(interval.lowerBound), scale.position(interval.upperBound))
      canvas.rect(x: ends.0, y: 9, width: max(2, ends.1 - ends.0), height: 8, tint.fill)
    }
    canvas.circle(place, 13, radius: 5, tint.fill)
    return canvas.document(title: words, classes: "strip")
  }

  private var words: String {
    var words = "\(name): \(Figures.minutes(now)) lost minutes a year"
    if let before, difference != nil { words += ", before \(Figures.minutes(before))" }
    return words
  }
}
