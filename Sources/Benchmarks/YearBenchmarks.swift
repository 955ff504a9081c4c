import EventKernel
import FailoverSimulation
import ServiceModel
import Stochastics

/// A year of the two-site hot standby of the engine note, 1.6: 16 nodes a site, five-minute traffic with a daily and
/// weekly curve and noise, target tracking every 60 s with cooldowns and a start lag, probes every 10 s, node and region
/// failures, a canary, failovers that fail.
func hotStandbyYear(
  autoscaled: Bool, nodes: Int = 16, nodeLifetimeDays: Double = 264,
  repair: Distribution = .shifted(by: 600, .lognormal(median: 2700, sigma: 0.8))
) -> Service {
  func site(_ name: String, _ keep: Readiness) -> Site {
    Site(
      name: name, provider: name, region: name, keep: keep, size: .nodes(nodes),
      node: NodeType(gpuModel: "H100", gpus: 8))
  }
  return Service(
    name: "year", design: Design(name: "hot-standby", topology: .hotStandby),
    begins: CalendarDay(year: 2027, month: 1, day: 1), objectives: Objectives(),
    traffic: Traffic(
      peakRPS: 12.5 * Double(nodes),
      day: .knots([
        DailyKnot(hour: 0, share: 0.45), DailyKnot(hour: 5, share: 0.3), DailyKnot(hour: 10, share: 0.9),
        DailyKnot(hour: 15, share: 1), DailyKnot(hour: 20, share: 0.75),
      ]), week: [1, 1, 1, 1, 1, 0.75, 0.75], noise: TrafficNoise(cv: 0.03, correlationSeconds: 1800)),
    replica: ReplicaType(name: "replica", ratedRPS: 9.3627, gpus: 4),
    sites: [site("a", .serving), site("b", .warm)], sizing: Sizing(buffer: 0.25),
    failures: [
      FailureMode(
        name: "node", scope: .node, lifetime: .exponential(mean: nodeLifetimeDays * 86_400),
        lasts: repair, effect: .loss(symptoms: [], containment: nil)),
      FailureMode(
        name: "region", scope: .region, lifetime: .exponential(mean: 8766 * 1800),
        lasts: .lognormal(median: 3600, sigma: 1), effect: .loss(symptoms: [], containment: nil)),
    ],
    detection: .probes(Probes(intervalSeconds: 10, timeoutSeconds: 5, failures: 3)),
    decision: Decision(preCheck: .constant(30)),
    execution: Execution(
      steps: [FailoverStep(name: "warm-up", takes: .constant(120))],
      move: TrafficMove(mechanism: .dns, ttlSeconds: 60, after: [], afterCapacity: false),
      canary: Canary(share: 0.05, seconds: 60, gates: false), works: 0.95,
      otherwise: .lognormal(median: 3600, sigma: 1)),
    failback: Failback(afterSeconds: 4 * 3600, atHour: 3),
    autoscaling: autoscaled
      ? Autoscaling(
        targetTracking: TargetTracking(utilization: 0.7, scaleOutCooldownSeconds: 180, scaleInCooldownSeconds: 300),
        maximumNodes: Int(nodes), startLagSeconds: 180) : nil)
}

/// Milliseconds a year on one core: with autoscaling, which follows every step of demand; with fixed fleets, which
/// skips what cannot matter; the same at every step of demand; and what building a world of traffic costs.
func measureYears() {
  for (name, years) in [("year.stepped", 40), ("year.fixed-fleet", 4000), ("year.every-step", 40)] {
    guard isWanted(name) else { continue }
    let service = hotStandbyYear(autoscaled: name == "year.stepped")
    guard let plan = try? Plan(service, seed: 1), let world = try? DemandWorld(service, seed: 1, number: 0) else {
      preconditionFailure("the benchmark's plan does not compile")
    }
    var lost = 0.0
    let times = (0..<5).map { turn in
      seconds {
        for year in 0..<years {
          var run = Replication(
            plan, world: world, number: UInt32(turn * years + year), visitsEveryStep: name == "year.every-step")
          lost += run.run().lostMinutes
        }
      }
    }
    precondition(lost > 0)
    report(
      name, value: median(times) / Double(years) * 1e3, unit: "ms/year", found: lost / Double(times.count * years))
  }
  measureFollowedYears()
  let service = hotStandbyYear(autoscaled: true)
  measureWorld("year.world", service)
  measureWorld("year.world-with-events", service.withEverything)
}

/// Years that follow their nominal course, beside the same years stepped through: microseconds a year without and with
/// the course's share, what a failure costs, and how much was followed.
private func measureFollowedYears() {
  let slowRepair = Distribution.constant(12 * 3600)
  let cases: [(String, Service)] = [
    ("16-nodes", hotStandbyYear(autoscaled: true)),
    ("64-nodes", hotStandbyYear(autoscaled: true, nodes: 64)),
    ("128-nodes-12h-repair", hotStandbyYear(autoscaled: true, nodes: 128, repair: slowRepair)),
    ("512-nodes", hotStandbyYear(autoscaled: true, nodes: 512)),
    ("5800-preemptions", hotStandbyYear(autoscaled: true, nodeLifetimeDays: 2)),
  ]
  for (name, service) in cases where isWanted("year.followed.\(name)") {
    guard let plan = try? Plan(service, seed: 1), let world = try? DemandWorld(service, seed: 1, number: 0) else {
      preconditionFailure("the benchmark's plan does not compile")
    }
    let years = 40
    var lost = 0.0
    var times: [(stepped: Double, followed: Double, course: Double)] = []
    var record = FollowingRecord()
    for turn in 0..<5 {
      let numbers = (turn * years..<(turn + 1) * years).map { UInt32($0) }
      var courses = NominalCourses(plan, world: world)
      let course = seconds {
        var run = Replication(plan, world: world, number: 1_000_000)
        lost += run.run(along: &courses).lostMinutes
      }
      let followed = seconds {
        for number in numbers {
          var run = Replication(plan, world: world, number: number)
          lost += run.run(along: &courses).lostMinutes
        }
      }
      let stepped = seconds {
        for number in numbers {
          var run = Replication(plan, world: world, number: number)
          lost -= run.run().lostMinutes
        }
      }
      times.append((stepped, followed, course))
      record = courses.record
    }
    precondition(lost.isFinite)
    let followed = median(times.map(\.followed)) / Double(years)
    report(
      "year.followed.\(name)", value: followed * 1e6, unit: "us/year", against: "stepped",
      ratio: median(times.map { $0.stepped / $0.followed }))
    report("year.course.\(name)", value: median(times.map(\.course)) * 1e3, unit: "ms/course")
    report(
      "year.episode.\(name)", value: followed * 1e6 * Double(years + 1) / Double(max(1, record.episodes)),
      unit: "us/episode")
    report("year.share-followed.\(name)", value: record.share, unit: "1")
  }
}

/// What building a world of traffic costs.
private func measureWorld(_ name: String, _ service: Service) {
  guard isWanted(name) else { return }
  var requests = 0.0
  let times = (0..<9).map { turn in
    seconds { requests += (try? DemandWorld(service, seed: 1, number: UInt32(turn)))?.requests(until: .zero) ?? 0 }
  }
  report(name, value: median(times) * 1e3, unit: "ms/world")
}

extension Service {
  /// The year with a season, two origins, growth, a campaign and crowds.
  fileprivate var withEverything: Service {
    var service = self
    service.traffic.year = [
      YearKnot(position: 0.1, factor: 0.8), YearKnot(position: 0.5, factor: 0.9), YearKnot(position: 0.95, factor: 1),
    ]
    service.traffic.origins = [
      TrafficOrigin(name: "us", share: 0.6, utcOffsetSeconds: -5 * 3600),
      TrafficOrigin(name: "eu", share: 0.4, utcOffsetSeconds: 3600),
    ]
    service.traffic.growth = .perYear(0.5)
    service.traffic.campaigns = [
      Campaign(name: "sale", startSeconds: 300 * 86_400, lift: .factor(3), shape: EventShape(lasts: 4 * 86_400))
    ]
    service.traffic.crowds = [
      FlashCrowd(
        name: "viral", perYear: 12, factor: .lognormal(median: 3, sigma: 0.4), rampUp: 300,
        lasts: .lognormal(median: 2400, sigma: 0.6), rampDown: 1800)
    ]
    return service
  }
}
