internal import Intake
import ServiceModel

/// Price overrides of Kubecost and OpenCost, after their documentation of CSV pricing and OpenCost's configs/pricing_schema.csv.
extension PriceBook {
  /// Prices of nodes by type. They name no provider, and hold in all regions where they name none.
  static func overrideRows(_ path: String) throws(Diagnostics) -> (rows: [Row], warnings: [Diagnostic]) {
    var found: [Row] = []
    var (volumes, gpus, machines) = (0, 0, 0)
    let columns = [
      ["instanceid"], ["region"], ["assetclass"], ["instanceidfield"], ["instancetype"], ["marketpricehourly"],
    ]
    try MeasuredTable(path: path).forEachRow(columns) { row throws(Diagnostics) in
      let texts = row.fields.map(\.text)
      switch texts[2].lowercased() {
      case "node": break
      case "gpu":
        gpus += 1
        return
      case "pv":
        volumes += 1
        return
      default: throw row.problem(2, "the asset class '\(texts[2])' is not known", remedy: "Write node, pv or gpu")
      }
      // What a row is told by may be the label that holds the type.
      let sku = texts[4].isEmpty && texts[3].hasSuffix("instance-type") ? texts[0] : texts[4]
      guard !sku.isEmpty else {
        machines += 1
        return
      }
      let price = try row.number(5, OutsideNumber("a price", from: 0, to: 1e6))
      guard price > 0 else {
        throw row.problem(5, "expected a price above zero, found '\(texts[5])'", remedy: "Write 55.04")
      }
      found.append(
        Row(
          provider: "", region: texts[1], sku: sku, priceClass: .onDemand, pricePerHour: price, basis: .negotiated,
          source: "price overrides of Kubecost", asOf: "", line: row.line))
    }
    let types = Dictionary(grouping: found) { [$0.region, $0.sku] }.values.sorted { $0[0].line < $1[0].line }
    let priced = types.filter { same in same.allSatisfy { $0.pricePerHour == same[0].pricePerHour } }.map { $0[0] }
    // A price of a region goes before one that holds in all.
    let rows = priced.filter { !$0.region.isEmpty } + priced.filter { $0.region.isEmpty }
    return (
      rows,
      leftOut(
        path,
        [
          (machines, "rows are of single machines without a type", "Write the type into InstanceType"),
          (
            types.count - priced.count, "types have machines of several prices in a region",
            "Give their sites a 'price' of their own"
          ),
          (gpus, "rows price GPUs beside their nodes", "Give such sites a 'price' of node and GPUs together"),
          (volumes, "rows are of volumes", "Write what storage costs under 'prices'"),
        ])
    )
  }

  /// What was not taken from a list of others, where anything was not.
  static func leftOut(
    _ path: String, _ kinds: [(count: Int, what: String, remedy: String)]
  ) -> [Diagnostic] {
    kinds.filter { $0.count > 0 }.map { kind in
      Diagnostic(
        .warning, file: path, line: 1, column: 1, message: "\(kind.count) \(kind.what), and are left out",
        remedy: kind.remedy)
    }
  }
}
