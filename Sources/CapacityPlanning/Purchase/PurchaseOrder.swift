import Costing
import Foundation
import ServiceModel

/// One order of a purchase plan.
public struct PurchaseOrder: Equatable, Sendable {
  /// What is done with a term.
  public enum Action: String, Sendable {
    case buy, renew
    case letExpire = "let-expire"
  }

  /// The number by which the rows of bills name it, unique within a plan.
  public let id: String
  /// What is bought.
  public let offer: PurchaseQuestion.Offer
  /// Whether it begins a term, goes on with one, or lets one end.
  public let action: Action
  /// Nodes.
  public let units: Int
  /// The day by which it must be placed so that nine orders in ten arrive in time.
  public let orderBy: CalendarDay
  /// The first day of the term, and the first after it.
  public let usableFrom: CalendarDay
  public let ends: CalendarDay
  /// Paid with the order, in each month of the term, and over the whole term, for months of 730.5 h.
  public let upfront: Money
  public let monthly: Money
  public let termCost: Money
  /// Why it is placed, in a few words.
  public let reason: String
  /// Whether the best purchase of every world holds these nodes; nil where there is one world.
  public let isNoRegret: Bool?
  /// By which its amounts, for months of 730.5 h, are multiplied to be those of the calendar months of the term.
  public let calendarFactor: Double
}

extension PurchaseQuestion {
  /// The day by which a term must be ordered so that nine orders in ten arrive in time.
  func orderDay(of term: PurchasedTerm) -> CalendarDay {
    day(ofMonth: term.firstMonth).adding(days: -Int(offers[term.offer].leadDaysP90.rounded(.up)))
  }

  /// The month of that day: never before that in which it was decided.
  func orderMonth(of term: PurchasedTerm) -> Int {
    let day = orderDay(of: term)
    return 12 * (day.year - begins.year) + day.month - begins.month
  }
}

extension PurchasePlan {
  /// The orders of the best option, in the world that is expected; by the day they are due.
  public var orders: [PurchaseOrder] {
    guard let best else { return [] }
    let middle = question.worlds.count / 2
    let bought = question.commitments(options[best].policy, in: middle)
    var drafts: [(commitment: PurchasedTerm, action: PurchaseOrder.Action, units: Int, isNoRegret: Bool?)] = []
    for commitment in bought {
      let held = commitment.cause == .firstOrder ? noRegretUnits?[commitment.offer] ?? 0 : 0
      let sure = min(commitment.units, held)
      let isUnsure: Bool? = noRegretUnits == nil ? nil : false
      let action: PurchaseOrder.Action = commitment.isRenewal ? .renew : .buy
      if sure > 0 { drafts.append((commitment, action, sure, true)) }
      if sure < commitment.units { drafts.append((commitment, action, commitment.units - sure, isUnsure)) }
      // Where the next term holds fewer nodes, the others end with this one.
      let next = bought.first { $0.offer == commitment.offer && $0.firstMonth == commitment.endMonth }
      let fewer = commitment.units - (next?.units ?? 0)
      if commitment.endMonth < question.months && fewer > 0 {
        drafts.append((commitment, .letExpire, fewer, isUnsure))
      }
    }
    let orders = drafts.map { order($0.commitment, $0.action, units: $0.units, isNoRegret: $0.isNoRegret) }
    return orders.enumerated().sorted { ($0.element.orderBy, $0.offset) < ($1.element.orderBy, $1.offset) }
      .enumerated().map { number, order in order.element.named("\(question.orderPrefix)order-\(number + 1)") }
  }

  private func order(
    _ commitment: PurchasedTerm, _ action: PurchaseOrder.Action, units: Int, isNoRegret: Bool?
  ) -> PurchaseOrder {
    let offer = question.offers[commitment.offer]
    let (from, ends) = (question.day(ofMonth: commitment.firstMonth), question.day(ofMonth: commitment.endMonth))
    let nodeHours = units * question.course.count
    let isEnd = action == .letExpire
    let term = isEnd ? Money.zero : offer.price * question.quantity(nodeHours, months: offer.termMonths)
    let month = isEnd ? Money.zero : offer.price * question.quantity(nodeHours)
    let hours = share(of: commitment)
    let reason =
      isEnd
      ? "the next term needs \(units) nodes less"
      : "the last of these nodes is needed in \(hours) % of hours" + paysFrom(offer)
    return PurchaseOrder(
      id: "", offer: offer, action: action, units: units,
      orderBy: isEnd ? ends : question.orderDay(of: commitment), usableFrom: from, ends: ends,
      upfront: Money(dollars: term.dollars * offer.upfrontShare),
      monthly: offer.upfrontShare > 0 ? Money(dollars: month.dollars * (1 - offer.upfrontShare)) : month,
      termCost: term, reason: reason, isNoRegret: isNoRegret,
      calendarFactor: question.calendarFactor(ofMonths: commitment.firstMonth..<commitment.endMonth))
  }

  /// Beside spot nodes it depends on how many of them an hour needs.
  private func paysFrom(_ offer: PurchaseQuestion.Offer) -> String {
    guard question.onDemand.spot == nil else { return ", and spares what would be rented then" }
    let ratio = Double(offer.price.microdollars) / Double(question.onDemand.price.microdollars)
    return ", and pays from \(percent(ratio)) %"
  }

  /// Percent of the hours of its term in which the commitment's highest node is needed, in the expected world.
  private func share(of commitment: PurchasedTerm) -> Double {
    let hours = (commitment.firstMonth..<min(commitment.endMonth, question.months)).flatMap {
      question.openNeed(month: $0, in: question.worlds.count / 2)
    }
    let level = question.commitments(options[best ?? 0].policy, in: question.worlds.count / 2)
      .filter { $0.firstMonth <= commitment.firstMonth && commitment.firstMonth < $0.endMonth }
      .prefix { $0 != commitment }.reduce(commitment.units) { $0 + $1.units }
    return percent(Double(HourlyNeed(nodes: hours).hours(withAtLeast: level)) / Double(max(1, hours.count)))
  }

  private func percent(_ share: Double) -> Double { (share * 1000).rounded() / 10 }
}

extension PurchaseOrder {
  fileprivate func named(_ id: String) -> PurchaseOrder {
    PurchaseOrder(
      id: id, offer: offer, action: action, units: units, orderBy: orderBy, usableFrom: usableFrom,
      ends: ends, upfront: upfront, monthly: monthly, termCost: termCost, reason: reason, isNoRegret: isNoRegret,
      calendarFactor: calendarFactor)
  }
}
