import Numerics

extension Service {
  /// Hours of a week.
  public static let hoursOfWeek = 168

  /// Requests a second at each site in each hour of an ordinary week from the plan's first instant on: the curves alone, without
  /// seasons, growth, events and noise.
  ///
  /// Sites that serve share them by their weights; one that takes no traffic in normal operation has all of them, as whoever
  /// stands in has.
  public func requestsByHour() throws(NumericalError) -> [[Double]] {
    let demand = try OrdinaryDemand(traffic, begins: begins, days: 7)
    let steps = demand.period.count
    let hours = (0..<Service.hoursOfWeek).map { hour -> Double in
      let first = Int((Double(hour) * 3600 / demand.stepSeconds).rounded(.down))
      let last = max(first + 1, Int((Double(hour + 1) * 3600 / demand.stepSeconds).rounded(.down)))
      let sum = (first..<last).reduce(0) { $0 + demand.period[$1 % steps] }
      return sum / Double(last - first) * demand.scale / 1e6
    }
    let weight = servingSites.reduce(0) { $0 + $1.weight }
    return sites.map { site in
      let share = site.keep == .serving && weight > 0 ? site.weight / weight : 1
      return hours.map { $0 * share }
    }
  }
}
