import Telemetry

/// A dashboard for Grafana over the metrics of the catalogue, under a team's names.
public struct Board: Sendable {
  /// One panel: what is asked of Prometheus and how it is shown.
  struct Panel: Sendable {
    var title: String
    /// Of Grafana, such as `reqps` or `percentunit`.
    var unit: String
    /// Whether the last value is shown alone, as one number a series.
    var isNumber = false
    /// Queries with what names their series.
    var queries: [(text: String, legend: String)]
  }
  /// The file's name without its ending, and what makes the dashboard known to Grafana.
  public let name: String
  let title: String
  let panels: [Panel]

  /// The text of the dashboard's file.
  ///
  /// The model is that of schema 41 (Grafana 12), which newer ones read and move on; the data source is chosen on the board.
  public var json: JSONValue {
    .object([
      ("uid", .string("nines-\(name)")), ("title", .string(title)), ("tags", .array([.string("nines")])),
      ("schemaVersion", .integer(41)), ("version", .integer(1)), ("editable", .bool(true)),
      ("graphTooltip", .integer(1)),
      ("refresh", .string("30s")), ("timezone", .string("utc")),
      ("time", .object([("from", .string("now-3h")), ("to", .string("now"))])),
      ("annotations", .object([("list", .array([]))])), ("links", .array([])),
      (
        "templating",
        .object([
          (
            "list",
            .array([
              .object([
                ("name", .string("datasource")), ("label", .string("Prometheus")), ("type", .string("datasource")),
                ("query", .string("prometheus")), ("refresh", .integer(1)), ("hide", .integer(0)),
              ])
            ])
          )
        ])
      ),
      ("panels", .array(panels.enumerated().map { json($1, number: $0) })),
    ])
  }

  /// Two panels side by side, in the grid of 24 columns.
  private func json(_ panel: Panel, number: Int) -> JSONValue {
    let source = JSONValue.object([("type", .string("prometheus")), ("uid", .string("${datasource}"))])
    let place = JSONValue.object([
      ("h", .integer(8)), ("w", .integer(12)), ("x", .integer(number % 2 * 12)), ("y", .integer(number / 2 * 8)),
    ])
    return .object([
      ("id", .integer(number + 1)), ("title", .string(panel.title)),
      ("type", .string(panel.isNumber ? "stat" : "timeseries")), ("datasource", source), ("gridPos", place),
      (
        "fieldConfig",
        .object([
          ("defaults", .object([("unit", .string(panel.unit)), ("min", .integer(0))])), ("overrides", .array([])),
        ])
      ), ("options", options(panel)),
      (
        "targets",
        .array(
          panel.queries.enumerated().map { index, query in
            .object([
              ("refId", .string(String(UnicodeScalar(UInt8(65 + index))))), ("datasource", source),
              ("expr", .string(query.text)), ("legendFormat", .string(query.legend)), ("range", .bool(true)),
            ])
          })
      ),
    ])
  }

  private func options(_ panel: Panel) -> JSONValue {
    guard panel.isNumber else {
      return .object([
        (
          "legend",
          .object([
            ("displayMode", .string("list")), ("placement", .string("bottom")), ("showLegend", .bool(true)),
            ("calcs", .array([])),
          ])
        ), ("tooltip", .object([("mode", .string("multi")), ("sort", .string("desc"))])),
      ])
    }
    return .object([
      ("colorMode", .string("value")), ("graphMode", .string("area")), ("textMode", .string("auto")),
      (
        "reduceOptions",
        .object([("calcs", .array([.string("lastNotNull")])), ("fields", .string("")), ("values", .bool(false))])
      ),
    ])
  }
}
