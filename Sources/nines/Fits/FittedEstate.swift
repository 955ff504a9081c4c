internal import Currencies
import Foundation
import Intake
import ModelFiles
import Reports

/// The answer of `nines fit` to a bill: today's estate as a draft of a plan, with what the bill does not say named where it is
/// wanted.
struct FittedEstate {
  let bill: FocusBill
  let origin: String
  /// Until when the commitments are held; nil where that has to be written in.
  let ends: String?

  /// Stands where the bill says nothing: no plan takes it.
  static let unsaid = "ask"

  /// `sites` and `plan.purchase.existing` to paste.
  var yaml: String {
    var lines = [
      "# What ran from \(bill.begins) to \(bill.ends) (\(PlanText.number(bill.hours)) h), after \(origin), a bill in FOCUS.",
      "# It does not say what a site is for, nor which GPUs a node has: write 'keep' and 'gpus' where '\(FittedEstate.unsaid)' stands.",
      "sites:",
    ]
    for (place, fleet) in bill.fleets.enumerated() { lines += site(fleet, name: names[place]) }
    let held = bill.commitments.filter { isHeld($0) }
    if !held.isEmpty {
      lines += ["plan:", "  purchase:", "    existing:"]
      lines += held.flatMap(existing)
    }
    return (lines + remarks).joined(separator: "\n") + "\n"
  }

  /// A name for each fleet: provider and region, and its type where the region has several.
  private var names: [String] {
    let places = bill.fleets.map { FocusBill.word("\($0.provider)-\($0.region)") }
    return zip(places, bill.fleets).map { place, fleet in
      places.count { $0 == place } > 1 ? "\(place)-\(FocusBill.word(fleet.sku))" : place
    }
  }

  private func site(_ fleet: FocusBill.Fleet, name: String) -> [String] {
    let unsaid = FittedEstate.unsaid
    let price = fleet.listPrices.map { "\(money($0.upperBound))/h, basis: list, as-of: \(bill.ends)" } ?? unsaid
    let kinds: [(name: String, hours: Double)] = [
      ("on demand", fleet.onDemandHours), ("committed", fleet.committedHours), ("spot", fleet.spotHours),
    ]
    let paid = kinds.filter { $0.hours > 0 }.map { "\(nodes($0.hours)) \($0.name)" }.joined(separator: ", ")
    let most = PlanText.number(fleet.mostNodes)
    var lines = [
      "  \(name):", "    provider: \(fleet.provider)", "    region: \(YAMLScalar(fleet.region))",
      "    keep: \(unsaid)   # serving, warm, ...",
      "    node: { gpus: \(unsaid), sku: \(YAMLScalar(fleet.sku)), price: \(price) }  # source: \(origin)",
      "    # \(nodes(fleet.hours)) nodes ran on average, \(most) at the most: \(paid)",
    ]
    if let prices = fleet.listPrices, prices.upperBound > 1.01 * prices.lowerBound {
      lines.append(
        "    # list prices from \(money(prices.lowerBound)) to \(money(prices.upperBound)) an hour: the dearest stands above"
      )
    }
    if fleet.idleReservedHours > 0 {
      lines.append("    # \(nodes(fleet.idleReservedHours)) nodes of a capacity reservation stood idle: see 'reserved'")
    }
    return lines
  }

  private func existing(_ commitment: FocusBill.Commitment) -> [String] {
    let hours = commitment.usedHours + commitment.unusedHours
    let mean = hours / bill.hours
    var lines = [
      "      \(YAMLScalar(key(commitment))): { site: \(names[commitment.fleets[0]]), nodes: \(nearestWhole(mean)),"
        + " price: \(money(max(0, commitment.billed) / hours))/h, ends: \(ends ?? FittedEstate.unsaid) }  # source: \(origin)",
      "      # \(nodes(commitment.usedHours)) of \(nodes(hours)) nodes were used; with what was paid at once a node costs "
        + "\(money(commitment.effective / hours)) an hour",
    ]
    if abs(mean - mean.rounded()) > 0.02 * mean {
      lines.append("      # no whole number of nodes: it began or ended within the bill, or is of another size of node")
    }
    return lines
  }

  /// To hours of one kind of node, of which half a node stands at least.
  private func isHeld(_ commitment: FocusBill.Commitment) -> Bool {
    !commitment.isOfSpend && commitment.fleets.count == 1
      && (commitment.usedHours + commitment.unusedHours) / bill.hours >= 0.5
  }

  /// The last word of an ARN or a path.
  private func key(_ commitment: FocusBill.Commitment) -> String {
    commitment.id.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? commitment.id
  }

  private func nodes(_ hours: Double) -> String { PlanText.number(hours / bill.hours) }

  /// As a plan takes it: the sign of dollars, the code of any other currency.
  private func money(_ amount: Double) -> String {
    let currency = Currency(bill.currency) ?? .usd
    return (currency == .usd ? currency.sign : currency.code) + String(format: "%.4f", amount)
  }

  /// What does not stand above.
  var remarks: [String] {
    var lines: [String] = []
    for commitment in bill.commitments where !isHeld(commitment) {
      let why =
        commitment.isOfSpend
        ? "is to \(money(commitment.effective / bill.hours)) an hour and not to nodes"
        : commitment.fleets.isEmpty
          ? "was drawn by no node here"
          : commitment.fleets.count > 1
            ? "was drawn by \(commitment.fleets.count) types of nodes or regions" : "is of less than half a node"
      lines.append("# not carried over: the commitment \(key(commitment)) \(why)")
    }
    for kind in bill.leftOut {
      lines.append("# not carried over: \(kind.rows) rows of \(kind.what), \(money(kind.cost)) in all")
    }
    return lines
  }

  var json: JSONValue {
    .object([
      ("kind", .string("estate")), ("origin", .string(origin)), ("currency", .string(bill.currency)),
      ("begins", .string(bill.begins)), ("ends", .string(bill.ends)), ("hours", .number(bill.hours)),
      (
        "fleets",
        .array(
          zip(names, bill.fleets).map { name, fleet in
            .object([
              ("site", .string(name)), ("provider", .string(fleet.provider)), ("region", .string(fleet.region)),
              ("sku", .string(fleet.sku)), ("on_demand_node_hours", .number(fleet.onDemandHours)),
              ("committed_node_hours", .number(fleet.committedHours)), ("spot_node_hours", .number(fleet.spotHours)),
              ("idle_reserved_node_hours", .number(fleet.idleReservedHours)), ("most_nodes", .number(fleet.mostNodes)),
              ("list_price_per_hour", fleet.listPrices.map { .number($0.upperBound) } ?? .null),
            ])
          })
      ),
      (
        "commitments",
        .array(
          bill.commitments.map { commitment in
            .object([
              ("id", .string(commitment.id)), ("used_node_hours", .number(commitment.usedHours)),
              ("unused_node_hours", .number(commitment.unusedHours)), ("billed_cost", .number(commitment.billed)),
              ("effective_cost", .number(commitment.effective)), ("is_of_spend", .bool(commitment.isOfSpend)),
              ("carried_over", .bool(isHeld(commitment))),
            ])
          })
      ),
      (
        "left_out",
        .array(
          bill.leftOut.map {
            .object([("what", .string($0.what)), ("rows", .integer($0.rows)), ("cost", .number($0.cost))])
          })
      ),
    ])
  }
}

extension Fit {
  /// Whether the table is a bill; it is answered then.
  func answeredBill() throws(FitFailure) -> Bool {
    guard let header = try? CSVFile.header(of: table), FocusBill.isOne(header) else {
      if ends != nil {
        throw FitFailure(usage: "--ends says until when the commitments of a bill are held, and '\(table)' is none")
      }
      return false
    }
    if out != nil { throw FitFailure(usage: "--out draws what was fitted, and a bill is read: leave it out") }
    let others: [(flag: String, value: String?)] = [
      ("--column", column), ("--censored", censored), ("--qq", qq), ("--within", within), ("--failed", failed),
      ("--unit", unit?.rawValue), ("--per", per?.rawValue), ("--percentile", percentile.map { "\($0)" }),
      ("--replicas", replicas.map { "\($0)" }),
    ]
    if let other = others.first(where: { $0.value != nil }) {
      throw FitFailure(usage: "\(other.flag) means nothing for a bill; --group picks types of nodes")
    }
    if let ends, ends.wholeMatch(of: #/\d{4}-\d\d-01/#) == nil {
      throw FitFailure(
        usage: "--ends '\(ends)' is no first day of a month, on which it is not held any more; write 2027-10-01")
    }
    let estate: FittedEstate
    do throws(Diagnostics) {
      estate = FittedEstate(
        bill: try FocusBill(path: table, holding: group ?? ""), origin: URL(filePath: table).lastPathComponent,
        ends: ends)
    } catch {
      throw FitFailure(error.description)
    }
    do { try Terminal.printResult(format == .yaml ? estate.yaml : estate.json.text) } catch { throw FitFailure.said }
    return true
  }
}
