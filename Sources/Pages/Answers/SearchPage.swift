import Charts

/// The report of a search: the front, the answer, why designs were left aside, and what to buy when.
struct SearchPage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Objective: Decodable {
      let objective: String
      let requiredShare: Double
      let share: Double?
      let verdict: String
    }

    struct Design: Decodable {
      let design: String
      let fate: String
      let excuse: String?
      let years: Int
      let costUsdPerYear: Double?
      let lostMinutesPerYear: StoredFigure?
      let objectives: [Objective]
    }

    struct Search: Decodable {
      let seed: UInt64
      let candidates: Int
      let confidence: Double
      let yearsAtMost: Int
      let answer: Design?
      let fresh: Design?
      let front: [String]
      let remedies: [String]
      let designs: [Design]
    }

    struct Order: Decodable {
      let order: String
      let site: String?
      let action: String
      let nodes: Int
      let priceClass: String
      let orderBy: String
      let usableFrom: String
      let ends: String
      /// An exact amount as text.
      let termCostUsd: String
    }

    struct Existing: Decodable {
      let name: String
      let nodes: Int
      let ends: String?
    }

    struct Purchase: Decodable {
      let orders: [Order]?
      let existing: [Existing]?
      let turns: [Turn]?
      /// What the search committed beside it.
      let reconciliation: String?
    }

    /// Where another purchase would be the best one.
    struct Turn: Decodable { let sentence: String }

    let model: String
    let search: Search?
    let purchase: Purchase?
    /// Of every pool; nil where there is one.
    let purchases: [Purchase]?
    let roadmap: StoredRoadmap?

    var pools: [Purchase] { purchases ?? [purchase].compactMap { $0 } }
  }

  let stored: Stored
  let provenance: String

  var page: AnswerPage {
    AnswerPage(
      model: stored.model, question: question, title: title, sure: sure, reasons: [],
      sections: [front, excuses, purchases, stages].compactMap { $0 },
      provenance: stored.search.map {
        "\($0.candidates) designs, up to \(Figures.grouped(Double($0.yearsAtMost))) years each on the same failures and "
          + "traffic, seed \($0.seed), \(provenance)."
      } ?? "\(capitalised(provenance)).")
  }

  private var question: String {
    stored.search == nil && stored.pools.isEmpty && stored.roadmap != nil
      ? "What do the stages of \(stored.model) cost, and what do they risk?"
      : "Which design of \(stored.model) meets its objectives at the least cost?"
  }

  private var title: String {
    guard let search = stored.search else {
      return stored.pools.isEmpty ? stored.roadmap.map { "\($0.finding)." } ?? "" : "What to buy, and when"
    }
    guard let answer = search.answer else { return "No design is known to meet every objective." }
    let cost = answer.costUsdPerYear.map { " for \(Figures.dollars($0)) a year" } ?? ""
    return "\(capitalised(answer.design))\(cost) is the cheapest that meets every objective."
  }

  private var sure: String {
    guard let search = stored.search else { return "" }
    guard let fresh = search.fresh else { return search.remedies.map { $0 + "." }.joined(separator: " ") }
    let kept = fresh.objectives.compactMap { objective in
      objective.share.map { "\(objective.objective) \(Figures.percent($0, near: objective.requiredShare))" }
    }
    return
      "How sure: at a confidence of \(Figures.percent(search.confidence)); on \(Figures.grouped(Double(fresh.years))) years that "
      + "had no part in the choice: \(kept.joined(separator: "; "))."
  }

  private var front: AnswerPage.Section? {
    guard let search = stored.search else { return nil }
    let simulated = search.designs.filter { $0.costUsdPerYear != nil && $0.lostMinutesPerYear?.mean != nil }
    guard !simulated.isEmpty else { return nil }
    let names = Set(search.front)
    // Hundreds of grey marks would cover the front: it is drawn whole, of the others the cheapest.
    let others = simulated.filter { !names.contains($0.design) }
      .sorted { ($0.costUsdPerYear ?? 0, $0.design) < ($1.costUsdPerYear ?? 0, $1.design) }.prefix(60)
    let shown = simulated.filter { names.contains($0.design) }.prefix(60) + others
    let title = "What a lost minute less costs, over \(simulated.count) designs"
    let chart = TradeChart(
      title: title,
      points: shown.map { design in
        .init(
          name: design.design,
          tint: design.design == search.answer?.design
            ? .design(4) : names.contains(design.design) ? .design(5) : .other,
          isDominated: !names.contains(design.design), dollars: design.costUsdPerYear ?? 0,
          minutes: design.lostMinutesPerYear?.mean ?? 0)
      })
    return AnswerPage.Section(
      title: title, how: "Left and down is better. Filled: no design is cheaper and loses less; open: another is.",
      drawings: [chart.drawing],
      table: PageTable(
        summary: "The front", heads: ["Design", "Cost a year", "Lost minutes a year", "Verdict", "Years"],
        rows: simulated.filter { names.contains($0.design) }.map {
          [
            .words($0.design), .dollars($0.costUsdPerYear ?? 0), .minutes($0.lostMinutesPerYear?.mean ?? 0),
            .words($0.fate.replacing("_", with: " ")), .count($0.years),
          ]
        }, wordColumns: [3]))
  }

  private var excuses: AnswerPage.Section? {
    guard let search = stored.search else { return nil }
    let rejected = search.designs.filter { $0.excuse != nil }
    guard !rejected.isEmpty else { return nil }
    var counts: [(fate: String, count: Int)] = []
    for design in rejected {
      if let index = counts.firstIndex(where: { $0.fate == design.fate }) {
        counts[index].count += 1
      } else {
        counts.append((design.fate, 1))
      }
    }
    counts.sort { ($1.count, $0.fate) < ($0.count, $1.fate) }
    let title = "\(rejected.count) designs were left aside, most because: \(counts[0].fate.replacing("_", with: " "))"
    let chart = BarsByPart(
      title: title, parts: ["designs"],
      bars: counts.map { .init(name: $0.fate.replacing("_", with: " "), values: [Double($0.count)]) }, unit: .count)
    return AnswerPage.Section(
      title: title, how: "Each with its reason below; cheapest first.", drawings: [chart.drawing],
      table: PageTable(
        summary: "Why each", heads: ["Design", "Why", "Cost a year"],
        rows: rejected.sorted {
          ($0.costUsdPerYear ?? .infinity, $0.design) < ($1.costUsdPerYear ?? .infinity, $1.design)
        }
        .prefix(200).map { [.words($0.design), .words($0.excuse ?? ""), .dollars($0.costUsdPerYear)] },
        wordColumns: [1]))
  }

  private var held: String {
    let all = stored.pools.flatMap { $0.existing ?? [] }
    let parts = all.map { "\($0.nodes) of \($0.name)\($0.ends.map { " until \($0)" } ?? "")" }
    return all.isEmpty ? "" : " Nodes that are held already: \(parts.joined(separator: ", "))."
  }

  private var reconciliation: String {
    stored.pools.compactMap(\.reconciliation).map { " " + $0 }.joined()
  }

  private var turns: String {
    stored.pools.flatMap { $0.turns ?? [] }.map { " " + $0.sentence }.joined()
  }

  private var purchases: AnswerPage.Section? {
    let orders = stored.pools.flatMap { $0.orders ?? [] }
    guard !orders.isEmpty else { return nil }
    return AnswerPage.Section(
      title: "\(orders.count) \(orders.count == 1 ? "purchase" : "purchases") over time",
      how: "By when to order, and what each costs over its term." + reconciliation + held + turns,
      table: PageTable(
        summary: "Every order",
        heads: ["Order", "Action", "Class", "Order by", "Usable from", "Ends", "Nodes", "Cost of the term"],
        rows: orders.map {
          [
            $0.order, $0.action, $0.priceClass, $0.orderBy, $0.usableFrom, $0.ends,
          ].map(TableCell.words) + [.count($0.nodes), .dollars(Double($0.termCostUsd))]
        }, wordColumns: [1, 2, 3, 4, 5]))
  }
}
