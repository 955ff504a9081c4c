import ServiceModel

/// What a line of the objectives is about: by this a report decides how to speak of it, never by the name of its figure.
public enum ObjectiveSubject: Equatable, Sendable {
  case availability(AvailabilityObjective.Figure)
  /// The availability that one class of traffic is promised.
  case classAvailability(trafficClass: String)
  /// The availability of calendar months or of rolling thirty days.
  case windows(WindowObjective.Window, AvailabilityObjective.Figure)
  case recovery(FailureScope)
  case dataLoss(trafficClass: String)
  case firstToken(FirstTokenObjective.Place, FirstTokenObjective.Basis)
  case share(ShareObjective.Figure)
  case budget(BudgetObjective.Figure)

  /// Whether it is kept by answering, in years: availability, of all traffic or of one class.
  public var isAvailability: Bool {
    switch self {
    case .availability, .classAvailability: true
    case .windows, .recovery, .dataLoss, .firstToken, .share, .budget: false
    }
  }

  /// The class or service to which alone an availability is promised; nil for anything else.
  public var trafficClass: String? {
    switch self {
    case .classAvailability(let trafficClass): trafficClass
    case .availability, .windows, .recovery, .dataLoss, .firstToken, .share, .budget: nil
    }
  }

  /// Whether it is about money, so that no failure is to blame where it is missed.
  public var isBudget: Bool {
    switch self {
    case .budget: true
    case .availability, .classAvailability, .windows, .recovery, .dataLoss, .firstToken, .share: false
    }
  }

  /// The name of its figure in tables and files; several limits of one figure, and several years, add to it.
  var figure: String {
    switch self {
    case .availability(let figure): "availability_\(figure.rawValue)"
    case .classAvailability(let trafficClass): "availability_\(trafficClass)_requests"
    case .windows(let window, let figure): "\(window.rawValue)_availability_\(figure.rawValue)"
    case .recovery(let scope): "recovery_\(scope.rawValue)_seconds"
    case .dataLoss(let trafficClass): "data_loss_\(trafficClass)_seconds"
    case .firstToken(let place, let basis): "first_token_\(place.rawValue)_\(basis.rawValue)"
    case .share(let figure): figure.rawValue.replacing("-", with: "_")
    case .budget(let figure): "budget_\(figure.rawValue)"
    }
  }
}
