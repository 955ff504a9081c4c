import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// A hot standby that is as large as the moment asks for: fifty requests a second on nodes of ten, twice as many from noon to
/// midnight of the first day.
@Suite struct FollowsDemandTests {
  private func service(_ follows: Bool, _ failures: [FailureMode] = []) -> Service {
    twoSites(failures) { service in
      service.traffic.peakRPS = 50
      service.traffic.campaigns = [
        Campaign(
          name: "evening", startSeconds: 43_200, lift: .factor(2),
          shape: EventShape(lasts: 43_200))
      ]
      service.autoscaling = Autoscaling(
        targetTracking: TargetTracking(utilization: 1, scaleOutCooldownSeconds: 0, scaleInCooldownSeconds: 0),
        maximumNodes: 20, startLagSeconds: follows ? 0 : 600)
      for site in service.sites.indices { service.sites[site].size = .nodes(5) }
      service.sites[1].followsDemand = follows
    }
  }

  /// Five nodes for 36 hours and ten for 12, at both sites: 300 node-hours each. Pinned, the standby holds five: 240.
  @Test func itRunsWhatTheOtherRuns() throws {
    let hours = try run(service(true)).nodeTime.map { Double($0) / 3.6e12 }
    #expect(hours.map { abs($0 - 300) < 1e-6 } == [true, true], "\(hours)")
    #expect(abs(Double(try run(service(false)).nodeTime[1]) / 3.6e12 - 240) < 1e-6)
  }

  /// The first site is lost at 18:00 for two hours: 100 a second for the 60 s until traffic moves, and nothing more. A pinned
  /// standby has five nodes, and half of the requests are lost for the ten minutes until five more are there.
  @Test func itIsLargeEnoughAtAnyHour() throws {
    let loss = dated("region", .region, at: [18], lasts: 2, sites: ["a"])
    #expect(abs(try run(service(true, [loss])).requestsLost - 6000) < 1e-6)
    // With a lag of ten minutes the first site itself is short at noon.
    let atNoon = try run(service(false)).requestsLost
    let pinned = try run(service(false, [loss])).requestsLost - atNoon
    #expect(abs(pinned - 6000 - 50 * 600) < 50 * 60, "\(pinned)")
  }

  /// Such a plan is stepped through, also where others would be followed: the same bits.
  @Test func followingItIsStepping() throws {
    var service = service(true, [dated("region", .region, at: [18], lasts: 2, sites: ["a"])])
    service.failback = Failback(afterSeconds: 3600)
    let runs = try FollowedRuns(service, seed: 4)
    var courses = runs.courses()
    #expect(difference(runs.stepped(0), runs.followed(0, &courses)) == nil)
    #expect(!NominalCourses.pays(runs.plan, replications: 100))
  }

  @Test func costsAreWhatItRuns() {
    let follows = service(true)
    #expect(follows.sites.map { follows.isAutoscaled($0) } == [true, true])
    let pinned = service(false)
    #expect(pinned.sites.map { pinned.isAutoscaled($0) } == [true, false])
  }
}
