import OutputAnalysis
import ServiceModel

/// Objectives that are kept or missed by years: one verdict for all years of the horizon, or one for each where demand
/// grows. A horizon without a whole year leaves them without a judgement.
extension ObjectiveVerdict {
  /// Verdicts on latency, on shares and on what is promised to one class of traffic.
  static func yearly(_ record: DesignRecord) -> [ObjectiveVerdict] {
    let count = record.service.horizon.wholeYears
    return YearlyLine.all(of: record.service).enumerated().flatMap { index, line in
      ofYears(
        record.service, text: line.text, subject: line.subject, threshold: line.threshold, required: line.required
      ) { judged in
        record.worlds.map { world in
          let kept = judged.years.reduce(0) { $0 + world.yearsKept[index * count + $1] }
          return (met: kept, years: world.replications.count * judged.years.count)
        }
      }
    }
  }

  static func ofYears(
    _ service: Service, text: String, subject: ObjectiveSubject, threshold: Double, required: Double,
    _ kept: (JudgedYears) -> [(met: Int, years: Int)]
  ) -> [ObjectiveVerdict] {
    guard !service.judgedYears.isEmpty else {
      return [
        ofWindows(
          [], isCertain: service.isCertain, text: text, subject: subject, threshold: threshold, required: required)
      ]
    }
    return service.judgedYears.map { judged in
      ofWindows(
        kept(judged), isCertain: service.isCertain, text: text + judged.label, subject: subject, key: judged.key,
        threshold: threshold, required: required)
    }
  }

  /// Judges a share of windows, years among them; where none lies whole in the horizon there is nothing to judge by.
  static func ofWindows(
    _ worlds: [(met: Int, years: Int)], isCertain: Bool, text: String, subject: ObjectiveSubject, key: String = "",
    threshold: Double, required: Double
  ) -> ObjectiveVerdict {
    let isJudged = worlds.contains { $0.years > 0 }
    let share = isJudged ? shareOfYearsInterval(worlds, isCertain: isCertain) : nil
    return ObjectiveVerdict(
      text: text, subject: subject, figure: subject.figure + key, threshold: threshold, requiredShare: required,
      share: share,
      verdict: share.map { OutputAnalysis.verdict(share: $0, required: required) } ?? .notJudged, worlds: worlds)
  }

  /// An objective by itself, before any design was judged by it.
  public struct Line: Equatable, Sendable {
    public let text: String
    public let required: Double
    /// Whether it is about money, so that no failure is to blame where it is missed.
    public let isBudget: Bool
  }

  /// The objectives of a service, in the order of the verdicts of its designs.
  public static func lines(of service: Service) -> [Line] {
    all(DesignRecord(service: service, worlds: [WorldRecord(service)])).map {
      Line(text: $0.text, required: $0.requiredShare, isBudget: $0.subject.isBudget)
    }
  }
}

extension AvailabilityObjective {
  /// Whether a year keeps it.
  public func isKept(by year: YearRecord) -> Bool {
    (figure == .requests ? year.lostMinutes : year.downtimeMinutes) <= (1 - atLeast) * Horizon.yearMinutes
  }
}
