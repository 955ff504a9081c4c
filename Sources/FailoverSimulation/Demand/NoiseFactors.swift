import Foundation
import Numerics
import ServiceModel
import Stochastics

/// Lognormal first-order autoregressive factors with mean one; every time scale has a stream of its own.
struct NoiseFactors {
  private struct Scale {
    let sigma: Double
    let keep: Double
    let key: StreamKey
  }

  private let scales: [Scale]
  private let number: UInt32

  /// - Parameter stream: What the names of the streams begin with.
  init(_ traffic: Traffic, stream: String = "traffic", step: Double, seed: UInt64, number: UInt32) {
    scales = (traffic.noise?.scales ?? []).enumerated().compactMap { index, scale in
      guard scale.sigma > 0 else { return nil }
      return Scale(
        sigma: scale.sigma, keep: exp(-step / scale.correlationSeconds),
        key: StreamKey(seed: seed, name: "\(stream)/noise" + (index == 0 ? "" : "/\(index + 1)")))
    }
    self.number = number
  }

  /// Rates in millionths of a request a second: the profile's level times the noise.
  func fill(_ rates: inout ContiguousArray<Int64>, _ profile: DemandProfile) {
    guard let first = scales.first else {
      profile.forEachLevel { rates[$0] = Int64($1.rounded()) }
      return
    }
    guard scales.count == 1 else { return fillWithAll(&rates, profile) }
    let (sigma, keep) = (first.sigma, first.keep)
    let fresh = sqrt(1 - keep * keep)
    var z = 0.0
    profile.forEachLevel { i, level in
      let innovation = normalQuantile(first.key.uniform(draw: UInt32(i), replication: number, purpose: .world))
      z = i == 0 ? innovation : keep * z + fresh * innovation
      rates[i] = nearest(level * exp(sigma * z - sigma * sigma / 2))
    }
  }

  private func fillWithAll(_ rates: inout ContiguousArray<Int64>, _ profile: DemandProfile) {
    let half = scales.reduce(0) { $0 + $1.sigma * $1.sigma } / 2
    // One scale after the other: what is summed is the exponent of each step.
    var exponents = [Double](repeating: -half, count: rates.count)
    for scale in scales {
      let (sigma, keep, key) = (scale.sigma, scale.keep, scale.key)
      let fresh = sqrt(1 - keep * keep)
      var z = 0.0
      for i in exponents.indices {
        let innovation = normalQuantile(key.uniform(draw: UInt32(i), replication: number, purpose: .world))
        z = i == 0 ? innovation : keep * z + fresh * innovation
        exponents[i] += sigma * z
      }
    }
    profile.forEachLevel { rates[$0] = nearest($1 * exp(exponents[$0])) }
  }
}

/// `rounded()` of a number that is not negative: where the processor has no instruction for that it is a call of a library.
@inline(__always)
private func nearest(_ number: Double) -> Int64 {
  guard number < 0x1p52 else { return Int64(number.rounded()) }
  let whole = Int64(number)
  return number - Double(whole) < 0.5 ? whole : whole + 1
}
