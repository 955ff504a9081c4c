/// A share as a small bar with its threshold as a tick, for a cell of a table.
public struct ShareBar: Sendable {
  public let share: Double
  public let threshold: Double
  public let tint: Tint
  public let words: String

  public init(share: Double, threshold: Double, tint: Tint, words: String) {
    (self.share, self.threshold, self.tint, self.words) = (share, threshold, tint, words)
  }

  /// The bar as SVG; the words are for screen readers.
  public var svg: String {
    let scale = Scale(.linear, 0...1, from: 0, to: 96)
    var canvas = SVGCanvas(width: 100, height: 14)
    canvas.rect(x: 0, y: 4, width: 96, height: 6, "track")
    canvas.rect(x: 0, y: 4, width: scale.position(share), height: 6, tint.fill)
    let tick = scale.position(threshold)
    canvas.line(tick, 0, tick, 14, "tick")
    return canvas.document(title: words, classes: "bar")
  }
}
