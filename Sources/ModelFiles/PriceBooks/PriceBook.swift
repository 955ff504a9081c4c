internal import Currencies
internal import Foundation
import ServiceModel

/// Prices of nodes by provider, region, SKU and price class, each with where it is from and when it was looked up.
///
/// A CSV file with the columns `provider`, `region`, `sku`, `price_class`, `price_per_hour`, `currency`, `basis`, `source`
/// and `as_of`, in any order, fields without commas; or a list of others, see `Form`.
public struct PriceBook: Equatable, Sendable {
  enum PriceClass: String, CaseIterable {
    case onDemand = "on_demand"
    case committed1Y = "committed_1y"
    case committed3Y = "committed_3y"
    case spot
  }

  /// A list of others may name no provider or no region: such a row holds for all.
  struct Row: Equatable, Sendable {
    let provider, region, sku: String
    let priceClass: PriceClass
    /// In the row's own currency.
    let pricePerHour: Double
    var currency = Currency.usd
    let basis: PriceBasis
    let source, asOf: String
    let line: Int
  }

  /// The file as it was named.
  let file: String
  let rows: [Row]
  /// Regional prices that differ by more than a factor of two: often two machines under one name.
  public let warnings: [Diagnostic]

  private static let columns = [
    "provider", "region", "sku", "price_class", "price_per_hour", "currency", "basis", "source", "as_of",
  ]

  /// - Throws: `Diagnostics` with the line and column of every row that is none: a class, currency, basis or date that is
  ///   not known, a price that is not above zero, a row that is there twice, spot above on-demand.
  public init(path: String) throws(Diagnostics) {
    file = path
    if let form = Form(path: path) {
      let read = try PriceBook.rows(of: form, path: path)
      rows = read.rows
      warnings = read.warnings + PriceBook.spreads(read.rows, file: path)
      return
    }
    var rows: [Row] = []
    var problems = Diagnostics()
    try MeasuredTable(path: path).forEachRow(PriceBook.columns.map { [$0] }) { row throws(Diagnostics) in
      func report(_ index: Int, _ message: String, _ remedy: String) {
        for problem in row.problem(index, message, remedy: remedy).all { problems.add(problem) }
      }
      let texts = row.fields.map(\.text)
      for index in 0..<3 where texts[index].isEmpty {
        report(index, "'\(PriceBook.columns[index])' is empty", "Write what the plan's site says")
      }
      let priceClass = PriceClass(rawValue: texts[3])
      if priceClass == nil {
        let known = PriceClass.allCases.map(\.rawValue).joined(separator: ", ")
        report(3, "the price class '\(texts[3])' is not known", "Write one of \(known)")
      }
      let price = Double(texts[4]).flatMap { $0 > 0 && $0 < 1e6 ? $0 : nil }
      if price == nil { report(4, "expected a price above zero, found '\(texts[4])'", "Write 55.04") }
      let currency = Currency(texts[5])
      if currency == nil { report(5, "the currency '\(texts[5])' is not known", Currency.suggestion(for: texts[5])) }
      let basis = PriceBasis(rawValue: texts[6])
      if basis == nil { report(6, "the basis '\(texts[6])' is not known", "Write list, negotiated or assumed") }
      if CalendarDay(texts[8]) == nil { report(8, "expected a day, found '\(texts[8])'", "Write 2026-11-09") }
      guard let priceClass, let price, let currency, let basis else { return }
      let new = Row(
        provider: texts[0], region: texts[1], sku: texts[2], priceClass: priceClass, pricePerHour: price,
        currency: currency, basis: basis, source: texts[7], asOf: texts[8], line: row.line)
      if let old = rows.first(where: { $0.isSamePrice(as: new) }) {
        report(3, "this price stands in line \(old.line) already", "Keep one of them")
      }
      let other: PriceClass? = priceClass == .spot ? .onDemand : priceClass == .onDemand ? .spot : nil
      if let other,
        let found = rows.first(where: { $0.isSameNode(as: new) && $0.priceClass == other && $0.currency == currency })
      {
        let (spot, hourly) = priceClass == .spot ? (new, found) : (found, new)
        if spot.pricePerHour > hourly.pricePerHour {
          report(
            4, "spot costs \(spot.pricePerHour) where on-demand costs \(hourly.pricePerHour) in line \(found.line)",
            "One of the two is the price of another machine: take it out")
        }
      }
      rows.append(new)
    }
    guard !problems.hasErrors else { throw problems }
    self.rows = rows
    warnings = PriceBook.spreads(rows, file: path)
  }

  /// On-demand prices of one provider's SKU of which one is more than twice another.
  private static func spreads(_ rows: [Row], file: String) -> [Diagnostic] {
    var seen: [Row] = []
    return rows.filter { $0.priceClass == .onDemand }.compactMap { row in
      guard
        !seen.contains(where: { $0.provider == row.provider && $0.sku == row.sku && $0.currency == row.currency })
      else { return nil }
      seen.append(row)
      let same = rows.filter {
        $0.provider == row.provider && $0.sku == row.sku && $0.priceClass == .onDemand && $0.currency == row.currency
      }
      let order = same.sorted { ($0.pricePerHour, $0.line) < ($1.pricePerHour, $1.line) }
      guard let low = order.first, let high = order.last, high.pricePerHour > 2 * low.pricePerHour else {
        return nil
      }
      return Diagnostic(
        .warning, file: file, line: high.line, column: 1,
        message:
          "\(row.sku)\(row.provider.isEmpty ? "" : " of \(row.provider)") costs \(high.pricePerHour) in \(high.region) and "
          + "\(low.pricePerHour) in \(low.region) (line \(low.line)), more than twice as much",
        remedy: "Check that both are prices of the same machine")
    }
  }

  /// The price of a node; nil where the book has none.
  func row(provider: String, region: String, sku: String, _ priceClass: PriceClass) -> Row? {
    rows.first { $0.sku == sku && $0.priceClass == priceClass && $0.holds(for: provider, in: region) }
  }

  /// Whether it has a price by the hour for a site's nodes.
  func prices(_ site: Site) -> Bool {
    row(provider: site.provider, region: site.region, sku: site.node.sku, .onDemand) != nil
  }

  /// What to do where a price is missing: other regions of the SKU, or other SKUs of the region.
  func remedy(provider: String, region: String, sku: String, _ priceClass: PriceClass) -> String {
    let regions = rows.filter { $0.sku == sku && $0.priceClass == priceClass && $0.holds(for: provider) }.map(\.region)
    if !regions.isEmpty { return "It has that SKU in \(regions.joined(separator: ", "))" }
    let skus = rows.filter { $0.priceClass == priceClass && $0.holds(for: provider, in: region) }.map(\.sku)
    if !skus.isEmpty { return "It has there: \(skus.joined(separator: ", "))" }
    return "Add a row to it, or a 'price' to the site's 'node'"
  }
}

extension PriceBook.Row {
  func isSameNode(as other: Self) -> Bool { (provider, region, sku) == (other.provider, other.region, other.sku) }
  func holds(for provider: String) -> Bool { self.provider.isEmpty || self.provider == provider }
  func holds(for provider: String, in region: String) -> Bool {
    holds(for: provider) && (self.region.isEmpty || self.region == region)
  }
  func isSamePrice(as other: Self) -> Bool { isSameNode(as: other) && priceClass == other.priceClass }
}
