/// The colour of a mark, by what it stands for; the page says which colour that is, in light and in dark.
public enum Tint: Equatable, Sendable {
  /// A design, by its place among at most eight coloured ones.
  case design(Int)
  /// A design beyond the eighth.
  case other
  /// What strikes every site at once, and what strikes one site: two families of three shades.
  case everySite(Int)
  case oneSite(Int)
  /// A phase of a failover, a role of a cost line: eight hues for parts of a whole.
  case part(Int)

  /// Coloured designs; the others are grey.
  public static let designs = 8

  var name: String {
    switch self {
    case .design(let index): index < Tint.designs ? "d\(index)" : "dx"
    case .other: "dx"
    case .everySite(let shade): "ev\(min(shade, 2))"
    case .oneSite(let shade): "on\(min(shade, 2))"
    case .part(let index): "p\(index % 8)"
    }
  }

  var fill: String { "f-\(name)" }
  var stroke: String { "s-\(name)" }
  /// The class that colours a swatch of the page.
  public var swatch: String { "b-\(name)" }
  /// The class that colours an edge of the page.
  public var edge: String { "e-\(name)" }
}

/// One chart at two widths; the page shows the one that fits.
public struct Drawing: Sendable {
  public let wide: String
  public let narrow: String

  /// The widths in pixels: the whole page or half of it, and a phone's.
  public static let whole = 1100.0
  public static let half = 540.0
  public static let phone = 358.0

  init(wideAt width: Double, _ draw: (Double, String) -> String) {
    wide = draw(width, "wide")
    narrow = draw(Drawing.phone, "narrow")
  }
}
