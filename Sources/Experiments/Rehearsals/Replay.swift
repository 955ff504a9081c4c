import EventKernel
import FailoverSimulation
import ServiceModel

/// An incident of the past, laid on a day of the plan.
public struct ReplayedIncident: Sendable {
  /// One way in which it may have gone, where its start, its end or its reach is not known.
  public struct Course: Sendable {
    /// `least`, `mid` or `most`.
    public var name: String
    public var startSeconds: Double
    public var endSeconds: Double
    public var modes: [FailureMode]

    public init(name: String, startSeconds: Double, endSeconds: Double, modes: [FailureMode]) {
      self.name = name
      self.startSeconds = startSeconds
      self.endSeconds = endSeconds
      self.modes = modes
    }

    /// A service with this course among its failures, behind its own.
    ///
    /// - Parameter withOwnFailures: Whether the plan's own failures strike as well.
    public func struck(_ service: Service, withOwnFailures: Bool) -> Service {
      var service = service
      // What has rotted in a procedure shows when it is needed, so it stays even where nothing else of the plan fails.
      if !withOwnFailures { service.failures.removeAll { $0.scope != .procedure } }
      service.failures += modes
      return service
    }
  }

  public var name: String
  public var date: CalendarDay
  /// The day of the plan that stands for it, counted from 0, and how many days are looked at.
  public var day: Int
  public var days: Int
  /// The likeliest course in the middle where there are three, alone where everything is known.
  public var courses: [Course]

  public init(name: String, date: CalendarDay, day: Int, days: Int, courses: [Course]) {
    self.name = name
    self.date = date
    self.day = day
    self.days = days
    self.courses = courses
  }

  var from: SimTime { SimTime(seconds: Double(day) * 86_400) }
  var to: SimTime { SimTime(seconds: Double(day + days) * 86_400) }
}

/// Dated incidents over all designs of a plan, each alone on its day, on the same luck.
public struct Replay: Sendable {
  /// What one design did in one world on the incident's day.
  public struct Day: Sendable {
    public var lostMinutes: Double
    public var requestsLost: Double
    public var demand: Double
    public var downtimeMinutes: Double
    /// From the fault until users were served for good; nil where the incident made no outage.
    public var recoverySeconds: Double?
    /// The same with the provider's own recovery switched off; nil where no failover could help.
    public var failoverSeconds: Double?
    /// What ended the last outage; nil where there was none.
    public var endedBy: OutageEnd?
    /// The longest data-loss window of a class of traffic, in seconds; nil where nothing failed over.
    public var dataLossSeconds: Double?
  }

  public let services: [Service]
  public let incidents: [ReplayedIncident]
  /// Seed, worlds and threads; a world has one replication here.
  public let size: StudySize
  /// Whether the plan's own failures strike as well.
  public let withOwnFailures: Bool

  public init(_ services: [Service], incidents: [ReplayedIncident], size: StudySize, withOwnFailures: Bool) {
    self.services = services
    self.incidents = incidents
    self.size = size
    self.withOwnFailures = withOwnFailures
  }

  /// Days by incident, course, design and world.
  public typealias Days = [[[[Day]]]]

  /// Runs all worlds on the study's threads; the result does not depend on their number.
  ///
  /// - Parameter progress: Called after each world with the number that are done.
  /// - Throws: What a plan's compilation throws, and `CancellationError` when the task is cancelled.
  public func run(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> Days {
    var done = 0
    let worlds = try await shared(
      0..<size.worlds, threads: size.threads,
      finished: { _ in
        done += 1
        progress(done)
      }, work: { try days(inWorld: $0) })
    return incidents.indices.map { incident in
      incidents[incident].courses.indices.map { course in
        services.indices.map { design in
          worlds.map { $0[incident][course][design] }
        }
      }
    }
  }

  /// One world: by incident, course and design.
  func days(inWorld number: Int) throws -> [[[Day]]] {
    let shared = try DemandWorld(services[0], seed: size.seed, number: UInt32(number))
    return try incidents.map { incident in
      try incident.courses.map { course in
        try services.map { service in
          try Task.checkCancellation()
          let isShared = service.traffic == services[0].traffic && service.horizonHours == services[0].horizonHours
          let world = isShared ? shared : try DemandWorld(service, seed: size.seed, number: UInt32(number))
          return try day(of: service, incident, course, in: world, number: UInt32(number))
        }
      }
    }
  }

  private func day(
    of service: Service, _ incident: ReplayedIncident, _ course: ReplayedIncident.Course, in world: DemandWorld,
    number: UInt32
  ) throws -> Day {
    let struck = course.struck(service, withOwnFailures: withOwnFailures)
    let own = struck.failures.count - course.modes.count
    var run = Replication(try Plan(struck, seed: size.seed), world: world, number: number, worldNumber: number)
    let stretch = run.stretch(from: incident.from, to: incident.to)
    // Causes behind the plan's own are the incident's and overload.
    let outages = stretch.outages.filter { $0.cause >= own }
    return Day(
      lostMinutes: stretch.lostMinutes, requestsLost: stretch.requestsLost, demand: Double(stretch.demand) / 1e15,
      downtimeMinutes: stretch.outages.reduce(0) {
        $0 + (min($1.end, incident.to) - max($1.start, incident.from)).seconds / 60
      },
      recoverySeconds: outages.map { $0.end.seconds - course.startSeconds }.max(),
      failoverSeconds: outages.lazy.compactMap(\.failoverSeconds).first, endedBy: outages.last?.endedBy,
      dataLossSeconds: stretch.failovers.flatMap(\.dataLossSeconds).filter { $0 >= 0 }.max())
  }
}
