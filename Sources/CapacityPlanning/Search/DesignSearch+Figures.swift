import Experiments
import OutputAnalysis
import ServiceModel

/// What is shown of a search beside its decisions.
extension DesignSearch {
  /// The winner on worlds of its own, under a seed of its own.
  mutating func fresh(_ winner: Int?) async throws -> SearchedDesign? {
    guard let winner else { return nil }
    let most = question.mostWorlds
    try await simulate([winner], worlds: most..<2 * most)
    let own = blocks[winner][most...].compactMap { $0 }
    let test = FeasibilityTest(risk: 1 - question.confidence, questions: templates.count)
    let verdicts = templates.indices.map { k in
      test.verdict(own.map { (met: $0.kept[k], years: $0.judged[k]) }, required: templates[k].required)
    }
    return SearchedDesign(
      index: winner, candidate: question.candidates[winner], fate: .chosen, blocks: own, templates: templates,
      verdicts: verdicts)
  }

  /// Worlds on which the front is compared: the same for all of its designs.
  private var frontWorlds: Int { min(question.mostWorlds, 20) }

  /// Designs of which no cheaper one is as good in lost minutes and failover time, as far as can be told; by cost.
  ///
  /// What a dearer design does better must be more than chance and more than a hundredth of what the objective allows: 30 % of
  /// buffer beside 15 % for 0.0003 minutes is no choice. Failover times are told apart from 1 % on.
  /// They are found on the worlds that all have seen, then all of these are given the same further worlds, and those
  /// that the further worlds show to be dominated are left out.
  mutating func front() async throws -> [SearchedDesign] {
    let simulated = question.candidates.indices.filter { !seen($0).isEmpty }
    guard let first = simulated.map({ seen($0).count }).min() else { return [] }
    let rough = undominated(simulated.map { shown($0, worlds: first) }, worlds: first, isFinal: false)
    try await simulate(rough.map(\.index), worlds: 0..<frontWorlds)
    return undominated(rough.map { shown($0.index, worlds: frontWorlds) }, worlds: frontWorlds, isFinal: true)
  }

  private func shown(_ index: Int, worlds: Int) -> SearchedDesign {
    SearchedDesign(
      index: index, candidate: question.candidates[index], fate: fates[index],
      blocks: blocks[index].prefix(worlds).compactMap { $0 }, templates: templates, verdicts: verdicts[index])
  }

  /// - Parameter isFinal: Whether what is not told apart yet is dropped; before the last worlds it is not.
  private func undominated(_ designs: [SearchedDesign], worlds: Int, isFinal: Bool) -> [SearchedDesign] {
    let tolerance = designs.first?.service.map(SizedDesign.tolerance) ?? 0
    // By cost, so that only what is kept keeps others out: of three that each differ little, the outer two may differ much.
    let ordered = designs.sorted { ($0.dollars, $0.lostMinutes, $0.index) < ($1.dollars, $1.lostMinutes, $1.index) }
    return ordered.reduce(into: [SearchedDesign]()) { front, design in
      let isMatched = front.contains { cheaper in
        if let own = cheaper.failoverSeconds, let theirs = design.failoverSeconds, theirs < 0.99 * own { return false }
        let saving = PairedDifference(
          from: lostMinutes(design.index, worlds: worlds), to: lostMinutes(cheaper.index, worlds: worlds)
        ).difference
        if saving.high <= tolerance || saving.estimate <= 0 { return true }
        return isFinal && (saving.low <= 0 || saving.estimate <= tolerance)
      }
      if !isMatched { front.append(design) }
    }
  }

  /// Lost minutes a year, by world.
  private func lostMinutes(_ index: Int, worlds: Int) -> [Double] {
    blocks[index].prefix(worlds).compactMap { $0 }.map {
      $0.lostMinutes.reduce(0, +) / Double(max(1, $0.lostMinutes.count))
    }
  }

  /// Causes without which a design would meet all objectives, the costliest first, each under the same luck as before.
  ///
  /// At most four are switched off, one after the other; the shares say how far each step leads.
  func cures(of design: SearchedDesign) async throws -> [SearchResult.Cure] {
    guard let service = design.service else { return [] }
    let causes = design.causes.filter { $0.minutes > 0 && $0.name != OutageCause.overloadName }.prefix(4).map(\.name)
    let size = StudySize(
      seed: question.seed, worlds: frontWorlds, replicationsPerWorld: question.yearsPerWorld, threads: question.threads)
    var cures: [SearchResult.Cure] = []
    for count in causes.indices.map({ $0 + 1 }) {
      let study = Study([service], size: size, disabled: Set(causes.prefix(count)), bill: .byPrices)
      let blocks = try await study.run(study.whole).enumerated().flatMap { world, records in
        records.map { SimulatedBlock($0, of: service, candidate: design.index, world: world) }
      }
      let shares = templates.indices.map { k in
        let (kept, judged) = blocks.reduce((0, 0)) { ($0.0 + $1.kept[k], $0.1 + $1.judged[k]) }
        return judged > 0 ? Double(kept) / Double(judged) : 1
      }
      let meets = zip(shares, templates).allSatisfy { $0 >= $1.required }
      let worst = templates.indices.min { shares[$0] - templates[$0].required < shares[$1] - templates[$1].required }
      cures.append(
        SearchResult.Cure(
          causes: Array(causes.prefix(count)), meets: meets, objective: worst.map { templates[$0].text } ?? "",
          share: worst.map { shares[$0] } ?? 1, years: frontWorlds * question.yearsPerWorld))
      if meets { break }
    }
    return cures
  }
}
