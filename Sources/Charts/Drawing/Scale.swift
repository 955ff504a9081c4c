import Foundation

/// Maps values to pixels along one axis.
public struct Scale: Sendable {
  public enum Kind: Sendable { case linear, logarithmic }

  public let kind: Kind
  /// The values at both ends; the first is the smaller.
  public let values: ClosedRange<Double>
  /// The pixels at both ends; the first may be the larger, as for heights.
  let from: Double
  let to: Double

  /// - Precondition: Both ends are finite and, on a logarithmic scale, positive.
  init(_ kind: Kind, _ values: ClosedRange<Double>, from: Double, to: Double) {
    precondition(values.lowerBound.isFinite && values.upperBound.isFinite, "a scale over \(values)")
    precondition(kind == .linear || values.lowerBound > 0, "a logarithmic scale from \(values.lowerBound)")
    self.kind = kind
    self.values = values
    self.from = from
    self.to = to
  }

  /// Where a value stands; what lies beyond an end is drawn at that end.
  func position(_ value: Double) -> Double {
    let (low, high) = (values.lowerBound, values.upperBound)
    let inside = value.isNaN ? low : min(max(value, low), high)
    guard high > low else { return from }
    let share =
      switch kind {
      case .linear: (inside - low) / (high - low)
      case .logarithmic: log(inside / low) / log(high / low)
      }
    return from + share * (to - from)
  }
}

/// A mark on an axis with its words.
public struct Tick: Equatable, Sendable {
  public let value: Double
  public let label: String

  public init(_ value: Double, _ label: String) {
    self.value = value
    self.label = label
  }
}

extension Tick {
  /// Round values between two ends, about so many, at steps of 1, 2 or 5 times a power of ten.
  static func round(_ values: ClosedRange<Double>, about count: Int, label: (Double) -> String) -> [Tick] {
    let step = roundStep(values.upperBound - values.lowerBound, about: count)
    guard step > 0, step.isFinite else { return [Tick(values.lowerBound, label(values.lowerBound))] }
    let first = (values.lowerBound / step).rounded(.up)
    let last = (values.upperBound / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 1000 else { return [] }
    return stride(from: first, through: last, by: 1).map { Tick($0 * step, label($0 * step)) }
  }

  /// The step of 1, 2 or 5 times a power of ten that cuts a length into about so many parts.
  static func roundStep(_ length: Double, about count: Int) -> Double {
    guard length > 0, length.isFinite else { return 0 }
    let raw = length / Double(max(1, count))
    let power = pow(10, log10(raw).rounded(.down))
    let digit = raw / power
    return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10)
  }

  /// 1, 2 and 5 times the powers of ten between two ends, or the powers alone where those are many.
  static func decades(_ values: ClosedRange<Double>, most: Int, label: (Double) -> String) -> [Tick] {
    let (low, high) = (values.lowerBound, values.upperBound)
    guard low > 0, high >= low, high < .infinity else { return [] }
    for digits in [[1.0, 2, 5], [1.0, 3], [1.0]] {
      var ticks: [Tick] = []
      var power = pow(10, log10(low).rounded(.down))
      while power <= high * 1.0001 && ticks.count < 200 {
        for digit in digits where digit * power >= low * 0.9999 && digit * power <= high * 1.0001 {
          ticks.append(Tick(digit * power, label(digit * power)))
        }
        power *= 10
      }
      if ticks.count <= most || digits.count == 1 { return ticks }
    }
    return []
  }

  /// Round lengths of time between two ends, about so many: at steps that people count in.
  static func roundTimes(_ values: ClosedRange<Double>, about count: Int) -> [Tick] {
    let steps: [Double] = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 21600, 43200, 86400]
    let length = values.upperBound - values.lowerBound
    guard length >= 3, let step = steps.first(where: { length / $0 <= Double(count) + 1 }) else {
      return round(values, about: count) { Figures.time($0) }
    }
    let (first, last) = ((values.lowerBound / step).rounded(.up), (values.upperBound / step + 1e-9).rounded(.down))
    guard last > first else { return round(values, about: count) { Figures.time($0) } }
    return stride(from: first, through: last, by: 1).map { Tick($0 * step, Figures.time($0 * step)) }
  }

  /// Lengths of time that people name, between two ends, in seconds.
  static func times(_ values: ClosedRange<Double>) -> [Tick] {
    let named: [(Double, String)] = [
      (0.001, "1 ms"), (0.003, "3 ms"), (0.01, "10 ms"), (0.03, "30 ms"), (0.1, "100 ms"), (0.3, "300 ms"),
      (1, "1 s"), (3, "3 s"), (10, "10 s"), (30, "30 s"), (60, "1 min"), (180, "3 min"), (600, "10 min"),
      (1800, "30 min"), (3600, "1 h"), (10800, "3 h"), (36000, "10 h"), (86400, "1 d"), (259_200, "3 d"),
      (604_800, "7 d"), (2_592_000, "30 d"),
    ]
    return named.filter { values.contains($0.0) }.map { Tick($0.0, $0.1) }
  }
}
