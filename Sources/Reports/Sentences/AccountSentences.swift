import Costing
import Foundation

/// What may be said of accounts beside the bill: traffic that is moved on purpose, capacity that is lent, copies of
/// conversations.
enum AccountSentences {
  /// What moving a design's traffic on purpose takes in a year.
  struct Moves {
    let design: String
    let times: Double
    let hoursAway: Double
    /// Of these, those that were sent back before their time.
    var sentBack = 0.0
    /// Those that found a procedure that does not work.
    var unfit = 0.0
    var calledOff = 0.0
    let lostMinutes: Double
    /// Node-hours of standbys beyond what they keep, and what they cost.
    var standIn: (hours: Double, dollars: Double) = (0, 0)
  }

  /// - Parameter designs: Those that move traffic on purpose.
  static func moved(_ designs: [Moves]) -> String? {
    guard !designs.isEmpty else { return nil }
    let parts = designs.map { moves -> String in
      var part =
        "\(moves.design) \(Wording.significant(moves.times)) times for \(Wording.significant(moves.hoursAway)) h"
      for (count, words) in [
        (moves.sentBack, "of these sent back before its time"), (moves.unfit, "found a procedure that does not work"),
        (moves.calledOff, "called off"),
      ] where count > 0 {
        part += ", \(Wording.significant(count)) \(words)"
      }
      part += ", \(Wording.minutes(moves.lostMinutes)) lost minutes"
      guard moves.standIn.hours > 0 else { return part }
      return part + ", \(Wording.significant(moves.standIn.hours)) node-hours beyond what is kept"
        + " (\(Wording.dollars(moves.standIn.dollars)))"
    }
    return "Moved on purpose in a year: " + parts.joined(separator: "; ") + "."
  }

  /// - Parameter lent: By design.
  static func lent(_ lent: [(design: String, purchase: DisplacedPurchase)]) -> String? {
    guard !lent.isEmpty else { return nil }
    let parts = lent.map { design, purchase -> String in
      let hours = Wording.count(Int(purchase.nodeHours.units.rounded()))
      let use =
        "\(design) lends \(purchase.nodes) nodes of \(purchase.site) to \(purchase.borrower), \(hours) node-hours"
      guard let displaces = purchase.displaces else { return use + ", which would do without" }
      return use
        + ", which saves it \(Wording.dollars(purchase.saved.dollars)) of \(displaces.priceClass.rawValue) capacity at"
        + " \(Wording.sign)\(displaces.dollarsPerHour)/h"
    }
    return "Lent in a year: " + parts.joined(separator: "; ")
      + ". The designs cost the same with it and without: that money is saved by whoever borrows."
  }

  /// - Parameter designs: Those in which copies of conversations cost more than all nodes, which no service that copies text
  ///   does.
  static func costlyCopies(_ designs: [String]) -> String? {
    guard !designs.isEmpty else { return nil }
    return "Copies of conversation state cost more than all nodes in \(designs.joined(separator: ", ")): what is"
      + " copied should be the text, some kilobytes a request, and not the key-value cache, hundreds of megabytes."
      + " See 'prices.state.per-request'."
  }
}
