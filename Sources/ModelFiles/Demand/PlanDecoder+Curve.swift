internal import Intake
import ServingModel

/// Where a plan's latency curves come from.
extension PlanDecoder {
  /// `curve: { by: request-level, routing: least-loaded, replicas: 8, dispersion: 3 }`; nil where the plan leaves it open.
  func curveSource(_ replica: FieldReader) -> CurveSource? {
    guard let reader = replica.child("curve") else { return nil }
    defer { reader.finish() }
    let by = reader.requiredChoice("by", CurveMaker.self) ?? .birthDeath
    let dispersion = reader.optional("dispersion", .number)
    if let dispersion, dispersion < 1 {
      reader.error(
        "dispersion", "'\(reader.path(of: "dispersion"))' is below 1, that of a Poisson process",
        remedy: "Write the variance over the mean of requests in ten seconds, such as 3")
    }
    switch by {
    case .birthDeath:
      for key in ["routing", "replicas", "requests"] where reader.has(key) {
        reader.error(
          key, "'\(reader.path(of: key))' means nothing to the birth-death chain", remedy: "Write 'by: request-level'")
      }
      if let dispersion, dispersion > 2 {
        reader.warning(
          "dispersion", "arrivals with an index of dispersion of \(trimmed(dispersion)) are no Poisson process",
          remedy: "Write 'by: request-level': the chain's waiting times are too short in bursts")
      }
      return .birthDeath
    case .requestLevel:
      var how = CurveMeasurement()
      if let dispersion { how.dispersion = max(1, dispersion) }
      if let name = reader.choice("routing", PoolRouting.self) { how.routing = name.routing }
      if let replicas = atLeast(1, "replicas", reader) { how.replicas = replicas }
      if let requests = atLeast(2000, "requests", reader) { how.requests = requests }
      return .tabulated(how)
    }
  }

  private func atLeast(_ least: Int, _ key: String, _ reader: FieldReader) -> Int? {
    guard let value = reader.whole(key) else { return nil }
    if value < least {
      reader.error(key, "'\(reader.path(of: key))' is below \(least)", remedy: "Write \(least) or more")
    }
    return max(least, value)
  }

  /// What speaks against a chain that the plan asks for: a queue that it cannot see is refused, the rest is said.
  /// Whether the curve can be drawn.
  func checkChain(_ choice: CurveChoice, _ reader: FieldReader) -> Bool {
    guard choice.source == .birthDeath, let node = reader.node("replica") else { return true }
    for objection in choice.objections {
      switch objection {
      case .shortAnswers: break
      case .tightFirstToken(let limit):
        context.report(
          .warning, at: node.position,
          "a first token within \(hundredths(limit * 1000)) ms is a few prompts' time, and the birth-death chain does not "
            + "know of the prompts that an arrival waits for: its 99th percentile is several times too low",
          remedy: "Leave 'curve' out, or write 'by: request-level'")
      case .fullQueue(let refused):
        context.report(
          at: reader.node["protection"]?["queue"]?.position ?? node.position,
          "the birth-death chain of 'replica.curve' has no queue limit, and this one is full for up to "
            + "\(hundredths(refused * 100)) % of requests below 95 % of saturation",
          remedy: "Leave 'curve' out, or write 'by: request-level': then it is measured")
        return false
      }
    }
    return true
  }

  /// Says once by which curve the replicas are read.
  func interpretCurve(_ curve: LatencyCurve, _ choice: CurveChoice, wasChosen: Bool) {
    switch curve.provenance {
    case .birthDeath:
      interpret("replica: the latency curve is that of the birth-death chain")
      if !(curve.points.first?.lateFirstTokens.isEmpty ?? true) {
        interpret(
          "objectives: first tokens are judged by that chain, to 5 % for a replica on its own; a pool whose router knows the "
            + "loads keeps its limits at up to a sixth more ('curve: { by: request-level }' measures it)")
      }
    case .tabulated(let run):
      interpret(
        "replica: the latency curve is measured request by request on \(run.replicas) replicas, \(run.routing), index of "
          + "dispersion \(trimmed(run.dispersion)), its mean response to +-\(hundredths(run.halfWidth * 100)) % at most, its "
          + "first token's P99 to +-\(hundredths(run.firstTokenHalfWidthAt80 * 100)) % at 80 % and "
          + "+-\(hundredths(run.firstTokenHalfWidthAt95 * 100)) % at 95 % of saturation"
          + (wasChosen ? "" : "; " + choice.objections.map(reason).joined(separator: "; ")))
    }
  }

  private func reason(_ objection: CurveChoice.Objection) -> String {
    switch objection {
    case .shortAnswers: "the birth-death chain does not hold for answers so short beside their prompts"
    case .tightFirstToken(let limit):
      "the birth-death chain does not hold for a first token within \(hundredths(limit * 1000)) ms, a few prompts' time"
    case .fullQueue: "the birth-death chain has no queue that is full"
    }
  }

  /// What a queue limit refuses of requests while nothing is wrong, with the router and the law that it is for.
  func interpretQueue(_ curve: LatencyCurve, ratedRPS: Double) {
    guard case .tabulated(let run) = curve.provenance, let limit = run.queueLimit else { return }
    let load = ratedRPS / curve.saturation
    func percent(_ utilization: Double) -> String { hundredths(curve.point(at: utilization).refused * 100) }
    interpret(
      "protection: a queue of \(limit) beside the batch refuses \(percent(0.8)) % of requests at 80 %, \(percent(0.95)) % "
        + "at 95 % of saturation and \(percent(load)) % at the rated load: measured with the plan's tokens, "
        + "\(run.replicas) replicas behind a \(run.routing) router that sends each request to one replica's queue")
  }

  private func trimmed(_ value: Double) -> String {
    value == value.rounded() ? String(nearestWhole(value)) : "\(value)"
  }
}

private enum CurveMaker: String, CaseIterable {
  case birthDeath = "birth-death"
  case requestLevel = "request-level"
}

private enum PoolRouting: String, CaseIterable {
  case roundRobin = "round-robin"
  case random
  case leastLoaded = "least-loaded"
  case sessionAffine = "session-affine"

  var routing: Routing {
    switch self {
    case .roundRobin: .roundRobin
    case .random: .random
    case .leastLoaded: .leastLoaded
    case .sessionAffine: .sessionAffine
    }
  }
}
