import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// A few years in a few worlds that no study uses, to see how many worlds pay.
///
/// A world costs its demand and the nominal courses of the designs in it; its years share them, and share its luck. With
/// R for a world and r for a year in it, B for the variance between worlds and W for that within, cost times variance
/// (R + k r) (B + W / k) is least at k = sqrt(R / r W / B) years in each. What things cost is counted in events, not timed,
/// so that the answer is the same on every machine.
/// Source: W. Cochran, Sampling Techniques (1977), section 10.6.
struct WorldPilot {
  static let worlds = 6
  static let years = 10
  /// Out of reach of any study: see `ReplicationNumber`.
  private static let first: UInt32 = 4_100_000_000
  /// Steps of demand that cost as much to draw as an event to simulate.
  private static let stepsPerEvent = 10.0

  /// What a world of one design costs beyond its years, and what a year costs, in events.
  let worldCost: Double
  let yearCost: Double
  /// Of the share of demand that is lost.
  let variance: NestedVariance

  /// Years in each world that pay; nil where worlds are not seen to differ.
  var yearsPerWorld: Double? {
    guard variance.isBetweenSure else { return nil }
    return max(1, (worldCost / yearCost * variance.within / variance.between).squareRoot())
  }

  /// Worlds for a study of so many years: as many as the design whose worlds differ most asks for, 40 at least, and no more
  /// than cost as much as the years themselves.
  static func worlds(_ pilots: [WorldPilot], replications: Int) -> Int {
    guard let years = pilots.compactMap(\.yearsPerWorld).min() else { return StudySize.ordinaryWorlds }
    let (world, year) = pilots.reduce((0.0, 0.0)) { ($0.0 + $1.worldCost, $0.1 + $1.yearCost) }
    let wanted = Double(replications) / max(years, world / year)
    return min(max(StudySize.ordinaryWorlds, Int(wanted)), ReplicationNumber.mostWorlds - 1)
  }
}

extension WorldPilot {
  /// The demand of the pilot's worlds.
  static func demand(of service: Service, seed: UInt64) throws -> [DemandWorld] {
    let demand = try DemandWorld.ordinaryDemand(of: service)
    return (0..<UInt32(worlds)).map { DemandWorld(service, demand: demand, seed: seed, number: first + $0) }
  }

  /// - Parameter demand: Of its worlds, where it is that of this service.
  init(_ service: Service, seed: UInt64, disabled: Set<String>, demand: [DemandWorld]? = nil) throws {
    let demand = try demand ?? WorldPilot.demand(of: service, seed: seed)
    let plan = try Plan(service, seed: seed, disabled: disabled)
    let follows = NominalCourses.pays(plan, replications: WorldPilot.years)
    var (inWorlds, inYears) = (0.0, 0)
    var lost: [[Double]] = []
    for place in 0..<UInt32(WorldPilot.worlds) {
      let number = WorldPilot.first + place
      let world = demand[Int(place)]
      var courses = NominalCourses(plan, world: world, worldNumber: number)
      let shares = try (0..<UInt32(WorldPilot.years)).map { year in
        try Task.checkCancellation()
        let replication = WorldPilot.first + place * UInt32(WorldPilot.years) + year
        var run = Replication(plan, world: world, number: replication, worldNumber: number)
        let outcome = follows ? run.run(along: &courses) : run.run()
        inYears += run.events
        return outcome.demand > 0 ? Double(outcome.lost) / Double(outcome.demand) : 0
      }
      lost.append(shares)
      inWorlds += Double(courses.events) + Double(world.stepCount) / WorldPilot.stepsPerEvent
    }
    worldCost = inWorlds / Double(WorldPilot.worlds)
    yearCost = Double(max(1, inYears)) / Double(WorldPilot.worlds * WorldPilot.years)
    variance = NestedVariance(lost)
  }
}

extension StudySize {
  /// Replications of which a pilot, sixty years of each design, is a small part.
  public static let smallestPiloted = 1000

  /// A size with about so many replications, in as many worlds as a pilot of each design says that pay; in the ordinary
  /// number below `smallestPiloted`.
  ///
  /// - Parameter progress: Called after each design with the number that are done.
  /// - Throws: What compiling a plan throws, and `CancellationError`.
  public static func piloted(
    _ services: [Service], seed: UInt64, replications: Int, threads: Int, disabled: Set<String> = [],
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> StudySize {
    var worlds = ordinaryWorlds
    if replications >= smallestPiloted {
      var done = 0
      // Designs of one plan mostly share its traffic.
      let first = services[0]
      let demand = try WorldPilot.demand(of: first, seed: seed)
      let pilots = try await shared(
        0..<services.count, threads: threads,
        finished: { _ in
          done += 1
          progress(done)
        },
        work: { place in
          let isShared =
            services[place].traffic == first.traffic && services[place].horizonHours == first.horizonHours
          return try WorldPilot(
            services[place], seed: seed, disabled: disabled, demand: isShared ? demand : nil)
        })
      worlds = WorldPilot.worlds(pilots, replications: replications)
    }
    return StudySize(seed: seed, replications: replications, worlds: worlds, threads: threads)
  }
}
