import CapacityPlanning
import Experiments
import OutputAnalysis
import ServiceModel

/// A buffer curve for programs; the keys are documented in docs/reference/output.md and do not change lightly.
///
/// - Parameters:
///   - growths: Of a year, for which it says until when fleets are enough.
///   - months: The fleets of the months to come, where they were asked for.
///   - trail: What the figures came from.
public func sizeJSON(
  _ sized: SizedDesign, growths: [Double] = [], months: MonthTable? = nil, trail: Trail? = nil
) -> JSONValue {
  let service = sized.service
  let required: JSONValue = service.promisedAvailability.first.map { .number($0.objective.share) } ?? .null
  var pairs: [(key: String, value: JSONValue)] =
    [
      ("model", .string(service.name))
    ] + (trail.map { [$0.pair] } ?? []) + [
      ("design", .string(service.design.name)),
      ("topology", .string(service.design.topology.rawValue)),
      ("seed", .integer(Int(truncatingIfNeeded: sized.size.seed))),
      ("replications", .integer(sized.size.replications)),
      ("worlds", .integer(sized.size.worlds)),
      ("varied", .string(service.autoscaling == nil ? "fleet" : "autoscaling_floor")),
      ("peak_rps", .number(service.traffic.peakRPS)),
      ("rated_rps_per_replica", .number(service.replica.ratedRPS)),
      ("requirement_replicas", .integer(service.requirementReplicas)),
      ("requirement_nodes", .integer(sized.requirementNodes.reduce(0, +))),
      ("required_share", required),
      ("curve", .array(curveJSON(sized))),
      ("answer", answerJSON(sized)),
    ]
  pairs += reserveJSON(sized)
  pairs.append(("binding_term", .string(sized.binding.name)))
  pairs.append(("saved_lost_minutes_per_year", .array(sized.saved.map(savingJSON))))
  pairs.append(("terms", .array(sized.terms.alone.map(termJSON))))
  pairs.append(("composite", compositeJSON(sized.terms)))
  pairs.append(("term_law", termLawJSON(sized.termLaw)))
  pairs.append(("uncertain_peak", uncertainPeakJSON(sized)))
  pairs.append(("replacements", .array(sized.replacements.map(replacementJSON))))
  pairs.append(("readings", .array(sized.readings.map(readingJSON))))
  pairs.append(("planned", fleetJSON(sized.planned)))
  let held = service.autoscaling?.targetTracking.map { (1 / $0.utilization - 1) * 100 }
  pairs.append(("autoscaler_target_holds_percent", held.map { .number($0) } ?? .null))
  pairs.append(("peaks", .array(sized.peaks.map(peakJSON))))
  let lifetimes = sized.lifetimes(growths).map { lifetime in
    JSONValue.object([
      ("growth_percent_per_year", .number(100 * lifetime.growth)),
      ("planned_outgrown_in_month", lifetime.plannedMonth.map { .integer($0) } ?? .null),
      ("answer_outgrown_in_month", lifetime.answerMonth.map { .integer($0) } ?? .null),
      ("high_peak_outgrown_in_month", lifetime.highPeakMonth.map { .integer($0) } ?? .null),
    ])
  }
  if !lifetimes.isEmpty { pairs.append(("outgrown", .array(lifetimes))) }
  if let months { pairs.append(("by_month", months.json)) }
  return .object(pairs)
}

private func curveJSON(_ sized: SizedDesign) -> [JSONValue] {
  sized.points.indices.map { pointJSON(sized, sized.points[$0], before: $0 > 0 ? sized.points[$0 - 1] : nil) }
}

private func reserveJSON(_ sized: SizedDesign) -> [(key: String, value: JSONValue)] {
  [
    ("site_loss_reserve_percent", .number(sized.reserve.share * 100)),
    ("site_loss_reserve_nodes", .integer(sized.reserve.nodes)),
    ("site_loss_reserve_usd_per_year", sized.reserve.dollars.map { .number($0) } ?? .null),
    ("site_loss", .string(sized.service.sizing.siteLoss.rawValue)),
  ]
}

private func savingJSON(_ saving: CauseSaving) -> JSONValue {
  .object([("cause", .string(saving.cause)), ("mean", .number(saving.minutesPerYear))])
}

private func compositeJSON(_ terms: SizeTerms) -> JSONValue {
  .object([
    ("nodes", .integer(terms.compositeNodes)), ("replicas", .integer(terms.compositeReplicas)),
    ("percent_of_requirement", .number(terms.compositeOverRequirement * 100)),
  ])
}

private func pointJSON(_ sized: SizedDesign, _ point: BufferPoint, before: BufferPoint?) -> JSONValue {
  let service = sized.service
  let requirement = Double(service.requirementReplicas)
  let nodes = Double(sized.requirementNodes.reduce(0, +))
  var pairs: [(key: String, value: JSONValue)] = [
    ("buffer_replicas", .number(point.bufferReplicas)),
    ("buffer_nodes", .integer(point.bufferNodes)),
    ("buffer_percent_of_requirement", .number(point.bufferReplicas / requirement * 100)),
    ("buffer_percent_of_requirement_nodes", .number(Double(point.bufferNodes) / nodes * 100)),
    ("reserve_share_percent", .number(sized.shareOfInstalled(point.bufferReplicas, point) * 100)),
    ("above_requirement_replicas", .number(point.replicasAboveRequirement)),
    ("above_requirement_nodes", .integer(point.nodesAboveRequirement)),
    ("above_requirement_percent", .number(point.replicasAboveRequirement / requirement * 100)),
    ("site_loss_reserve_replicas", .number(point.reserveReplicas)),
    ("site_loss_reserve_nodes", .integer(point.reserveNodes)),
    ("replicas", .integer(point.replicas)),
    ("nodes", .integer(point.totalNodes)),
    (
      "nodes_by_site",
      .object(zip(service.servingSites, point.nodes).map { ($0.name, .integer($1)) })
    ),
    ("utilization_percent", .number(point.utilization * 100)),
    ("utilization_site_lost_percent", point.utilizationSiteLost.map { .number($0 * 100) } ?? .null),
    (
      "availability_requests",
      .object([
        ("mean", .number(1 - point.lostMinutes.estimate / Horizon.yearMinutes)),
        ("low", .number(1 - point.lostMinutes.high / Horizon.yearMinutes)),
        ("high", .number(1 - point.lostMinutes.low / Horizon.yearMinutes)),
      ])
    ),
    ("lost_minutes_per_year", intervalJSON(point.lostMinutes)),
    ("objective_share", point.objectiveShare.map(intervalJSON) ?? .null),
    ("verdict", .string(point.verdict.rawValue)),
    ("cost_usd_per_year", .number(point.dollars)),
    ("added_cost_usd_per_year", .number(sized.addedDollars(point))),
    ("replications", .integer(point.years)),
  ]
  if point.promises.contains(where: { $0.subject.trafficClass != nil }) {
    pairs.append(("objectives", .array(point.promises.map(promiseJSON))))
  }
  if !point.unkeptOthers.isEmpty {
    pairs.append(("other_objectives", .array(point.unkeptOthers.map(promiseJSON))))
  }
  if let floor = point.floor { pairs.append(("floor_nodes", .integer(floor))) }
  if let before {
    let step = CurveStep(from: before, to: point)
    pairs += [
      ("step_cost_usd_per_year", .number(step.dollars)),
      ("step_lost_minutes_per_year", intervalJSON(step.minutes)),
      ("usd_per_avoided_minute", step.dollarsPerMinute.map { .number($0) } ?? .null),
    ]
  }
  return .object(pairs)
}

private func promiseJSON(_ verdict: ObjectiveVerdict) -> JSONValue {
  .object([
    ("objective", .string(verdict.figure)), ("threshold", .number(verdict.threshold)),
    ("required_share", .number(verdict.requiredShare)), ("share", verdict.share.map(intervalJSON) ?? .null),
    ("verdict", .string(verdict.verdict.rawValue)),
  ])
}

private func answerJSON(_ sized: SizedDesign) -> JSONValue {
  let status =
    switch sized.conclusion {
    case .answer: "met"
    case .notReachable: "not_reachable_by_buffer"
    case .undecided: "undecided"
    }
  guard case .object(let pairs) = pointJSON(sized, sized.conclusion.point, before: nil) else { return .null }
  return .object([("status", .string(status))] + pairs)
}

func intervalJSON(_ interval: Interval) -> JSONValue {
  interval.isExact
    ? .object([("mean", .number(interval.estimate)), ("exact", .bool(true))])
    : .object([
      ("mean", .number(interval.estimate)), ("low", .number(interval.low)), ("high", .number(interval.high)),
    ])
}

private func termJSON(_ term: TermAlone) -> JSONValue {
  .object([
    ("term", .string(term.term.rawValue)), ("nodes", term.nodes.map { .integer($0) } ?? .null),
    ("replicas", term.replicas.map { .integer($0) } ?? .null),
    ("simulated_nodes", term.simulatedNodes.map { .integer($0) } ?? .null),
    ("percent_of_requirement", term.overRequirement.map { .number($0 * 100) } ?? .null),
    ("basis", .string(term.basis)),
  ])
}

private func fleetJSON(_ fleet: RoundedFleet) -> JSONValue {
  .object([
    ("reading", .string(fleet.reading.rawValue)), ("asked_percent", .number(fleet.asked * 100)),
    ("percent_over_requirement", .number((fleet.reading.factor(fleet.asked) - 1) * 100)),
    ("replicas", .integer(fleet.replicas)), ("nodes", .integer(fleet.totalNodes)),
    ("replicas_percent_over_requirement", .number(fleet.replicasOverRequirement * 100)),
    ("nodes_percent_over_requirement", .number(fleet.nodesOverRequirement * 100)),
  ])
}

private func readingJSON(_ reading: JudgedReading) -> JSONValue {
  guard case .object(let pairs) = fleetJSON(reading.fleet) else { return .null }
  return .object(
    pairs + [
      ("verdict", .string(reading.point.verdict.rawValue)),
      ("verdict_uncertain_peak", reading.uncertainPeak.map { .string($0.verdict.rawValue) } ?? .null),
      ("survives_site_loss", reading.survivesSiteLoss.map { .bool($0) } ?? .null),
    ])
}

private func peakJSON(_ answer: PeakAnswer) -> JSONValue {
  let status =
    switch answer.conclusion {
    case .answer: "met"
    case .notReachable: "not_reachable_by_buffer"
    case .undecided: "undecided"
    }
  return .object([
    ("peak", .string(answer.label)), ("peak_rps", .number(answer.peakRPS)), ("status", .string(status)),
    ("requirement_nodes", .integer(answer.requirementNodes)), ("nodes", .integer(answer.conclusion.point.totalNodes)),
  ])
}
