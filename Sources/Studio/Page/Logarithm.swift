import Foundation

/// Where a ratio lies between 1 and another one, by ratios.
enum Logarithm {
  static func ratio(_ part: Double, _ whole: Double) -> Double { part > 0 && whole > 1 ? log(part) / log(whole) : 0 }
}
