import Experiments
import OutputAnalysis
import ServiceModel

/// Latency, streams and attempts of one design for programs.
func serviceLevelsJSON(_ levels: ServiceLevels) -> JSONValue {
  .object([
    (
      "first_tokens",
      .array(
        levels.firstTokens.map { figures in
          .object([
            ("place", .string(figures.objective.place.rawValue)),
            ("within_seconds", .number(figures.objective.withinSeconds)),
            ("percentile", .number(figures.objective.percentile)),
            ("late_share", json(figures.lateShare, mean: figures.meanLateShare)),
            ("missed_time_share", json(figures.missedTime, mean: figures.meanMissedTime)),
          ])
        })
    ),
    ("streams_broken_share", json(levels.streamsBroken, mean: levels.meanStreamsBroken)),
    ("gateway_success_share", json(levels.gatewaySuccess, mean: levels.meanGatewaySuccess)),
    ("near_saturation_share", .number(levels.meanNearSaturationShare)),
    ("gpu_utilization_share", levels.gpuUtilization.map { .number($0) } ?? .null),
  ])
}
