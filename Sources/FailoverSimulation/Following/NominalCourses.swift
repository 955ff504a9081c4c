import EventKernel

/// The nominal courses of one plan in one world, built when first needed: one for each way in which demand may belong to
/// sites, for a failover without failback changes that for good.
///
/// It is carried from replication to replication of the world by the thread that runs them.
public struct NominalCourses {
  /// Distance of the marks unless somebody says otherwise.
  public static let usualSpacing = Span.minutes(15)

  private let plan: Plan
  private let world: DemandWorld
  private let worldNumber: UInt32
  private let spacing: Span
  private let guardShortfall: Int
  private var courses: [NominalCourse] = []
  /// Instants at which something has happened while they were built: what they have cost.
  public var events: Int { courses.reduce(0) { $0 + $1.events } }
  /// What following has been worth so far.
  public internal(set) var record = FollowingRecord()

  public init(
    _ plan: Plan, world: DemandWorld, worldNumber: UInt32 = 0, spacing: Span = NominalCourses.usualSpacing
  ) {
    self.init(plan, world: world, worldNumber: worldNumber, spacing: spacing, guardShortfall: 0)
  }

  init(_ plan: Plan, world: DemandWorld, worldNumber: UInt32, spacing: Span, guardShortfall: Int) {
    (self.plan, self.world, self.worldNumber) = (plan, world, worldNumber)
    (self.spacing, self.guardShortfall) = (spacing, guardShortfall)
  }

  /// Whether following pays: a fleet of fixed size skips what cannot matter without a course to follow.
  public static func pays(_ plan: Plan, replications: Int) -> Bool {
    !plan.scaler.isEmpty && replications > 2 && !plan.standbyFollows
  }

  /// The course along which demand belongs to sites like this.
  mutating func course(home: ContiguousArray<Int32>) -> NominalCourse {
    if let course = courses.first(where: { $0.home == home }) { return course }
    let course = NominalCourse(
      plan, world: world, worldNumber: worldNumber, home: home, spacing: spacing, guardShortfall: guardShortfall)
    courses.append(course)
    return course
  }
}

/// How much of the simulated time was followed and not stepped through.
public struct FollowingRecord: Equatable, Sendable {
  /// How often a replication left the nominal course.
  public internal(set) var episodes = 0
  /// Seconds followed, and seconds simulated, over all replications: more than a `Span` holds.
  public internal(set) var followedSeconds = 0.0
  public internal(set) var simulatedSeconds = 0.0

  public init() {}

  /// Mean time from leaving the nominal course until it is met again; nil where it was never left.
  public var meanTimeToRejoin: Span? {
    episodes > 0 ? Span(seconds: (simulatedSeconds - followedSeconds) / Double(episodes)) : nil
  }

  /// Share of the simulated time that was followed.
  public var share: Double { simulatedSeconds > 0 ? followedSeconds / simulatedSeconds : 0 }
}
