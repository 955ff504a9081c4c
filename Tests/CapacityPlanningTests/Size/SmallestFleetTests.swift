import Experiments
import Foundation
import OutputAnalysis
import ServiceModel
import Testing

@testable import CapacityPlanning

/// The smallest fleet that a plan can buy and that meets: against brute force, and the search by itself.
struct SmallestFleetTests {
  /// Six in every run, all in the long one.
  static let plans = Array<UInt64>(1...(ProcessInfo.processInfo.environment["NINES_LONG"] == "1" ? 20 : 6))

  /// Of 60 requests a second 36 come to a site whose nodes carry 12, and 24 to one whose nodes carry 9.6: buffers up to 20 %
  /// buy 4 + 3 nodes, up to a third 4 + 4.
  @Test func sitesOfUnlikeNodesGrowOneByOne() {
    var service = SmallService(sites: 2, peakRPS: 60).service
    service.replica = ReplicaType(name: "r", ratedRPS: 6, gpus: 4)
    for (index, site) in [(0.6, 1.0), (0.4, 0.8)].enumerated() {
      (service.sites[index].weight, service.sites[index].throughput) = site
      service.sites[index].node.gpus = 8
    }
    let ladder = FleetLadder(service)
    #expect((0..<5).map { ladder.fleet(at: $0) } == [[3, 3], [4, 3], [4, 4], [5, 4], [5, 5]])
  }

  /// Every fleet that a plan buys at some buffer stands on its ladder, in its order; without a reserve there is no other.
  @Test(arguments: 1...60)
  func theLadderIsWhatBuffersBuy(number: Int) {
    let service = UnequalSites(UInt64(number), siteLoss: nil).service
    let ladder = FleetLadder(service)
    let fleets = (0...ladder.last).map { ladder.fleet(at: $0) }
    for (small, large) in zip(fleets, fleets.dropFirst()) {
      #expect(small != large && zip(small, large).allSatisfy { $0 <= $1 })
    }
    var bought: [[Int]] = []
    // Up to eight times the peak, where every ladder has ended.
    for step in 0...4000 {
      var asked = service
      // Between round percentages too: a fleet may be bought by a fifth of one only.
      asked.sizing.buffer = Double(step) / 500
      let fleet = asked.servingSites.map { asked.standingNodes(at: $0) }
      if bought.last != fleet { bought.append(fleet) }
    }
    let inReach = bought.filter { fleet in fleets.last.map { zip(fleet, $0).allSatisfy { $0 <= $1 } } == true }
    #expect(inReach.allSatisfy(fleets.contains), "\(inReach.filter { !fleets.contains($0) }) of \(service.sizing)")
    if service.sizing.siteLoss == .none {
      // A step of 0.2 % may jump over a fleet that is bought between two others.
      #expect(fleets.filter { !bought.contains($0) }.count <= fleets.count / 4, "\(fleets) but \(bought)")
    }
  }

  /// All fleets that buffers buy, each with all worlds: the answer meets, none smaller does unless one between them does not,
  /// and none larger misses.
  @Test(arguments: plans)
  func sizeAgreesWithBruteForce(number: UInt64) async throws {
    let small = UnequalSites(number)
    let amount = StudySize(seed: number, worlds: 10, replicationsPerWorld: 6, threads: 2)
    let ladder = FleetLadder(small.service)
    let fleets = (0...ladder.last).map { ladder.fleet(at: $0) }
    let records = try await Study(fleets.map { small.service.holding($0) }, size: amount).run()
    let verdicts = records.map { ObjectiveVerdict.all($0)[0].verdict }
    let sized = try await size(small.plan, design: 0, size: amount, range: .whole)
    let first = try #require(verdicts.firstIndex(of: .meets), "the plan is too hard: \(verdicts)")
    guard case .answer(let answer) = sized.conclusion else {
      Issue.record("no answer where brute force has \(fleets[first]): \(sized.conclusion)")
      return
    }
    #expect(answer.verdict == .meets)
    if answer.step != first {
      #expect(
        answer.step > first && verdicts[first...answer.step].contains { $0 != .meets }, "\(answer.step): \(verdicts)")
    }
    #expect(!verdicts[answer.step...].contains(.misses))
    // What is shown is monotone: below the answer nothing meets, above it all does.
    for point in sized.points where point.step > answer.step { #expect(point.verdict == .meets, "\(point.nodes)") }
  }

  /// Verdicts by step as they come out with one study's worlds and with twice as many.
  private struct Script: FleetJudge {
    var byAll: [Verdict]
    var byMore: [Verdict]
    var lastStep: Int { byAll.count - 1 }
    private(set) var seen: [Int: Bool] = [:]

    init(_ all: String, more: String? = nil) {
      func read(_ text: String) -> [Verdict] {
        text.map { $0 == "+" ? .meets : $0 == "-" ? .misses : .undecided }
      }
      (byAll, byMore) = (read(all), read(more ?? all))
    }

    mutating func verdict(at step: Int, _ effort: JudgingEffort) async throws -> Verdict {
      if case .more = effort { seen[step] = true }
      return seen[step] == true ? byMore[step] : byAll[step]
    }
  }

  private func answer(_ script: Script) async throws -> Int? {
    var script = script
    let last = script.lastStep
    return try await script.smallestThatMeets { Array($0...last) }
  }

  @Test func theSmallestThatMeetsIsFoundBelowOneThatIsUndecided() async throws {
    #expect(try await answer(Script("---++++++")) == 3)
    #expect(try await answer(Script("+++")) == 0)
    #expect(try await answer(Script("---")) == nil)
    // 54 meets, 55 is undecided, 56 meets: with more worlds 55 meets too, and 54 is the answer.
    #expect(try await answer(Script("----+?+++++", more: "----+++++++")) == 4)
    // With more worlds 54 does not meet: 56 is.
    #expect(try await answer(Script("----+?+++++", more: "----?++++++")) == 5)
    // What stays undecided moves the answer beyond it, and so does one that misses.
    #expect(try await answer(Script("----+?+++++")) == 6)
    #expect(try await answer(Script("----+++-+++")) == 8)
    #expect(try await answer(Script("--?+++")) == 3)
    #expect(try await answer(Script("--?+?+??")) == nil)
  }
}
