import CapacityPlanning
import Costing
import Experiments
import OutputAnalysis
import ServiceModel

/// One service of one design on a fleet that several share, with its part of the bill.
struct ServiceRow {
  let design: String
  let figures: ServiceFigures
  /// Its part of the design's cost, by the GPU time of what was answered.
  let cost: Money
  /// What its lost requests cost; nil where the plan does not say.
  let loss: Double?
  /// What a lost minute of its own demand costs, in dollars: a mean minute's requests at their price; nil likewise.
  let dollarsPerLostMinute: Double?

  /// In the plan's order; empty where one service has the fleet.
  static func all(_ design: ComparedDesign) -> [ServiceRow] {
    let services = design.figures.services
    guard let mix = design.service.traffic.mix, !services.isEmpty else { return [] }
    let costs = design.sheet.shown(by: services.map(\.gpuTimeShare))
    return services.indices.map { index in
      let (figures, price) = (services[index], mix.services[index].loss?.dollars)
      return ServiceRow(
        design: design.name, figures: figures, cost: costs[index], loss: price.map { $0 * figures.meanRequestsLost },
        dollarsPerLostMinute: price.map { $0 * figures.requestsPerYear / Horizon.yearMinutes })
    }
  }
}

/// `services` of a design: absent where one service has the fleet.
func serviceRowsJSON(_ design: ComparedDesign) -> [(key: String, value: JSONValue)] {
  let rows = ServiceRow.all(design)
  guard !rows.isEmpty else { return [] }
  return [
    (
      "services",
      .array(
        rows.map { row in
          let figures = row.figures
          return .object([
            ("service", .string(figures.name)), ("priority", .integer(figures.priority)),
            ("requests_per_year", .number(figures.requestsPerYear)),
            ("requests_lost_per_year", json(figures.requestsLost, mean: figures.meanRequestsLost)),
            ("lost_minutes_per_year", json(figures.lostMinutes, mean: figures.meanLostMinutes)),
            ("availability_requests", .number(figures.availability)),
            ("downtime_minutes_per_year", figures.downtimeMinutes.map { .number($0) } ?? .null),
            ("gpu_seconds_per_request", .number(figures.gpuSeconds)),
            ("gpu_hours_per_year", .number(figures.gpuHoursPerYear)),
            ("gpu_time_share", .number(figures.gpuTimeShare)),
            ("cost_usd_per_year", .number(row.cost.dollars)),
            ("outage_loss_usd_per_year", row.loss.map { .number($0) } ?? .null),
            ("usd_per_lost_minute", row.dollarsPerLostMinute.map { .number($0) } ?? .null),
            (
              "causes",
              .array(
                figures.lostMinutesByCause.map {
                  .object([("cause", .string($0.cause)), ("lost_minutes_per_year", .number($0.minutes))])
                })
            ),
          ])
        })
    )
  ]
}

/// `services.csv`: one row per design and service.
func servicesTable(_ comparison: Comparison) -> CSVTable {
  typealias Column = CSVColumn<ServiceRow>
  func precise(_ value: Double?) -> CSVTable.Cell { .number(value, decimals: 6) }
  return CSVTable(
    comparison.designs.flatMap(ServiceRow.all),
    columns: [
      Column("design") { .words($0.design) },
      Column("service") { .words($0.figures.name) },
      Column("priority") { .whole($0.figures.priority) },
      Column("requests_per_year") { .number($0.figures.requestsPerYear, decimals: 0) },
      Column("requests_lost_per_year") { precise($0.figures.meanRequestsLost) },
      Column("lost_minutes_per_year") { precise($0.figures.meanLostMinutes) },
      Column("lost_minutes_low") { precise($0.figures.lostMinutes.interval?.low) },
      Column("lost_minutes_high") { precise($0.figures.lostMinutes.interval?.high) },
      Column("availability_requests") { .number($0.figures.availability, decimals: 9) },
      Column("downtime_minutes_per_year") { precise($0.figures.downtimeMinutes) },
      Column("gpu_seconds_per_request") { precise($0.figures.gpuSeconds) },
      Column("gpu_hours_per_year") { precise($0.figures.gpuHoursPerYear) },
      Column("gpu_time_share") { precise($0.figures.gpuTimeShare) },
      Column("cost_usd_per_year") { .money($0.cost) },
      Column("outage_loss_usd_per_year") { .number($0.loss, decimals: 2) },
      Column("usd_per_lost_minute") { precise($0.dollarsPerLostMinute) },
    ])
}

/// What each service loses and costs, for a terminal; empty where one has the fleet.
struct ServicesTextTable {
  let comparison: Comparison

  var table: TextTable? {
    let rows = comparison.designs.flatMap(ServiceRow.all)
    guard !rows.isEmpty else { return nil }
    let isPriced = comparison.designs.contains { $0.sheet.amortisedYear > .zero }
    let hasLoss = rows.contains { $0.loss != nil }
    var table = TextTable(nameCount: 2)
    table.append(
      ["SERVICES", "service", "lost min/y", "answered", "GPU time"] + (isPriced ? ["\(Wording.money) M/y"] : [])
        + (hasLoss ? ["loses \(Wording.money)/y"] : []) + ["down min/y"])
    for row in rows {
      let figures = row.figures
      table.append(
        [
          row.design, figures.name, Wording.estimatedMinutes(figures.meanLostMinutes, figures.lostMinutes),
          Wording.measuredAvailability(figures.availability), Wording.percent(figures.gpuTimeShare),
        ] + (isPriced ? [Wording.millions(row.cost.dollars)] : [])
          + (hasLoss ? [row.loss.map { Wording.dollars($0) } ?? "-"] : [])
          + [figures.downtimeMinutes.map(Wording.minutes) ?? "may wait"])
    }
    return table
  }
}
