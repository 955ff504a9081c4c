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

  /// Says once by which curve the replicas are read.
  func interpretCurve(_ curve: LatencyCurve, wasChosen: Bool) {
    switch curve.provenance {
    case .birthDeath: interpret("replica: the latency curve is that of the birth-death chain")
    case .tabulated(let routing, let replicas, let dispersion, let halfWidth):
      interpret(
        "replica: the latency curve is measured request by request on \(replicas) replicas, \(routing), index of "
          + "dispersion \(trimmed(dispersion)), its mean response to +-\(hundredths(halfWidth * 100)) % at most"
          + (wasChosen ? "" : "; the birth-death chain does not hold for answers so short beside their prompts"))
    }
  }

  private func trimmed(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : "\(value)" }
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
