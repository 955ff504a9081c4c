import CapacityPlanning
import Costing

/// The planner's answer for a terminal: the design, what competes with it, why the others were left aside, and what to
/// buy.
public struct PlanTable: Sendable {
  private let answer: PlanAnswer
  private let width: Int
  /// Rejected designs that are printed; `designs.csv` has all of them.
  private static let mostExcuses = 12
  private static let mostOnFront = 20

  private let showsDetails: Bool

  public init(_ answer: PlanAnswer, width: Int, showsDetails: Bool = false) {
    self.showsDetails = showsDetails
    self.answer = answer
    self.width = width
  }

  public var lines: [String] {
    var parts: [[String]] = []
    if let search = answer.search { parts += sections(search) }
    for purchase in answer.purchases { parts += PurchaseTable(purchase, width: width).sections }
    if let all = PurchaseSentences.allPools(answer.purchases) {
      parts.append(Wording.wrapped(all, width: width))
    }
    if let ahead = answer.ahead { parts.append(aheadLines(ahead, width: width)) }
    if let roadmap = answer.roadmap { parts.append(roadmapLines(roadmap, width: width)) }
    return Array(parts.joined(separator: [""]))
  }

  private func sections(_ search: SearchResult) -> [[String]] {
    [heading(search), front(search), envelope(search), excuses(search), conclusion(search)].filter { !$0.isEmpty }
  }

  private func heading(_ search: SearchResult) -> [String] {
    let question = search.question
    let years = question.yearsPerWorld * question.mostWorlds
    let confidence = Wording.percent(question.confidence)
    return Wording.wrapped(
      "\(answer.name): \(Wording.count(search.designs.count)) designs, up to \(Wording.count(years)) years each on the"
        + " same failures and traffic; seed \(question.seed); confidence \(confidence), indifferent to"
        + " \(Wording.dollars(question.indifferenceDollars)) a year", width: width)
  }

  private func row(_ name: String, _ design: SearchedDesign) -> [String] {
    let worst = design.tightest
    let half = Wording.minutes(1.96 * design.lostMinutesError)
    return [
      name, Wording.fixed(design.dollars / 1e6, 2), "\(Wording.minutes(design.lostMinutes)) +-\(half)",
      Wording.durationBetweenEnds(design.failoverSeconds, design.failoverKnown),
      worst?.share.map(Wording.percent) ?? "-", Wording.count(design.years),
    ]
  }

  /// Prose as the last column: padded, so that it stands on the left like the first.
  private func prose(_ texts: [String]) -> [String] {
    let length = texts.map(\.count).max() ?? 0
    return texts.map { $0 + String(repeating: " ", count: length - $0.count) }
  }

  private func front(_ search: SearchResult) -> [String] {
    var table = TextTable()
    let front = search.front
    // A long front is thinned evenly; its ends and the answer stay.
    let step = max(1, (front.count + PlanTable.mostOnFront - 1) / PlanTable.mostOnFront)
    let shown = front.indices.filter { $0 % step == 0 || $0 == front.count - 1 || front[$0].index == search.winner }
    let fresh = search.fresh.map { ["the answer on fresh years: \($0.label)"] } ?? []
    let labels = prose(["design"] + shown.map { front[$0].label } + fresh)
    table.append(["FRONT", "\(Wording.money) M/y", "lost min/y", "failover P95", "keeps worst", "years", labels[0]])
    for (place, label) in zip(shown, labels.dropFirst()) {
      let mark = front[place].index == search.winner ? " *" : ""
      table.append(row("\(place + 1)\(mark)", front[place]) + [label])
    }
    if let fresh = search.fresh { table.append(row("fresh", fresh) + [labels[labels.count - 1]]) }
    return table.lines(width: width)
      + Wording.wrapped(
        "\(search.winner == nil ? "" : "* the answer. ")"
          + (shown.count < front.count
            ? "\(shown.count) of the front's \(front.count) designs; designs.csv has all. " : "")
          + "failover P95: of region outages that a failover ended, twenty at least, with its 95 % interval. "
          + "keeps worst: share of years, outages or failovers that keep the"
          + " objective that is missed by most, or has used most of the misses it allows"
          + (SearchSentences.freshYears(search.fresh?.label).map { ". " + $0 } ?? ""),
        width: width)
  }

  private func envelope(_ search: SearchResult) -> [String] {
    var table = TextTable()
    let segments = search.trade.envelope
    let labels = prose(["cheapest in total"] + segments.map(\.option.name))
    table.append(["FROM \(Wording.money)/min", "to \(Wording.money)/min", labels[0]])
    for (segment, label) in zip(segments, labels.dropFirst()) {
      let end = segment.toDollarsPerMinute
      table.append([
        Wording.dollars(segment.fromDollarsPerMinute), end.isFinite ? Wording.dollars(end) : "-", label,
      ])
    }
    return table.lines(width: width)
  }

  /// The cheapest of those that were left aside: what a reader would ask for first.
  private func excuses(_ search: SearchResult) -> [String] {
    let rejected = search.designs.filter { $0.excuse != nil }
      .sorted {
        ($0.years == 0 ? 1 : 0, $0.dollars, $0.index) < ($1.years == 0 ? 1 : 0, $1.dollars, $1.index)
      }
    guard !rejected.isEmpty else { return [] }
    var counts: [(word: String, count: Int)] = []
    for design in rejected {
      if let index = counts.firstIndex(where: { $0.word == design.fate.word }) {
        counts[index].count += 1
      } else {
        counts.append((design.fate.word, 1))
      }
    }
    let summary = counts.map { "\($0.count) \($0.word.replacing("_", with: ", "))" }.joined(separator: "; ")
    let shown = rejected.filter { if case .same = $0.fate { false } else { true } }.prefix(PlanTable.mostExcuses)
    guard showsDetails else {
      return Wording.wrapped("LEFT ASIDE: \(summary). --details says why, design by design.", width: width)
    }
    let left = rejected.count - shown.count
    return Wording.wrapped("LEFT ASIDE: \(summary)", width: width)
      + shown.flatMap { Wording.wrapped("  \($0.label): \($0.excuse ?? "")", width: width, indent: "    ") }
      + (left > 0 ? ["  and \(left) more, cheapest first above; designs.csv has the excuse of each"] : [])
  }

  private func conclusion(_ search: SearchResult) -> [String] {
    var sentences: [String] = []
    let confidence = Wording.percent(search.question.confidence)
    if let fresh = search.fresh {
      sentences += SearchSentences.answer(
        fresh.label, of: search.designs.count, indifferent: search.question.indifferenceDollars, confidence: confidence,
        years: fresh.years, objectives: fresh.objectives)
    } else {
      sentences += SearchSentences.nothingMeets(search, confidence: confidence)
    }
    sentences += [SearchSentences.undecided(search.undecided.map(\.label))].compactMap { $0 }
    sentences += answer.untried.map { SensitivitySentences.outside($0.path, written: $0.written, of: "designs") }
    return sentences.flatMap { Wording.wrapped($0, width: width) }
  }
}
