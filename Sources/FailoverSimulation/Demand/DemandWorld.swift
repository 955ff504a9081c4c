import EventKernel
import ServiceModel

/// The demand of one world: rates on a grid of steps, shared by all designs and by the replications of the world.
///
/// Rates are whole millionths of a request a second. Running sums give the amount over any stretch of steps without
/// visiting them, and block maxima give the next step that exceeds a level; both are exact.
public struct DemandWorld: Sendable {
  let step: Int64
  let rates: ContiguousArray<Int64>
  /// runningSum[i] is the sum of the first i rates.
  let runningSum: ContiguousArray<Int64>
  /// Of the rates what each service sends, which sum to them in every step, and their running sums; empty where one service
  /// has the fleet.
  let parts: ContiguousArray<ContiguousArray<Int64>>
  private let partSums: ContiguousArray<ContiguousArray<Int64>>
  private let blockMaximum: ContiguousArray<Int64>
  private let blockMinimum: ContiguousArray<Int64>
  /// The same for stretches of as many blocks.
  private let stretchMaximum: ContiguousArray<Int64>
  private let stretchMinimum: ContiguousArray<Int64>
  private static let block = 64

  /// Builds the world `number` of a service under a seed, from its begin to its horizon and three weeks beyond:
  /// an episode that crosses the horizon is finished for its recovery time.
  public init(_ service: Service, seed: UInt64, number: UInt32) throws {
    self.init(service, demand: try DemandWorld.ordinaryDemand(of: service), seed: seed, number: number)
  }

  /// What all worlds of a service have in common: its curves, scaled to its peak.
  public static func ordinaryDemand(of service: Service) throws -> OrdinaryDemand {
    try service.ordinaryDemand(extraDays: extraDays)
  }

  private static let extraDays = 21

  /// The same from the curves that the worlds have in common.
  ///
  /// - Parameter demand: `ordinaryDemand(of:)` of this service.
  public init(_ service: Service, demand: OrdinaryDemand, seed: UInt64, number: UInt32) {
    let seconds = (service.horizonHours + Double(DemandWorld.extraDays) * 24) * 3600
    let count = Int((seconds / demand.stepSeconds).rounded(.up))
    func rates(of traffic: Traffic, _ demand: OrdinaryDemand, stream: String) -> ContiguousArray<Int64> {
      let events = traffic.events(stream: stream, seed: seed, number: number, seconds: seconds)
      let profile = DemandProfile(demand, growth: traffic.growth, events: events, count: count)
      var rates = ContiguousArray<Int64>(repeating: 0, count: count)
      NoiseFactors(traffic, stream: stream, step: demand.stepSeconds, seed: seed, number: number)
        .fill(&rates, profile)
      profile.addEvents(to: &rates)
      return rates
    }
    let step = Span(seconds: demand.stepSeconds).nanoseconds
    guard let mix = service.traffic.mix else {
      self.init(step: step, rates: rates(of: service.traffic, demand, stream: "traffic"))
      return
    }
    // A fleet that is asked for another peak is asked for it by all services alike.
    let lift = service.traffic.peakRPS / mix.peakRPS
    self.init(
      step: step,
      parts: ContiguousArray(
        zip(mix.services, zip(mix.weights, demand.parts)).map { service, part in
          let own = rates(of: service.traffic, part.1, stream: "services/\(service.name)")
          return ContiguousArray(own.map { Int64((Double($0) * (part.0 * lift)).rounded()) })
        }))
  }

  /// A world from what each of several services sends, in millionths of a mean request a second.
  public init(step: Int64, parts: ContiguousArray<ContiguousArray<Int64>>) {
    self.init(
      step: step, rates: ContiguousArray(parts[0].indices.map { i in parts.reduce(Int64(0)) { $0 + $1[i] } }),
      parts: parts)
  }

  /// A world from given rates, in millionths of a request a second.
  public init(step: Int64, rates: ContiguousArray<Int64>) { self.init(step: step, rates: rates, parts: []) }

  private init(
    step: Int64, rates: ContiguousArray<Int64>, parts: ContiguousArray<ContiguousArray<Int64>>
  ) {
    self.step = step
    self.rates = rates
    self.parts = parts
    runningSum = DemandWorld.runningSum(rates)
    partSums = ContiguousArray(parts.map(DemandWorld.runningSum))
    blockMaximum = DemandWorld.extremes(rates) { $0.max()! }
    blockMinimum = DemandWorld.extremes(rates) { $0.min()! }
    stretchMaximum = DemandWorld.extremes(blockMaximum) { $0.max()! }
    stretchMinimum = DemandWorld.extremes(blockMinimum) { $0.min()! }
  }

  private static func runningSum(_ rates: ContiguousArray<Int64>) -> ContiguousArray<Int64> {
    var sum: Int64 = 0
    var sums = ContiguousArray<Int64>(repeating: 0, count: rates.count + 1)
    for i in rates.indices {
      sum += rates[i]
      sums[i + 1] = sum
    }
    return sums
  }

  private static func extremes(
    _ values: ContiguousArray<Int64>, _ extreme: (ArraySlice<Int64>) -> Int64
  ) -> ContiguousArray<Int64> {
    ContiguousArray(
      stride(from: 0, to: values.count, by: block).map { extreme(values[$0..<min($0 + block, values.count)]) })
  }

  /// How many steps its demand has, which is what building it costs.
  public var stepCount: Int { rates.count }

  /// End of the demand that is known; no simulation goes past it.
  public var end: SimTime { SimTime(nanoseconds: Int64(rates.count) * step) }

  /// Requests a second at an instant; beyond the demand that is known, those of its last step.
  public func rps(at time: SimTime) -> Double { Double(rates[index(at: time)]) / 1e6 }

  func index(at time: SimTime) -> Int { min(Int(time.nanoseconds / step), rates.count - 1) }

  func start(of index: Int) -> SimTime { SimTime(nanoseconds: Int64(index) * step) }

  /// The first step from `index` on whose rate is not above `low` or is above `high`; `limit` or a later step if there
  /// is none before it.
  func firstStep(from index: Int, outside low: Int64, _ high: Int64, before limit: Int) -> Int {
    var i = index
    let end = min(limit, rates.count)
    while i < end {
      let block = i / DemandWorld.block
      let stretch = block / DemandWorld.block
      if stretchMaximum[stretch] <= high && stretchMinimum[stretch] > low {
        i = (stretch + 1) * DemandWorld.block * DemandWorld.block
        continue
      }
      let next = (block + 1) * DemandWorld.block
      if blockMaximum[block] > high || blockMinimum[block] <= low {
        for k in i..<min(next, end) where rates[k] > high || rates[k] <= low { return k }
      }
      i = next
    }
    return max(index, limit)
  }

  /// Demand over a stretch of time, in millionths of a request per second times nanoseconds.
  func amount(from start: SimTime, to end: SimTime) -> Int128 {
    amount(upTo: end, in: index(at: end)) - amount(upTo: start, in: index(at: start))
  }

  /// Demand from the beginning to an instant in a step.
  @inline(__always)
  private func amount(upTo time: SimTime, in i: Int) -> Int128 {
    Int128(runningSum[i]) * Int128(step) + Int128(rates[i]) * Int128(time.nanoseconds - Int64(i) * step)
  }

  /// The same of a stretch that begins in a step of demand, of whose number the caller knows, and mostly ends there.
  @inline(__always)
  func amount(from start: SimTime, in step: Int, to end: SimTime) -> Int128 {
    guard end <= self.start(of: step + 1) else {
      return amount(upTo: end, in: index(at: end)) - amount(upTo: start, in: step)
    }
    return Int128(rates[step]) * Int128((end - start).nanoseconds)
  }

  /// What each service sends up to an instant, in the unit of `amount`; empty where one service has the fleet.
  func amountsByService(until end: SimTime) -> ContiguousArray<Int128> {
    let i = index(at: end)
    let rest = Int128(end.nanoseconds - Int64(i) * step)
    return ContiguousArray(
      zip(parts, partSums).map { Int128($1[i]) * Int128(step) + Int128($0[i]) * rest })
  }

  /// Demand over the horizon, in requests.
  public func requests(until end: SimTime) -> Double { Double(amount(from: .zero, to: end)) / 1e15 }
}
