import Costing

/// Lent capacity in words and for programs: an allocation of what is paid anyway, and what it saves the borrower.
func lentJSON(_ lent: DisplacedPurchase) -> JSONValue {
  .object([
    ("site", .string(lent.site)), ("borrower", .string(lent.borrower)), ("nodes", .integer(lent.nodes)),
    ("node_hours_per_year", .number(lent.nodeHours.units)),
    ("displaces", lent.displaces.map { .string($0.priceClass.rawValue) } ?? .null),
    ("displaced_usd_per_year", .number(lent.saved.dollars)),
  ])
}

/// `warm-standby lends 10 nodes of dr to test for 20,871 node-hours a year ...`
func lentSentence(_ sheets: [CostSheet]) -> String? {
  let parts = sheets.flatMap { sheet in
    sheet.displaced.map { lent -> String in
      let hours = Wording.count(Int(lent.nodeHours.units.rounded()))
      let use =
        "\(sheet.design.name) lends \(lent.nodes) nodes of \(lent.site) to \(lent.borrower), \(hours) node-hours"
      guard let displaces = lent.displaces else { return use + ", which would do without" }
      return use
        + ", which saves it \(Wording.dollars(lent.saved.dollars)) of \(displaces.priceClass.rawValue) capacity at \(Wording.sign)\(displaces.dollarsPerHour)/h"
    }
  }
  guard !parts.isEmpty else { return nil }
  return "Lent in a year: " + parts.joined(separator: "; ")
    + ". The designs cost the same with it and without: that money is saved by whoever borrows."
}
