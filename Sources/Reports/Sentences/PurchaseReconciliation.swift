import CapacityPlanning
import Costing

/// What a search committed beside what the purchase buys for the same pool, and why they are not the same.
struct PurchaseReconciliation {
  let searched: PurchaseQuestion.SearchedCommitment
  /// First orders of the best option in the expected world.
  let bought: [(offer: PurchaseQuestion.Offer, nodes: Int)]
  let question: PurchaseQuestion

  /// Nil where no search counted the design, or nothing may be bought.
  init?(_ plan: PurchasePlan) {
    guard let searched = plan.question.searched, let best = plan.best else { return nil }
    self.searched = searched
    question = plan.question
    bought = question.commitments(plan.options[best].policy, in: question.worlds.count / 2)
      .filter { $0.cause == .firstOrder }.map { (plan.question.offers[$0.offer], $0.units) }
  }

  var agrees: Bool {
    guard searched.nodes > 0 else { return bought.isEmpty }
    guard bought.count == 1 else { return false }
    return bought[0].nodes == searched.nodes && isSearchedClass(bought[0].offer)
  }

  private func isSearchedClass(_ offer: PurchaseQuestion.Offer) -> Bool {
    offer.termMonths == searched.termMonths && offer.price == searched.price
  }

  var sentence: String {
    let term = searched.termMonths == 12 ? "one year" : "\(searched.termMonths / 12) years"
    let committed = "\(searched.nodes) nodes committed for \(term) at \(Wording.sign)\(searched.price) an hour"
    if agrees {
      return searched.nodes == 0
        ? "Search and purchase agree: nothing is committed."
        : "Search and purchase agree: \(committed)."
    }
    let first = bought.map { "\($0.nodes) of \($0.offer.name)" }.joined(separator: " and ")
    return
      "The design's cost a year is with \(searched.nodes == 0 ? "no commitment" : committed); the purchase begins with"
      + " \(first.isEmpty ? "none" : first), because it \(reasons.joined(separator: ", "))."
  }

  /// In what the two questions differ; the last one where they do in nothing else.
  private var reasons: [String] {
    let grows = question.worlds.contains { world in
      world.growth != 0 || world.levels.contains { $0 != 1 }
    }
    let others = question.offers.filter { !isSearchedClass($0) }.map(\.name)
    let all = [
      grows ? "lets the need change" : nil,
      question.months > 12 ? "looks at \(question.months) months" : nil,
      question.offers.contains { $0.leadDaysP90 > 0 } ? "waits for what is ordered" : nil,
      question.existing.isEmpty ? nil : "counts what is held already",
      others.isEmpty ? nil : "may buy \(others.joined(separator: ", "))",
    ].compactMap { $0 }
    return all.isEmpty ? ["tries every number of nodes, and the search those of the plan"] : all
  }
}
