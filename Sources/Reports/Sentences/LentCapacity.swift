import Costing

/// Lent capacity for programs: an allocation of what is paid anyway, and what it saves the borrower.
func lentJSON(_ lent: DisplacedPurchase) -> JSONValue {
  .object([
    ("site", .string(lent.site)), ("borrower", .string(lent.borrower)), ("nodes", .integer(lent.nodes)),
    ("node_hours_per_year", .number(lent.nodeHours.units)),
    ("displaces", lent.displaces.map { .string($0.priceClass.rawValue) } ?? .null),
    ("displaced_usd_per_year", .number(lent.saved.dollars)),
  ])
}
