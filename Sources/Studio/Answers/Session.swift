import CapacityPlanning
import Experiments
import ModelFiles
import ServiceModel

/// What was simulated of designs, kept for whoever asks again: the same service under the same luck has the same record, so
/// that nothing is ever out of date. The least recently used is forgotten first.
///
/// All work passes here, one piece at a time on all threads: the pool is one, however many pages ask.
public actor Session {
  /// What decides a record: nothing else is read by the simulation.
  private struct Key: Equatable {
    let service: Service
    let without: Set<String>
  }

  private struct Entry {
    let key: Key
    /// By years in each world.
    var worlds: [Int: [WorldRecord]]
    var lastUse: Int
    var years: Int { worlds.keys.reduce(0, +) * StudySize.ordinaryWorlds }
  }

  public let seed: UInt64
  public let threads: Int
  /// Years that are kept at most, of all designs together.
  public let mostYears: Int
  private var entries: [Entry] = []
  private var uses = 0
  private let turns = Turns()
  private var banded: [Banded] = []

  /// A comparison with the inputs' band, and what decides it.
  private struct Banded {
    let services: [Service]
    let text: String
    let without: Set<String>
    let comparison: Comparison
  }

  /// Designs that are kept at most: each is compared with what is asked for, so that many would make every answer slower.
  static let mostDesigns = 400

  /// Comparisons with a band that are kept.
  private static let mostBanded = 4

  public init(seed: UInt64, threads: Int, mostYears: Int = 600_000) {
    (self.seed, self.threads, self.mostYears) = (seed, threads, mostYears)
  }

  /// Designs that are kept now.
  var keptDesigns: Int { entries.count }

  /// Years that are kept now.
  public var keptYears: Int { entries.reduce(0) { $0 + $1.years } }

  /// A study of this many years in each of the ordinary worlds.
  public nonisolated func size(yearsPerWorld: Int) -> StudySize {
    StudySize(
      seed: seed, worlds: StudySize.ordinaryWorlds, replicationsPerWorld: yearsPerWorld, threads: threads)
  }

  /// The record of a design, to the byte that of a study of this size from the start.
  ///
  /// - Throws: What compiling a plan throws, and `CancellationError`.
  public func record(of service: Service, yearsPerWorld: Int, without: Set<String> = []) async throws -> DesignRecord {
    let key = Key(service: service, without: without)
    if let worlds = kept(key, yearsPerWorld) { return DesignRecord(service: service, worlds: worlds) }
    try await turns.take()
    do {
      // Somebody else may have asked for the same meanwhile.
      let worlds: [WorldRecord]
      if let known = kept(key, yearsPerWorld) {
        worlds = known
      } else {
        worlds = try await simulate(key, yearsPerWorld)
        keep(worlds, key, yearsPerWorld)
      }
      await turns.give()
      return DesignRecord(service: service, worlds: worlds)
    } catch {
      await turns.give()
      throw error
    }
  }

  /// Compares the designs of a plan with their inputs varied, in a turn of its own.
  ///
  /// - Throws: As `record`, and `Diagnostics` where an input away from its middle contradicts another one.
  func comparison(
    of file: PlanFile, records: [DesignRecord], size: StudySize, without: Set<String>
  ) async throws -> Comparison {
    func isSame(_ known: Banded) -> Bool {
      known.text == file.text && known.without == without && known.comparison.size == size
        && known.services == file.services
    }
    if let known = banded.first(where: isSame) { return known.comparison }
    try await turns.take()
    do {
      let made = try await compare(file.planned, records: records, size: size, without: without)
      banded.insert(Banded(services: file.services, text: file.text, without: without, comparison: made), at: 0)
      if banded.count > Session.mostBanded { banded.removeLast() }
      await turns.give()
      return made
    } catch {
      await turns.give()
      throw error
    }
  }

  /// Goes on from the largest record that is smaller.
  private func simulate(_ key: Key, _ yearsPerWorld: Int) async throws -> [WorldRecord] {
    let known = entries.first { $0.key == key }?.worlds ?? [:]
    let before = known.keys.filter { $0 < yearsPerWorld }.max() ?? 0
    let size = size(yearsPerWorld: yearsPerWorld)
    let study = Study([key.service], size: size, disabled: key.without, bill: .byPrices)
    let part = StudyPart(worlds: 0..<size.worlds, replications: before..<yearsPerWorld)
    return try await study.run(part, onto: known[before].map { $0.map { [$0] } } ?? []).map { $0[0] }
  }

  private func kept(_ key: Key, _ yearsPerWorld: Int) -> [WorldRecord]? {
    guard let place = entries.firstIndex(where: { $0.key == key }), let worlds = entries[place].worlds[yearsPerWorld]
    else { return nil }
    uses += 1
    entries[place].lastUse = uses
    return worlds
  }

  private func keep(_ worlds: [WorldRecord], _ key: Key, _ yearsPerWorld: Int) {
    uses += 1
    if let place = entries.firstIndex(where: { $0.key == key }) {
      entries[place].worlds[yearsPerWorld] = worlds
      entries[place].lastUse = uses
    } else {
      entries.append(Entry(key: key, worlds: [yearsPerWorld: worlds], lastUse: uses))
    }
    while entries.count > Session.mostDesigns || keptYears > mostYears, entries.count > 1,
      let oldest = entries.indices.min(by: { entries[$0].lastUse < entries[$1].lastUse })
    {
      entries.remove(at: oldest)
    }
  }
}

/// One after the other, in the order in which they came; who gives up waiting is no longer waited for.
actor Turns {
  private var isTaken = false
  private var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
  private var count = 0

  /// - Throws: `CancellationError` when the task is cancelled while it waits; it then has no turn to give back.
  func take() async throws {
    try Task.checkCancellation()
    guard isTaken else {
      isTaken = true
      return
    }
    count += 1
    let number = count
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled {
          continuation.resume(throwing: CancellationError())
        } else {
          waiting.append((number, continuation))
        }
      }
    } onCancel: {
      Task { await self.leave(number) }
    }
  }

  func give() {
    guard waiting.isEmpty else {
      waiting.removeFirst().continuation.resume()
      return
    }
    isTaken = false
  }

  private func leave(_ number: Int) {
    guard let place = waiting.firstIndex(where: { $0.number == number }) else { return }
    waiting.remove(at: place).continuation.resume(throwing: CancellationError())
  }
}
