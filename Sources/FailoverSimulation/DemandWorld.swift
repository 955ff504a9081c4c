import EventKernel
import ServiceModel
import Foundation
import Numerics
import Stochastics

/// The demand of one world: rates on a grid of steps, shared by all designs and by the replications of the world.
///
/// Rates are whole millionths of a request a second. Running sums give the amount over any stretch of steps without
/// visiting them, and block maxima give the next step that exceeds a level; both are exact.
public struct DemandWorld: Sendable {
  let step: Int64
  let rates: ContiguousArray<Int64>
  /// runningSum[i] is the sum of the first i rates.
  let runningSum: ContiguousArray<Int64>
  private let blockMaximum: ContiguousArray<Int64>
  private let blockMinimum: ContiguousArray<Int64>
  private static let block = 64

  /// Builds the world `number` of a service under a seed, from its begin to its horizon and three weeks beyond:
  /// an episode that crosses the horizon is finished for its recovery time.
  public init(_ service: Service, seed: UInt64, number: UInt32) throws {
    let traffic = service.traffic
    let step = Span(seconds: traffic.stepSeconds).nanoseconds
    let count = Int(((service.horizonHours + 21 * 24) * 3600 / traffic.stepSeconds).rounded(.up))
    let week = try traffic.weekOfShares(begins: service.begins)
    let noise = NoiseFactors(traffic, seed: seed, number: number)
    let scale = traffic.peakRPS * 1e6 / noise.peakFactor(over: week)
    var rates = ContiguousArray<Int64>(repeating: 0, count: count)
    noise.fill(&rates) { scale * week[$0 % week.count] }
    self.init(step: step, rates: rates)
  }

  /// A world from given rates, in millionths of a request a second.
  public init(step: Int64, rates: ContiguousArray<Int64>) {
    self.step = step
    self.rates = rates
    var sum: Int64 = 0
    var sums = ContiguousArray<Int64>(repeating: 0, count: rates.count + 1)
    for i in rates.indices {
      sum += rates[i]
      sums[i + 1] = sum
    }
    runningSum = sums
    let blocks = (rates.count + DemandWorld.block - 1) / DemandWorld.block
    let slices = (0..<blocks).map { b in
      rates[(b * DemandWorld.block)..<min((b + 1) * DemandWorld.block, rates.count)]
    }
    blockMaximum = ContiguousArray(slices.map { $0.max()! })
    blockMinimum = ContiguousArray(slices.map { $0.min()! })
  }

  /// End of the demand that is known; no simulation goes past it.
  public var end: SimTime { SimTime(nanoseconds: Int64(rates.count) * step) }

  func index(at time: SimTime) -> Int { min(Int(time.nanoseconds / step), rates.count - 1) }

  func start(of index: Int) -> SimTime { SimTime(nanoseconds: Int64(index) * step) }

  /// The first step from `index` on whose rate is not above `low` or is above `high`; `limit` or a later step if there
  /// is none before it.
  func firstStep(from index: Int, outside low: Int64, _ high: Int64, before limit: Int) -> Int {
    var i = index
    let end = min(limit, rates.count)
    while i < end {
      if i % DemandWorld.block == 0 && blockMaximum[i / DemandWorld.block] <= high
        && blockMinimum[i / DemandWorld.block] > low
      {
        i += DemandWorld.block
      } else if rates[i] > high || rates[i] <= low {
        return i
      } else {
        i += 1
      }
    }
    return max(i, limit)
  }

  /// Demand over a stretch of time, in millionths of a request per second times nanoseconds.
  func amount(from start: SimTime, to end: SimTime) -> Int128 {
    func upTo(_ t: SimTime) -> Int128 {
      let i = index(at: t)
      return Int128(runningSum[i]) * Int128(step) + Int128(rates[i]) * Int128(t.nanoseconds - Int64(i) * step)
    }
    return upTo(end) - upTo(start)
  }

  /// Demand over the horizon, in requests.
  public func requests(until end: SimTime) -> Double { Double(amount(from: .zero, to: end)) / 1e15 }
}

extension Traffic {
  /// Demand as a share of the curve's peak for each step of a week, starting at the plan's first day.
  func weekOfShares(begins: CalendarDay) throws -> [Double] {
    let perDay = 86_400 / stepSeconds
    let day: [Double]
    let middles = (0..<Int(perDay)).map { (Double($0) + 0.5) * stepSeconds / 3600 }
    switch self.day {
    case .flat: day = middles.map { _ in 1 }
    case .sine(let amplitude): day = middles.map { (1 + amplitude * sin(2 * .pi * $0 / 24)) / (1 + amplitude) }
    case .knots(let knots):
      // One period of padding on each side makes the interpolation periodic.
      let x = knots.map { $0.hour - 24 } + knots.map(\.hour) + knots.map { $0.hour + 24 }
      let curve = try MonotoneCurve(x: x, y: knots.map(\.share) + knots.map(\.share) + knots.map(\.share))
      day = middles.map { curve.value(at: $0) }
    }
    guard !week.isEmpty else { return day }
    let most = week.max()!
    return (0..<7).flatMap { d in day.map { $0 * week[(begins.weekday + d) % 7] / most } }
  }
}

/// Lognormal first-order autoregressive factors with mean one.
private struct NoiseFactors {
  let sigma: Double
  let keep: Double
  let key: StreamKey
  let number: UInt32

  init(_ traffic: Traffic, seed: UInt64, number: UInt32) {
    let cv = traffic.noise?.cv ?? 0
    sigma = sqrt(log(1 + cv * cv))
    keep = traffic.noise.map { exp(-traffic.stepSeconds / $0.correlationSeconds) } ?? 0
    key = StreamKey(seed: seed, name: "traffic/noise")
    self.number = number
  }

  /// By how much the P99.9 of noisy demand exceeds the curve's own peak, so that the plan's peak is that P99.9.
  func peakFactor(over shares: [Double]) -> Double {
    guard sigma > 0 else { return shares.max() ?? 1 }
    func exceedance(_ level: Double) -> Double {
      shares.reduce(0) { $0 + ($1 > 0 ? normalUpperTail((log(level / $1) + sigma * sigma / 2) / sigma) : 0) }
        / Double(shares.count)
    }
    let top = shares.max() ?? 1
    return (try? findRoot(in: (top * 0.5)...(top * exp(6 * sigma))) { exceedance($0) - 0.001 }) ?? top
  }

  func fill(_ rates: inout ContiguousArray<Int64>, _ level: (Int) -> Double) {
    guard sigma > 0 else {
      for i in rates.indices { rates[i] = Int64(level(i).rounded()) }
      return
    }
    let fresh = sqrt(1 - keep * keep)
    var z = normalQuantile(key.uniform(draw: 0, replication: number, purpose: .world))
    for i in rates.indices {
      if i > 0 {
        z = keep * z + fresh * normalQuantile(key.uniform(draw: UInt32(i), replication: number, purpose: .world))
      }
      rates[i] = Int64((level(i) * exp(sigma * z - sigma * sigma / 2)).rounded())
    }
  }
}
