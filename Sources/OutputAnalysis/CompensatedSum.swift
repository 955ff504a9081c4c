/// A sum whose rounding error does not grow with the number of terms.
///
/// Source: A. Neumaier, Zeitschrift für Angewandte Mathematik und Mechanik 54 (1974) 39.
public struct CompensatedSum: Equatable, Sendable {
  private var sum = 0.0
  private var compensation = 0.0

  public init() {}

  /// The sum of all terms so far.
  public var value: Double { sum + compensation }

  public mutating func add(_ term: Double) {
    let next = sum + term
    compensation += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  /// Adds all terms of another sum.
  public mutating func merge(_ other: CompensatedSum) {
    add(other.sum)
    add(other.compensation)
  }
}
