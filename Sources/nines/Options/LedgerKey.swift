import ArgumentParser
import Experiments

/// A row of `outages.csv`: the second outage of replication 8123 is `8123.2`.
struct LedgerKey: Equatable {
  let replication: Int
  /// The world of the study that the replication belongs to.
  let world: Int
  /// Counted from 1.
  let outage: Int

  /// - Throws: `ValidationError` where the text is no key of a study.
  init(_ text: String) throws {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let replication = Int(parts[0]), let outage = Int(parts[1]), replication >= 0, outage >= 1
    else {
      throw ValidationError(
        "--outage must be REPLICATION.OUTAGE from the columns of outages.csv, such as 8123.2; it is '\(text)'")
    }
    world = ReplicationNumber.place(of: replication).world
    guard world < ReplicationNumber.mostWorlds else {
      throw ValidationError("--outage \(text): no comparison has a replication of number \(replication)")
    }
    self.replication = replication
    self.outage = outage
  }

  /// - Throws: `ValidationError` where the replication has no such outage.
  func row(of ledger: [LedgerRow], design: String) throws -> LedgerRow {
    if ledger.indices.contains(outage - 1) { return ledger[outage - 1] }
    let many = ledger.isEmpty ? "no outage" : ledger.count == 1 ? "one outage" : "\(ledger.count) outages"
    throw ValidationError(
      "--outage \(replication).\(outage): under '\(design)' replication \(replication) has \(many). "
        + "Check --seed and --design against the comparison")
  }
}
