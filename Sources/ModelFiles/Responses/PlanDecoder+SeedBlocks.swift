internal import Intake
import ServiceModel
import Stochastics

/// The `failover_config` and `autoscaling` blocks of the second seed document, word for word.
///
/// They leave several things open; each reading is noted for `explain`. A *timeout* is a limit, never a duration.
extension PlanDecoder {
  func failoverConfig(_ root: FieldReader, into service: inout Service) {
    for key in ["detect", "decide", "execute"] where root.has(key) {
      root.error(key, "'\(key)' and 'failover_config' both describe the failover", remedy: "Keep one of them")
    }
    guard let reader = root.child("failover_config") else { return }
    region(reader, "primary_region", in: service.sites)
    region(reader, "secondary_region", in: service.sites)
    if let detection = reader.requiredChild("detection") {
      service.detection = .probes(probes(detection))
      for key in falseAlarmKeys.seed { _ = detection.node(key) }
      detection.finish()
    }
    service.decision = Decision(preCheck: .constant(30))
    interpret("decision: 30 s of impact assessment, pre-check and reservation (the seed's phase of 30-60 s)")
    var execution = Execution(move: TrafficMove(mechanism: .dns, ttlSeconds: 60, after: [], afterCapacity: false))
    if let recovery = reader.requiredChild("recovery") {
      recoverySteps(recovery, into: &execution)
      recovery.finish()
    }
    if let validation = reader.child("validation") {
      validationSteps(validation, into: &execution)
      validation.finish()
    }
    service.execution = execution
    reader.finish()
  }

  private func region(_ reader: FieldReader, _ key: String, in sites: [Site]) {
    let name = reader.requiredText(key, example: "us-east-1")
    let known = sites.map(\.region)
    guard reader.has(key), !known.contains(name) else { return }
    reader.error(
      key, "no site is in region '\(name)'", remedy: FieldReader.suggestion(for: name, among: known))
  }

  private func probes(_ reader: FieldReader) -> Probes {
    let interval = positive(reader, "health_check_interval", .duration)
    if !reader.has("consecutive_failures") { reader.missing("consecutive_failures", example: "3") }
    let failures = atLeastOne(reader, "consecutive_failures", .count())
    let limit = reader.optional("timeout", .duration)
    interpret(
      "health_check_interval and consecutive_failures: the alarm rises at failed probe \(failures), "
        + "\(Int(interval) * (failures - 1))-\(Int(interval) * failures) s after a fault that refuses connections")
    if let limit {
      interpret(
        "detection timeout: \(Int(limit)) s is the limit of the detection phase, not of one probe (as a probe timeout a "
          + "silent region would be noticed after 50-60 s); a probe's own timeout is half its interval")
    }
    interpret("vantage points: 2 of 3 must agree (the seed asks for at least 2 independent points)")
    return Probes(
      intervalSeconds: interval, timeoutSeconds: interval / 2, failures: failures, agreeing: 2, vantagePoints: 3,
      limitSeconds: limit)
  }

  private func recoverySteps(_ reader: FieldReader, into execution: inout Execution) {
    execution.move.ttlSeconds = reader.required("dns_ttl", .duration)
    interpret(
      "dns_ttl: each client moves within \(nearestWhole(execution.move.ttlSeconds)) s of the change, which starts with the warm-up"
    )
    let warmUp = reader.required("load_balancer_warmup", .duration)
    execution.steps.append(FailoverStep(name: "load-balancer-warm-up", takes: .constant(warmUp)))
    interpret("load_balancer_warmup: a duration of \(Int(warmUp)) s, the longest of the parallel execution steps")
    if let limit = reader.optional("model_preload_timeout", .duration) {
      execution.steps.append(FailoverStep(name: "model-preload", takes: .constant(0), limitSeconds: limit))
      interpret(
        "model_preload_timeout: a limit of \(Int(limit)) s; where the standby is warm the model is loaded and the step takes no time"
      )
    }
  }

  private func validationSteps(_ reader: FieldReader, into execution: inout Execution) {
    let monitors = Int(reader.optional("synthetic_monitors", .count()) ?? 0)
    let share = reader.optional("canary_traffic_percentage", .share) ?? 0
    execution.validationSeconds = reader.optional("full_validation_timeout", .duration) ?? 0
    let gates = reader.flag("canary_gates") ?? false
    execution.canary = Canary(share: share, seconds: execution.validationSeconds, gates: gates)
    interpret("synthetic_monitors: \(monitors) monitors check beside the move and take no time of their own")
    interpret(
      gates
        ? "canary_gates: the other clients wait for the full validation; with the primary dead this keeps them down"
        : "canary_traffic_percentage: a check beside the move, not a gate: with the primary dead a gate keeps the others down"
    )
    interpret(
      "full_validation_timeout: a limit of \(nearestWhole(execution.validationSeconds)) s from restored to whole, outside the recovery time"
    )
  }

  /// A row of the document's `metrics`: one node more while it is exceeded.
  func seedThreshold(_ reader: FieldReader) -> ThresholdPolicy? {
    let name = reader.requiredText("name", example: "request_rate")
    let cooldown = reader.required("cooldown", .duration)
    switch name {
    case "request_rate":
      interpret("request_rate: measured on the pool of a site")
      return ThresholdPolicy(
        name: name, metric: .requestRate(reader.required("threshold", .rate)), cooldownSeconds: cooldown)
    case "gpu_utilization":
      return ThresholdPolicy(
        name: name, metric: .utilization(reader.required("threshold", .share)), cooldownSeconds: cooldown)
    default:
      _ = reader.node("threshold")
      guard reader.has("name") else { return nil }
      reader.error(
        "name", "unknown metric '\(name)'",
        remedy: nearest(to: name, among: ["request_rate", "gpu_utilization"]).map { "Did you mean '\($0)'?" }
          ?? "Known: request_rate, gpu_utilization")
      return nil
    }
  }

  /// A row of the document's `scaling_policies`.
  func seedTargetTracking(_ reader: FieldReader) -> TargetTracking? {
    let type = reader.requiredText("type", example: "target_tracking")
    let text = reader.requiredText("target_value", example: "70%_gpu_utilization")
    let out = reader.required("scale_out_cooldown", .duration)
    let `in` = reader.required("scale_in_cooldown", .duration)
    guard type == "target_tracking" else {
      reader.error("type", "unknown policy '\(type)'", remedy: "Known: target_tracking")
      return nil
    }
    let number = text.prefix { $0 != "%" }
    guard let percent = Double(number), (1...100).contains(percent),
      text == "\(number)%_gpu_utilization" || text == "\(number)%"
    else {
      reader.error("target_value", "expected a utilisation, found '\(text)'", remedy: "Write 70%_gpu_utilization")
      return nil
    }
    return TargetTracking(utilization: percent / 100, scaleOutCooldownSeconds: out, scaleInCooldownSeconds: `in`)
  }
}
