import ServiceModel

/// The `expect` block: figures whose values are known, for the command that checks them. A comparison ignores it.
extension PlanDecoder {
  func expectations() -> [ExpectedFigure] {
    guard context.document.root["expect"] != nil else { return [] }
    let root = FieldReader(context.document.root, path: "", context: context)
    let designs = context.document.root["designs"]?.entries?.map(\.key)
    let classes = context.document.root["traffic"]?["classes"]?.entries?.map(\.key) ?? []
    return (root.list("expect") ?? []).enumerated().compactMap { index, item in
      let reader = FieldReader(item, path: "expect[\(index)]", context: context)
      defer { reader.finish() }
      return expectation(reader, designs: designs, classes: classes)
    }
  }

  private func expectation(_ reader: FieldReader, designs: [String]?, classes: [String]) -> ExpectedFigure? {
    let design = expectedDesign(reader, designs: designs)
    let replications = reader.requiredWhole("replications")
    if reader.has("replications") && replications < 2 {
      reader.error("replications", "an expectation needs at least 2 replications")
    }
    let estimator = reader.choice("estimator", Estimator.self) ?? .crude
    let source = reader.requiredText("source", example: "\"oracle A01\"")
    guard let (figure, kind) = figure(reader, classes: classes) else {
      // What is written beside an unknown figure cannot be judged either.
      for key in ["value", "standard-error", "tolerance", "within", "class"] { _ = reader.has(key) }
      return nil
    }
    if estimator != .crude && figure != .unavailability && figure != .downtime {
      reader.error(
        "estimator", "branches tell means over years: unavailability and downtime, and no other figure",
        remedy: "Leave 'estimator' out")
    }
    return ExpectedFigure(
      figure: figure, design: design, value: reader.required("value", kind),
      standardError: reader.optional("standard-error", kind) ?? 0,
      tolerance: reader.optional("tolerance", .share) ?? ExpectedFigure.roundingTolerance, source: source,
      replications: replications, estimator: estimator)
  }

  private func expectedDesign(_ reader: FieldReader, designs: [String]?) -> String {
    guard let designs else { return reader.text("design") ?? "plan" }
    let name = reader.requiredText("design", example: designs.first)
    if reader.has("design") && !designs.contains(name) {
      reader.error(
        "design", "the plan has no design '\(name)'",
        remedy: nearest(to: name, among: designs).map { "Did you mean '\($0)'?" }
          ?? "It has: \(designs.joined(separator: ", "))")
    }
    return name
  }

  private enum FigureName: String, CaseIterable {
    case unavailability, downtime, outages
    case horizonsWithin = "horizons-within"
    case outagesWithin = "outages-within"
    case recoveryMean = "recovery-mean"
    case recoveryP50 = "recovery-p50"
    case recoveryP95 = "recovery-p95"
    case recoveryP99 = "recovery-p99"
    case requestsLost = "requests-lost-per-incident"
    case dataLossMean = "data-loss-mean"
    case dataLossP50 = "data-loss-p50"
    case dataLossP95 = "data-loss-p95"
    case dataLossP99 = "data-loss-p99"
  }

  private func figure(_ reader: FieldReader, classes: [String]) -> (KnownFigure, QuantityKind)? {
    guard let name = reader.requiredChoice("figure", FigureName.self) else { return nil }
    func dataLoss(_ statistic: KnownFigure.Statistic) -> (KnownFigure, QuantityKind) {
      let trafficClass = reader.requiredText("class", example: classes.first ?? "enterprise")
      if reader.has("class") && !classes.contains(trafficClass) {
        reader.error(
          "class", "the traffic has no class '\(trafficClass)'",
          remedy: nearest(to: trafficClass, among: classes).map { "Did you mean '\($0)'?" })
      }
      return (.dataLoss(trafficClass: trafficClass, statistic), .duration)
    }
    switch name {
    case .unavailability: return (.unavailability, .share)
    case .downtime: return (.downtime, .duration)
    case .outages: return (.outages, .number)
    case .horizonsWithin: return (.horizonsWithin(downtimeSeconds: reader.required("within", .duration)), .share)
    case .outagesWithin: return (.outagesWithin(seconds: reader.required("within", .duration)), .share)
    case .recoveryMean: return (.recovery(.mean), .duration)
    case .recoveryP50: return (.recovery(.quantile(0.5)), .duration)
    case .recoveryP95: return (.recovery(.quantile(0.95)), .duration)
    case .recoveryP99: return (.recovery(.quantile(0.99)), .duration)
    case .requestsLost: return (.requestsLostPerIncident, .number)
    case .dataLossMean: return dataLoss(.mean)
    case .dataLossP50: return dataLoss(.quantile(0.5))
    case .dataLossP95: return dataLoss(.quantile(0.95))
    case .dataLossP99: return dataLoss(.quantile(0.99))
    }
  }
}
