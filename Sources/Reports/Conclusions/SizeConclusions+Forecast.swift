import CapacityPlanning
import OutputAnalysis
import ServiceModel

/// What follows where the peak itself is uncertain, where the answer stands among its terms, and what could replace it.
extension SizeConclusions {
  /// The answer over the law of the peak.
  var anyPeak: String? {
    guard let uncertain = sized.uncertainPeak else { return nil }
    let peak = uncertain.peak
    let law =
      "Over the uncertain peak (\(Wording.trimmed(peak.low)) to \(Wording.trimmed(peak.high)) rps nine times in ten, a peak "
      + "of its own in each world"
    guard let answer = uncertain.answer else {
      return law + ") "
        + SizeSentences.withoutAnswer(uncertain.judged.map(\.verdict), isCutByQuota: sized.isCutByQuota)
    }
    let requirement = sized.requirementNodes.reduce(0, +)
    let share = answer.shares.first.map {
      "; it holds in \(Wording.percentPoint($0.estimate)) of years, \(Wording.sharp($0.low)) to "
        + Wording.sharp($0.high)
    }
    let replicas = zip(answer.nodes, service.servingSites).reduce(0) {
      $0 + $1.0 * service.replicasPerNode(at: $1.1)
    }
    return law + "; \(Wording.count(answer.years)) years) the smallest fleet is "
      + "\(answer.nodes.map(String.init).joined(separator: " + ")) nodes: \(replicas) replicas, "
      + "\(Wording.percentPoint(Double(replicas) / Double(service.requirementReplicas) - 1)) over the requirement, "
      + "\(Wording.percentPoint(Double(answer.totalNodes) / Double(requirement) - 1)) in nodes\(share ?? ""). This is what to "
      + "buy before the peak is known; the one above is enough where it comes out at its middle."
  }

  /// Where the answer stands between its largest term and all of them.
  var law: String {
    switch sized.termLaw {
    case .holds(let largest, let simulated, let composite):
      "Largest cause alone \(largest) <= simulated \(simulated) <= all terms added up \(composite) nodes."
    case .fails(let largest, let simulated, let composite):
      "Out of order, look closer: largest cause alone \(largest), simulated \(simulated), all terms added up \(composite) "
        + "nodes. Chance near the decision, or losses that no capacity mends, which use up what the objective allows."
    case .silent(let reason): "The terms and the simulation are not compared: \(reason)."
    }
  }

  /// How a plan says what could replace buffer, where it does not.
  var instead: [String] {
    if service.traffic.mix != nil {
      return ["Degrading and expanding on demand instead of buffer: neither is told apart by service."]
    }
    var lines: [String] = []
    if service.protection.degradedMode == nil {
      lines.append(
        "Degrading instead of buffer: not in the plan. Write 'protection: { degrade: { above: 95% of capacity, below: 80% of "
          + "capacity, hold: 5min, capacity: 160% of capacity, quality: 80% } }' with figures of your own.")
    }
    if service.autoscaling == nil {
      lines.append(
        "Expanding on demand instead of buffer: not in the plan. Write 'autoscaling: { minimum: 8 nodes, start-lag: 6min, "
          + "policies: [{ kind: target, utilization: 70% }] }' with figures of your own.")
    }
    return lines
  }
}
