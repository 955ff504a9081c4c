import ServiceModel
import Stochastics

/// Detection, decision, execution, failback.
extension PlanDecoder {
  func detection(_ root: FieldReader) -> Detection {
    guard let reader = root.requiredChild("detect") else { return .takes(.constant(0)) }
    for key in falseAlarmKeys.plan { _ = reader.node(key) }
    defer { reader.finish() }
    if reader.has("takes") { return .takes(reader.requiredDistribution("takes")) }
    if reader.has("detectors") { return .layers(layeredDetection(reader)) }
    return .probes(probes(reader))
  }

  /// Health checks; keys that are not written are those of `preset`.
  func probes(_ reader: FieldReader, preset: Probes? = nil, seesSlow: Bool = true) -> Probes {
    let vantage = reader.kOfN("vantage") ?? (k: preset?.agreeing ?? 1, n: preset?.vantagePoints ?? 1)
    let slow = seesSlow ? reader.child("slow") : nil
    let confirm = seesSlow ? reader.optional("confirm", .duration) ?? 0 : 0
    let isPreset = preset != nil
    let probes = Probes(
      intervalSeconds: isPreset && !reader.has("probe")
        ? preset!.intervalSeconds : positive(reader, "probe", .duration),
      timeoutSeconds: reader.optional("probe-timeout", .duration) ?? preset?.timeoutSeconds ?? 0,
      failures: reader.has("failures")
        ? atLeastOne(reader, "failures", .count()) : preset?.failures ?? missingOne(reader, "failures"),
      agreeing: max(1, vantage.k),
      vantagePoints: max(1, vantage.n), slowProbeFails: slow?.optional("probe-fails", .share) ?? 0.7,
      slowAnswers: slow?.optional("answers", .share) ?? 0, confirmationSeconds: confirm,
      limitSeconds: seesSlow ? reader.optional("limit", .duration) : nil)
    slow?.finish()
    if probes.slowProbeFails < 0.05 {
      slow?.error("probe-fails", "a slow site's probe must fail at least 1 time in 20, or it is never noticed")
    }
    if probes.timeoutSeconds >= probes.intervalSeconds && !context.diagnostics.hasErrors {
      reader.warning("probe-timeout", "the probe's timeout is not less than its interval: probes overlap")
    }
    return probes
  }

  private func missingOne(_ reader: FieldReader, _ key: String) -> Int {
    reader.missing(key, example: "3")
    return 1
  }

  func execution(_ root: FieldReader, sites: [String]?, dependencies: [String]) -> Execution {
    guard let reader = root.requiredChild("execute") else { return Execution(move: TrafficMove(mechanism: .balancer)) }
    defer { reader.finish() }
    let children = reader.children("steps")
    let names = children.map(\.name)
    if names.count > 20 { reader.error("steps", "more than 20 steps are not supported") }
    if names.contains("capacity") { reader.error("steps", "'capacity' is the readiness ladder and cannot name a step") }
    let steps = children.map { name, part -> FailoverStep in
      let needs = needs(part, dependencies: dependencies)
      let step = FailoverStep(
        name: name, takes: part.requiredDistribution("takes"), limitSeconds: part.optional("limit", .duration),
        after: indices(part, of: names, besides: []), needs: needs.actions,
        dependencies: needs.dependencies)
      part.finish()
      return step
    }
    if let cycle = firstInCycle(steps) {
      reader.error("steps", "step '\(names[cycle])' waits for itself through those that it stands after")
    }
    return Execution(
      steps: steps, restoreData: reader.distribution("restore-data") ?? .constant(0),
      backupEverySeconds: reader.optional("backup-every", .duration) ?? 86_400,
      move: move(reader, steps: names, sites: sites, dependencies: dependencies), canary: canary(reader),
      validationSeconds: reader.optional("validate", .duration) ?? 0,
      validationFails: reader.optional("validation-fails", .share) ?? 0,
      works: reader.optional("works", .share) ?? 1, otherwise: otherwise(reader),
      opensAt: reader.optional("opens-at", .shareOf("production")) ?? 0, backups: backups(reader, sites: sites))
  }

  private func otherwise(_ reader: FieldReader) -> Distribution {
    let law = reader.distribution("otherwise")
    let mayFail =
      (reader.optional("works", .share) ?? 1) < 1 || (reader.optional("validation-fails", .share) ?? 0) > 0
      || (reader.child("canary")?.optional("fails", .share) ?? 0) > 0
    if law == nil, !reader.has("otherwise"), mayFail {
      reader.missing("otherwise", example: "lognormal median 60min sigma 1.0")
    }
    return law ?? .constant(0)
  }

  /// Indices of the steps named under `after`.
  func indices(_ reader: FieldReader, of names: [String], besides known: [String]) -> [Int] {
    (reader.textList("after") ?? []).compactMap { name in
      if let index = names.firstIndex(of: name) { return index }
      if !known.contains(name) {
        let item = reader.node["after"]?.items?.first { $0.text == name }
        context.report(
          at: item?.position ?? reader.node.position, "there is no step '\(name)'",
          remedy: FieldReader.suggestion(for: name, among: names + known))
      }
      return nil
    }
  }

  /// A step that is reached from itself; nil where the steps can be put in order.
  private func firstInCycle(_ steps: [FailoverStep]) -> Int? {
    var done: Set<Int> = []
    while true {
      let ready = steps.indices.filter { !done.contains($0) && steps[$0].after.allSatisfy(done.contains) }
      if ready.isEmpty { return steps.indices.first { !done.contains($0) } }
      done.formUnion(ready)
    }
  }

  private func canary(_ execute: FieldReader) -> Canary? {
    guard let reader = execute.child("canary") else { return nil }
    defer { reader.finish() }
    return Canary(
      share: reader.required("share", .share), seconds: reader.required("for", .duration),
      gates: reader.flag("gates") ?? false, fails: reader.optional("fails", .share) ?? 0)
  }

  func failback(_ root: FieldReader) -> Failback {
    if root.isWord("never", "failback") { return .never }
    guard let reader = root.child("failback", shorthand: "after: VALUE", .duration) else { return .never }
    defer { reader.finish() }
    return Failback(
      afterSeconds: reader.isWord("never", "after") ? nil : reader.required("after", .duration),
      atHour: reader.optional("at", .hourOfDay), fails: reader.optional("fails", .share) ?? 0,
      rollBackSeconds: reader.optional("roll-back", .duration) ?? 300,
      rejoinSeconds: reader.optional("rejoin", .duration) ?? 0,
      holdDownSeconds: reader.optional("hold-down", .duration) ?? 0)
  }
}
