/// A law of durations as exponential phases, which a fluid can follow: one after the other, or one of two.
///
/// The first two moments are those of the law that it is made of, except that none is narrower than sixteen phases in a row (a
/// coefficient of variation of a quarter). Exponential laws, and gamma laws of a whole shape up to sixteen, are met exactly.
/// Source: H. C. Tijms, *A First Course in Stochastic Models* (2003), appendix B: mixtures of two Erlang laws of one rate up
/// to an exponential law's spread, two exponential laws with balanced means beyond it.
public struct PhaseLaw: Equatable, Sendable {
  /// A stay whose length is exponential.
  public struct Phase: Equatable, Sendable {
    /// In the unit of the law.
    public let mean: Double
    /// Share of those who come that begin here; the shares sum to one.
    public let entry: Double
    /// Whether the next phase follows; else it was the last.
    public let goesOn: Bool

    public init(mean: Double, entry: Double, goesOn: Bool) {
      self.mean = mean
      self.entry = entry
      self.goesOn = goesOn
    }
  }

  /// Most phases of a law.
  public static let mostPhases = 16
  /// The largest coefficient of variation that two phases are asked to have.
  public static let widest = 10.0

  public let phases: [Phase]

  /// One phase: an exponential law.
  public init(exponentialMean mean: Double) {
    precondition(mean > 0 && mean < .infinity, "a phase of \(mean)")
    phases = [Phase(mean: mean, entry: 1, goesOn: false)]
  }

  /// - Precondition: The law's mean is above zero, its coefficient of variation is at most `widest`.
  public init(_ law: Distribution) {
    let mean = law.mean
    let cv = law.cv
    precondition(mean > 0 && mean < .infinity && cv <= PhaseLaw.widest, "a law of mean \(mean) and variation \(cv)")
    let square = max(cv * cv, 1 / Double(PhaseLaw.mostPhases))
    phases = square > 1 + 1e-9 ? PhaseLaw.either(mean, square) : PhaseLaw.row(mean, square)
  }

  /// Phases of one length in a row, the first of which some leave out.
  ///
  /// - Parameter square: The square of the coefficient of variation, between those of `mostPhases` and of one.
  private static func row(_ mean: Double, _ square: Double) -> [Phase] {
    // A spread that is that of a whole number of phases but for rounding needs no other.
    var count = 1
    while Double(count) * square < 1 - 1e-9 { count += 1 }
    let most = Double(count)
    let spread = max(0, most * (1 + square) - most * most * square).squareRoot()
    let shorter = count == 1 ? 0 : max(0, (most * square - spread) / (1 + square))
    return (0..<count).map { phase in
      Phase(
        mean: mean / (most - shorter), entry: phase == 0 ? 1 - shorter : phase == 1 ? shorter : 0,
        goesOn: phase < count - 1)
    }
  }

  /// One of two phases, each of which has half of the mean.
  private static func either(_ mean: Double, _ square: Double) -> [Phase] {
    let short = (1 + ((square - 1) / (square + 1)).squareRoot()) / 2
    return [short, 1 - short].map { Phase(mean: mean / (2 * $0), entry: $0, goesOn: false) }
  }
}
