import CapacityPlanning
import OutputAnalysis
import ServiceModel

/// What a capacity planner should take away from a buffer curve, in sentences that the figures support.
struct SizeConclusions {
  let sized: SizedDesign

  private let growths: [Double]

  init(_ sized: SizedDesign, growths: [Double] = []) {
    self.sized = sized
    self.growths = growths
  }

  /// The fleet, what binds it, and what becomes of 20-30 %.
  var decisive: [String] { ([answer, others(than: sized.conclusion), anyPeak, binding] + readings).compactMap { $0 } }

  /// What a planner asks next.
  var others: [String] {
    ([
      answerAgainstSiteLoss, enough, law, siteLoss, flatAgainstSiteLoss, rounding, autoscaler, standby, peaks, lifetime,
    ]
      + instead + [limits]).compactMap { $0 }
  }

  var service: Service { sized.service }

  /// Until when the plan's fleet is enough.
  private var lifetime: String? {
    let lifetimes = sized.lifetimes(growths)
    guard !lifetimes.isEmpty else {
      guard !growths.isEmpty, sized.simulatedNodes == nil else { return nil }
      if case .undecided = sized.conclusion {
        return "Whether a fleet is enough is not decided, so nothing is said of when it stops being enough."
      }
      return "No fleet is enough, so none stops being enough as the service grows."
    }
    func words(_ month: Int?) -> String { month.map { $0 == 0 ? "now" : "in month \($0)" } ?? "never" }
    let planned = lifetimes.map { "\(words($0.plannedMonth)) at \(Wording.percent($0.growth)) a year" }
    let high = sized.peaks.isEmpty ? nil : lifetimes.map { words($0.highPeakMonth) }.joined(separator: ", ")
    let answer = lifetimes.map { words($0.answerMonth) }.joined(separator: ", ")
    return "The plan's fleet stops being enough \(planned.joined(separator: ", ")); the answer \(answer)"
      + (high.map { "; the answer for the high peak \($0)" } ?? "") + "."
  }
  private var requirement: Int { sized.requirementNodes.reduce(0, +) }

  /// A fleet in replicas, nodes, percent in both readings and dollars.
  private func described(_ point: BufferPoint) -> String {
    let nodes = point.nodes.map(String.init).joined(separator: " + ")
    let floor = point.floor.map { "a floor of \($0) nodes a site (\(nodes) nodes at the planning peak)" }
    let above = point.replicasAboveRequirement
    let text =
      "\(floor ?? "\(nodes) nodes"): \(Wording.replicas(above)) \(above == 1 ? "replica" : "replicas") above the requirement "
      + "(\(Wording.percentPoint(above / Double(service.requirementReplicas))) of it, "
      + "\(Wording.percentPoint(sized.shareOfInstalled(above, point))) of what is installed), "
      + "\(point.nodesAboveRequirement) nodes, \(Wording.dollars(sized.addedDollars(point))) a year"
    guard point.reserveNodes > 0 else { return text }
    return text
      + "; of these nodes a lost site would take up \(point.reserveNodes), the other \(point.bufferNodes) are buffer"
  }

  private var objective: String {
    service.promisedAvailability.map { promise in
      let name = promise.trafficClass.map { "\($0) " } ?? ""
      return
        "\(name)\(Wording.availability(promise.objective.atLeast)) in \(Wording.percent(promise.objective.share)) of years"
    }.joined(separator: " and ")
  }

  private var answer: String? {
    switch sized.conclusion {
    case .answer(let point):
      let middle =
        sized.peaks.isEmpty ? "" : " with the peak at its middle, \(Wording.trimmed(service.traffic.peakRPS)) rps,"
      return "The smallest fleet that meets \(objective)\(middle) is \(described(point))."
    case .notReachable:
      let kept = sized.largest.objectiveShare.map {
        let which = sized.largest.leastKept?.subject.trafficClass.map { "what is promised to \($0)" } ?? "the objective"
        return " and \(which) holds in \(Wording.percent($0.estimate)) of years"
      }
      return "No buffer mends this: with \(largestNodes) nodes \(Wording.minutes(sized.largest.lostMinutes.estimate)) "
        + "lost minutes a year remain\(kept ?? "") (\(objective) is wanted). They come from \(remaining): "
        + "what is missing is not capacity\(sized.isCutByQuota ? ", or more of it than the quota grants" : "")."
    case .undecided:
      return "Undecided at this number of years: with \(largestNodes) nodes the interval straddles \(objective). "
        + "More --replications may decide; what remains comes from \(remaining)."
    }
  }

  /// What an answer does not keep of what else the plan promises: a buffer is sized by availability.
  private func others(than conclusion: SizedDesign.Conclusion) -> String? {
    guard case .answer(let point) = conclusion else { return nil }
    return SizeSentences.unkept(
      point.unkeptOthers.map { ($0.text, $0.share?.estimate, $0.requiredShare, $0.verdict) })
  }

  private var largestNodes: String { sized.largest.nodes.map(String.init).joined(separator: " + ") }

  private var remaining: String {
    let causes = sized.largest.design.figures.causes.filter { $0.lostMinutes > 0 }
      .sorted { ($0.lostMinutes, $1.name) > ($1.lostMinutes, $0.name) }
    return causes.prefix(4).map { "\($0.name) \(Wording.minutes($0.lostMinutes))" }.joined(separator: ", ")
  }

  private var enough: String? {
    if case .answer = sized.conclusion { return nil }
    return
      "From here on all further nodes together save less than \(Wording.minutes(sized.tolerance)) lost minutes a year "
      + "(a hundredth of what the objective allows; 95 % confidence): \(described(sized.conclusion.point))."
  }

  private var binding: String? {
    let saved = sized.saved.filter { $0.minutesPerYear > 0 }.prefix(3)
      .map { "\($0.cause) \(Wording.minutes($0.minutesPerYear))" }.joined(separator: ", ")
    switch sized.binding {
    case .term(.forecastError):
      return
        "Binding: forecast-error. Over the uncertain peak more nodes are added than all failures and noise ask "
        + "for at its middle. Lost minutes a year that the answer takes away at the middle: \(saved.isEmpty ? "none" : saved)."
    case .none:
      return service.autoscaling == nil
        ? "Binding: none; the requirement alone meets the objective."
        : "Binding: none; the smallest floor meets the objective, the autoscaler holds the rest."
    case .term(let term): return "Binding: \(term.rawValue). Lost minutes a year that this buffer takes away: \(saved)."
    case .notCapacity(let cause):
      return "Binding: not capacity but \(cause)."
        + (saved.isEmpty ? "" : " Lost minutes a year that this buffer takes away: \(saved).")
    }
  }

  /// The verdict on 20-30 %, once in each reading.
  private var readings: [String] {
    BufferReading.allCases.map { kind in
      let rows = sized.readings.filter { $0.fleet.reading == kind }
      let asked = rows.map { "\(Int(($0.fleet.asked * 100).rounded()))" }.joined(separator: "/")
      let over = rows.map { "\(Int(((kind.factor($0.fleet.asked) - 1) * 100).rounded()))" }.joined(separator: "/")
      let name =
        service.autoscaling?.targetTracking != nil
        ? "A target of \(rows.map { Wording.wholePercent(1 / kind.factor($0.fleet.asked)) }.joined(separator: "/")) at the "
          + "plan's floor (\(over) % over the load at any hour)"
        : kind == .overRequirement
          ? "\(asked) % over the requirement" : "\(asked) % of capacity kept free (\(over) % over the requirement)"
      let verdicts = rows.map { $0.uncertainPeak?.verdict.rawValue ?? $0.point.verdict.rawValue }
      let judged = Set(verdicts).count == 1 ? "each \(verdicts[0])" : verdicts.joined(separator: "/")
      if service.autoscaling?.targetTracking != nil {
        return
          "\(name): \(rows.map { "\($0.point.totalNodes)" }.joined(separator: "/")) nodes at the planning peak, \(judged)."
      }
      return
        "\(name): \(rows.map { "\($0.fleet.totalNodes)" }.joined(separator: "/")) nodes, \(judged); \(against(rows))."
    }
  }

  private func against(_ rows: [JudgedReading]) -> String {
    let point = sized.conclusion.point
    let (least, most) = (rows.first?.fleet.totalNodes ?? 0, rows.last?.fleet.totalNodes ?? 0)
    let total = sized.simulatedNodes ?? point.totalNodes
    // In ready replicas, as the table counts them; a fleet that was not simulated is known in nodes.
    let nodes = Wording.percentPoint(
      total == point.totalNodes
        ? point.replicasAboveRequirement / Double(service.requirementReplicas)
        : Double(total) / Double(requirement) - 1)
    if case .undecided = sized.conclusion {
      return
        "whether any buffer is enough is undecided; more than \(total) nodes (\(nodes) over the requirement) stop helping"
    }
    guard case .answer = sized.conclusion else {
      return "no buffer is enough; more than \(total) nodes (\(nodes) over the requirement) stop helping"
    }
    let middle =
      sized.uncertainPeak?.answer != nil
      ? " over the uncertain peak" : sized.peaks.isEmpty ? "" : " at the expected peak"
    let side =
      total < least
      ? "more than it takes"
      : total > most ? "too little" : least == most ? "what it takes" : "what it takes lies among them"
    return "\(side): \(total) nodes\(middle), \(nodes) over the requirement, are the answer"
  }

  private var siteLoss: String? {
    guard service.servingSites.count > 1 else { return nil }
    let rule =
      switch service.sizing.siteLoss {
      case .none: "the plan holds none"
      case .consumed: "the plan lets the loss use up the buffer"
      case .kept: "the plan wants the buffer kept after the loss, so add it on top"
      }
    let price = sized.reserve.dollars.map { ", \(Wording.dollars($0)) a year" } ?? ""
    let formula =
      service.peaksByOrigin != nil
      ? "for the users whom each site may serve"
      : service.balancesBetweenSites ? "its share goes to those behind its balancer" : "k/(r - k)"
    return "Site-loss reserve, apart from the buffer: \(Wording.percentPoint(sized.reserve.share)) of the peak "
      + "(\(formula), \(service.sizing.lostSites) of \(service.servingSites.count) sites lost), \(sized.reserve.nodes) nodes\(price); \(rule)."
  }

  private var flatAgainstSiteLoss: String? {
    let rows = sized.readings.filter { $0.survivesSiteLoss == false }
    guard !rows.isEmpty else {
      guard service.servingSites.count == 1, sized.largest.utilizationSiteLost == nil else { return nil }
      return "20-30 % cannot survive a site loss, nor can any buffer: it stands in the only site."
    }
    let all = rows.count == sized.readings.count
    let worst = rows.compactMap(\.point.utilizationSiteLost)
    let range = [worst.min(), worst.max()].compactMap { $0.map(Wording.wholePercent) }
    let names = rows.map {
      "\(Int(($0.fleet.asked * 100).rounded())) % \($0.fleet.reading == .overRequirement ? "over" : "of capacity")"
    }
    return "\(all ? "20-30 % in either reading" : names.joined(separator: ", ")) cannot survive a site loss at peak: "
      + "what is left would be \(Set(range).count == 1 ? range[0] : range.joined(separator: " to ")) full."
  }

  private var lostSites: String {
    service.sizing.lostSites == 1 ? "one site" : "\(service.sizing.lostSites) sites"
  }

  /// Where several sites serve: whether the answer carries the peak without one of them, or as many as the plan says.
  private var answerAgainstSiteLoss: String? {
    guard case .answer(let point) = sized.conclusion, service.servingSites.count > 1,
      let full = point.utilizationSiteLost
    else { return nil }
    let percent = Wording.wholePercent(full)
    return full <= 1 + 1e-9
      ? "It carries the peak with \(lostSites) lost (\(percent) full)."
      : "It does not carry the peak with \(lostSites) lost (\(percent) full): the objective is met because losses of a site "
        + "seldom meet the peak. Add the reserve where every loss must be absorbed."
  }

  private var rounding: String {
    let fleet = sized.planned
    let asked = Wording.percentPoint(fleet.asked)
    let held = sized.requirementNodes.enumerated().reduce(0) {
      $0 + $1.element * service.replicasPerNode(at: service.servingSites[$1.offset])
    }
    return "Rounding: the plan asks for \(asked) over the requirement, \(fleet.replicas) replicas "
      + "(\(Wording.percentPoint(fleet.replicasOverRequirement))), \(fleet.totalNodes) nodes "
      + "(\(Wording.percentPoint(fleet.nodesOverRequirement))); "
      + "the requirement of \(service.requirementReplicas) replicas takes \(requirement) nodes, which hold \(held)."
  }

  private var autoscaler: String {
    guard let scaling = service.autoscaling else {
      return "No autoscaler in the plan: fleets are fixed and no utilisation target holds a buffer."
    }
    guard let target = scaling.targetTracking else {
      return "The autoscaler's floor is varied; it has no utilisation target that would hold a buffer."
    }
    let share = 1 - target.utilization
    let over = 1 / target.utilization - 1
    return
      "The autoscaler's target of \(Wording.percent(target.utilization)) already holds \(Wording.percent(share)) of "
      + "capacity free, \(Wording.percentPoint(over)) over the load, at any hour; the curve varies its floor, and 25 % on "
      + "top of the target would be \(Wording.percentPoint(1.25 / target.utilization - 1))."
  }

  private var standby: String? {
    let names = service.sites.filter { $0.keep > .nothing && $0.keep != .serving }.map {
      "\($0.name) (\($0.keep.rawValue), \(service.standingNodes(at: $0)) nodes, \(service.failoverNodes(at: $0)) at failover)"
    }
    return names.isEmpty
      ? nil : "Standby, never counted as buffer, is left as the plan says: \(names.joined(separator: ", "))."
  }

  private var peaks: String? {
    guard !sized.peaks.isEmpty else {
      if service.traffic.mix != nil {
        return "The peak is that of all services together, each at the middle of what it may be."
      }
      return "The plan gives its peak as one number: write it as [low, mid, high] for the answer at each."
    }
    let parts = sized.peaks.map { answer -> String in
      let point = answer.conclusion.point
      let over = Wording.percentPoint(Double(point.totalNodes) / Double(requirement) - 1)
      let nodes =
        "\(point.totalNodes) nodes (requirement \(answer.requirementNodes)), \(over) over the \(requirement) of the middle"
      let text: String
      switch answer.conclusion {
      case .answer: text = nodes
      case .notReachable: text = "not reachable, \(nodes) where more stops helping"
      case .undecided: text = "undecided, \(nodes) where more stops helping"
      }
      return "\(answer.label) \(Wording.fixed(answer.peakRPS, 0)) rps: \(text)"
    }
    return "By the peak (low to high nine cases in ten): \(parts.joined(separator: "; "))."
  }

  private var limits: String {
    service.replica.serving == nil
      ? "Not simulated: queues and latency. Demand above capacity is shed, so the stochastic term is not in the curve; it is in "
        + "the sum of all terms."
      : "The stochastic term is by formula: in the curve each replica follows its latency curve, and waiting is what the "
        + "rating allows."
  }
}
