import EventKernel

/// What evacuations have done within the horizon, and what that took.
public struct EvacuationAccount: Equatable, Sendable {
  /// Those that moved traffic; of these, those that were sent back before their time because users suffered by it.
  public var moved: Int64 = 0
  public var sentBack: Int64 = 0
  /// Those that ended before anybody was moved because the procedure did not work.
  public var unfit: Int64 = 0
  /// Those that were not held, or given up before anybody was moved, because something else was wrong.
  public var calledOff: Int64 = 0
  /// Time for which traffic was elsewhere, in nanoseconds times the share of its site, in millionths.
  public var awayTime: Int128 = 0
  /// Nodes that stood in beyond what their site keeps, times nanoseconds, by site; empty where traffic is never moved on
  /// purpose.
  public var standInTime: ContiguousArray<Int128> = []
  /// Of these, nodes that are neither reserved nor paid ahead.
  public var standInRentedTime: ContiguousArray<Int128> = []

  public init() {}

  init(_ plan: Plan) {
    if plan.evacuates { standInTime = ContiguousArray(repeating: 0, count: plan.sites.count) }
    standInRentedTime = standInTime
  }

  /// Hours for which traffic was elsewhere: half of a site's traffic for an hour is half an hour.
  public var hoursAway: Double { Double(awayTime) / 3.6e18 }
  /// Node-hours at a site beyond what it keeps.
  public func standInNodeHours(site: Int) -> Double {
    standInTime.isEmpty ? 0 : Double(standInTime[site]) / 3.6e12
  }
  /// Of these, hours that are rented.
  public func standInRentedHours(site: Int) -> Double {
    standInRentedTime.isEmpty ? 0 : Double(standInRentedTime[site]) / 3.6e12
  }
}
