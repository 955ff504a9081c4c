import EventKernel
import FailoverSimulation
import ServiceModel

/// One outage of a study, looked at second by second.
public struct ShownOutage: Sendable {
  /// Why this one is shown.
  public enum Reason: String, CaseIterable, Sendable {
    /// The median of those that a failover ended.
    case failover
    /// The median of those that the failover came too late for, or never.
    case late
    /// The longest of all.
    case longest
  }

  public let reason: Reason
  public let service: Service
  public let replication: Int
  /// Counted from 1 within its replication, as in `outages.csv`.
  public let number: Int
  public let outage: Outage
  public let points: [Timeline.Point]

  /// What `nines drill --outage` calls it.
  public var key: String { "\(replication).\(number)" }
  public var scope: FailureScope? { service.scope(ofCause: outage.cause) }
  /// The failure mode's name, or `overload`.
  public var cause: String { service.cause(at: outage.cause).name }
}

extension ShownOutage {
  /// Where an outage stands in a study.
  private struct Place {
    let world: Int
    let replication: Int
    let number: Int
    let summary: OutageSummary
  }

  /// The outages of a design that say most about it, simulated again with the same random numbers: a loss of a site that a
  /// failover ended, one that it did not, and the longest of all.
  ///
  /// - Parameters:
  ///   - without: Names of failure modes that were left out of the study.
  ///   - samples: Instants at most over which the course is looked at.
  /// - Throws: What compiling a plan throws.
  public static func all(
    _ record: DesignRecord, seed: UInt64, without: Set<String> = [], samples: Int = 1500
  ) throws -> [ShownOutage] {
    // Branches are no course that could be simulated again.
    guard record.branches == nil else { return [] }
    var service = record.service
    service.failures.removeAll { without.contains($0.name) }
    let places = places(of: record)
    func scope(_ place: Place) -> FailureScope? { record.service.scope(ofCause: place.summary.cause) }
    let losses = places.filter { [.region, .provider, .area].contains(scope($0)) }
    func median(_ places: [Place]) -> Place? {
      let sorted = places.enumerated().sorted {
        ($0.element.summary.recoverySeconds, $0.offset) < ($1.element.summary.recoverySeconds, $1.offset)
      }
      return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2].element
    }
    let ended = median(losses.filter { $0.summary.endedBy == .failover })
    let late = median(losses.filter { $0.summary.endedBy != .failover && $0.summary.failoverSeconds != nil })
    let longest = places.max { $0.summary.recoverySeconds < $1.summary.recoverySeconds }
    return try zip(Reason.allCases, [ended, late, longest]).compactMap { reason, place in
      try place.flatMap { try ShownOutage(reason, $0, of: service, seed: seed, samples: samples) }
    }
  }

  private static func places(of record: DesignRecord) -> [Place] {
    record.worlds.enumerated().flatMap { world, block in
      var rows = block.outages.makeIterator()
      return block.replications.enumerated().flatMap { k, year in
        (0..<Int(year.outages)).compactMap { index in
          rows.next().map {
            Place(world: world, replication: ReplicationNumber.of(k, inWorld: world), number: index + 1, summary: $0)
          }
        }
      }
    }
  }

  private init?(_ reason: Reason, _ place: Place, of service: Service, seed: UInt64, samples: Int) throws {
    let lasts = place.summary.recoverySeconds
    var size = DrillSize(
      seed: seed, replication: place.replication, world: place.world, fromSeconds: 0, lastsSeconds: 0, everySeconds: 1)
    let rows = try ledger(service, size: size)
    guard rows.indices.contains(place.number - 1) else { return nil }
    let row = rows[place.number - 1]
    let lead = min(max(lasts * 0.1, 30), 600)
    size.fromSeconds = max(0, row.faultSeconds - lead)
    size.lastsSeconds = row.endSeconds + lasts * 0.1 + 30 - size.fromSeconds
    size.everySeconds = max(1, (size.lastsSeconds / Double(samples)).rounded(.up))
    let timeline = try drill(service, size: size)
    guard let outage = timeline.outages.first(where: { $0.start.seconds == row.startSeconds }) else { return nil }
    self.reason = reason
    self.service = service
    replication = place.replication
    number = place.number
    self.outage = outage
    points = timeline.points
  }
}
