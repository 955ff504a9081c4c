import CapacityPlanning
import ServiceModel

/// The fleets of the months to come, for a terminal and for programs.
public struct MonthTable: Sendable {
  private let service: Service
  private let courses: [FleetByMonth]
  private let leads: [LeadTime]

  /// - Parameters:
  ///   - months: How many of them.
  ///   - leads: By which orders are dated; where there are none, no order is.
  public init(_ sized: SizedDesign, growths: [Double], months: Int, leads: [LeadTime]) {
    service = sized.service
    courses = sized.fleetsByMonth(growths, months: months)
    self.leads = leads
  }

  /// A row a month, with the fleet at each growth, and by when what is added must be ordered.
  public func lines(width: Int) -> [String] {
    guard let first = courses.first else {
      return Wording.wrapped(
        "By month: no fleet is shown to be the answer, so that none grows. See above what binds, or whether more "
          + "--replications would decide.", width: width)
    }
    var table = TextTable()
    table.append(
      ["MONTH", "from"] + courses.flatMap { ["rps +\(Wording.percent($0.growth))/y", "nodes", "add"] }
        + leads.map { "order \($0.name) by" })
    for row in first.months.indices {
      let month = first.months[row]
      let adds = courses.contains { $0.months[row].added > 0 }
      table.append(
        ["\(month.month)", "\(month.from)"]
          + courses.flatMap { course in
            let fleet = course.months[row]
            return [
              Wording.fixed(fleet.peakRPS, 0), fleet.nodes.filter { $0 > 0 }.map(String.init).joined(separator: "+"),
              fleet.added > 0 ? "\(fleet.added)" : "-",
            ]
          }
          + leads.map { lead in
            guard adds else { return "-" }
            let day = lead.orderBy(month.from)
            return day < service.begins ? "\(day) !" : "\(day)"
          })
    }
    return table.lines(width: width) + notes.flatMap { Wording.wrapped($0, width: width) }
  }

  private var notes: [String] {
    let sites = service.sites.filter { $0.keep.runsNodes }.map(\.name).joined(separator: " + ")
    let order =
      leads.isEmpty
      ? "No order is dated: write --lead 26w, or a 'lead' of an offer in 'plan.purchase'."
      : "order by: "
        + leads.map { "\($0.days) days before" + (leads.count > 1 ? " (\($0.name))" : "") }.joined(separator: ", ")
        + " the day of need"
        + (isLate ? "; !: before the plan begins" : "") + "."
    return [
      "nodes: \(sites). Serving fleets grow with the peak from the answer above, rounded up to whole nodes; the simulated "
        + "years themselves do not grow. A larger fleet needs a smaller share of buffer: size it again when it is near.",
      order,
    ]
  }

  private var isLate: Bool {
    courses.contains { course in
      course.months.contains { month in
        month.added > 0 && leads.contains { $0.orderBy(month.from) < service.begins }
      }
    }
  }

  /// `months.csv`: a row for each growth, month and lead time; one without a lead where there is none.
  public var table: CSVTable {
    struct Row {
      let growth: Double
      let month: MonthlyFleet
      let lead: LeadTime?
    }
    typealias Column = CSVColumn<Row>
    let rows = courses.flatMap { course in
      course.months.flatMap { month in
        (leads.isEmpty ? [nil] : leads.map(Optional.some)).map {
          Row(growth: course.growth, month: month, lead: $0)
        }
      }
    }
    let serving = Set(service.servingSites.map(\.name))
    func nodes(_ month: MonthlyFleet, serving isServing: Bool) -> Int {
      zip(service.sites, month.nodes).reduce(0) { $0 + (serving.contains($1.0.name) == isServing ? $1.1 : 0) }
    }
    return CSVTable(
      rows,
      columns: [
        Column("design_id") { _ in .words(service.design.name) },
        Column("growth_percent_per_year") { .number($0.growth * 100, decimals: 4) },
        Column("month") { .whole($0.month.month) },
        Column("needed_from") { .words($0.month.from.description) },
        Column("peak_rps") { .number($0.month.peakRPS, decimals: 4) },
        Column("serving_nodes") { .whole(nodes($0.month, serving: true)) },
        Column("standby_nodes") { .whole(nodes($0.month, serving: false)) },
        Column("nodes_by_site") { .words($0.month.nodes.map(String.init).joined(separator: "+")) },
        Column("added_nodes") { .whole($0.month.added) },
        Column("lead") { .words($0.lead?.name ?? "") },
        Column("lead_days") { .whole($0.lead?.days) },
        Column("order_by") { row in
          .words(row.month.added > 0 ? row.lead.map { $0.orderBy(row.month.from).description } ?? "" : "")
        },
      ])
  }

  /// For programs: the same, a course for each growth.
  var json: JSONValue {
    .array(
      courses.map { course in
        .object([
          ("growth_percent_per_year", .number(100 * course.growth)),
          (
            "months",
            .array(
              course.months.map { month in
                .object([
                  ("month", .integer(month.month)), ("needed_from", .string(month.from.description)),
                  ("peak_rps", .number(month.peakRPS)), ("nodes", .integer(month.totalNodes)),
                  ("added_nodes", .integer(month.added)),
                  (
                    "order_by",
                    .object(
                      month.added > 0
                        ? leads.map { ($0.name, .string($0.orderBy(month.from).description)) } : [])
                  ),
                ])
              })
          ),
        ])
      })
  }
}
