/// A metric as Prometheus knows it: name, type and what it says.
///
/// Names and labels are those under which a mesh gateway (Istio), an inference server (vLLM), NVIDIA's exporter, the exporter of
/// Kubernetes' state and the blackbox prober publish the same things, so that a team's rules read them unchanged. Where nobody
/// publishes such a thing the name is ours: `client_requests`, `dns_traffic_share_ratio`.
public enum Metric: String, CaseIterable, Sendable {
  case requests = "istio_requests"
  case clientRequests = "client_requests"
  case inFlight = "envoy_cluster_upstream_rq_active"
  case running = "vllm:num_requests_running"
  case waiting = "vllm:num_requests_waiting"
  case firstToken = "vllm:time_to_first_token_seconds"
  case gpuUse = "DCGM_FI_DEV_GPU_UTIL"
  case wantedReplicas = "kube_deployment_spec_replicas"
  case readyReplicas = "kube_deployment_status_replicas_ready"
  case probeSuccess = "probe_success"
  case dnsShare = "dns_traffic_share_ratio"
  case replicationLag = "pg_replication_lag_seconds"
  case up

  public enum Kind: String, Sendable { case counter, gauge, histogram }

  public var kind: Kind {
    switch self {
    case .requests, .clientRequests: .counter
    case .firstToken: .histogram
    case .inFlight, .running, .waiting, .gpuUse, .wantedReplicas, .readyReplicas, .probeSuccess, .dnsShare,
      .replicationLag, .up:
      .gauge
    }
  }

  /// The last word of its name where that is a unit.
  public var unit: String? {
    switch self {
    case .firstToken, .replicationLag: "seconds"
    case .dnsShare: "ratio"
    case .requests, .clientRequests, .inFlight, .running, .waiting, .gpuUse, .wantedReplicas, .readyReplicas,
      .probeSuccess, .up:
      nil
    }
  }

  /// The names under which its samples are asked for.
  public var sampleNames: [String] {
    switch kind {
    case .counter: [rawValue + "_total"]
    case .gauge: [rawValue]
    case .histogram: ["_bucket", "_count", "_sum"].map { rawValue + $0 }
    }
  }

  /// The labels that its series have, in the order in which they are written.
  public var labels: [String] {
    switch self {
    case .requests: ["reporter", "destination_cluster", "destination_service_name", "response_code"]
    case .clientRequests: ["service", "outcome"]
    case .inFlight: ["cluster_name"]
    case .running, .waiting, .firstToken: ["cluster", "model_name", "pod"]
    case .gpuUse: ["cluster", "modelName", "pod"]
    case .wantedReplicas, .readyReplicas: ["cluster", "namespace", "deployment"]
    case .probeSuccess: ["job", "instance", "vantage"]
    case .dnsShare: ["cluster", "service"]
    case .replicationLag: ["cluster", "class"]
    case .up: ["job", "cluster"]
    }
  }

  public var help: String {
    switch self {
    case .requests: "Requests that the gateway sent to a site, by the code of the answer."
    case .clientRequests: "Requests as users count them, whoever failed them."
    case .inFlight: "Requests that the gateway waits for."
    case .running: "Requests that replicas are answering."
    case .waiting: "Requests that wait for a replica."
    case .firstToken: "Time to first token."
    case .gpuUse: "Use of the GPUs in percent."
    case .wantedReplicas: "Replicas that are wanted."
    case .readyReplicas: "Replicas that can answer."
    case .probeSuccess: "Whether a probe succeeded: health checks, and requests as users send them."
    case .dnsShare: "Share of users that are sent to a site."
    case .replicationLag: "How far the copy of the state lags behind."
    case .up: "Whether a site's own metrics could be read."
    }
  }
}
