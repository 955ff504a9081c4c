import Foundation
import ServiceModel

/// Demand without noise on the steps of a world: curves, seasons, growth, and the lifts of events.
struct DemandProfile {
  private let demand: OrdinaryDemand
  /// Season times growth of each day; empty where all days are alike.
  private let dayFactors: [Double]
  /// What events add, as a share of ordinary demand; empty where there is none.
  private let lifts: [Double]
  /// What events add beside it, in millionths of a request a second.
  private let added: [(step: Int, rate: Int64)]
  private let count: Int

  init(_ demand: OrdinaryDemand, growth: TrafficGrowth?, events: [TrafficEvent], count: Int) {
    self.demand = demand
    self.count = count
    let days = count / demand.stepsPerDay + 1
    dayFactors =
      demand.seasons.isEmpty && growth == nil
      ? []
      : (0..<days).map { day in
        let season = demand.seasons.isEmpty ? 1 : demand.seasons[min(day, demand.seasons.count - 1)]
        return season * (growth.map { pow(1 + $0.rate, Double(day) / $0.periodDays) } ?? 1)
      }
    var lifts = [Double](repeating: 0, count: events.contains { $0.lift.isFactor } ? count : 0)
    var added: [(step: Int, rate: Int64)] = []
    for event in events {
      for (step, height) in event.heights(step: demand.stepSeconds, count: count) {
        switch event.lift {
        case .factor(let factor): lifts[step] += (factor - 1) * height
        case .added(let rps): added.append((step, Int64((rps * height * 1e6).rounded())))
        }
      }
    }
    self.lifts = lifts
    self.added = added
  }

  /// Calls `body` with each step and its rate in millionths of a request a second, in order.
  func forEachLevel(_ body: (Int, Double) -> Void) {
    // Where clocks are moved each step has its own share.
    let (scale, period) = (demand.scale, demand.changingShares(count) ?? demand.period)
    guard !dayFactors.isEmpty || !lifts.isEmpty else {
      for i in 0..<count { body(i, scale * period[i % period.count]) }
      return
    }
    let perDay = demand.stepsPerDay
    var day = 0
    while day * perDay < count {
      let factor = dayFactors.isEmpty ? scale : scale * dayFactors[day]
      for i in (day * perDay)..<min((day + 1) * perDay, count) {
        let lift = lifts.isEmpty ? 1 : max(0, 1 + lifts[i])
        body(i, factor * period[i % period.count] * lift)
      }
      day += 1
    }
  }

  /// Adds what events bring beside ordinary demand: it has no noise.
  func addEvents(to rates: inout ContiguousArray<Int64>) {
    for (step, rate) in added { rates[step] += rate }
  }
}

extension Lift {
  fileprivate var isFactor: Bool {
    if case .factor = self { true } else { false }
  }
}
