internal import Intake
import ServiceModel

/// What is held before anything is bought.
extension PlanDecoder {
  /// `existing: { cm-2026: { nodes: 12, price: $31/h, ends: 2027-10-01 } }`.
  ///
  /// - Parameter offers: Names that are taken: a name stands for one class in the files.
  func existing(_ purchase: FieldReader, besides offers: [String]) -> [PurchaseBlock.Existing] {
    let begins = context.document.root["begins"]?.text.flatMap { CalendarDay($0) } ?? PlanDecoder.firstDay
    let all = purchase.children("existing").map { name, reader in
      if offers.contains(name) {
        purchase.child("existing")?.error(
          name, "'\(name)' is an offer too, and both would stand under one name", remedy: "Name what is held otherwise")
      }
      let held = existing(name, reader, begins: begins)
      if let at = held.site, purchase.has("site") || purchase.has("need"),
        at != purchase.text("site")
      {
        reader.error(
          "site", "the purchase is for one site, and '\(name)' is held at '\(at)'",
          remedy: "Take it away, or name '\(at)' as the 'site' of the purchase")
      }
      return held
    }
    if all.reduce(0, { $0 + min($1.nodes, PurchaseBlock.mostNodes + 1) }) > PurchaseBlock.mostNodes {
      purchase.error(
        "existing", "a purchase looks at up to \(PurchaseBlock.mostNodes) nodes",
        remedy: "Count in larger units, such as racks, with their price")
    }
    return all
  }

  private func existing(_ name: String, _ reader: FieldReader, begins: CalendarDay) -> PurchaseBlock.Existing {
    defer { reader.finish() }
    let site = site(reader)
    if !reader.has("nodes") { reader.missing("nodes", example: "3") }
    let nodes = reader.whole("nodes", noun: "nodes")
    if let nodes, nodes < 1 {
      reader.error("nodes", "'\(name)' holds nothing", remedy: "Take it away")
    }
    let price = reader.required("price", .moneyPer("h"))
    let flag = reader.flag("holds-capacity")
    let holdsCapacity = flag ?? false
    // Of a word that cannot be read nothing follows.
    let mayHold = flag ?? reader.has("holds-capacity")
    let months = termMonths(reader)
    if let months, months != 12 && months != 36 {
      reader.error("term", "a commitment was made for one year or for three", remedy: "Write '1y' or '3y'")
    }
    if holdsCapacity && reader.has("term") {
      reader.error("term", "a machine of one's own has no term", remedy: "Take one of 'term' and 'holds-capacity' away")
    }
    if !mayHold && !reader.has("ends") { reader.missing("ends", example: "2027-10-01") }
    let ends = day(reader, "ends")
    if let ends, ends.day != 1 {
      reader.error(
        "ends", "'ends' is the first day on which it is not held any more, the first of a month",
        remedy: "Write '\(ends.firstOfNextMonth)'")
    } else if let ends, monthsBetween(begins, ends) < 1 {
      reader.error(
        "ends", "'\(name)' has ended before the plan begins on \(begins)", remedy: "Take it away, or check the date")
    }
    return PurchaseBlock.Existing(
      name: name, site: site, nodes: nodes ?? 0, dollarsPerHour: price,
      endMonth: ends.map { monthsBetween(begins, $0) },
      termMonths: holdsCapacity ? nil : months ?? 12, origin: origin(reader, "price"))
  }

  private func monthsBetween(_ begins: CalendarDay, _ ends: CalendarDay) -> Int {
    12 * (ends.year - begins.year) + ends.month - begins.month
  }
}
