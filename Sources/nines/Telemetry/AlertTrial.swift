import ArgumentParser
import Experiments
import Foundation
import Telemetry

/// A study of alerts with the program that evaluates them: series in, what rang out.
struct AlertTrial: Sendable {
  let study: AlertStudy
  let promtool: Promtool
  /// The rules' file, as it was named.
  let rules: String
  let threads: Int
  /// What mutes what, and what arrives together.
  let notifications: NotificationRules
  let falseAlarmMinutes: Double

  /// Simulates the years, tries the rules on their outages and weeks, and counts. The answer does not depend on the number of
  /// threads.
  ///
  /// - Parameter progress: Called with how many windows are done, of how many.
  /// - Throws: `ExitCode.badModel` where the rules cannot be evaluated; said with the remedy.
  func run(progress: @escaping @Sendable (Int, Int) -> Void) async throws -> AlertAnswer {
    let (study, size) = (study, study.size)
    let ledgers = try await shared(0..<size.replications, threads: threads) { try study.ledger(of: $0) }
    let windows = study.windows(ledgers: ledgers)
    let folder = try ScratchFolder()
    var done = 0
    let outcomes: [Tried] = try await shared(
      windows.indices, threads: threads,
      finished: { _ in
        done += 1
        progress(done, windows.count)
      }, work: { try tried(windows[$0], in: folder) })
    let names = study.service.causes.map(\.name)
    var counted = names.map { _ in 0 }
    for row in ledgers.flatMap({ $0 }) { counted[row.cause] += 1 }
    return AlertAnswer(
      rules: study.rules, causes: names, counted: counted,
      years: Double(size.replications) * study.service.horizon.years, outages: outcomes.compactMap(\.outage),
      weeks: outcomes.compactMap(\.week), falseAlarmMinutes: falseAlarmMinutes, mutes: notifications.mutes)
  }

  private struct Tried: Sendable {
    var outage: OutageOutcome?
    var week: WeekOutcome?
  }

  private func tried(_ window: AlertWindow, in folder: ScratchFolder) throws -> Tried {
    try Task.checkCancellation()
    let (test, sign) = try study.test(window)
    try refuseLongWindows(test)
    let path = URL(filePath: rules).standardizedFileURL.path
    let text = RuleTest.file([test], rules: path, scrapeSeconds: study.size.scrapeSeconds)
    let file = try folder.write(text, as: "test-\(window.number).yml")
    let found = RingingAlerts(parsing: try promtool.test(file))
    try FileManager.default.removeItem(at: file)
    if let problem = found.problems.first {
      Terminal.printError(
        "\(rules): error: promtool cannot evaluate the rules: \(problem). Mend the rule that it names, or leave it out")
      throw ExitCode.badModel
    }
    return Tried(
      outage: window.outageOutcome(
        found.rings, sign: sign, rules: notifications, onCall: study.service.decision.onCall?.levels ?? [],
        every: study.size.evaluateSeconds),
      week: window.weekOutcome(found.rings, every: study.size.evaluateSeconds, rules: notifications))
  }

  private func refuseLongWindows(_ test: RuleTest) throws {
    guard let long = study.rules.tooLong(in: test.series, everySeconds: study.size.scrapeSeconds) else { return }
    Terminal.printError(
      "\(rules): error: a window over '\(long.metric)' holds \(long.samples) samples, and promtool's tests load "
        + "\(AlertRules.mostSamples). Record the sum of its series with a rule and look back over the record, or scrape less "
        + "often with --scrape 1min")
    throw ExitCode.badModel
  }
}
