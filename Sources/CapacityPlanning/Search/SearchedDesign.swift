internal import Currencies
import Experiments
import OutputAnalysis
import ServiceModel

/// A candidate with what its worlds say of it.
public struct SearchedDesign: Sendable {
  /// How the candidate came to its end.
  public enum Fate: Equatable, Sendable {
    /// The answer.
    case chosen
    /// Meets the objectives and costs more, in dollars a year.
    case dearer(byDollars: Double)
    /// Costs more than the answer before it was decided whether it meets the objectives.
    case dearerAndUndecided(byDollars: Double)
    case misses
    /// Cannot keep an objective, by theory: nothing beside the front was simulated for it.
    case ruledOut(ObjectiveCeiling)
    /// Neither met nor missed with the promised confidence when the years ran out.
    case undecided
    /// The settings make the same plan as those of an earlier candidate; it is not simulated again.
    case same(as: String)
    /// The settings contradict each other.
    case refused(String)
  }

  /// One objective and how far the worlds have judged it.
  public struct Objective: Equatable, Sendable {
    /// The objective in words, and the share of years, windows or outages that must keep it.
    public let text: String
    public let required: Double
    /// Share that kept it; nil where there was nothing to judge.
    public let share: Double?
    public let verdict: Verdict
    /// Whether it is about money.
    public var isBudget = false
  }

  /// Its place among the candidates.
  public let index: Int
  public let candidate: SearchCandidate
  /// How it came to its end.
  public internal(set) var fate: Fate
  /// Years that were simulated of it.
  public let years: Int
  /// Means over worlds; zero where nothing was simulated.
  public let dollars: Double
  /// Of a year of 8766 h, with the standard error over worlds.
  public let lostMinutes: Double
  public let lostMinutesError: Double
  /// The 95 % quantile over region outages that a failover ended; nil below twenty.
  public let failoverSeconds: Double?
  /// What the worlds know of that quantile, 95 %.
  public let failoverKnown: Estimate
  /// In the order of the plan.
  public let objectives: [Objective]
  /// The cause of most lost minutes with its minutes a year; nil where nothing was lost.
  public var bottleneck: (name: String, minutes: Double)? {
    causes.first.flatMap { $0.minutes > 0 ? $0 : nil }
  }
  /// Lost minutes a year by cause, the costliest first.
  public let causes: [(name: String, minutes: Double)]
  /// By objective on the availability of requests: what its share of years does reach.
  public let reachedAvailability: [ReachedAvailability]

  /// An objective on availability beside what is reached.
  public struct ReachedAvailability: Equatable, Sendable {
    /// As a share of demand.
    public let asked: Double
    /// Kept in the share of years that the objective asks for.
    public let reached: Double

    public init(asked: Double, reached: Double) {
      self.asked = asked
      self.reached = reached
    }
  }

  /// The settings in a few words.
  public var label: String { candidate.label }
  /// The plan with the design's settings; nil where they contradict each other.
  public var service: Service? { candidate.service }

  /// The objective that is missed by most, as a share.
  public var worstMiss: Objective? {
    objectives.filter { $0.verdict != .meets }.min { a, b in
      (a.share ?? 1) - a.required < (b.share ?? 1) - b.required
    }
  }

  /// The objective that is missed by most, or where none is the one of whose allowance for misses most is used up.
  public var tightest: Objective? {
    func used(_ objective: Objective) -> Double {
      let (missed, allowed) = (1 - (objective.share ?? 1), 1 - objective.required)
      return missed <= 0 ? 0 : allowed > 0 ? missed / allowed : .infinity
    }
    return worstMiss ?? objectives.max { used($0) < used($1) }
  }

  /// Why the candidate is not the answer, in words; nil for the answer.
  public var excuse: String? {
    func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
    func dollars(_ amount: Double) -> String { "\(Currency.ofStudy.sign)\(Int(amount.rounded()))" }
    switch fate {
    case .chosen: return nil
    case .same(let other): return "the same plan as \(other)"
    case .refused(let reason): return "contradicts itself: \(reason)"
    case .dearer(let more): return "meets the objectives and costs \(dollars(more)) a year more"
    case .dearerAndUndecided(let more):
      return "costs \(dollars(more)) a year more; whether it meets the objectives was not decided"
    case .ruledOut(let ceiling):
      let objective = objectives[ceiling.objective]
      let leave = ceiling.causes.count == 1 ? "leaves" : "leave"
      return "cannot meet \(objective.text): \(ceiling.causes.joined(separator: ", ")) alone \(leave)"
        + " \(percent(ceiling.atMost)) at most where \(percent(objective.required)) is asked"
    case .misses, .undecided:
      guard let worst = worstMiss else { return nil }
      let share = worst.share.map(percent) ?? "none"
      let gap = percent(worst.required - (worst.share ?? 0))
      let cause =
        worst.isBudget
        ? nil : bottleneck.map { "; most is lost to \($0.name), \(($0.minutes * 10).rounded() / 10) minutes a year" }
      return
        (fate == .misses
        ? "misses \(worst.text): \(share) where \(percent(worst.required)) is asked, \(gap) short"
        : "undecided on \(worst.text): \(share) where \(percent(worst.required)) is asked")
        + (cause ?? "")
    }
  }
}

extension SearchedDesign {
  /// - Parameter verdicts: By objective, as far as they are decided.
  init(
    index: Int, candidate: SearchCandidate, fate: Fate, blocks: [SimulatedBlock], templates: [ObjectiveVerdict.Line],
    verdicts: [Verdict]
  ) {
    let worlds = Double(max(1, blocks.count))
    let service = candidate.service
    let minutes = blocks.map(\.meanLostMinutes)
    let failovers = blocks.flatMap(\.failoverSeconds).sorted()
    let sorted = blocks.flatMap(\.lostMinutes).sorted()
    self.index = index
    self.candidate = candidate
    self.fate = fate
    years = blocks.reduce(0) { $0 + $1.replications }
    dollars = blocks.reduce(0) { $0 + $1.dollars } / worlds
    lostMinutes = minutes.reduce(0, +) / worlds
    lostMinutesError = Moments(minutes).standardError
    failoverSeconds = failovers.count >= 20 ? quantile(ofSorted: failovers, 0.95) : nil
    failoverKnown = quantileInterval(worlds: blocks.map(\.failoverSeconds), p: 0.95)
    objectives = templates.indices.map { i in
      let (kept, judged) = blocks.reduce((0, 0)) { ($0.0 + $1.kept[i], $0.1 + $1.judged[i]) }
      return Objective(
        text: templates[i].text, required: templates[i].required,
        share: judged > 0 ? Double(kept) / Double(judged) : nil, verdict: verdicts[i],
        isBudget: templates[i].isBudget)
    }
    let names = service?.causes.map(\.name) ?? [OutageCause.overloadName]
    let causes = names.indices.map { cause in
      (name: names[cause], minutes: blocks.reduce(0) { $0 + $1.causeMinutes[cause] } / worlds)
    }
    self.causes = causes.enumerated().sorted { ($1.element.minutes, $0.offset) < ($0.element.minutes, $1.offset) }
      .map(\.element)
    reachedAvailability =
      (service?.objectives.availability ?? []).filter { $0.figure == .requests }.compactMap { objective in
        sorted.isEmpty
          ? nil
          : ReachedAvailability(
            asked: objective.atLeast, reached: 1 - quantile(ofSorted: sorted, objective.share) / Horizon.yearMinutes)
      }
  }
}
