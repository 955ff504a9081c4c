public import Costing
import ServiceModel

/// One input that a figure rests on, for `assumptions.csv`.
public struct Assumption: Equatable, Sendable {
  /// The path of the value in the plan, or its name in a library.
  public var key: String
  /// As it was written, and the unit apart.
  public var value: String
  public var unit: String
  /// `file:line:column`, `library` or `derived`.
  public var origin: String
  /// `measured`, `list price`, `negotiated` or `assumed`.
  public var status: String
  /// Who says so, and of which day it is; empty where nobody wrote it.
  public var source: String
  public var asOf: String
  /// What a value that is ten percent lower or higher does to a year's cost, losses included where the plan prices them, of
  /// the design that it moves most; nil for what is no price.
  public var effectOfTenPercentLess: Money?
  public var effectOfTenPercentMore: Money?
  /// The design that is moved so.
  public var effectDesign: String?

  public init(
    key: String, value: String, unit: String, origin: String, status: String, source: String = "", asOf: String = "",
    effectOfTenPercentLess: Money? = nil, effectOfTenPercentMore: Money? = nil
  ) {
    self.key = key
    self.value = value
    self.unit = unit
    self.origin = origin
    self.status = status
    self.source = source
    self.asOf = asOf
    self.effectOfTenPercentLess = effectOfTenPercentLess
    self.effectOfTenPercentMore = effectOfTenPercentMore
  }

  /// The hours that all lines of a study cover, and what brings them to a year: said once, here.
  public static func hours(of sheet: CostSheet) -> [Assumption] {
    let hours = hoursText(sheet.hours)
    return [
      Assumption(
        key: "hours-basis", value: hours, unit: "h", origin: "derived", status: "derived", source: "horizon"),
      Assumption(
        key: "year-factor", value: Quantity(Double(BillingHours.year) / sheet.hours).description, unit: "1",
        origin: "derived", status: "derived", source: "\(BillingHours.year) h / \(hours) h"),
    ]
  }
}

/// `assumptions.csv`: one row per input.
public func assumptionsTable(_ assumptions: [Assumption]) -> CSVTable {
  typealias Column = CSVColumn<Assumption>
  return CSVTable(
    assumptions,
    columns: [
      Column("key") { .words($0.key) },
      Column("value") { .words($0.value) },
      Column("unit") { .words($0.unit) },
      Column("origin") { .words($0.origin) },
      Column("status") { .words($0.status) },
      Column("source") { .words($0.source) },
      Column("as_of") { .words($0.asOf) },
      Column("effect_usd_year_minus_10_percent") { .money($0.effectOfTenPercentLess) },
      Column("effect_usd_year_plus_10_percent") { .money($0.effectOfTenPercentMore) },
      Column("effect_design_id") { .words($0.effectDesign) },
    ])
}
