import Foundation
import Testing

@testable import Pages

/// Designs are told apart by colour, by those too who see no red or no green.
@Suite struct PaletteTests {
  enum Scheme: CaseIterable { case light, dark }
  enum Sight: CaseIterable { case ordinary, deuteranopia, protanopia }

  static let designs = (0..<8).map { "d\($0)" }

  /// At least 20 by CIEDE2000 between any two designs, for each scheme and each sight.
  @Test(arguments: Scheme.allCases, Sight.allCases)
  func designsKeepApart(scheme: Scheme, sight: Sight) throws {
    let colours = try Self.designs.map { name in (name, CIELab(sight.seen(try colour(name, scheme)))) }
    for (index, a) in colours.enumerated() {
      for b in colours.dropFirst(index + 1) {
        let distance = a.1.difference(from: b.1)
        #expect(distance >= 20, "\(a.0) and \(b.0), \(scheme), \(sight): \(distance)")
      }
    }
  }

  /// Marks stand 3:1 against their ground (WCAG 1.4.11).
  @Test(arguments: Scheme.allCases)
  func marksStandOutFromTheGround(scheme: Scheme) throws {
    let ground = try colour("ground", scheme).luminance
    for name in Self.designs {
      let mark = try colour(name, scheme).luminance
      let ratio = (max(ground, mark) + 0.05) / (min(ground, mark) + 0.05)
      #expect(ratio >= 3, "\(name), \(scheme): \(ratio)")
    }
  }

  /// The formula against pairs of G. Sharma, W. Wu and E. Dalal, Color Research and Application 30 (2005) 21, table 1: those
  /// that common mistakes in hue and rotation get wrong.
  @Test(
    arguments: [
      ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425), ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
      ((50, 2.5, 0), (73, 25, -18), 27.1492), ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
      ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ] as [((Double, Double, Double), (Double, Double, Double), Double)])
  func theDifferenceIsThatOfTheLiterature(
    a: (Double, Double, Double), b: (Double, Double, Double), expected: Double
  ) {
    let (a, b) = (CIELab(l: a.0, a: a.1, b: a.2), CIELab(l: b.0, a: b.1, b: b.2))
    #expect(abs(a.difference(from: b) - expected) < 5e-5)
    #expect(abs(b.difference(from: a) - expected) < 5e-5)
  }

  /// A variable of the page's style sheet; the dark ones stand behind the light ones.
  private func colour(_ name: String, _ scheme: Scheme) throws -> LinearRGB {
    let parts = pageStyle.components(separatedBy: "prefers-color-scheme:dark")
    let text = try #require(parts.count == 2 ? parts[scheme == .light ? 0 : 1] : nil)
    let start = try #require(text.range(of: "--\(name):#"))
    let digits = text[start.upperBound...].prefix { $0.isHexDigit }
    return try LinearRGB(hex: digits.count == 3 ? digits.map { "\($0)\($0)" }.joined() : String(digits))
  }
}

/// A colour of sRGB as intensities of light.
private struct LinearRGB {
  let red: Double
  let green: Double
  let blue: Double

  init(red: Double, green: Double, blue: Double) { (self.red, self.green, self.blue) = (red, green, blue) }

  init(hex: String) throws {
    let value = try #require(Int(hex, radix: 16))
    func light(_ byte: Int) -> Double {
      let share = Double(byte & 255) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    self.init(red: light(value >> 16), green: light(value >> 8), blue: light(value))
  }

  var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }
}

extension PaletteTests.Sight {
  /// What remains of a colour: G. Machado, M. Oliveira and L. Fernandes, IEEE Transactions on Visualization and Computer
  /// Graphics 15 (2009) 1291, at severity 1.
  fileprivate func seen(_ c: LinearRGB) -> LinearRGB {
    func mixed(_ m: [Double]) -> LinearRGB {
      func row(_ k: Int) -> Double { min(1, max(0, m[k] * c.red + m[k + 1] * c.green + m[k + 2] * c.blue)) }
      return LinearRGB(red: row(0), green: row(3), blue: row(6))
    }
    return switch self {
    case .ordinary: c
    case .deuteranopia:
      mixed([0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881])
    case .protanopia:
      mixed([0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998])
    }
  }
}

/// A colour as the eye orders it, white D65.
private struct CIELab {
  let l: Double
  let a: Double
  let b: Double

  init(l: Double, a: Double, b: Double) { (self.l, self.a, self.b) = (l, a, b) }

  init(_ c: LinearRGB) {
    func f(_ t: Double) -> Double { t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116 }
    let x = f((0.4124564 * c.red + 0.3575761 * c.green + 0.1804375 * c.blue) / 0.95047)
    let y = f(0.2126729 * c.red + 0.7151522 * c.green + 0.0721750 * c.blue)
    let z = f((0.0193339 * c.red + 0.1191920 * c.green + 0.9503041 * c.blue) / 1.08883)
    self.init(l: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  /// CIEDE2000.
  func difference(from o: CIELab) -> Double {
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    let middle = (hypot(a, b) + hypot(o.a, o.b)) / 2
    let g = 0.5 * (1 - (pow(middle, 7) / (pow(middle, 7) + pow(25, 7))).squareRoot())
    let (a1, a2) = (a * (1 + g), o.a * (1 + g))
    let (c1, c2) = (hypot(a1, b), hypot(a2, o.b))
    func hue(_ a: Double, _ b: Double) -> Double {
      let degrees = atan2(b, a) * 180 / .pi
      return a == 0 && b == 0 ? 0 : degrees < 0 ? degrees + 360 : degrees
    }
    let (h1, h2) = (hue(a1, b), hue(a2, o.b))
    var turn = 0.0
    var mean = h1 + h2
    if c1 * c2 != 0 {
      turn = h2 - h1
      if turn > 180 { turn -= 360 }
      if turn < -180 { turn += 360 }
      mean = abs(h1 - h2) <= 180 ? mean / 2 : mean < 360 ? (mean + 360) / 2 : (mean - 360) / 2
    }
    let (dl, dc, dh) = (o.l - l, c2 - c1, 2 * (c1 * c2).squareRoot() * sin(radians(turn / 2)))
    let (lm, cm) = ((l + o.l) / 2, (c1 + c2) / 2)
    let t =
      1 - 0.17 * cos(radians(mean - 30)) + 0.24 * cos(radians(2 * mean)) + 0.32 * cos(radians(3 * mean + 6))
      - 0.2 * cos(radians(4 * mean - 63))
    let sl = 1 + 0.015 * pow(lm - 50, 2) / (20 + pow(lm - 50, 2)).squareRoot()
    let (sc, sh) = (1 + 0.045 * cm, 1 + 0.015 * cm * t)
    let rotation =
      -sin(radians(60 * exp(-pow((mean - 275) / 25, 2)))) * 2
      * (pow(cm, 7) / (pow(cm, 7) + pow(25, 7))).squareRoot()
    let (x, y, z) = (dl / sl, dc / sc, dh / sh)
    return (x * x + y * y + z * z + rotation * y * z).squareRoot()
  }
}
