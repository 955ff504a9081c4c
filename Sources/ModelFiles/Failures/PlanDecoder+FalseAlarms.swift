internal import Foundation
import ServiceModel

/// How the loss of probes is written: in a plan's own words and in those of the second seed document.
let falseAlarmKeys = (plan: ["probe-loss", "seen-through"], seed: ["probe_loss", "seen_through"])

extension PlanDecoder {
  /// The most false alarms a minute that a plan may ask for: beyond it a site is out of use, not watched.
  private static let mostAMinute = 1.0
  /// Fewer false alarms a year of rules over requests are none.
  private static let leastAYear = 1e-6
  /// The largest share of the time in which a site that is well may be taken for lost.
  private static let mostOfTheTime = 0.1

  /// Alarms of sites that are well, where the plan says that probes get lost.
  func falseAlarms(_ root: FieldReader, _ service: Service) -> [FailureMode] {
    let block = root.child("failover_config")?.child("detection")
    guard let reader = block ?? root.child("detect") else { return [] }
    let loss = block == nil ? reader.optional("probe-loss", .share) : reader.optional("probe_loss", .share)
    let seen = block == nil ? reader.optional("seen-through", .share) : reader.optional("seen_through", .share)
    let (key, other) = block == nil ? ("probe-loss", "seen-through") : ("probe_loss", "seen_through")
    if loss ?? 0 == 0, case .layers = service.detection {
      return falseAlarmsOfRules(reader, service, seenThrough: seen)
    }
    guard let loss, loss > 0 else {
      if seen != nil && loss == nil { reader.error(other, "'\(other)' means something where '\(key)' is given") }
      return []
    }
    guard case .probes(let probes) = service.detection else {
      reader.error(key, "'\(key)' needs probes, and detection is a law", remedy: "Write 'probe' and 'failures'")
      return []
    }
    let rate = probes.falseAlarmsPerSecond(loss: loss)
    let share = probes.falselyLostShare(loss: loss)
    guard share <= PlanDecoder.mostOfTheTime, rate * 60 <= PlanDecoder.mostAMinute else {
      let text =
        share > PlanDecoder.mostOfTheTime
        ? String(format: "is taken for lost %.0f %% of the time", share * 100)
        : String(format: "raises %.1f false alarms a minute", rate * 60)
      reader.error(
        key, "with an alarm at failed probe \(probes.failures) a site that is well \(text)",
        remedy: "Let more probes fail first, or more vantage points agree")
      return []
    }
    interpret(
      "\(key): a site that is well is taken for lost \(String(format: "%.3g", rate * 8766 * 3600)) times a year")
    guard rate > 0 else { return [] }
    return [.falseAlarms(perSecond: rate, seenThrough: seen ?? 0)]
  }

  /// Of the requests of a window some fail by chance, and a rule over them rings.
  private func falseAlarmsOfRules(_ reader: FieldReader, _ service: Service, seenThrough: Double?) -> [FailureMode] {
    guard let noise = ruleNoise(service) else { return [] }
    let perYear = noise.perSecond * Horizon.yearHours * 3600
    guard perYear > PlanDecoder.leastAYear else {
      if seenThrough != nil {
        reader.error(
          "seen-through", "the rules of 'detectors' ring for nothing less than once in a million years",
          remedy: "Leave 'seen-through' out, or write what fails ordinarily, as 'ordinary: 0.1%'")
      }
      return []
    }
    guard noise.share <= PlanDecoder.mostOfTheTime, noise.perSecond * 60 <= PlanDecoder.mostAMinute else {
      let text =
        noise.share > PlanDecoder.mostOfTheTime
        ? String(format: "hold %.0f %% of the time", noise.share * 100)
        : String(format: "come to hold %.1f times a minute", noise.perSecond * 60)
      reader.error(
        "detectors", "with what fails ordinarily the alarm's conditions \(text) at a site that is well",
        remedy: "Write a higher 'above', a longer 'window' or a longer 'for'")
      return []
    }
    interpret(
      "detectors: of what fails ordinarily the alarm of a site that is well rings "
        + "\(String(format: "%.3g", perYear)) times a year")
    return [.falseAlarms(perSecond: noise.perSecond, seenThrough: seenThrough ?? 0)]
  }
}
