/// Who is to blame for an outage or for requests lost outside outages.
///
/// Records count causes by place: the failure modes in the order of the plan, and overload after them.
public enum OutageCause: Equatable, Sendable {
  case mode(FailureMode)
  /// Demand beyond what is there, with nothing failed.
  case overload

  /// The name of overload among the causes; no failure of a plan may have it.
  public static let overloadName = "overload"

  public var name: String {
    switch self {
    case .mode(let mode): mode.name
    case .overload: OutageCause.overloadName
    }
  }

  /// What the failure strikes; nil for overload.
  public var scope: FailureScope? {
    switch self {
    case .mode(let mode): mode.scope
    case .overload: nil
    }
  }
}

extension Service {
  /// All that outages can be blamed on, in the order in which records count it.
  public var causes: [OutageCause] { failures.map { .mode($0) } + [.overload] }

  /// The cause that records count at a place.
  public func cause(at place: Int) -> OutageCause {
    failures.indices.contains(place) ? .mode(failures[place]) : .overload
  }
}

extension FailureMode {
  /// The name of the restore that spoilt data need, a failure of its own.
  public var restoreName: String { FailureMode.restoreName(of: name) }

  /// The same of a failure by its name.
  public static func restoreName(of name: String) -> String { "\(name)/restore" }
}
