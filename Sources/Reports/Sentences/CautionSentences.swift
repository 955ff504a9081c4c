import OutputAnalysis
import ServiceModel

/// What to bear in mind with figures, each sentence with the condition under which it is said.
enum CautionSentences {
  /// - Parameter pools: Of fewer than four replicas, by design and site.
  static func smallPools(_ pools: [String]) -> String? {
    sentence(pools, "Pools under 4 replicas, where it matters which of them a request meets: ")
  }

  /// - Parameter designs: With the share of their answers given while loaded near saturation.
  static func nearSaturation(_ designs: [(name: String, share: Double)]) -> String? {
    sentence(
      designs.map { "\($0.name) \(Wording.percent($0.share))" },
      "Answers given while loaded near saturation, where the flow level is up to 12 % off: ")
  }

  /// - Parameter events: With the time in which traffic rises, and that of a request; each is said once.
  static func fastChanges(_ events: [(name: String, seconds: Double, response: Double)]) -> String? {
    let texts = events.reduce(into: [String]()) { texts, event in
      let text =
        "\(event.name) rises in \(Wording.duration(event.seconds)), a request takes \(Wording.duration(event.response))"
      if !texts.contains(text) { texts.append(text) }
    }
    return sentence(texts, "Faster than the latency curve follows: ")
  }

  private static func sentence(_ items: [String], _ about: String) -> String? {
    items.isEmpty ? nil : about + items.joined(separator: ", ") + ". Check with nines trace."
  }

  /// A design's share of years from the law of its outages, where a count of years says little.
  ///
  /// - Parameters:
  ///   - kept: The availability that is asked for.
  ///   - share: nil where the law is refused.
  static func law(
    of design: String, kept: Double, counted: (met: Int, years: Int), share: Interval?, refusal: String?
  ) -> String {
    let count = "\(Wording.count(counted.met)) of \(Wording.count(counted.years)) counted"
    guard let share else { return "\(design) \(count), refused because \(refusal ?? "")" }
    return "\(design) keeps \(Wording.availability(kept)) in \(Wording.sharp(share.estimate)) of years"
      + " (\(Wording.sharp(share.low)) to \(Wording.sharp(share.high)); \(count))"
  }

  /// - Parameter laws: As `law` has them.
  static func laws(_ laws: [String]) -> String? {
    guard !laws.isEmpty else { return nil }
    return "Where a count of years says little, by the law of the outages: \(laws.joined(separator: "; "))."
  }

  /// How branches estimated a design's losses.
  struct Branching {
    let isImportance: Bool
    let reason: String
    let incidents: Int
    let branches: Int
    let effective: Double
    /// Mean likelihood ratio and its standard error.
    let ratio: (mean: Double, error: Double)
    let inserted: [String]
    let isExplored: Bool
    /// Of the downtime, in one branch.
    let largestShare: Double
  }

  static func estimation(of design: String, _ by: Branching) -> String {
    let how =
      by.isImportance
      ? "importance sampling in \(Wording.count(by.branches)) branches" : "\(Wording.count(by.branches)) branches"
    var text =
      "\(design): lost minutes and outage minutes by \(how) of \(Wording.count(by.incidents)) incidents "
      + "(\(by.reason)); the other figures are those of the years as they came."
    if by.isImportance {
      text +=
        " Mean likelihood ratio \(Wording.fixed(by.ratio.mean, 4)) +- \(Wording.fixed(by.ratio.error, 4)) (standard error), "
        + "effective branches \(Wording.count(Int(by.effective)))."
    }
    if !by.inserted.isEmpty { text += " Inserted at random instants: \(by.inserted.joined(separator: ", "))." }
    if !by.isExplored {
      text +=
        " The tail is not explored: one branch has \(Wording.percent(by.largestShare)) of the downtime, "
        + "or the mean ratio is not 1; simulate more years."
    }
    return text
  }
}

/// What may be said of alerts that were tried.
enum AlertSentences {
  /// - Parameters:
  ///   - alerts: Those that nothing tells from the one that costs least; none where nothing was weighed.
  ///   - minutes: That a false alarm counts.
  static func best(_ alerts: [String], falseAlarm minutes: Double) -> String? {
    guard !alerts.isEmpty else { return nil }
    return "A false alarm counts \(Wording.minutes(minutes)) unseen minutes: "
      + (alerts.count == 1
        ? "\(alerts[0]) costs least." : "\(alerts.joined(separator: ", ")) cost least, and cannot be told apart.")
  }
}
