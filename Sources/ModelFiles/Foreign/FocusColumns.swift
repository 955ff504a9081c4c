internal import Foundation
internal import Intake

/// The columns of a bill in FOCUS, by their names in any case; those that a version or an export leaves out are empty.
struct FocusColumns {
  /// Names as the specification writes them, for whoever reads a message.
  private static let all = [
    "ChargeCategory", "ChargeClass", "ChargeFrequency", "ChargePeriodStart", "ChargePeriodEnd", "ServiceCategory",
    "ServiceProviderName", "ProviderName", "RegionId", "RegionName", "BilledCost", "EffectiveCost", "BillingCurrency",
    "ConsumedQuantity", "ConsumedUnit", "PricingQuantity", "PricingUnit", "PricingCategory", "ListUnitPrice",
    "SkuPriceDetails", "SkuId", "CommitmentDiscountId", "CommitmentDiscountCategory", "CommitmentDiscountStatus",
    "CommitmentDiscountQuantity", "CommitmentDiscountUnit", "CapacityReservationStatus", "x_InstanceType",
  ]

  static func written(_ name: String) -> String { all.first { $0.lowercased() == name } ?? name }

  /// What is read of each row, in order: the columns that are there.
  let asked: [[String]]

  init(_ header: [String]) {
    let there = Set(header.map { $0.lowercased() })
    asked = FocusColumns.all.map { $0.lowercased() }.filter(there.contains).map { [$0] }
  }

  func has(_ name: String) -> Bool { asked.contains([name]) }

  func place(_ name: String) -> Int { asked.firstIndex(of: [name]) ?? 0 }

  /// What stands in a column; empty where it is null or not there.
  func text(_ name: String, _ row: MeasuredTable.Row) -> String {
    guard has(name) else { return "" }
    let text = row.fields[place(name)].text
    return text.lowercased() == "null" ? "" : text
  }

  /// An amount of money, which may be a credit.
  func cost(_ name: String, _ row: MeasuredTable.Row) throws(Diagnostics) -> Double {
    guard !text(name, row).isEmpty else { return 0 }
    return try row.number(place(name), OutsideNumber("an amount", from: -1e12, to: 1e12))
  }

  func listPrice(_ row: MeasuredTable.Row) throws(Diagnostics) -> Double? {
    guard !text("listunitprice", row).isEmpty, isHours(text("pricingunit", row)) else { return nil }
    let price = try row.number(place("listunitprice"), OutsideNumber("a price", from: 0, to: 1e6))
    return price > 0 ? price : nil
  }

  /// Start and end in nanoseconds since 1970.
  func period(_ row: MeasuredTable.Row) throws(Diagnostics) -> (start: Int64, end: Int64) {
    func instant(_ name: String) throws(Diagnostics) -> Int64 {
      guard let time = Timestamp(text(name, row)) else {
        throw row.problem(
          place(name), "expected an instant, found '\(text(name, row))'", remedy: "Write 2026-09-01T00:00:00Z")
      }
      return time.nanoseconds
    }
    let (start, end) = (try instant("chargeperiodstart"), try instant("chargeperiodend"))
    guard start < end else {
      throw row.problem(
        place("chargeperiodend"), "the charge ends before it begins", remedy: "FOCUS' ends are exclusive")
    }
    return (start, end)
  }

  /// Hours of nodes; nil where something else is counted.
  func hours(_ row: MeasuredTable.Row) throws(Diagnostics) -> Double? {
    try quantity(row, [("consumedquantity", "consumedunit"), ("pricingquantity", "pricingunit")])
  }

  /// Hours of a commitment that nothing drew: they were not consumed.
  func unusedHours(_ row: MeasuredTable.Row) throws(Diagnostics) -> Double? {
    try quantity(row, [("commitmentdiscountquantity", "commitmentdiscountunit"), ("pricingquantity", "pricingunit")])
  }

  private func quantity(
    _ row: MeasuredTable.Row, _ pairs: [(quantity: String, unit: String)]
  ) throws(Diagnostics) -> Double? {
    for (quantity, unit) in pairs where !text(quantity, row).isEmpty && isHours(text(unit, row)) {
      return try row.number(place(quantity), OutsideNumber("a quantity", from: 0, to: 1e12))
    }
    return nil
  }

  func unit(_ row: MeasuredTable.Row) -> String {
    text("consumedunit", row).isEmpty ? text("pricingunit", row) : text("consumedunit", row)
  }

  private func isHours(_ unit: String) -> Bool { ["hours", "hour", "hrs", "hr", "h"].contains(unit.lowercased()) }

  /// `InstanceType` of the details of the price, else AWS' own column, else the number of the SKU.
  func type(_ row: MeasuredTable.Row) -> String {
    let details = try? JSONSerialization.jsonObject(with: Data(text("skupricedetails", row).utf8)) as? [String: Any]
    if let type = details?["InstanceType"] as? String, !type.isEmpty { return type }
    let own = text("x_instancetype", row)
    return own.isEmpty ? text("skuid", row) : own
  }

  /// By the names that plans have for the large ones.
  func provider(_ row: MeasuredTable.Row) -> String {
    let name = text("serviceprovidername", row).isEmpty ? text("providername", row) : text("serviceprovidername", row)
    let small = name.lowercased()
    if small.contains("amazon") || small == "aws" { return "aws" }
    if small.contains("microsoft") || small.contains("azure") { return "azure" }
    if small.contains("google") || small == "gcp" { return "gcp" }
    return FocusColumns.word(small)
  }

  func region(_ row: MeasuredTable.Row) -> String {
    text("regionid", row).isEmpty ? text("regionname", row) : text("regionid", row)
  }

  /// Small letters, digits and hyphens: a name that a plan takes as it is.
  static func word(_ text: String) -> String {
    text.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
      .split(separator: "-").map { String($0) }.joined(separator: "-")
  }
}
