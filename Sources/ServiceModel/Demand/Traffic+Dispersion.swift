import Numerics

/// An index of dispersion of counts that noise is to have in windows of one length.
public struct DispersionTarget: Equatable, Sendable {
  /// Variance over mean of the number of requests in a window; above one.
  public var index: Double
  public var windowSeconds: Double
  /// Correlation time of the noise that brings it about.
  public var correlationSeconds: Double

  public init(index: Double, windowSeconds: Double, correlationSeconds: Double) {
    self.index = index
    self.windowSeconds = windowSeconds
    self.correlationSeconds = correlationSeconds
  }
}

extension Traffic {
  /// The noise with which requests, Poisson given the rate, have the asked indices of dispersion at the mean rate.
  ///
  /// The mean rate depends on the noise, because the peak is the P99.9 with noise: both are found together by damped
  /// iteration. The coefficient of variation follows from `TrafficNoise.indexOfDispersion`; for a window within one step it
  /// is cv² = (index - 1) / (mean rate x window).
  ///
  /// - Parameter targets: One, or two with the shorter window first.
  /// - Throws: `NumericalError` where no noise with a coefficient of variation up to 3 does it.
  public func noise(matching targets: [DispersionTarget], begins: CalendarDay) throws(NumericalError) -> TrafficNoise {
    let demand = try OrdinaryDemand(self, begins: begins, days: 365)
    let step = demand.stepSeconds
    var mean = demand.mean(peakRPS: peakRPS, under: nil)
    for _ in 0..<200 {
      let noise = try TrafficNoise(matching: targets, meanRPS: mean, step: step)
      let next = demand.mean(peakRPS: peakRPS, under: noise)
      if abs(next - mean) <= 1e-11 * mean { return noise }
      mean = (mean + next) / 2
    }
    throw NumericalError("noise", "noise and mean rate do not settle")
  }
}

extension TrafficNoise {
  /// The noise with the asked indices at a given mean rate.
  init(matching targets: [DispersionTarget], meanRPS: Double, step: Double) throws(NumericalError) {
    let times = targets.map(\.correlationSeconds)
    func noise(_ cvs: [Double]) -> TrafficNoise {
      TrafficNoise(scales: zip(cvs, times).map { Scale(cv: $0, correlationSeconds: $1) })
    }
    func excess(_ cvs: [Double], over target: DispersionTarget) -> Double {
      noise(cvs).indexOfDispersion(over: target.windowSeconds, meanRPS: meanRPS, step: step) - target.index
    }
    let bounds = 0.0...3.0
    guard targets.count > 1 else {
      let cv = try findRoot(in: bounds) { excess([$0], over: targets[0]) }
      self = noise([cv])
      return
    }
    let (short, long) = (targets[0], targets[1])
    // The slow noise takes what the fast one, fitted to the short window, leaves of the long window.
    func fast(beside slow: Double) throws(NumericalError) -> Double {
      if excess([0, slow], over: short) >= 0 { return 0 }
      return try findRoot(in: bounds) { excess([$0, slow], over: short) }
    }
    let most = try findRoot(in: bounds) { excess([0, $0], over: long) }
    let slow = try findRoot(in: 0...most) { slow in
      (try? fast(beside: slow)).map { excess([$0, slow], over: long) } ?? .infinity
    }
    let quick = try fast(beside: slow)
    guard excess([quick, slow], over: short) < 1e-6 * short.index else {
      throw NumericalError("noise", "the slow noise alone exceeds the index of the short window")
    }
    self = noise([quick, slow])
  }
}
