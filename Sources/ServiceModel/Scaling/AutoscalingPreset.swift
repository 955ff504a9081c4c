import Stochastics

/// Autoscalers as they come: the defaults that their projects publish.
public enum AutoscalingPreset: String, CaseIterable, Sendable {
  /// Ray Serve: two ongoing requests a replica, up after 30 s, down after 600 s; metrics every 10 s over 30 s.
  /// Source: docs.ray.io, ray.serve.config.AutoscalingConfig.
  case rayServe = "ray-serve"
  /// Knative: 70 % of a concurrency of 100, evaluated every 2 s over 60 s, in panic over 6 s.
  /// Source: knative/serving config/core/configmaps/autoscaler.yaml and pkg/autoscaler/scaling/autoscaler.go.
  case knative
  /// Kubernetes: 80 % utilisation, evaluated every 15 s, a tolerance of 10 %, five minutes before shrinking.
  /// Source: kubernetes.io, Horizontal Pod Autoscaling; autoscaling/v2 defaults.
  case horizontalPod = "hpa-default"
  /// llm-d's variant autoscaler: every 30 s on metrics 15 s old, one more above 80 % of the KV cache and one less below
  /// 40 %, after four minutes; a start of 240 s with a deviation of 30 s. Load over capacity stands in for the cache.
  /// Source: inference-sim docs/configs/phase2-autoscaler.yaml, which follows llm-d-workload-variant-autoscaler.
  case llmD = "llm-d"

  /// The autoscaler with these defaults.
  ///
  /// - Parameter startLag: Used where the preset has none of its own.
  public func autoscaling(startLag: Distribution) -> Autoscaling {
    switch self {
    case .rayServe:
      Autoscaling(evaluationSeconds: 10, policies: [.ongoing(OngoingRequests())], startLag: startLag)
    case .knative:
      Autoscaling(
        evaluationSeconds: 2, policies: [.knative(KnativeScaling(target: .requestsPerReplica(70)))], startLag: startLag)
    case .horizontalPod:
      Autoscaling(
        evaluationSeconds: 15, policies: [.horizontalPod(HorizontalPodScaling(target: .utilization(0.8)))],
        startLag: startLag)
    case .llmD:
      Autoscaling(
        evaluationSeconds: 30, metricDelaySeconds: 15,
        policies: [
          .threshold(
            ThresholdPolicy(name: "kv-high", metric: .utilization(0.8), holdSeconds: 240, cooldownSeconds: 0)),
          .threshold(
            ThresholdPolicy(
              name: "kv-low", metric: .utilization(0.4), direction: .in, holdSeconds: 240, cooldownSeconds: 0)),
        ],
        // A gamma law with this mean and deviation: a normal one could be negative.
        startLag: .gamma(shape: 64, scale: 3.75))
    }
  }
}
