import EventKernel
import ServiceModel

/// Requests that must commit at a second site: where it is lost or cut off they fail, at once or when their clients give up.
extension Replication {
  /// What is left of a site's requests where partners of their transactions cannot be reached.
  func withoutPartners(_ site: Int) -> ImpairmentPlan {
    var left = ImpairmentPlan()
    for transaction in plan.transactions where isWithoutPartner(transaction, at: site) {
      left.success = max(0, left.success - transaction.share)
      if transaction.blocks { left.timingOut += transaction.share }
    }
    return left
  }

  private func isWithoutPartner(_ transaction: TransactionPlan, at site: Int) -> Bool {
    site != transaction.partner && !isReachable(transaction.partner, from: site)
  }

  /// Whether a failure elsewhere keeps a site from a partner of its transactions.
  func withholdsPartner(_ clock: Int, from site: Int, _ mode: ModePlan) -> Bool {
    let struck = plan.clocks[clock]
    for transaction in plan.transactions where mode.isLoss && isWithoutPartner(transaction, at: site) {
      switch mode.scope {
      case .link:
        let ends = [Int(struck.site), Int(struck.part)]
        if ends.contains(site) && ends.contains(transaction.partner) { return true }
      case .dependency: continue
      case .gpu, .process, .node, .rack, .zone, .region, .provider, .area, .everywhere, .edge, .procedure:
        if reaches(clock, site: transaction.partner, mode) { return true }
      }
    }
    return false
  }

  /// How fast attempts of a class fail for want of a partner, in millionths of an attempt a second: of those that get as far as a
  /// node that lives, for whoever fails before has not asked for it.
  private func failingTransactions(_ transaction: TransactionPlan) -> Int64 {
    guard estate.edgeLost == 0 else { return 0 }
    var failing: Int64 = 0
    for site in plan.sites.indices where flow.shares[site] > 0 && flow.isHealthy[site] {
      guard isWithoutPartner(transaction, at: site) else { continue }
      let met = meetingTheLiving(portion(arrivals, Int64(flow.shares[site])), site: site)
      // What else makes requests fail there takes its share of these too.
      let others = withoutPartners(site).success
      failing +=
        others > 0
        ? portion(met, portion(flow.impairments[site].success, transaction.share, of: others))
        : portion(met, transaction.share)
    }
    return failing
  }

  /// Gives each class what it loses for want of a partner.
  ///
  /// - Returns: What is left of a loss for all classes alike.
  mutating func assignTransactions(_ loss: Int64) -> Int64 {
    var left = loss
    for transaction in plan.transactions where left > 0 {
      let part = min(left, lostRequests(of: failingTransactions(transaction)))
      flow.lostByClass[transaction.kind] += part
      left -= part
    }
    return left
  }
}
