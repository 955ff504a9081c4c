internal import Foundation
internal import Intake
import ServiceModel

/// An autoscaler as the file of another program describes it: a Kubernetes HorizontalPodAutoscaler (autoscaling/v2), a KEDA
/// ScaledObject (keda.sh/v1alpha1) or the target tracking of AWS Application Auto Scaling, as JSON.
///
/// What a plan knows of becomes policies; everything else is named.
struct ScalingManifest {
  /// What replicas, not nodes, are counted in.
  private(set) var minimumPods: Int?
  private(set) var maximumPods: Int?
  private(set) var policies: [ScalingPolicy] = []
  /// How each part was read.
  private(set) var readings: [String] = []
  /// What has no counterpart.
  private(set) var left: [String] = []
  private(set) var problems: [(position: SourcePosition, message: String, remedy: String)] = []
  /// What the file is.
  let kind: String

  /// The keys at the root of such files.
  static let keys: Set<String> = [
    "apiVersion", "kind", "metadata", "spec", "status", "PolicyName", "PolicyType", "PolicyARN", "ServiceNamespace",
    "ResourceId", "ScalableDimension", "TargetTrackingScalingPolicyConfiguration", "TargetTrackingConfiguration",
    "Alarms",
    "CreationTime", "TargetValue", "PredefinedMetricSpecification", "CustomizedMetricSpecification", "ScaleInCooldown",
    "ScaleOutCooldown", "DisableScaleIn", "MinCapacity", "MaxCapacity", "ScalingPolicies",
  ]

  /// - Parameter node: A mapping, among whose keys are those of such a file; nil where there are none.
  init?(_ node: SourceNode, ratedRPS: Double) {
    guard node.entries?.contains(where: { ScalingManifest.keys.contains($0.key) }) == true else { return nil }
    let isKubernetes = node["spec"] != nil || node["apiVersion"] != nil
    kind = node["kind"]?.text ?? (isKubernetes ? "" : "target tracking")
    switch kind {
    case "HorizontalPodAutoscaler": horizontalPod(node)
    case "ScaledObject": scaledObject(node)
    case "target tracking": targetTracking(node, ratedRPS: ratedRPS)
    default:
      problems.append(
        (
          node["kind"]?.position ?? node.position, "a '\(kind)' is no autoscaler that can be read",
          "Name a file with one HorizontalPodAutoscaler, one ScaledObject or one target tracking policy"
        ))
    }
  }

  // MARK: Numbers

  /// A number as Kubernetes writes quantities: `70`, `500m`, `1.5k`.
  private mutating func amount(_ node: SourceNode?, _ what: String, upTo most: Double = 1e9) -> Double? {
    guard let node else { return nil }
    let text = node.text ?? ""
    let scales: [(end: String, factor: Double)] = [
      ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("Ki", 1024), ("Mi", 1_048_576),
    ]
    let scale = scales.filter { text.hasSuffix($0.end) }.max { $0.end.count < $1.end.count }
    let number = OutsideNumber(what, from: 0, to: most).value(of: text.dropLast(scale?.end.count ?? 0))
    guard let number, number * (scale?.factor ?? 1) <= most else {
      problems.append(
        (node.position, "\(what) is \(node.shortDescription)", "Write a number from 0, such as 70 or 500m"))
      return nil
    }
    return number * (scale?.factor ?? 1)
  }

  private mutating func whole(_ node: SourceNode?, _ what: String) -> Int? {
    guard let node, let value = amount(node, what, upTo: 1e6) else { return nil }
    guard let whole = wholeNumber(value) else {
      problems.append(
        (node.position, "\(what) is \(node.shortDescription), which is not whole", "Write a whole number"))
      return nil
    }
    return whole
  }

  // MARK: Kubernetes

  private mutating func horizontalPod(_ node: SourceNode) {
    guard let spec = node["spec"], spec.entries != nil else { return missing("spec", at: node) }
    let version = node["apiVersion"]?.text ?? ""
    guard ["autoscaling/v2", "autoscaling/v2beta2"].contains(version) else {
      problems.append(
        (
          node["apiVersion"]?.position ?? node.position, "the version '\(version)' of this autoscaler has other keys",
          "Convert it to autoscaling/v2: 'kubectl get hpa.v2.autoscaling NAME -o yaml'"
        ))
      return
    }
    minimumPods = whole(spec["minReplicas"], "minReplicas") ?? 1
    maximumPods = whole(spec["maxReplicas"], "maxReplicas")
    let (up, down) = (behaviour(spec["behavior"]?["scaleUp"], .up), behaviour(spec["behavior"]?["scaleDown"], .down))
    for metric in spec["metrics"]?.items ?? [] { add(metric, up: up, down: down) }
  }

  private mutating func add(
    _ metric: SourceNode, up: HorizontalPodScaling.Behaviour, down: HorizontalPodScaling.Behaviour
  ) {
    let type = metric["type"]?.text ?? ""
    let source = metric[type.prefix(1).lowercased() + type.dropFirst()]
    let name = source?["metric"]?["name"]?.text ?? source?["name"]?.text ?? ""
    guard ["Pods", "External", "Object"].contains(type) else {
      return left.append("the \(type) metric \(name): CPU and memory of a pod are not modelled")
    }
    let aim = source?["target"]
    guard let node = aim?["averageValue"] else {
      return left.append("the \(type) metric \(name): its target is of the whole pool, not of a pod")
    }
    guard let value = amount(node, "averageValue") else { return }
    track(name, value, at: node, up: up, down: down)
  }

  /// A metric of a pod, told by its name.
  private mutating func track(
    _ name: String, _ value: Double, at node: SourceNode, up: HorizontalPodScaling.Behaviour,
    down: HorizontalPodScaling.Behaviour
  ) {
    guard let (target, words) = ScalingManifest.target(name, value) else {
      return left.append(
        "the metric \(name): a plan knows load, rates and requests in a replica, and its name is of none")
    }
    guard value > 0 else {
      problems.append((node.position, "the target of \(name) is nothing", "Write what a pod shall have, above 0"))
      return
    }
    policies.append(.horizontalPod(HorizontalPodScaling(target: target, tolerance: 0.1, up: up, down: down)))
    readings.append("\(name): \(words)")
  }

  /// Which of the quantities that a plan knows a metric is, by the words of its name or of its query.
  static func target(_ name: String, _ value: Double) -> (target: ScalingTarget, words: String)? {
    let name = name.lowercased()
    func has(_ words: [String]) -> Bool { words.contains { name.contains($0) } }
    func text(_ value: Double) -> String { value == value.rounded() ? String(format: "%.0f", value) : "\(value)" }
    if has(["util", "cache_usage", "cache_perc"]) {
      let share = value > 1 ? value / 100 : value
      return share <= 1 ? (.utilization(share), "load over capacity kept at \(text(share * 100)) %") : nil
    }
    if has(["rate(", "per_second", "persecond", "rps", "qps", "_rate"]) {
      return (.requestRate(value), "\(text(value)) requests a second of a replica")
    }
    if has(["running", "waiting", "flight", "concurren", "queue", "pending", "num_requests", "active_requests"]) {
      return (.requestsPerReplica(value), "\(text(value)) requests in a replica")
    }
    return nil
  }

  private mutating func behaviour(
    _ node: SourceNode?, _ standard: HorizontalPodScaling.Behaviour
  ) -> HorizontalPodScaling.Behaviour {
    var behaviour = standard
    guard let node else { return behaviour }
    if let seconds = amount(node["stabilizationWindowSeconds"], "stabilizationWindowSeconds", upTo: 3600) {
      behaviour.stabilisationSeconds = seconds
    }
    if let select = node["selectPolicy"]?.text {
      if let known = HorizontalPodScaling.Behaviour.Selection(rawValue: select.lowercased()) {
        behaviour.selection = known
      } else {
        problems.append((node.position, "selectPolicy is '\(select)'", "Known: Max, Min, Disabled"))
      }
    }
    guard let rules = node["policies"]?.items else { return behaviour }
    behaviour.limits = rules.compactMap { rule in
      guard let value = amount(rule["value"], "value", upTo: 1e6),
        let period = amount(rule["periodSeconds"], "periodSeconds", upTo: 1800), period > 0, value > 0
      else {
        problems.append((rule.position, "a policy has a type, a value and periodSeconds", "Complete it"))
        return nil
      }
      return rule["type"]?.text == "Pods"
        ? .init(.pods(Int(nearestWhole(value))), periodSeconds: period) : .init(.percent(value), periodSeconds: period)
    }
    if node["tolerance"] != nil { left.append("the tolerance of one direction: a plan has one for both, 10 %") }
    return behaviour
  }

  // MARK: KEDA

  private mutating func scaledObject(_ node: SourceNode) {
    guard let spec = node["spec"], spec.entries != nil else { return missing("spec", at: node) }
    // KEDA's own defaults.
    minimumPods = whole(spec["minReplicaCount"], "minReplicaCount") ?? 0
    maximumPods = whole(spec["maxReplicaCount"], "maxReplicaCount") ?? 100
    if minimumPods == 0 { left.append("scaling to nothing and its cooldownPeriod: a site keeps one node at least") }
    if spec["fallback"] != nil { left.append("the fallback while a metric cannot be read") }
    let rules = spec["advanced"]?["horizontalPodAutoscalerConfig"]?["behavior"]
    let (up, down) = (behaviour(rules?["scaleUp"], .up), behaviour(rules?["scaleDown"], .down))
    for trigger in spec["triggers"]?.items ?? [] {
      let type = trigger["type"]?.text ?? ""
      let metadata = trigger["metadata"]
      guard type == "prometheus" else {
        left.append("the trigger \(type): only prometheus can be read")
        continue
      }
      guard ["", "AverageValue"].contains(trigger["metricType"]?.text ?? "") else {
        left.append(
          "a trigger whose metricType is \(trigger["metricType"]?.text ?? ""): its target is of the whole pool")
        continue
      }
      guard let threshold = metadata?["threshold"] else {
        problems.append((trigger.position, "the trigger has no threshold", "Add 'threshold' to its metadata"))
        continue
      }
      guard let value = amount(threshold, "threshold") else { continue }
      track(metadata?["query"]?.text ?? metadata?["metricName"]?.text ?? "", value, at: threshold, up: up, down: down)
    }
  }

  // MARK: AWS

  private mutating func targetTracking(_ node: SourceNode, ratedRPS: Double) {
    if let all = node["ScalingPolicies"]?.items {
      guard all.count == 1 else {
        problems.append(
          (
            node.position, "the file has \(all.count) scaling policies",
            "Keep the one of the service in a file of its own"
          ))
        return
      }
      return targetTracking(all[0], ratedRPS: ratedRPS)
    }
    (minimumPods, maximumPods) = (whole(node["MinCapacity"], "MinCapacity"), whole(node["MaxCapacity"], "MaxCapacity"))
    let rule = node["TargetTrackingScalingPolicyConfiguration"] ?? node["TargetTrackingConfiguration"] ?? node
    guard let aim = rule["TargetValue"] else { return missing("TargetValue", at: rule) }
    guard let value = amount(aim, "TargetValue") else { return }
    let name =
      rule["PredefinedMetricSpecification"]?["PredefinedMetricType"]?.text
      ?? rule["CustomizedMetricSpecification"]?["MetricName"]?.text ?? ""
    if rule["DisableScaleIn"]?.text == "true" { left.append("DisableScaleIn: a pool that has grown shrinks again") }
    guard let utilization = utilization(name, value, ratedRPS: ratedRPS) else { return }
    guard utilization > 0, utilization <= 1 else {
      problems.append(
        (
          aim.position, "\(name) of \(value) is \(utilization * 100) % of what a replica is rated at",
          "Check the target, or the replica's 'rated'"
        ))
      return
    }
    // AWS' defaults for services that are not EC2 fleets are 300 s where nothing is written.
    policies.append(
      .target(
        TargetTracking(
          utilization: utilization,
          scaleOutCooldownSeconds: amount(rule["ScaleOutCooldown"], "ScaleOutCooldown", upTo: 86_400) ?? 300,
          scaleInCooldownSeconds: amount(rule["ScaleInCooldown"], "ScaleInCooldown", upTo: 86_400) ?? 300)))
  }

  /// The share of a replica's rated load that a target stands for; nil where it is none, which has been said.
  private mutating func utilization(_ name: String, _ value: Double, ratedRPS: Double) -> Double? {
    if ["ALBRequestCountPerTarget", "SageMakerVariantInvocationsPerInstance"].contains(name) {
      let share = value / 60 / ratedRPS
      readings.append(
        "\(name): \(value) a minute over \(ratedRPS) requests a second of a replica, a load of \(share * 100) %")
      return share
    }
    if let (target, words) = ScalingManifest.target(name, value), case .utilization(let share) = target {
      readings.append("\(name): \(words)")
      return share
    }
    let reason = name.contains("CPU") || name.contains("Memory") ? "CPU and memory are not modelled" : "it is no load"
    left.append("the metric \(name): \(reason)")
    return nil
  }

  private mutating func missing(_ key: String, at node: SourceNode) {
    problems.append((node.position, "'\(key)' is missing", "Name the whole file as it is applied"))
  }
}
