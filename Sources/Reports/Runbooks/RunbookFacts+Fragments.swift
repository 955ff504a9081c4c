internal import Intake
import ServiceModel

/// Autoscaler settings as their originals take them; names of metrics are the team's.
extension RunbookFacts {
  func scalingFragments(_ scaling: Autoscaling, at site: Site) -> [Runbook.Block] {
    scaling.policies.compactMap { policy in
      switch policy {
      case .target(let target): .fragment(language: "json", text: targetTracking(target, scaling))
      case .horizontalPod(let pods): .fragment(language: "yaml", text: manifest(pods, scaling, at: site))
      // What only this simulator joins into one rule has no manifest of its own.
      case .threshold, .knative, .ongoing, .schedule, .forecast: nil
      }
    }
  }

  private func targetTracking(_ target: TargetTracking, _ scaling: Autoscaling) -> String {
    let most = scaling.maximumNodes.map { ",\n  \"MaxCapacity\": \($0)" } ?? ""
    return """
      {
        "TargetTrackingScalingPolicyConfiguration": {
          "TargetValue": \(nearestWhole(target.utilization * 100)),
          "ScaleOutCooldown": \(nearestWhole(target.scaleOutCooldownSeconds)),
          "ScaleInCooldown": \(nearestWhole(target.scaleInCooldownSeconds))
        },
        "MinCapacity": \(scaling.minimumNodes)\(most)
      }

      """
  }

  private func manifest(_ pods: HorizontalPodScaling, _ scaling: Autoscaling, at site: Site) -> String {
    let perNode = service.replicasPerNode(at: site)
    let most = (scaling.maximumNodes ?? service.failoverNodes(at: site)) * perNode
    let metric =
      switch pods.target {
      case .utilization(let share):
        "{ type: Pods, pods: { metric: { name: gpu_utilization_percent }, target: { type: AverageValue, averageValue: "
          + "\"\(nearestWhole(share * 100))\" } } }"
      case .requestRate(let rate):
        "{ type: Pods, pods: { metric: { name: requests_per_second }, target: { type: AverageValue, averageValue: "
          + "\"\(Wording.significant(rate))\" } } }"
      case .requestsPerReplica(let requests):
        "{ type: Pods, pods: { metric: { name: requests_in_system }, target: { type: AverageValue, averageValue: "
          + "\"\(Wording.significant(requests))\" } } }"
      }
    var lines = [
      "apiVersion: autoscaling/v2", "kind: HorizontalPodAutoscaler",
      "metadata: { name: \(service.name)-\(site.name) }", "spec:",
      "  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: \(service.name) }",
      "  minReplicas: \(scaling.minimumNodes * perNode)", "  maxReplicas: \(most)", "  metrics:", "    - \(metric)",
    ]
    if pods.up != nil || pods.down != nil {
      lines += [
        "  behavior:", "    scaleUp: \(behaviour(pods.up ?? .up))", "    scaleDown: \(behaviour(pods.down ?? .down))",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func behaviour(_ behaviour: HorizontalPodScaling.Behaviour) -> String {
    let word =
      switch behaviour.selection {
      case .max: "Max"
      case .min: "Min"
      case .disabled: "Disabled"
      }
    let policies = behaviour.limits.map { limit in
      let (type, value) =
        switch limit.amount {
        case .pods(let count): ("Pods", String(count))
        case .percent(let percent): ("Percent", Wording.significant(percent))
        }
      return "{ type: \(type), value: \(value), periodSeconds: \(nearestWhole(limit.periodSeconds)) }"
    }
    return
      "{ stabilizationWindowSeconds: \(nearestWhole(behaviour.stabilisationSeconds)), selectPolicy: \(word), policies: "
      + "[\(policies.joined(separator: ", "))] }"
  }
}
