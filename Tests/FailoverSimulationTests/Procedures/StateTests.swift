import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// What becomes of conversations: by hand, at a hundred requests a second, five turns a conversation that are a minute
/// apart. Twenty conversations begin a second and last four minutes: 4800 are going on.
@Suite struct StateTests {
  private let region = dated("region", .region, at: [1], lasts: 2, sites: ["a"])
  private let grey = dated(
    "grey", .region, at: [1], lasts: 2, sites: ["a"], effect: .impairs(Impairment(success: 0.5)))

  private func outcome(
    _ store: StateStore, _ failures: [FailureMode]? = nil, keep: Readiness = .warm, conflicts: Double = 0,
    change: (inout Service) -> Void = { _ in }
  ) throws -> Outcome {
    try run(
      twoSites(failures ?? [region], keep: keep) {
        $0.traffic.sessions = SessionLaw(turns: .constant(5), thinkTime: .constant(60))
        $0.traffic.classes = [TrafficClass(name: "chat", share: 1, state: store)]
        $0.traffic.classes[0].conflicts = conflicts
        $0.detection = .layers(
          LayeredDetection(
            detectors: [
              Detector(name: "health", layer: .service, sees: .loss(.constant(60))),
              Detector(name: "success", layer: .business, sees: .rate(RateRule(signal: .failing, threshold: 0.05))),
            ], alarm: .any([.detector(0), .detector(1)])))
        change(&$0)
      })
  }

  private func window(_ outcome: Outcome) -> Double? { outcome.failovers.first?.dataLossSeconds[0] }

  /// What was changed in the last two seconds is missing: 200 conversations resume without it, none is lost.
  @Test func theLagCutsThoseWhoWroteInIt() throws {
    let outcome = try outcome(.replication(lag: .constant(2)))
    #expect(window(outcome) == 2)
    #expect(outcome.stateLoss == StateLoss(cut: 200_000_000))
    #expect(outcome.outages.map(\.stateLoss) == [outcome.stateLoss])
  }

  /// At the peak the lag is five times what it is without demand; at half the peak three times.
  @Test func theLagGrowsWithDemand() throws {
    #expect(window(try outcome(.replication(lag: .constant(2), atPeak: 5))) == 10)
    let half = try outcome(.replication(lag: .constant(2), atPeak: 5)) { $0.traffic.day = .sine(amplitude: 1.0 / 3) }
    let demand = try #require(self.window(half)) / 2
    #expect(demand > 1 && demand < 5)
  }

  /// A window longer than a conversation cuts each that is going on, once.
  @Test func noMoreAreCutThanThereAre() throws {
    let outcome = try outcome(.replication(lag: .constant(3600)))
    #expect(outcome.stateLoss == StateLoss(cut: 4_800_000_000))
  }

  /// In memory all of them are lost, with the site and also when their traffic moves away from one that answers.
  @Test func whatIsInMemoryIsLost() throws {
    #expect(try outcome(.memory).stateLoss == StateLoss(lost: 4_800_000_000))
    #expect(try outcome(.memory, [grey]).stateLoss == StateLoss(lost: 4_800_000_000))
    #expect(try outcome(.replication(lag: .constant(2)), [grey]).stateLoss == StateLoss())
  }

  @Test func aSynchronousStoreLosesNothing() throws {
    let outcome = try outcome(.synchronous(roundTripSeconds: 0.07))
    #expect(window(outcome) == 0)
    #expect(outcome.stateLoss == StateLoss())
  }

  /// A restore takes 30 s to 90 s and may take a minute: half of the conversations are given up.
  @Test func aRestoreHasItsLimit() throws {
    let restore = CheckpointRestore(takes: .uniform(low: 30, high: 90), limitSeconds: 60)
    let outcome = try outcome(.checkpoint(interval: .constant(30), delay: .constant(5), restore: restore))
    let lost = try #require(self.window(outcome))
    #expect(lost >= 5 && lost <= 35)
    #expect(outcome.stateLoss.lost == 2_400_000_000)
    // Of those that the window cuts half are given up anyway.
    #expect(abs(outcome.stateLoss.conversationsCut - min(4800, 100 * lost) / 2) < 1e-5)
  }

  /// Checkpoints 30 s apart on average with a coefficient of variation of a half: a failure meets long intervals more
  /// often, 30 (1 + 1/4) / 2 = 18.75 s instead of 15 s; an upload of 2 s to 8 s adds 5 s.
  @Test func irregularCheckpointsLoseMore() throws {
    // Shape 4: the coefficient of variation is 1 / sqrt(4).
    let interval = Distribution.gamma(shape: 4, scale: 7.5)
    #expect(abs(interval.mean - 30) < 1e-9 && abs(interval.cv - 0.5) < 1e-9)
    func mean(_ store: StateStore) throws -> (Double, Double) {
      let often = dated("region", .region, at: [1], lasts: 2, sites: ["a"], everyHours: 6)
      let windows = try outcome(store, [often]) {
        $0.horizonHours = 43_830
        $0.failback = Failback(afterSeconds: 0)
      }.failovers.map { $0.dataLossSeconds[0] }
      let mean = windows.reduce(0, +) / Double(windows.count)
      let variance = windows.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(windows.count - 1)
      return (mean, (variance / Double(windows.count)).squareRoot())
    }
    let (irregular, error) = try mean(.checkpoint(interval: interval, delay: .uniform(low: 2, high: 8)))
    #expect(error < 0.2 && abs(irregular - 23.75) < 4 * error, "\(irregular) +- \(error)")
    let (regular, _) = try mean(.checkpoint(interval: .constant(30), delay: .constant(5)))
    #expect(abs(regular - 20) < 4 * error, "\(regular)")
  }

  /// The cache had been out for a quarter of an hour when the site that held the changes meanwhile was lost.
  @Test func aCacheThatIsDownLeavesChangesAtTheSite() throws {
    let down = dated(
      "cache-down", .dependency, at: [0.75], lasts: 2, sites: ["a"], target: FailureTarget(dependency: "cache"))
    func window(_ failures: [FailureMode]) throws -> Double? {
      self.window(
        try outcome(.cache(lag: .constant(3), dependency: "cache"), failures) {
          $0.dependencies = [Dependency(name: "cache", without: Impairment())]
        })
    }
    #expect(try window([region]) == 3)
    #expect(try window([region, down]) == 903)
  }

  // MARK: Conflicts

  /// 1 % of the 200 changes that the lost site had not sent meet another one when it comes back.
  @Test func whatWasNotSentMayConflict() throws {
    let outcome = try outcome(.replication(lag: .constant(2)), conflicts: 0.01)
    #expect(abs(outcome.conflictingChanges([]) - 2) < 1e-9)
  }

  /// Two sites that serve are cut off for half an hour: 1 % of 180 000 changes.
  @Test func sitesThatAreCutOffGoOnWriting() throws {
    let cable = dated("cable", .link, at: [1], lasts: 0.5, target: FailureTarget(between: ["a", "b"]))
    let service = twoSites([cable], keep: .serving) {
      $0.traffic.classes = [TrafficClass(name: "chat", share: 1, state: .replication(lag: .constant(2)))]
      $0.traffic.classes[0].conflicts = 0.01
    }
    let both = try run(service)
    #expect(abs(both.conflictingChanges(service.traffic.classes) - 1800) < 1e-6)
    var standby = service
    standby.sites[1].keep = .warm
    #expect(try run(standby).conflictingChanges(service.traffic.classes) == 0)
  }

  // MARK: Backups

  private let backups = Backups(
    fullEverySeconds: 86_400, incrementalEverySeconds: 3600, fullBytes: 1e12, incrementalBytes: 1e10,
    bytesPerSecond: 1e9)

  /// Half a day and a quarter of an hour after the full backup: twelve increments, fifteen minutes old.
  @Test func aRestoreReadsTheFullBackupAndWhatFollowed() {
    let restore = backups.restore(phase: (12.25 * 3600) / 86_400, luck: 0.5)
    #expect(abs(restore.ageSeconds - 900) < 1e-6)
    #expect(abs(restore.takesSeconds - 1120) < 1e-6)
    var doubtful = backups
    doubtful.usable = 0.9
    // One in ten is of no use: with luck below 0.9 the newest serves, up to 0.99 the one before it.
    #expect(abs(doubtful.restore(phase: 0.5 + 1e-9, luck: 0.5).ageSeconds) < 1)
    #expect(abs(doubtful.restore(phase: 0.5 + 1e-9, luck: 0.95).ageSeconds - 3600) < 1)
    // The increment before the first of a cycle is the last of the one before.
    let before = doubtful.restore(phase: 0.01, luck: 0.95)
    #expect(abs(before.ageSeconds - 864 - 3600) < 1e-6 && abs(before.takesSeconds - 1230) < 1e-6)
  }

  /// A target that keeps backups restores them first; while the site that holds them is lost, it waits for it.
  @Test func backupsAreRestoredFromWhereTheyAre() throws {
    func lost(_ storedAt: String?) throws -> Double {
      try outcome(.replication(lag: .constant(2)), keep: .backups) {
        $0.execution.backups = Backups(
          fullEverySeconds: 86_400, fullBytes: 1.2e12, bytesPerSecond: 1e9, storedAt: storedAt)
        $0.replica.start = ColdStart(boot: .constant(0), load: .constant(0), initialise: .constant(0))
      }.requestsLost
    }
    // 3 s of window are quicker than the health check, and 20 min of reading.
    #expect(abs(try lost(nil) - 100 * 1203) < 1)
    #expect(abs(try lost("b") - 100 * 1203) < 1)
    #expect(abs(try lost("a") - 100 * 7200) < 1)
  }

  /// Spoilt at 1 h, found at 3 h, copied everywhere by then: restored within 20 min, and what came after the last clean
  /// backup is lost.
  @Test func spoiltDataComeFromTheLastCleanBackup() throws {
    var spoilt = dated("spoilt", .everywhere, at: [1], lasts: 2, effect: .corrupts)
    spoilt.name = "spoilt"
    var restore = spoilt
    restore.name = "spoilt/restore"
    restore.lifetime = .constant(1e12)
    restore.startsInEquilibrium = false
    restore.dates = nil
    restore.effect = refused
    let outcome = try outcome(.replication(lag: .constant(2)), [spoilt, restore]) {
      $0.execution.backups = Backups(fullEverySeconds: 3600, fullBytes: 1.2e12, bytesPerSecond: 1e9)
    }
    #expect(abs(outcome.requestsLost - 100 * 1200) < 1)
    let back = try #require(self.window(outcome))
    #expect(back >= 7200 && back <= 7200 + 3600)
    #expect(outcome.outages.map(\.cause) == [1])
    #expect(outcome.outages.first?.start == SimTime(seconds: 3 * 3600))
  }
}
