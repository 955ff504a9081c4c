internal import Currencies
internal import Foundation

extension UncertainInput {
  /// A value of this input as the plan would write it, with four digits, in the unit of its median.
  public func text(of value: Double) -> String {
    switch kind {
    case .money: return Currency.ofStudy.sign + digits(value)
    case .moneyPer(let per): return "\(Currency.ofStudy.sign)\(digits(value))/\(per)"
    case .duration, .rate, .perYear, .share, .factor, .shareOf, .bytes, .bandwidth, .count, .hourOfDay, .number,
      .gpuCount, .kOfN, .distance, .power:
      guard let one = try? kind.value(of: "1\(unit)"), one > 0 else { return digits(value) }
      return digits(value / one) + unit
    }
  }

  private func digits(_ number: Double) -> String {
    abs(number) >= 1000 && abs(number) < 1e9 ? String(format: "%.0f", number) : String(format: "%.4g", number)
  }
}
