import ServiceModel

/// What a person says a failure does: `silent`, `errors 30%`.
///
///     refused | silent | slow                     what is struck is lost, and shows it so
///     errors P | late P | capacity P              it goes on: P of its requests fail, come late, or of its capacity is left
///     blocks acquire | blocks traffic-change      it goes on, and this cannot be done
public enum EffectPhrase: Equatable, Sendable {
  case lost(Symptom)
  case errors(Double)
  case late(Double)
  case capacity(Double)
  case blocks(BlockedAction)

  static let forms =
    "refused, silent, slow, errors 30%, late 20%, capacity 50%, blocks acquire or blocks traffic-change"

  /// - Throws: What cannot be understood, and what to write instead.
  public init(_ words: [String]) throws(StrikeProblem) {
    let text = words.joined(separator: " ")
    let wrong = StrikeProblem("ends with '\(text)'", "Write \(EffectPhrase.forms), or nothing")
    if words.count == 1, let symptom = Symptom(rawValue: words[0]) {
      self = .lost(symptom)
      return
    }
    guard words.count == 2 else { throw wrong }
    if words[0] == "blocks" {
      guard let action = BlockedAction(rawValue: words[1]) else { throw wrong }
      self = .blocks(action)
      return
    }
    guard ["errors", "late", "capacity"].contains(words[0]) else { throw wrong }
    guard let share = try? QuantityKind.share.value(of: words[1]) else {
      throw StrikeProblem("ends with '\(text)', and '\(words[1])' is no share", "Write '\(words[0]) 30%'")
    }
    self = words[0] == "errors" ? .errors(share) : words[0] == "late" ? .late(share) : .capacity(share)
  }

  public var effect: FailureEffect {
    switch self {
    case .lost(let symptom): .loss(symptoms: [SymptomShare(symptom, 1)], containment: nil)
    case .errors(let share): .impairs(Impairment(success: 1 - share))
    case .late(let share): .impairs(Impairment(late: share))
    case .capacity(let share): .impairs(Impairment(capacity: share))
    case .blocks(let action): .blocks([action])
    }
  }

  /// Why what is struck cannot suffer this; nil where it can.
  public func problem(with strike: StrikePhrase) -> StrikeProblem? {
    if case .lost = self { return nil }
    for part in strike.targets {
      if part.scope == .link || part.scope == .edge {
        return StrikeProblem(
          "cannot be that of a failed \(part.scope.rawValue)", "Write refused, silent or slow, or leave it out")
      }
      if case .blocks = self, part.scope.strikesNodes || part.target.isPartial {
        return StrikeProblem("blocks what only a site can do", "Write region NAME or provider NAME")
      }
    }
    return nil
  }

  /// The same effect with another share; nil where it has none.
  func with(share: Double) -> EffectPhrase? {
    switch self {
    case .errors: .errors(share)
    case .late: .late(share)
    case .capacity: .capacity(share)
    case .lost, .blocks: nil
    }
  }
}

extension StrikePhrase {
  /// As failure modes that strike once, in the order of the targets; the first has the name, the others a number as well.
  ///
  /// - Parameters:
  ///   - seconds: From the plan's first instant.
  ///   - lasts: In seconds.
  public func modes(name: String, at seconds: Double, lasts: Double, effect: EffectPhrase) -> [FailureMode] {
    targets.enumerated().map { index, part in
      FailureMode(
        name: index == 0 ? name : "\(name), part \(index + 1)", scope: part.scope, sites: part.sites,
        lifetime: .constant(1e9), startsInEquilibrium: false, dates: FailureDates(seconds: [seconds]),
        lasts: .constant(lasts), target: part.target, effect: effect.effect)
    }
  }
}
