internal import Foundation
public import Numerics

extension CompoundPoisson {
  /// The same law by the fast Fourier transform: n log n steps where the recursion takes n², for bootstraps and long
  /// lattices.
  ///
  /// The transform of the sum is exp(λ (f̂ - 1)). What would wrap around the lattice is damped by an exponential tilt:
  /// with twice the length and e^-20 over it, less than 2e-9 comes back.
  /// Source: R. Grübel and R. Hermesmeier, ASTIN Bulletin 29 (1999) 197.
  ///
  /// - Parameters: As of the recursion.
  /// - Throws: `NumericalError` where the lattice is too long for memory.
  public static func byTransform(
    incidents: Double, severities: [(downtime: Double, weight: Double)], step: Double, upTo limit: Double
  ) throws(NumericalError) -> CompoundPoisson {
    precondition(incidents >= 0 && step > 0 && limit >= 0, "\(incidents) incidents on a lattice of \(step)")
    let count = Int((limit / step + 1e-9).rounded(.down)) + 1
    guard count <= 1 << 24 else { throw NumericalError("compoundPoisson", "\(count) steps are too many") }
    let severity = lattice(severities, step: step, count: count)
    var length = 2
    while length < 2 * count { length *= 2 }
    let tilt = 20 / Double(length)
    var packed = [Double](repeating: 0, count: 2 * length)
    for (i, p) in severity.enumerated() { packed[2 * i] = p * exp(-tilt * Double(i)) }
    try fourierTransform(&packed)
    for i in 0..<length {
      let size = exp(incidents * (packed[2 * i] - 1))
      let angle = incidents * packed[2 * i + 1]
      (packed[2 * i], packed[2 * i + 1]) = (size * cos(angle), size * sin(angle))
    }
    try fourierTransform(&packed, inverse: true)
    return CompoundPoisson(
      step: step, probabilities: (0..<count).map { max(0, packed[2 * $0] * exp(tilt * Double($0))) })
  }
}
