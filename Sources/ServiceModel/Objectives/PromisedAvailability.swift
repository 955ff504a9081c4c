/// An availability that is promised to everybody, or to one class of traffic or service.
public struct PromisedAvailability: Equatable, Sendable {
  /// The class or service; nil: all requests.
  public let trafficClass: String?
  public let objective: AvailabilityObjective
}

extension Service {
  /// All that is promised of availability in a year: what the service promises, then what classes are promised by themselves.
  public var promisedAvailability: [PromisedAvailability] {
    objectives.availability.map { PromisedAvailability(trafficClass: nil, objective: $0) }
      + traffic.classes.compactMap { kind in
        kind.objectives?.availability.map { PromisedAvailability(trafficClass: kind.name, objective: $0) }
      }
  }
}
