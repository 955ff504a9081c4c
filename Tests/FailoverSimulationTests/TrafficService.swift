import ServiceModel

/// A service of which nothing but the traffic matters.
func service(
  _ traffic: Traffic, days: Double = 28, begins: CalendarDay = CalendarDay(year: 2027, month: 1, day: 4)
) -> Service {
  Service(
    name: "traffic", design: Design(name: "single-site", topology: .singleSite), begins: begins,
    horizonHours: days * 24, objectives: Objectives(), traffic: traffic,
    replica: ReplicaType(name: "unit", ratedRPS: 10, gpus: 1),
    sites: [
      Site(
        name: "a", provider: "a", region: "a", keep: .serving, size: .nodes(10),
        node: NodeType(gpuModel: "unit", gpus: 1))
    ],
    sizing: Sizing(buffer: 0), failures: [], detection: .takes(.constant(0)),
    decision: Decision(preCheck: .constant(0)), execution: Execution(move: TrafficMove(mechanism: .balancer)))
}

/// A day and a week with some shape.
let shapedDay = DailyCurve.knots([
  DailyKnot(hour: 0, share: 0.45), DailyKnot(hour: 5, share: 0.3), DailyKnot(hour: 10, share: 0.9),
  DailyKnot(hour: 15, share: 1), DailyKnot(hour: 20, share: 0.75),
])
let shapedWeek = [1, 1, 1, 1, 0.95, 0.75, 0.7]
