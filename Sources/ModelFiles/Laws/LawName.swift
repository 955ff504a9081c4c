internal import Foundation

/// The word a law begins with.
enum LawName: String, CaseIterable {
  case uniform, triangular, pert, exponential, weibull, lognormal, gamma, pareto, quantiles

  /// What to write instead of a law that others have, with the same numbers.
  ///
  /// - Parameter rest: The words behind the name.
  static func remedy(for name: String, _ rest: [String], _ kind: QuantityKind) -> String? {
    switch name.lowercased() {
    case "normal", "gaussian", "gauss": return insteadOfNormal(rest, kind)
    case "exp", "poisson": return rest.isEmpty ? nil : "Write 'exponential \(rest.joined(separator: " "))'"
    case "constant", "fixed", "deterministic", "exactly":
      return rest.last.flatMap { (try? kind.value(of: $0)) != nil ? "Write '\($0)'" : nil }
    default: return nil
    }
  }

  /// A normal law goes below zero, which no length does: the lognormal one of the same mean and deviation.
  private static func insteadOfNormal(_ rest: [String], _ kind: QuantityKind) -> String {
    let values = rest.compactMap { word in (try? kind.value(of: word)).map { (text: word, value: $0) } }
    let reason = "A normal law goes below zero"
    guard let mean = values.first, mean.value > 0 else {
      return "\(reason): write 'lognormal mean \(kind.examples[0]) cv 0.3'"
    }
    let cv = values.count > 1 ? values[1].value / mean.value : 0.3
    return "\(reason): write 'lognormal mean \(mean.text) cv \(PlanText.number(cv))'"
  }
}
