import ServiceModel
import Testing

@testable import ModelFiles

/// Autoscalers in the words of Kubernetes (autoscaling/v2, kubernetes.io/docs/reference), of KEDA (keda.sh/docs/concepts/scaling-deployments)
/// and of AWS Application Auto Scaling (PutScalingPolicy), made after their published descriptions.
@Suite struct ScalingManifestTests {
  private static let hpa = """
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata:
      name: chat
      namespace: serving
    spec:
      scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: chat }
      minReplicas: 3
      maxReplicas: 41
      metrics:
        - type: Resource
          resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } }
        - type: Pods
          pods:
            metric: { name: vllm_num_requests_running }
            target: { type: AverageValue, averageValue: "40" }
        - type: External
          external:
            metric: { name: gateway_requests_per_second }
            target: { type: AverageValue, averageValue: 7500m }
      behavior:
        scaleUp:
          stabilizationWindowSeconds: 60
          selectPolicy: Min
          policies:
            - { type: Pods, value: 4, periodSeconds: 60 }
            - { type: Percent, value: 50, periodSeconds: 120 }
    """

  private func plan(_ manifest: String, more: String = "", name: String = "hpa.yaml") throws -> PlanFile {
    try PlanFile(
      text: wholePlan + "\nautoscaling:\n  import: \(name)\n  start-lag: 4min\n  response-time: 6.8s\n\(more)\n",
      name: "plan.yaml",
      pieces: [name: manifest])
  }

  private func scaling(_ manifest: String, more: String = "", name: String = "hpa.yaml") throws -> Autoscaling {
    try #require(try plan(manifest, more: more, name: name).services[0].autoscaling)
  }

  private func problems(_ manifest: String, more: String = "", name: String = "hpa.yaml") -> [String] {
    do {
      _ = try plan(manifest, more: more, name: name)
      return []
    } catch let error as Diagnostics {
      return error.all.map(\.headline)
    } catch {
      return ["\(error)"]
    }
  }

  /// By hand: a node of 8 GPUs holds two replicas of 4, so 3 to 41 pods are 2 to 21 nodes.
  @Test func aHorizontalPodAutoscalerIsRead() throws {
    let scaling = try scaling(Self.hpa)
    #expect(scaling.minimumNodes == 2 && scaling.maximumNodes == 21 && scaling.evaluationSeconds == 15)
    let up = HorizontalPodScaling.Behaviour(
      stabilisationSeconds: 60, limits: [.init(.pods(4), periodSeconds: 60), .init(.percent(50), periodSeconds: 120)],
      selection: .min)
    #expect(
      scaling.policies == [
        .horizontalPod(HorizontalPodScaling(target: .requestsPerReplica(40), tolerance: 0.1, up: up, down: .down)),
        .horizontalPod(HorizontalPodScaling(target: .requestRate(7.5), tolerance: 0.1, up: up, down: .down)),
      ])
  }

  /// The same, written as a plan writes it, is the same.
  @Test func itIsWhatThePlanCouldHaveSaid() throws {
    let own = """
        evaluate-every: 15s
        minimum: 2 nodes
        maximum: 21 nodes
        policies:
          - { kind: hpa, requests: 40, up: { stabilise: 60s, select: min, limits: [{ pods: 4, per: 60s }, { percent: 50, per: 120s }] }, down: {} }
          - { kind: hpa, rate: 7.5rps, up: { stabilise: 60s, select: min, limits: [{ pods: 4, per: 60s }, { percent: 50, per: 120s }] }, down: {} }
      """
    let written = try PlanFile(
      text: wholePlan + "\nautoscaling:\n  start-lag: 4min\n  response-time: 6.8s\n\(own)\n", name: "plan.yaml")
    #expect(try scaling(Self.hpa) == written.services[0].autoscaling)
  }

  @Test func whatWasReadAndWhatWasNotIsSaid() throws {
    let sentences = try plan(Self.hpa).interpretations
    #expect(
      sentences.contains {
        $0.contains("3 to 41 pods are 2 to 21 nodes of 2; vllm_num_requests_running: 40 requests in a replica")
      })
    #expect(
      sentences.contains(
        "autoscaling, not carried over: the Resource metric cpu: CPU and memory of a pod are not modelled"))
  }

  /// What the plan writes beside the import wins.
  @Test func thePlansOwnKeysWin() throws {
    let scaling = try scaling(Self.hpa, more: "  minimum: 5 nodes\n  policies: [{ kind: target, utilization: 60% }]")
    #expect(scaling.minimumNodes == 5 && scaling.maximumNodes == 21)
    #expect(scaling.targetTracking?.utilization == 0.6 && scaling.policies.count == 1)
  }

  @Test func aScaledObjectIsRead() throws {
    let text = """
      apiVersion: keda.sh/v1alpha1
      kind: ScaledObject
      metadata: { name: chat }
      spec:
        scaleTargetRef: { name: chat }
        pollingInterval: 15
        cooldownPeriod: 300
        maxReplicaCount: 30
        triggers:
          - type: prometheus
            metadata:
              serverAddress: http://prometheus:9090
              query: sum(rate(vllm_request_success_total[1m]))
              threshold: "8.5"
          - type: cpu
            metricType: Utilization
            metadata: { value: "60" }
      """
    let read = try plan(text, name: "scaledobject.yaml")
    let scaling = try #require(read.services[0].autoscaling)
    #expect(scaling.minimumNodes == 1 && scaling.maximumNodes == 15)
    #expect(
      scaling.policies == [
        .horizontalPod(HorizontalPodScaling(target: .requestRate(8.5), tolerance: 0.1, up: .up, down: .down))
      ])
    #expect(read.interpretations.contains { $0.contains("not carried over: scaling to nothing") })
    #expect(read.interpretations.contains { $0.contains("not carried over: the trigger cpu") })
  }

  /// 378 requests a minute of a target are 6.3 a second, 70 % of a replica rated at 9.
  @Test func targetTrackingIsRead() throws {
    let text = """
      {
        "PolicyName": "chat", "PolicyType": "TargetTrackingScaling", "ServiceNamespace": "ecs",
        "ResourceId": "service/serving/chat", "ScalableDimension": "ecs:service:DesiredCount",
        "TargetTrackingScalingPolicyConfiguration": {
          "TargetValue": 378.0,
          "PredefinedMetricSpecification": { "PredefinedMetricType": "ALBRequestCountPerTarget", "ResourceLabel": "app/a/b" },
          "ScaleOutCooldown": 60
        }
      }
      """
    let target = try #require(try scaling(text, name: "policy.json").targetTracking)
    #expect(abs(target.utilization - 0.7) < 1e-12)
    #expect(target.scaleOutCooldownSeconds == 60 && target.scaleInCooldownSeconds == 300)
  }

  @Test(arguments: [
    ("apiVersion: apps/v1\nkind: Deployment\nspec: { replicas: 3 }", "a 'Deployment' is no autoscaler"),
    (
      "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nspec: { maxReplicas: 3 }",
      "the version 'autoscaling/v1'"
    ),
    ("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler", "'spec' is missing"),
    (
      "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: { maxReplicas: many, metrics: [] }",
      "maxReplicas is 'many'"
    ),
    (
      "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: { maxReplicas: 9, metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }] }",
      "no metric of the imported autoscaler can be carried over"
    ),
    (
      "{\"TargetValue\": 900, \"PredefinedMetricSpecification\": {\"PredefinedMetricType\": \"ALBRequestCountPerTarget\"}}",
      "of what a replica is rated at"
    ),
  ])
  func whatCannotBeReadIsRefused(manifest: String, words: String) {
    #expect(problems(manifest).contains { $0.contains(words) }, "\(problems(manifest))")
  }
}
