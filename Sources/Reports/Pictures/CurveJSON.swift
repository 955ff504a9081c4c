import Experiments
import ServiceModel

/// The curves of a design: pairs of value and share, in the order of values.
func curvesJSON(_ curves: DesignCurves) -> JSONValue {
  func byScope(_ curves: [(scope: FailureScope, curve: ShareCurve)]) -> JSONValue {
    .object(curves.map { ($0.scope.rawValue, curveJSON($0.curve)) })
  }
  return .object([
    ("lost_minutes_exceeded", curveJSON(curves.lostMinutes)),
    ("recovery_seconds_reached", byScope(curves.recovery)),
    ("failover_seconds_reached", byScope(curves.failover)),
    ("data_loss_seconds_reached", .object(curves.dataLoss.map { ($0.name, curveJSON($0.curve)) })),
  ])
}

private func curveJSON(_ curve: ShareCurve) -> JSONValue {
  .object([
    ("value", .array(curve.points.map { .number($0.value) })),
    ("share", .array(curve.points.map { .number($0.share) })),
  ])
}
