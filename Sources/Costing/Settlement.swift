import ServiceModel

/// Brings the lines of a design to whole cents, month after month.
///
/// Lines are settled together where their cents must sum to something a reader can find: all that is paid as it is used,
/// to the month's total; losses apart, because they are no part of what a design costs; and each commitment by itself, so
/// that what is drawn and what is not sum to what was paid for it. A commitment's cents are rounded over its months so
/// far, not month by month, and over a whole term they are those of its payments.
struct Settlement {
  typealias Draft = (line: CostLine, accounting: Charge.Accounting)

  /// What lines are settled with.
  private struct Account: Hashable {
    var isLoss: Bool
    var commitmentID: String?
    var isPurchase: Bool
  }

  /// Exact amounts of the months before, by commitment.
  private var before: [Account: Money] = [:]

  /// The lines of the next month, with their cents.
  mutating func settled(_ drafts: [Draft]) -> [CostLine] {
    var lines = drafts.map(\.line)
    let accounts = drafts.map { draft in
      Account(
        isLoss: draft.line.group == .outage,
        commitmentID: draft.accounting == .paidAsUsed ? nil : draft.line.commitmentID ?? draft.line.item,
        isPurchase: draft.accounting == .purchase)
    }
    var done: [Account] = []
    for account in accounts where !done.contains(account) {
      done.append(account)
      let indices = lines.indices.filter { accounts[$0] == account }
      let exact = indices.map { i in
        (account.isPurchase ? lines[i].contractedUnitPrice : lines[i].effectiveUnitPrice) * lines[i].quantity
      }
      for (index, cents) in zip(indices, whole(exact, account)) {
        settle(&lines[index], cents, drafts[index].accounting)
      }
    }
    return lines
  }

  private mutating func whole(_ exact: [Money], _ account: Account) -> [Money] {
    guard account.commitmentID != nil else { return wholeCents(exact) }
    let earlier = before[account, default: .zero]
    let now = earlier + exact.reduce(.zero, +)
    before[account] = now
    return wholeCents(exact, total: now.inCents - earlier.inCents)
  }

  private func settle(_ line: inout CostLine, _ cents: Money, _ accounting: Charge.Accounting) {
    // A commitment lowers what is effectively paid, not the price list.
    let isListed = accounting == .paidByPurchase && line.commitmentID != nil
    let listed = isListed ? (line.listUnitPrice * line.quantity).inCents : cents
    line.listCost = listed
    line.contractedCost = listed
    line.cashCost = accounting == .paidByPurchase || accounting == .imputed ? .zero : cents
    line.amortisedCost = accounting == .purchase ? .zero : cents
  }
}
