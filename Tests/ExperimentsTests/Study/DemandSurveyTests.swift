import EventKernel
import ModelFiles
import ServiceModel
import Testing

@testable import Experiments
@testable import FailoverSimulation

/// What worlds hold beside the peak of the plan, and that designs share them.
@Suite struct DemandSurveyTests {
  /// A year of the chat service with a season: the P99.9 of its worlds is the peak that the plan gives.
  @Test func theP999OfTheFirstYearIsThePeak() throws {
    var service = try Model.service("chat-api.yaml", design: "single-site")
    service.traffic.year = [
      YearKnot(position: 0.1, factor: 0.6), YearKnot(position: 0.5, factor: 0.8), YearKnot(position: 0.9, factor: 1),
    ]
    let survey = try DemandSurvey(service, seed: 3, worlds: 10)
    #expect(abs(survey.excess) < 0.01)
    #expect(survey.maximumRPS > survey.highLevelRPS && survey.meanRPS < survey.highLevelRPS)
    let mean = try service.ordinaryDemand().meanRPS
    #expect(abs(survey.meanRPS / mean - 1) < 0.005)
    // Steps of a minute: the peak is still that of five minutes.
    service.traffic.stepSeconds = 60
    service.traffic.noise = TrafficNoise(cv: 0.2, correlationSeconds: 120)
    #expect(abs(try DemandSurvey(service, seed: 3, worlds: 2).excess) < 0.01)
  }

  /// Growth comes on top of the peak.
  @Test func growthExceedsThePeak() throws {
    var service = try Model.service("chat-api.yaml", design: "single-site")
    service.traffic.growth = .perYear(0.5)
    let survey = try DemandSurvey(service, seed: 3, worlds: 2)
    #expect(survey.excess > DemandSurvey.tolerance && survey.excess < 0.5)
  }

  /// All designs of a plan meet the same demand, bit for bit, with everything that is random in it.
  @Test func designsShareDemandBitForBit() async throws {
    var services = try Model.services("chat-api.yaml")
    for i in services.indices {
      services[i].horizonHours = 24 * 30
      services[i].traffic.growth = .perYear(0.5)
      services[i].traffic.crowds = [
        FlashCrowd(
          name: "viral", perYear: 50, factor: .lognormal(median: 2, sigma: 0.3), rampUp: 300,
          lasts: .exponential(mean: 2400), rampDown: 900)
      ]
    }
    let worlds = try services.map { try DemandWorld($0, seed: 3, number: 1).rates }
    #expect(worlds.allSatisfy { $0 == worlds[0] })
    let size = StudySize(seed: 3, worlds: 2, replicationsPerWorld: 1, threads: 1)
    let records = try await Study([services[0], services[6]], size: size).run()
    #expect(records[0].worlds.map(\.demand) == records[1].worlds.map(\.demand))
    #expect(records[0].worlds[0].demand != records[0].worlds[1].demand)
  }
}
