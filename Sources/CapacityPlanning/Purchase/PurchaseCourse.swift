import ServiceModel

extension Service {
  /// Nodes that a site needs in each hour of a week, buffer included and not yet rounded up, before any growth.
  ///
  /// A fixed fleet is needed in every hour, whatever the demand. Where an autoscaler sizes the fleet, the need of an
  /// hour is what the highest demand of the hour asks for, at least the autoscaler's floor. A standby site needs what
  /// stands there and what is reserved.
  ///
  /// - Throws: `NumericalError` where the traffic's curves cannot be interpolated.
  public func weeklyNeed(at site: Site) throws -> [Double] {
    let hours = 168
    let fixed = Double(standingNodes(at: site) + reservedNodes(at: site))
    guard site.keep == .serving, let scaling = autoscaling else {
      return Array(repeating: fixed, count: hours)
    }
    let demand = try ordinaryDemand()
    let stepsPerHour = max(1, Int((3600 / demand.stepSeconds).rounded()))
    let perNode = ratedRPS(ofNodeAt: site)
    let weight = servingSites.reduce(0) { $0 + $1.weight }
    let share = weight > 0 ? site.weight / weight : 1
    // The curves give a mean; the buffer over the planning peak is held in proportion, so noise is covered in each hour.
    let highest = demand.period.max() ?? 1
    return (0..<hours).map { hour in
      let steps = (0..<stepsPerHour).map { demand.period[(hour * stepsPerHour + $0) % demand.period.count] }
      let load = traffic.peakRPS * (steps.max() ?? 0) / highest * share
      return max(Double(scaling.minimumNodes), (1 + sizing.buffer) * load / perNode)
    }
  }
}
