import Foundation

/// Which design is cheapest in total, by what a lost minute is worth: stretches of one logarithmic axis.
public struct ValueStrip: Sendable {
  public struct Stretch: Sendable {
    public let name: String
    public let tint: Tint
    /// Dollars a minute from which on; 0 for the first.
    public let from: Double
    /// Between which values `from` lies; without an upper end where nothing bounds it, nil where it is exact.
    public let known: ClosedRange<Double>?

    public init(name: String, tint: Tint, from: Double, known: ClosedRange<Double>? = nil) {
      (self.name, self.tint, self.from, self.known) = (name, tint, from, known)
    }
  }

  public let title: String
  public let stretches: [Stretch]

  public init(title: String, stretches: [Stretch]) { (self.title, self.stretches) = (title, stretches) }

  public var drawing: Drawing { Drawing(wideAt: Drawing.whole, draw) }

  private func draw(width: Double, classes: String) -> String {
    let isWide = width > 500
    var canvas = SVGCanvas(width: width, height: isWide ? 58 : 14 + Double(stretches.count) * 20)
    let breaks = stretches.dropFirst().map(\.from)
    let low = (breaks.first ?? 1) / 10
    let high = (breaks.last ?? 10) * 10
    let scale = Scale(.logarithmic, max(low, 1e-6)...max(high, 1e-5), from: 0, to: width)
    for (index, stretch) in stretches.enumerated() {
      let from = index == 0 ? 0 : scale.position(stretch.from)
      let to = index + 1 < stretches.count ? scale.position(stretches[index + 1].from) : width
      canvas.rect(
        x: from, y: 0, width: to - from - 1, height: 8, stretch.tint.fill, hint: words(index) + knownWords(stretch))
      if let known = stretch.known {
        let ends = (scale.position(known.lowerBound), scale.position(known.upperBound))
        // Neighbours may overlap: every other one stands a little lower.
        let y = index.isMultiple(of: 2) ? 14.0 : 11
        canvas.line(ends.0, y, ends.1, y, "zero")
        for end in [ends.0, ends.1] { canvas.line(end, y - 1.5, end, y + 1.5, "zero") }
      }
      if isWide {
        let room = to - from - 8
        // A stretch too narrow for a word speaks when it is pointed at.
        guard room > 44 else { continue }
        canvas.text(TextWidth.cut(stretch.name, to: room), x: from + 2, y: 26, "ink")
        let whole = words(index) + knownWords(stretch)
        canvas.text(
          TextWidth.of(whole) <= room ? whole : TextWidth.cut(words(index), to: room), x: from + 2, y: 43, "quiet")
      } else {
        let y = 26 + Double(index) * 20
        canvas.rect(x: 0, y: y - 10, width: 10, height: 10, stretch.tint.fill)
        canvas.text(TextWidth.cut(stretch.name, to: 190), x: 16, y: y)
        canvas.text(words(index), x: width, y: y, anchor: .end, "quiet")
      }
    }
    return canvas.document(title: title, classes: classes)
  }

  private func knownWords(_ stretch: Stretch) -> String {
    stretch.known.map { known in
      let low = Figures.dollars(known.lowerBound)
      return known.upperBound.isFinite ? " (\(low) to \(Figures.dollars(known.upperBound)))" : " (\(low) or more)"
    } ?? ""
  }

  private func words(_ index: Int) -> String {
    if index > 0 { return "from \(Figures.dollars(stretches[index].from)) a minute" }
    return stretches.count > 1 ? "up to \(Figures.dollars(stretches[1].from)) a minute" : "at any value"
  }
}
