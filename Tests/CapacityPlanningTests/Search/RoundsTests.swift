import Experiments
import Foundation
import Reports
import ServiceModel
import Testing

@testable import CapacityPlanning

/// Studies that decide as they go, round by round: what is asked for is all that is needed, and the answer is that of one process.
struct RoundsTests {
  /// Asks, simulates what is missing as strangers would, the last piece first, and asks again, until there is an answer.
  private func byRounds(_ study: @escaping @Sendable () async throws -> String) async throws -> (
    text: String, rounds: Int
  ) {
    var lines: [WorldName: Substring] = [:]
    for round in 0..<200 {
      let known = lines
      do {
        let text = try await KeptWorlds.$current.withValue(KeptWorlds(known, beyond: .ask)) { try await study() }
        return (text, round)
      } catch let open as StillToRun {
        #expect(open.tasks.allSatisfy { task in task.names.contains { known[$0] == nil } }, "asked for what is there")
        for task in open.tasks.reversed() {
          for (name, record) in zip(task.names, try task.simulate()) { lines[name] = Substring(record.line) }
        }
      }
    }
    Issue.record("two hundred rounds were not enough")
    return ("", 200)
  }

  private static let quick = StudySize(seed: 5, worlds: 8, replicationsPerWorld: 10, threads: 2)
  /// Enough for a study that looks many times: what it asks for is another thing, how it asks is not.
  private static let least = StudySize(seed: 5, worlds: 4, replicationsPerWorld: 5, threads: 2)

  /// A peak that nobody knows asks for strata, both ends and the plan's own; few rounds, for each strand asks beside the others.
  @Test(arguments: [false, true]) func aSizeIsTheSame(isUncertain: Bool) async throws {
    // Ten nodes, not thirty: a ladder of a third as many steps, looked at in the same way.
    let peak = UncertainInputName(path: "traffic.peak", low: 8, mid: 10, high: 12)
    let small = SmallService(peakRPS: 10, atLeast: 0.999)
    let plan = PlanSource(services: [small.service], uncertainInputs: isUncertain ? [peak] : []) { point in
      var service = small.service
      service.traffic.peakRPS = peak.value(at: point[peak.path] ?? 0.5)
      return [service]
    }
    @Sendable func text() async throws -> String { sizeJSON(try await size(plan, design: 0, size: Self.least)).text }
    let whole = try await text()
    let parts = try await byRounds { try await text() }
    #expect(parts.text == whole)
    #expect(parts.rounds <= 40, "\(parts.rounds) rounds")
  }

  @Test func aSearchIsTheSame() async throws {
    let candidates = Array(30...36).map { nodes in
      SearchCandidate(
        settings: [.init(path: "nodes", text: "\(nodes)")], form: .service(SmallService().service.holding([nodes])))
    }
    let question = SearchQuestion(
      candidates: candidates, indifferenceDollars: 40_000, confidence: 0.9, seed: 5, yearsPerWorld: 4, mostWorlds: 12,
      threads: 2)
    @Sendable func text() async throws -> String {
      planJSON(PlanAnswer(name: "small", search: try await searchDesigns(question))).text
    }
    let whole = try await text()
    let parts = try await byRounds { try await text() }
    #expect(parts.text == whole)
    #expect(parts.rounds <= 12, "\(parts.rounds) rounds")
  }

  /// One round for whatever is asked in any case, one for each halving of a band in which an answer turns.
  @Test func aTornadoIsTheSame() async throws {
    let input = UncertainInputName(path: "peak", low: 7, mid: 10, high: 13)
    let plan = PlanSource(services: [SmallService(peakRPS: 10).service], uncertainInputs: [input]) { point in
      var service = SmallService(peakRPS: 10).service
      service.traffic.peakRPS = input.value(at: point[input.path] ?? 0.5)
      return [service]
    }
    @Sendable func text() async throws -> String {
      let question = TornadoQuestion(plan, design: 0, size: Self.least) { _, quantile in input.value(at: quantile) }
      return tornadoJSON(try await tornado(question)).text
    }
    let whole = try await text()
    let parts = try await byRounds { try await text() }
    #expect(parts.text == whole)
    #expect((1...19).contains(parts.rounds), "\(parts.rounds) rounds")
  }

  /// Sixteen points in four worlds are asked for at once, and none is simulated by who joins them.
  @Test func aBandIsAskedForAtOnce() async throws {
    let input = UncertainInputName(path: "peak", low: 20, mid: 30, high: 40)
    let plan = PlanSource(services: [SmallService().service], uncertainInputs: [input]) { point in
      var service = SmallService().service
      service.traffic.peakRPS = input.value(at: point[input.path] ?? 0.5)
      return [service]
    }
    do {
      try await KeptWorlds.$current.withValue(KeptWorlds([:], beyond: .ask)) {
        try await askForInputBand(plan, size: Self.quick, without: [])
      }
      Issue.record("nothing was asked for")
    } catch let open as StillToRun {
      #expect(open.tasks.count == 16 * 4)
      var lines: [WorldName: Substring] = [:]
      for task in open.tasks {
        for (name, record) in zip(task.names, try task.simulate()) { lines[name] = Substring(record.line) }
      }
      let records = try await Study([SmallService().service], size: Self.quick, bill: .byPrices).run()
      let whole = try await compare(plan, records: records, size: Self.quick)
      let kept = KeptWorlds(lines, beyond: .ask)
      let joined = try await KeptWorlds.$current.withValue(kept) {
        try await compare(plan, records: records, size: Self.quick)
      }
      let band = try #require(whole.designs[0].lostMinutesBand)
      #expect(
        joined.designs[0].lostMinutesBand?.low == band.low && joined.designs[0].lostMinutesBand?.high == band.high)
    }
  }
}
