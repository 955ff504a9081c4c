import Experiments

/// What rang in one outage.
public struct OutageOutcome: Equatable, Sendable {
  /// Index of the failure mode; the number of modes stands for overload.
  public let cause: Int
  public let sign: OutageSign
  /// From the fault to when users noticed, and to when they were served again, in seconds.
  public let noticedSeconds: Double
  public let endSeconds: Double
  /// From the fault until each alert first rang, in seconds; those that did not ring are left out.
  public let rangAfter: [String: Double]
  /// What rang when somebody was paged first: names of alerts, sorted; empty where nobody was.
  public let pagedWith: [String]
  /// The most alerts that rang at once, each with labels of its own, and the groups that they made.
  public let mostRinging: Int
  public let mostGroups: Int

  /// Minutes of the outage that had passed when an alert rang; all of them where it did not.
  public func unseenMinutes(by alert: String) -> Double {
    let seen = min(rangAfter[alert] ?? .infinity, endSeconds)
    return max(0, seen - noticedSeconds) / 60
  }
}

/// What rang for nothing in one week.
public struct WeekOutcome: Equatable, Sendable {
  /// Days of the week in which nothing was in an outage.
  public let quietDays: Double
  /// How often each alert began to ring in those days; an alert that rings for several sites at once rings once.
  public let falseAlarms: [String: Int]
}

extension AlertWindow {
  /// What became of an outage.
  ///
  /// - Parameter groupBy: The labels by which notifications are grouped; `alertname` is one.
  public func outageOutcome(
    _ rings: [RingingAlerts.Ring], sign: OutageSign, groupBy: [String]
  ) -> OutageOutcome? {
    guard case .outage(let row) = kind else { return nil }
    let fault = row.faultSeconds - drill.fromSeconds
    var rangAfter: [String: Double] = [:]
    for ring in rings where ring.seconds >= fault {
      rangAfter[ring.alert] = min(rangAfter[ring.alert] ?? .infinity, ring.seconds - fault)
    }
    // What rings after its end has not seen it.
    rangAfter = rangAfter.filter { $0.value <= row.endSeconds - row.faultSeconds }
    let first = rangAfter.values.min()
    let paged = first.map { first in rangAfter.filter { $0.value <= first }.map(\.key).sorted() } ?? []
    let instants = Dictionary(grouping: rings, by: \.seconds).values
    return OutageOutcome(
      cause: row.cause, sign: sign, noticedSeconds: row.startSeconds - row.faultSeconds,
      endSeconds: row.endSeconds - row.faultSeconds, rangAfter: rangAfter, pagedWith: paged,
      mostRinging: instants.map(\.count).max() ?? 0,
      mostGroups: instants.map { Set($0.map { $0.group(by: groupBy) }).count }.max() ?? 0)
  }

  /// What became of a week.
  ///
  /// - Parameter every: Seconds between two evaluations.
  public func weekOutcome(_ rings: [RingingAlerts.Ring], every: Double) -> WeekOutcome? {
    guard case .week(let broken) = kind else { return nil }
    var falseAlarms: [String: Int] = [:]
    for (alert, own) in Dictionary(grouping: rings, by: \.alert) {
      let instants = Set(own.map(\.seconds)).sorted()
      for (index, instant) in instants.enumerated()
      where index == 0 || instant - instants[index - 1] > every * 1.5 {
        let time = drill.fromSeconds + instant
        if !broken.contains(where: { $0.contains(time) }) { falseAlarms[alert, default: 0] += 1 }
      }
    }
    return WeekOutcome(quietDays: (toSeconds - fromSeconds - length(of: broken)) / 86_400, falseAlarms: falseAlarms)
  }

  /// Stretches may overlap.
  private func length(of stretches: [Range<Double>]) -> Double {
    var (sum, reached) = (0.0, -Double.infinity)
    for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      sum += max(0, stretch.upperBound - max(stretch.lowerBound, reached))
      reached = max(reached, stretch.upperBound)
    }
    return sum
  }
}

extension RingingAlerts.Ring {
  /// The values of the labels by which notifications are grouped.
  fileprivate func group(by names: [String]) -> [String] {
    names.map { name in name == "alertname" ? alert : labels.first { $0.name == name }?.value ?? "" }
  }
}
