import Experiments
import OutputAnalysis
import ServiceModel

/// Searches the designs of a question for the cheapest that meets all objectives.
///
/// Theory first rules out candidates that cannot keep an objective however well things go. Then all candidates see the same
/// few worlds, those ruled out for the front alone. In each further round those that are left see more of them, until each
/// is told to miss, to be dearer than one that meets, or to be the answer; the winner is then simulated anew on worlds
/// that had no part in choosing it. Results depend on the question alone: not on threads, and not on whether a memory
/// already held some of the blocks.
///
/// - Throws: What compiling a plan or the memory throws, and `CancellationError`.
public func searchDesigns(
  _ question: SearchQuestion, memory: SearchMemory = .none,
  progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
) async throws -> SearchResult {
  var search = DesignSearch(question, memory: memory, report: progress)
  return try await search.run()
}

struct DesignSearch {
  let question: SearchQuestion
  private let memory: SearchMemory
  private let report: @Sendable (ComparisonProgress) -> Void
  /// By candidate, in the order of worlds; the second half is for the winner.
  private(set) var blocks: [[SimulatedBlock?]]
  private var isLeft: [Bool]
  private(set) var fates: [SearchedDesign.Fate]
  private(set) var verdicts: [[Verdict]]
  let templates: [ObjectiveVerdict.Line]
  private let costBounds: [Double]
  /// Worlds of each candidate that have been looked at; a memory may hold more.
  private var seenWorlds: [Int]
  /// Blocks simulated in this run, without those recalled.
  private var simulated = 0

  init(
    _ question: SearchQuestion, memory: SearchMemory, report: @escaping @Sendable (ComparisonProgress) -> Void
  ) {
    self.question = question
    self.memory = memory
    self.report = report
    let candidates = question.candidates
    blocks = candidates.map { _ in Array(repeating: nil, count: 2 * question.mostWorlds) }
    for block in memory.recalled where candidates.indices.contains(block.candidate) && block.world < question.mostWorlds
    {
      blocks[block.candidate][block.world] = block
    }
    seenWorlds = candidates.map { _ in 0 }
    let twins = question.firstTwins
    isLeft = candidates.indices.map { candidates[$0].service != nil && twins[$0] == nil }
    fates = candidates.indices.map { index in
      if case .refused(let reason) = candidates[index].form { return .refused(reason) }
      return twins[index].map { .same(as: candidates[$0].label) } ?? .undecided
    }
    templates = candidates.lazy.compactMap(\.service).first.map(ObjectiveVerdict.lines) ?? []
    let count = templates.count
    verdicts = candidates.map { _ in Array(repeating: .undecided, count: count) }
    costBounds = candidates.map { $0.costBound ?? .infinity }
  }

  mutating func run() async throws -> SearchResult {
    let ruledOut = try ruleOut()
    let count = isLeft.count { $0 }
    let risk = (1 - question.confidence) / 2
    let rounds = question.rounds
    let feasibility = FeasibilityTest(risk: risk, questions: count * templates.count * rounds.count)
    let selection = SequentialSelection(
      designs: count, risk: risk, indifference: question.indifferenceDollars)
    let (begun, left) = (self, isLeft.indices.filter { isLeft[$0] })
    try await askAhead([
      {
        var search = begun
        try await search.simulate(ruledOut, worlds: 0..<rounds[0])
      },
      {
        var search = begun
        try await search.simulate(left, worlds: 0..<rounds[0])
      },
    ])
    // What is ruled out may still be on the front: cheap, and bad.
    try await simulate(ruledOut, worlds: 0..<rounds[0], thenAtMost: count * rounds[0])
    for i in ruledOut { seenWorlds[i] = rounds[0] }
    for (round, worlds) in rounds.enumerated() where !isDecided {
      let left = isLeft.indices.filter { isLeft[$0] }
      let later = left.count * (question.mostWorlds - worlds)
      try await simulate(left, worlds: 0..<worlds, thenAtMost: round == 0 ? 0 : later)
      for i in left { seenWorlds[i] = worlds }
      judge(worlds: worlds, feasibility)
      eliminate(worlds: worlds, selection)
    }
    let winner = choose()
    let judged = self
    try await askAhead([
      {
        var search = judged
        _ = try await search.fresh(winner)
      },
      {
        var search = judged
        _ = try await search.front()
      },
    ])
    let fresh = try await fresh(winner)
    let front = try await front()
    let designs = question.candidates.indices.map { i in
      SearchedDesign(
        index: i, candidate: question.candidates[i], fate: fates[i], blocks: seen(i), templates: templates,
        verdicts: verdicts[i])
    }
    var result = SearchResult(
      question: question, designs: designs, winner: winner, fresh: fresh, front: front, blocks: simulated)
    if let closest = result.closest { result.cures = try await cures(of: closest) }
    return result
  }

  func seen(_ candidate: Int) -> [SimulatedBlock] {
    Array(blocks[candidate].prefix(seenWorlds[candidate]).compactMap { $0 })
  }

  // MARK: Simulation

  private struct Work: Sendable {
    let world: Int
    let candidates: [Int]
  }

  /// Candidates of one task: so many that a killed search loses little, few enough that a world is seldom built again.
  private static let candidatesPerTask = 24

  /// Simulates what neither this run nor the memory has.
  ///
  /// - Parameter later: Blocks that may follow at most, so that the time left is not told too short.
  mutating func simulate(_ wanted: [Int], worlds: Range<Int>, thenAtMost later: Int = 0) async throws {
    let each = DesignSearch.candidatesPerTask
    let tasks = worlds.flatMap { world in
      let missing = wanted.filter { blocks[$0][world] == nil }
      return stride(from: 0, to: missing.count, by: each).map { start in
        Work(world: world, candidates: Array(missing[start..<min(missing.count, start + each)]))
      }
    }
    let before = simulated
    let total = before + tasks.reduce(0) { $0 + $1.candidates.count } + later
    let (question, memory, report) = (question, memory, report)
    var done = before
    let found = try await shared(
      tasks.indices, threads: question.threads,
      finished: { (blocks: [SimulatedBlock]) in
        try memory.keep(blocks)
        done += blocks.count
        report(ComparisonProgress(done: done, total: total))
      },
      work: { try DesignSearch.blocks(of: tasks[$0], question) })
    for block in found.joined() { blocks[block.candidate][block.world] = block }
    simulated = done
  }

  private static func blocks(of task: Work, _ question: SearchQuestion) throws -> [SimulatedBlock] {
    let services = task.candidates.compactMap { question.candidates[$0].service }
    let isFresh = task.world >= question.mostWorlds
    let size = StudySize(
      seed: isFresh ? question.freshSeed : question.seed, worlds: question.mostWorlds,
      replicationsPerWorld: question.yearsPerWorld, threads: 1)
    let records = try Study(services, size: size, bill: .byPrices).simulate(
      world: isFresh ? task.world - question.mostWorlds : task.world)
    return task.candidates.indices.map { k in
      SimulatedBlock(records[k], of: services[k], candidate: task.candidates[k], world: task.world)
    }
  }

  // MARK: Decisions

  /// Sets aside what no luck would let keep its objectives.
  ///
  /// - Returns: These candidates.
  private mutating func ruleOut() throws -> [Int] {
    var screen = ObjectiveScreen()
    var ruledOut: [Int] = []
    for i in isLeft.indices where isLeft[i] {
      try Task.checkCancellation()
      guard let service = question.candidates[i].service,
        let ceiling = try screen.ceiling(of: service, seed: question.seed)
      else { continue }
      isLeft[i] = false
      fates[i] = .ruledOut(ceiling)
      verdicts[i][ceiling.objective] = .misses
      ruledOut.append(i)
    }
    return ruledOut
  }

  private func meets(_ i: Int) -> Bool { verdicts[i].allSatisfy { $0 == .meets } }

  private func cost(_ i: Int) -> Double {
    let blocks = seen(i)
    return blocks.reduce(0) { $0 + $1.dollars } / Double(max(1, blocks.count))
  }

  /// Nothing is left to find out: no candidate, or one that meets.
  private var isDecided: Bool {
    let left = isLeft.indices.filter { isLeft[$0] }
    return left.isEmpty || (left.count == 1 && meets(left[0]))
  }

  private mutating func judge(worlds: Int, _ test: FeasibilityTest) {
    for i in isLeft.indices where isLeft[i] {
      let blocks = seen(i)
      for k in templates.indices where verdicts[i][k] == .undecided || blocks.allSatisfy({ $0.judged[k] == 0 }) {
        verdicts[i][k] = test.verdict(
          blocks.map { (met: $0.kept[k], years: $0.judged[k]) }, required: templates[k].required,
          isCertain: question.candidates[i].service?.isCertain == true)
      }
      if verdicts[i].contains(.misses) {
        isLeft[i] = false
        fates[i] = .misses
      }
    }
  }

  /// Takes out what is dearer than a candidate that meets: by its bound alone, or by its worlds.
  private mutating func eliminate(worlds: Int, _ selection: SequentialSelection) {
    let good = isLeft.indices.filter { isLeft[$0] && meets($0) }
    let costs = Dictionary(uniqueKeysWithValues: good.map { ($0, seen($0).map(\.dollars)) })
    guard let cheapest = good.min(by: { (cost($0), $0) < (cost($1), $1) }) else { return }
    let limit = cost(cheapest) + question.indifferenceDollars
    for i in isLeft.indices where isLeft[i] && i != cheapest {
      let own = seen(i).map(\.dollars)
      let isDearer =
        costBounds[i] > limit || good.contains { $0 != i && selection.eliminates(own, by: costs[$0] ?? []) }
      if isDearer {
        isLeft[i] = false
        let more = cost(i) - cost(cheapest)
        fates[i] = meets(i) ? .dearer(byDollars: more) : .dearerAndUndecided(byDollars: more)
      }
    }
  }

  /// The cheapest of those that are left and meet; the others that meet are dearer by less than the indifference.
  private mutating func choose() -> Int? {
    let good = isLeft.indices.filter { isLeft[$0] && meets($0) }
    guard let winner = good.min(by: { (cost($0), $0) < (cost($1), $1) }) else { return nil }
    for i in isLeft.indices {
      switch fates[i] {
      case .dearer: fates[i] = .dearer(byDollars: cost(i) - cost(winner))
      case .dearerAndUndecided: fates[i] = .dearerAndUndecided(byDollars: cost(i) - cost(winner))
      case .chosen, .misses, .ruledOut, .undecided, .same, .refused:
        if isLeft[i] && meets(i) { fates[i] = .dearer(byDollars: cost(i) - cost(winner)) }
      }
    }
    fates[winner] = .chosen
    return winner
  }
}
