import ServiceModel
import Synchronization

/// Worlds that were simulated elsewhere, by their names, and what is done about those that are not among them.
///
/// A command decides what it simulates next by what it has seen. Run on the worlds that are kept, it either comes to its answer,
/// which is that of one process to the byte, or it stops where it first needs more, and says what: that is the next round.
/// Bound to the task that works (`KeptWorlds.$current`), because a round cuts through every room above this one.
public final class KeptWorlds: Sendable {
  @TaskLocal public static var current: KeptWorlds?

  public enum Beyond: Sendable {
    /// Worlds that are not kept are simulated.
    case simulate
    /// They are asked for: see `StillToRun`.
    case ask
  }

  private let lines: [WorldName: Substring]
  private let beyond: Beyond
  /// A record may be asked for in many rounds of a search; it is read once.
  private let read = Mutex<[WorldName: WorldRecord]>([:])

  /// - Parameter lines: Records as `WorldRecord.line` writes them.
  public init(_ lines: [WorldName: Substring], beyond: Beyond) {
    self.lines = lines
    self.beyond = beyond
  }

  /// Whether what is missing is asked for.
  public static var isAsking: Bool { current?.beyond == .ask }

  /// - Throws: `BrokenRecord` where the line is not that of a record of this service.
  fileprivate func record(_ name: WorldName, of service: Service) throws -> WorldRecord? {
    guard let line = lines[name] else { return nil }
    if let known = read.withLock({ $0[name] }) { return known }
    guard let record = WorldRecord(line: line, of: service), record.replications.count == name.replications.upperBound
    else { throw BrokenRecord(name: name) }
    read.withLock { $0[name] = record }
    return record
  }

  /// The records of a world by design, of which those that are missing are simulated or asked for.
  func records(
    of study: Study, designs: [String], world: Int, _ replications: Range<Int>, onto earlier: [WorldRecord]?
  ) throws -> [WorldRecord] {
    let names = designs.map { WorldName(design: $0, seed: study.size.seed, world: world, replications: replications) }
    var records = try zip(names, study.services).map { try record($0, of: $1) }
    let missing = records.indices.filter { records[$0] == nil }
    guard !missing.isEmpty else { return records.compactMap { $0 } }
    let task = WorldTask(
      study: missing.count == names.count ? study : study.only(missing), world: world, replications: replications,
      earlier: earlier.map { all in missing.map { all[$0] } },
      names: missing.map { names[$0] })
    if beyond == .ask { throw StillToRun(tasks: [task]) }
    for (design, record) in zip(missing, try task.simulate()) { records[design] = record }
    return records.compactMap { $0 }
  }
}

/// Some designs in one world that nobody has simulated yet.
public struct WorldTask: Sendable {
  fileprivate let study: Study
  fileprivate let world: Int
  fileprivate let replications: Range<Int>
  fileprivate let earlier: [WorldRecord]?
  /// By design.
  public let names: [WorldName]

  /// As a line of a file has it: the designs, then what their names have in common.
  public var text: String {
    names.map(\.design).joined(separator: ",")
      + (names.first.map { " \($0.seed) \($0.world) \($0.replications.lowerBound) \($0.replications.upperBound)" } ?? "")
  }

  /// Replications of all its designs.
  public var count: Int { names.count * replications.count }

  /// - Returns: The records in the order of the names.
  /// - Throws: As `Study.simulate`.
  public func simulate() throws -> [WorldRecord] {
    try study.computed(world: world, replications, onto: earlier)
  }
}

/// What has to be simulated before a command can go on.
public struct StillToRun: Error {
  /// In the order in which one process would come to them, without those whose designs all stand in earlier ones.
  public let tasks: [WorldTask]

  init(tasks: [WorldTask]) {
    var seen: Set<WorldName> = []
    // The same fleet may be asked for by two searches.
    self.tasks = tasks.filter { task in
      let isNew = task.names.contains { !seen.contains($0) }
      seen.formUnion(task.names)
      return isNew
    }
  }
}

/// A record that was kept is not one of the design that it is named after.
public struct BrokenRecord: Error {
  public let name: WorldName
}

/// Where a study is divided into rounds, asks at once for pieces of work that are done one after the other, so that one round
/// brings all of them. Elsewhere nothing is done: what the pieces return is of no matter.
public func askAhead(_ pieces: [() async throws -> Void]) async throws {
  guard KeptWorlds.isAsking else { return }
  var tasks: [WorldTask] = []
  for piece in pieces {
    do { try await piece() } catch let more as StillToRun { tasks += more.tasks }
  }
  if !tasks.isEmpty { throw StillToRun(tasks: tasks) }
}
