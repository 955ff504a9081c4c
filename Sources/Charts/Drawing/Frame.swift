/// The area of a plot between its axes, with grid lines and words at the ticks.
struct Frame {
  let x: Scale
  let y: Scale
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  init(
    x: (Scale.Kind, ClosedRange<Double>), y: (Scale.Kind, ClosedRange<Double>), left: Double, right: Double,
    top: Double,
    bottom: Double
  ) {
    self.x = Scale(x.0, x.1, from: left, to: right)
    self.y = Scale(y.0, y.1, from: bottom, to: top)
    (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
  }

  /// Ticks whose words do not touch; the first comes first.
  func drawX(_ ticks: [Tick], title: String, on canvas: inout SVGCanvas) {
    var end = -Double.infinity
    for tick in ticks {
      let place = x.position(tick.value)
      canvas.line(place, top, place, bottom, "grid")
      let half = TextWidth.of(tick.label) / 2
      // Words at the ends stay on the drawing.
      let middle = min(max(place, half + 2), canvas.width - half - 2)
      guard middle - half > end + 6 else { continue }
      canvas.text(tick.label, x: middle, y: bottom + 16, anchor: .middle, "quiet axis")
      end = middle + half
    }
    canvas.text(title, x: right, y: bottom + 34, anchor: .end, "quiet")
  }

  func drawY(_ ticks: [Tick], title: String, on canvas: inout SVGCanvas) {
    var last = Double.infinity
    for tick in ticks.sorted(by: { $0.value < $1.value }) {
      let place = y.position(tick.value)
      canvas.line(left, place, right, place, "grid")
      guard last - place > 13 else { continue }
      canvas.text(tick.label, x: left - 6, y: place + 4, anchor: .end, "quiet axis")
      last = place
    }
    canvas.text(title, x: 0, y: top - 12, "quiet")
  }
}
