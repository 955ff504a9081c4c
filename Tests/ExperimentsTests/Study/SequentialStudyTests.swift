import OutputAnalysis
import ServiceModel
import Stochastics
import Testing

@testable import Experiments

/// Studies that grow, and parts of studies: always the bits of one that was never grown or parted.
@Suite struct SequentialStudyTests {
  private func twoState(hours: Double) throws -> Service {
    var service = try Model.service("oracles/two-state.yaml", design: "weibull-lognormal")
    service.failures[0].lifetime = .exponential(mean: hours * 3600)
    return service
  }

  @Test(arguments: [1, 2, 7])
  func aStudyThatStopsIsTheOneOfItsSize(threads: Int) async throws {
    let services = [try twoState(hours: 4000), try twoState(hours: 20_000)]
    let target = PrecisionTarget(relativeHalfWidth: 0.2, cap: 20_000)
    let grown = try await SequentialStudy(services, target: target, seed: 3, threads: threads, ledger: .kept).run()
    let isConverged = grown.reached.allSatisfy(\.isConverged)
    #expect(isConverged)
    #expect(grown.size.replications > 400 && grown.size.replications < 20_000, "\(grown.size)")
    var size = grown.size
    size.threads = 3
    let whole = try await Study(services, size: size, ledger: .kept).run()
    #expect(grown.records.map(everyNumber) == whole.map(everyNumber))
    for (reached, record) in zip(grown.reached, whole) {
      #expect(reached.relativeHalfWidth == record.lostMinutes.interval?.relativeHalfWidth)
      #expect(reached.relativeHalfWidth! <= 0.2)
    }
  }

  /// By years in each world, by worlds, and again by years.
  @Test func aStudyGrowsBothWays() async throws {
    let services = [try Model.service("chat-api.yaml", design: "hot-standby")]
    func study(_ worlds: Int, _ years: Int) -> Study {
      Study(
        services, size: StudySize(seed: 5, worlds: worlds, replicationsPerWorld: years, threads: 2), ledger: .kept)
    }
    var worlds = try await study(3, 2).run(StudyPart(worlds: 0..<3, replications: 0..<2))
    worlds = try await study(3, 4).run(StudyPart(worlds: 0..<3, replications: 2..<4), onto: worlds)
    worlds += try await study(5, 4).run(StudyPart(worlds: 3..<5, replications: 0..<4))
    let whole = try await study(5, 4).run()
    #expect(study(5, 4).records(worlds).map(everyNumber) == whole.map(everyNumber))
    #expect(try await study(5, 3).run().map(everyNumber) != whole.map(everyNumber))
  }

  /// Outages so rare that the cap cannot give them an interval end the study long before it.
  @Test func aRareDesignDoesNotRunForEver() async throws {
    let services = [try twoState(hours: 2000), try twoState(hours: 8766 * 20_000)]
    let target = PrecisionTarget(relativeHalfWidth: 0.3, cap: 10_000)
    let grown = try await SequentialStudy(services, target: target, seed: 3, threads: 2).run()
    #expect(grown.reached[0].isConverged)
    guard case .bounded(let statement) = grown.reached[1] else {
      Issue.record("an outage in 20,000 years gets a bound, not \(grown.reached[1])")
      return
    }
    #expect(statement.exposure == Double(grown.size.replications) && grown.size.replications < 5000)
  }

  @Test func theCapIsSaid() async throws {
    let target = PrecisionTarget(relativeHalfWidth: 0.001, cap: 320)
    let grown = try await SequentialStudy([try twoState(hours: 2000)], target: target, seed: 3, threads: 2).run()
    #expect(grown.size.replications == 320 && !grown.reached[0].isConverged)
    #expect(grown.reached[0].relativeHalfWidth! > 0.001)
  }

  /// Where worlds themselves differ, years in forty of them are of no use: more worlds are.
  @Test func worldsThatDifferAreAdded() async throws {
    // Days of which the plan's two crowds are more than the site can answer: all replications of a world lose the same.
    var service = try twoState(hours: 8766 * 1e6)
    service.horizonHours = 240
    service.traffic.crowds = [
      FlashCrowd(
        name: "viral", perYear: 200, factor: .lognormal(median: 3, sigma: 1), rampUp: 0,
        lasts: .exponential(mean: 40_000), rampDown: 0)
    ]
    service.traffic.stepSeconds = 3600
    let target = PrecisionTarget(relativeHalfWidth: 0.2, cap: 4000)
    let grown = try await SequentialStudy([service], target: target, seed: 3, threads: 2).run()
    #expect(grown.size.worlds > 40 && grown.size.replicationsPerWorld == 5, "\(grown.size)")
    let whole = try await Study([service], size: grown.size).run()
    #expect(grown.records.map(everyNumber) == whole.map(everyNumber))
  }

  @Test func everyReplicationHasANumberOfItsOwn() {
    var seen: Set<Int> = []
    for world in 0..<130 {
      for k in 0..<620 {
        let number = ReplicationNumber.of(k, inWorld: world)
        #expect(seen.insert(number).inserted)
        #expect(ReplicationNumber.place(of: number) == (world, k))
      }
    }
    // Ten thousand in forty worlds are numbered one after the other.
    let ordinary = (0..<40).flatMap { world in (0..<250).map { ReplicationNumber.of($0, inWorld: world) } }
    #expect(ordinary == Array(0..<10_000))
    let last = ReplicationNumber.of(ReplicationNumber.mostInAWorld - 1, inWorld: ReplicationNumber.mostWorlds - 1)
    #expect(last <= Int(UInt32.max))
  }

  /// Records travel between runs as lines; what is cut off, of another plan or under another name is no record.
  @Test func recordsAreTheirLines() async throws {
    for model in ["chat-api.yaml", "llm-serving.yaml"] {
      let services = try Model.services(model)
      let size = StudySize(seed: 5, worlds: 2, replicationsPerWorld: 3, threads: 2)
      for record in try await Study(services, size: size).run() {
        for world in record.worlds {
          let line = world.line
          let again = try #require(WorldRecord(line: line, of: record.service))
          let copy = DesignRecord(service: record.service, worlds: [again])
          #expect(everyNumber(of: copy) == everyNumber(of: DesignRecord(service: record.service, worlds: [world])))
          #expect(again.line == line && Array(again.outages) == Array(world.outages))
          #expect(again.tally.minutesByLength == world.tally.minutesByLength)
          let fields = line.split(separator: " ")
          for cut in [0, 1, fields.count / 2, fields.count - 1] {
            #expect(WorldRecord(line: fields.prefix(cut).joined(separator: " "), of: record.service) == nil)
          }
          for other in [line + " more=0", line.replacing("amount.lost=", with: "amount.late1=")] {
            #expect(WorldRecord(line: other, of: record.service) == nil)
          }
        }
      }
    }
  }
}
