import ServiceModel

/// A figure that theory may know of a design.
public enum TwinFigure: Equatable, Sendable {
  /// One that a simulation measures and a plan may expect.
  case known(KnownFigure)
  /// Mean time of a failover from the fault on, the provider's own recovery switched off, in seconds.
  case meanFailover
  /// Mean length of the outage of the serving site that a loss of regions by this mode causes by itself, the standby
  /// well, in seconds: the shorter one of failover and loss.
  case outageAlone(mode: String)
  /// Mean number of failures of a scope in a horizon.
  case incidents(FailureScope)
  /// Mean time from the end of an outage to the next one, in seconds: the mean time to failure of the service.
  case meanUptime
}

/// A value that needs no simulation.
public struct TwinValue: Equatable, Sendable {
  /// How it is computed.
  public enum Way: String, Sendable {
    /// A closed formula, or a finite sum or linear system without approximation: 1e-9 and better.
    case exact
    /// Quadrature or root finding to 1e-9.
    case numeric
  }
  /// In the figure's unit.
  public var value: Double
  public var way: Way
  /// The formula's name, with its parameters where they help: `product form: 1 site of 4 nodes that needs 3`.
  public var method: String
  /// What the value leaves out that the simulation has; nil where nothing.
  public var neglects: String?

  /// Of the long run: a horizon begins with everything up, which is worth less than one repair in it.
  public static let longRun = "long run: a horizon begins with everything up"

  public init(_ value: Double, _ way: Way, _ method: String, neglects: String? = nil) {
    self.value = value
    self.way = way
    self.method = method
    self.neglects = neglects
  }
}

/// What theory says of one figure.
public enum TwinAnswer: Equatable, Sendable {
  case known(TwinValue)
  /// Why it says nothing, as the end of a sentence: `refused because ...`.
  case refused(String)

  public var value: TwinValue? { if case .known(let value) = self { value } else { nil } }
}

/// Why theory says nothing.
struct TwinRefusal: Error, Equatable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// Refuses where a condition does not hold.
func require(_ holds: Bool, _ reason: @autoclosure () -> String) throws(TwinRefusal) {
  if !holds { throw TwinRefusal(reason()) }
}
