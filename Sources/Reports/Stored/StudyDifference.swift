import CapacityPlanning
import Costing
import OutputAnalysis

/// What differs between two comparisons on disk: in the plan, and in what its designs cost, lose and need to fail over.
public struct StudyDifference: Sendable {
  /// A value of the plan, as it is written; nil where it is not.
  public struct Setting: Equatable, Sendable {
    /// Where it stands in the plan, and what stands there in each of the two.
    public let path: String
    public let first: String?
    public let second: String?
  }

  /// Cost lines that share site, group, item, role and price class.
  struct Line: Sendable {
    let key: StoredStudy.CostKey
    let first: Money
    let second: Money

    var change: Money { second - first }
  }

  /// A design that both comparisons hold.
  struct Design: Sendable {
    let first: StoredStudy.Design
    let second: StoredStudy.Design
    /// Second less first, in minutes a year of 8766 h.
    let lostMinutes: Interval
    /// Second less first, in dollars a year.
    let cost: Interval
    /// Second less first, in seconds; nil where one of them has none.
    let failover: Interval?
    /// Every line of either, those of the first in their order before those that are new.
    let lines: [Line]

    /// `hot`, or `warm -> hot` where two designs are compared with each other.
    var name: String { first.name == second.name ? first.name : "\(first.name) -> \(second.name)" }
  }

  /// The two that are compared: differences are the second less the first.
  public let first: StoredStudy
  public let second: StoredStudy
  /// The values that are not the same, in the order of the first plan and then of the second.
  public let settings: [Setting]
  /// Whether both were simulated on the same worlds, so that their differences are paired.
  public let isPaired: Bool
  let designs: [Design]
  /// Whether it is of one design against another.
  var comparesTwoDesigns: Bool { designs.count == 1 && designs[0].first.name != designs[0].second.name }
  /// Designs that only one of them holds.
  let onlyInFirst: [String]
  let onlyInSecond: [String]

  /// - Parameters:
  ///   - firstSettings: Every value of the first plan by its path, in the order of the file.
  ///   - secondSettings: The same of the second.
  ///   - chosen: A design of the first and one of the second, which are compared with each other; nil for all designs that
  ///     both hold.
  /// - Throws: `StoredResultError` where the two cannot be compared: other horizons, no design in common, no such design.
  public init(
    _ first: StoredStudy, settings firstSettings: [(path: String, text: String)], _ second: StoredStudy,
    settings secondSettings: [(path: String, text: String)], designs chosen: (first: String, second: String)? = nil
  ) throws(StoredResultError) {
    guard first.horizonHours == second.horizonHours else {
      throw StoredResultError(
        "the first simulates \(first.horizonHours) h at a time and the second \(second.horizonHours) h: what happens in"
          + " horizons of different lengths is not comparable. Give both plans the same horizon")
    }
    guard first.currency.currency == second.currency.currency else {
      throw StoredResultError(
        "the first counts in \(first.currency.currency) and the second in \(second.currency.currency): amounts of two"
          + " currencies are not comparable. Price one of them in the other's with 'currency' in its plan")
    }
    let names = first.designs.map(\.name)
    let others = second.designs.map(\.name)
    guard chosen != nil || names.contains(where: others.contains) else {
      throw StoredResultError(
        "they have no design in common: the first has \(names.joined(separator: ", ")), the second "
          + others.joined(separator: ", "))
    }
    self.first = first
    self.second = second
    onlyInFirst = chosen == nil ? names.filter { !others.contains($0) } : []
    onlyInSecond = chosen == nil ? others.filter { !names.contains($0) } : []
    settings =
      chosen.map {
        StudyDifference.settings(
          StudyDifference.settings(of: $0.first, in: firstSettings),
          StudyDifference.settings(of: $0.second, in: secondSettings))
      } ?? StudyDifference.settings(firstSettings, secondSettings)
    let paired =
      first.seed != nil && first.seed == second.seed && first.replications == second.replications
      && first.designs[0].lostMinutes.count == second.designs[0].lostMinutes.count
    isPaired = paired
    guard let chosen else {
      designs = first.designs.compactMap { design in
        second.designs.first { $0.name == design.name }.map { Design(design, $0, isPaired: paired) }
      }
      return
    }
    designs = [
      Design(
        try StudyDifference.design(chosen.first, of: first), try StudyDifference.design(chosen.second, of: second),
        isPaired: paired)
    ]
  }

  private static func design(_ name: String, of study: StoredStudy) throws(StoredResultError) -> StoredStudy.Design {
    guard let design = study.designs.first(where: { $0.name == name }) else {
      throw StoredResultError(
        "there is no design '\(name)'; compared were \(study.designs.map(\.name).joined(separator: ", "))")
    }
    return design
  }

  /// What a plan says of one of its designs: the values that hold for all, under those that the design sets.
  private static func settings(
    of design: String, in settings: [(path: String, text: String)]
  ) -> [(path: String, text: String)] {
    let prefix = "designs.\(design)."
    let own = settings.filter { $0.path.hasPrefix(prefix) }.map {
      (path: String($0.path.dropFirst(prefix.count)), text: $0.text)
    }
    let set = Set(own.map(\.path))
    return settings.filter { !$0.path.hasPrefix("designs.") && !set.contains($0.path) } + own
  }

  private static func settings(
    _ first: [(path: String, text: String)], _ second: [(path: String, text: String)]
  ) -> [Setting] {
    let before = Dictionary(first.map { ($0.path, $0.text) }) { old, _ in old }
    let after = Dictionary(second.map { ($0.path, $0.text) }) { old, _ in old }
    let added = second.filter { before[$0.path] == nil }.map { Setting(path: $0.path, first: nil, second: $0.text) }
    return first.filter { after[$0.path] != $0.text }.map {
      Setting(path: $0.path, first: $0.text, second: after[$0.path])
    } + added
  }
}

extension StudyDifference.Design {
  fileprivate init(_ first: StoredStudy.Design, _ second: StoredStudy.Design, isPaired: Bool) {
    self.first = first
    self.second = second
    lostMinutes =
      isPaired && first.lostMinutes.count == second.lostMinutes.count
      ? PairedDifference(from: first.lostMinutes, to: second.lostMinutes).difference
      : welchInterval(from: first.lostMinutes, to: second.lostMinutes)
    cost = Self.costDifference(first, second, isPaired: isPaired)
    if let a = first.failover, let b = second.failover, isPaired, a == b, first.lostMinutes == second.lostMinutes {
      // The same luck with the same outcome.
      failover = Interval(exactly: 0)
    } else if let a = first.failover, let b = second.failover {
      failover = Interval(estimate: b.value - a.value, low: b.low - a.high, high: b.high - a.low)
    } else {
      failover = nil
    }
    let added = second.lines.filter { line in !first.lines.contains { $0.key == line.key } }
    lines =
      first.lines.map { line in
        .init(
          key: line.key, first: line.cost, second: second.lines.first { $0.key == line.key }?.cost ?? .zero)
      } + added.map { .init(key: $0.key, first: .zero, second: $0.cost) }
  }
}

extension StudyDifference.Design {
  /// Paired world by world where both knew the same ones; as of independent studies otherwise, which is too wide.
  private static func costDifference(
    _ first: StoredStudy.Design, _ second: StoredStudy.Design, isPaired: Bool
  ) -> Interval {
    let change = second.cost.estimate - first.cost.estimate
    if first.cost.isExact && second.cost.isExact { return Interval(exactly: change) }
    guard isPaired, let worlds = [first.costByWorld.count, second.costByWorld.count].max(), worlds >= 2 else {
      return second.cost.minus(first.cost)
    }
    // A cost that is the same in every world has none of its own.
    func byWorld(_ design: StoredStudy.Design) -> [Double] {
      design.cost.isExact ? [Double](repeating: design.cost.estimate, count: worlds) : design.costByWorld
    }
    let (a, b) = (byWorld(first), byWorld(second))
    guard a.count == b.count else { return second.cost.minus(first.cost) }
    let difference = PairedDifference(from: a, to: b).difference
    if difference.halfWidth == 0 { return Interval(exactly: change) }
    // Around what is printed, whose lines are rounded to cents.
    let moved = change - difference.estimate
    return Interval(
      estimate: change, low: min(change, difference.low + moved), high: max(change, difference.high + moved))
  }
}

/// `difference.csv`: a row for each design and cost line of either comparison; no total rows.
public func differenceTable(_ difference: StudyDifference) -> CSVTable {
  struct Row {
    let design: String
    let line: StudyDifference.Line
  }
  typealias Column = CSVColumn<Row>
  return CSVTable(
    difference.designs.flatMap { design in design.lines.map { Row(design: design.name, line: $0) } },
    columns: [
      Column("design_id") { .words($0.design) },
      Column("site") { .words($0.line.key.site) },
      Column("cost_group") { .words($0.line.key.group) },
      Column("cost_item") { .words($0.line.key.item) },
      Column("role") { .words($0.line.key.role) },
      Column("price_class") { .words($0.line.key.priceClass) },
      Column("first_usd_per_year") { .money($0.line.first) },
      Column("second_usd_per_year") { .money($0.line.second) },
      Column("change_usd_per_year") { .money($0.line.change) },
      Column("change_percent") {
        .number(
          $0.line.first == .zero ? nil : 100 * $0.line.change.dollars / $0.line.first.dollars, decimals: 2)
      },
    ])
}
