import Experiments
import Foundation
import Intake
import ServiceModel

/// How the traffic of a service was read, in lines; empty where there is only a curve.
func trafficExplanation(_ service: Service) throws -> [String] {
  let traffic = service.traffic
  if let mix = traffic.mix {
    return try mix.services.flatMap { part in
      var own = service
      own.traffic = part.traffic
      return try trafficExplanation(own).map { "\(part.name): \($0)" }
    }
  }
  let demand = try service.ordinaryDemand()
  var lines: [String] = []
  if let series = traffic.series {
    lines.append(
      "series: \(series.file), \(series.ratesRPS.count) steps of \(short(series.stepSeconds)) s"
        + (series.repeats ? ", repeated" : ""))
  }
  if let zone = traffic.clock.zone { lines.append("clock: \(zone), \(moves(of: traffic.clock, in: service))") }
  for origin in traffic.origins {
    let moved = origin.clock.flatMap { $0.zone == nil ? nil : $0 }
    lines.append(
      "origin \(origin.name): \(short(origin.share * 100)) % of requests, "
        + (moved.map { "\($0.zone ?? ""), \(moves(of: $0, in: service))" } ?? offset(origin.utcOffsetSeconds))
        + (origin.day == nil && origin.week == nil ? "" : ", curves of its own"))
  }
  if let first = demand.seasons.min(), let last = demand.seasons.max() {
    lines.append("season: days between \(short(first / last * 100)) % and 100 % of the busiest")
  }
  if let growth = traffic.growth {
    let years = service.horizon.years
    let factor = pow(1 + growth.rate, service.horizonHours / 24 / growth.periodDays)
    lines.append("growth: x\(short(factor)) at the end of the horizon of \(short(years)) years")
  }
  for campaign in traffic.campaigns {
    let start = instant(traffic.clock.wall(at: campaign.startSeconds), after: service.begins)
    lines.append("campaign \(campaign.name): from \(start), \(effect(of: campaign))")
  }
  for crowd in traffic.crowds {
    let requests = crowd.expectedAddedSecondsPerYear * demand.meanRPS
    lines.append(
      "flash crowd \(crowd.name): \(short(crowd.perYear)) a year, x\(short(crowd.factor.mean)) on average, "
        + "\(short(requests)) more requests a year by its laws, before growth")
  }
  lines += noise(traffic, demand: demand) + requests(traffic, meanRPS: demand.meanRPS)
  return lines
}

/// A length of time in the unit in which a plan would give it.
func lengthOfTime(_ seconds: Double) -> String {
  if seconds >= 7200 { return "\(short(seconds / 3600)) h" }
  return seconds >= 120 ? "\(short(seconds / 60)) min" : "\(short(seconds)) s"
}

private func offset(_ seconds: Double) -> String { "UTC\(seconds < 0 ? "" : "+")\(short(seconds / 3600)) h" }

/// `UTC-5 h on the first day, moved 2027-03-14 and 2027-11-07`.
private func moves(of clock: WallClock, in service: Service) -> String {
  let days = clock.changes.filter { $0.at < service.horizon.seconds }.map { change in
    let wall = service.traffic.clock.wall(at: change.at)
    return service.begins.adding(days: Int(nearestWhole((wall / 86_400).rounded(.down)))).description
  }
  guard let last = days.last else { return offset(clock.utcOffsetSeconds) }
  let shown = days.count == 1 ? last : "\(days.dropLast().joined(separator: ", ")) and \(last)"
  return "\(offset(clock.utcOffsetSeconds)) on the first day, moved " + (days.count > 4 ? "\(days.count) times" : shown)
}

/// Date and time by the plan's clock.
private func instant(_ seconds: Double, after begins: CalendarDay) -> String {
  var date = begins
  let days = Int(nearestWhole((seconds / 86_400).rounded(.down)))
  for _ in 0..<max(0, days) { date = date.next }
  let minutes = Int(nearestWhole((seconds - Double(days) * 86_400) / 60))
  return days < 0
    ? "before the plan begins" : "\(date) \(String(format: "%02d:%02d", minutes / 60, minutes % 60))"
}

private func effect(of campaign: Campaign) -> String {
  switch campaign.lift {
  case .factor(let factor): "ordinary demand x\(short(factor)) for \(short(campaign.shape.fullSeconds / 3600)) h"
  case .added(let rps): "\(short(rps * campaign.shape.fullSeconds)) more requests at \(short(rps)) requests/s"
  }
}

private func noise(_ traffic: Traffic, demand: OrdinaryDemand) -> [String] {
  guard let noise = traffic.noise else { return [] }
  let scales = noise.scales.map { "cv \(short($0.cv * 100)) % over \(lengthOfTime($0.correlationSeconds))" }
  let indices = [1.0, 10, 60, 300].map { window in
    let index = noise.indexOfDispersion(over: window, meanRPS: demand.meanRPS, step: demand.stepSeconds)
    return "\(short(index)) at \(lengthOfTime(window))"
  }
  return [
    "noise: \(scales.joined(separator: "; "))",
    "index of dispersion at the mean rate of \(short(demand.meanRPS)) requests/s: \(indices.joined(separator: ", "))",
  ]
}

private func requests(_ traffic: Traffic, meanRPS: Double) -> [String] {
  var lines: [String] = []
  if let patience = traffic.patience {
    let spread = patience.cv > 0 ? " in the mean, deviation \(short(patience.cv * patience.mean)) s," : ""
    lines.append("clients wait \(short(patience.mean)) s\(spread) for an answer")
  }
  switch traffic.tokens {
  case .laws(_, _, let rank):
    lines.append(
      "tokens: mean prompt \(short(traffic.promptTokens)), mean output \(short(traffic.outputTokens))"
        + (rank == 0 ? "" : ", rank correlation \(short(rank))"))
  case .table(let file, let pairs):
    lines.append(
      "tokens: \(pairs.count) requests of \(file), mean prompt \(short(traffic.promptTokens)), mean output "
        + short(traffic.outputTokens))
  case nil: break
  }
  if let sessions = traffic.sessions {
    lines.append(
      "sessions: \(short(sessions.turns.mean)) requests each, \(short(sessions.sessionsPerSecond(atRPS: meanRPS))) begin "
        + "in a second at the mean rate")
  }
  for kind in traffic.classes where kind.priority != 0 || kind.isDeferrable {
    let parts =
      ["class \(kind.name): \(short(kind.share * 100)) %", "priority \(kind.priority)"]
      + (kind.deadlineSeconds.map { ["may wait \(lengthOfTime($0))"] } ?? [])
    lines.append(parts.joined(separator: ", "))
  }
  return lines
}

/// What the worlds hold beside the planning peak, and where either is used.
func surveyExplanation(_ service: Service, seed: UInt64 = 1, worlds: Int = 8) throws -> [String] {
  let survey = try DemandSurvey(service, seed: seed, worlds: worlds)
  return [
    "peak \(short(service.traffic.peakRPS)) \(service.traffic.mix == nil ? "" : "mean ")requests/s, by which fleets are sized; simulated over the horizon, mean of "
      + "\(worlds) worlds: P99.9 \(short(survey.highLevelRPS)), mean \(short(survey.meanRPS)); highest five minutes "
      + "\(short(survey.maximumRPS))"
  ]
}

/// A plan whose growth or events outgrow the peak that its fleets are sized for; nil where there is nothing to warn of.
func peakWarning(_ service: Service, seed: UInt64 = 1, worlds: Int = 8) throws -> String? {
  let traffic = service.traffic
  guard traffic.outgrowsItsCurves else { return nil }
  let survey = try DemandSurvey(service, seed: seed, worlds: worlds)
  guard survey.excess > DemandSurvey.tolerance else { return nil }
  return
    "growth and events bring the P99.9 of five-minute demand to \(short(survey.highLevelRPS)) requests/s, "
    + "\(short((survey.excess * 100).rounded())) % above the peak of \(short(traffic.peakRPS)) by which fleets are sized. "
    + "Raise the buffer, or size for the end of the horizon"
}

private func short(_ value: Double) -> String {
  String(format: abs(value) < 1000 ? "%.4g" : "%.0f", value)
}

/// Which part of the planning peak a site carries at its own peak, where users are routed by their origin.
func routed(_ site: Site, _ service: Service) -> String {
  guard let own = service.routedShare(of: site), site.keep == .serving else { return "" }
  let worst = service.shareAfterWorstLoss(of: site)
  let lost = service.sizing.lostSites == 1 ? "a site is" : "\(service.sizing.lostSites) sites are"
  return ", \(short(own * 100)) % of the peak" + (worst > own ? ", \(short(worst * 100)) % while \(lost) lost" : "")
}
