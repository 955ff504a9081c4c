import ServiceModel
import Stochastics

/// Traffic and objectives.
extension PlanDecoder {
  func traffic(_ root: FieldReader) -> Traffic {
    guard let reader = root.requiredChild("traffic") else { return Traffic(peakRPS: 1) }
    var traffic = Traffic(peakRPS: positive(reader, "peak", .rate))
    traffic.day = dailyCurve(reader)
    traffic.week = week(reader)
    traffic.noise = noise(reader)
    if let step = reader.optional("step", .duration) {
      traffic.stepSeconds = step
      if step < 1 || 86_400.0.truncatingRemainder(dividingBy: step) != 0 {
        reader.error("step", "the step must divide a day", remedy: "Write 5min, 1min or 15min")
        traffic.stepSeconds = 300
      }
    }
    if let tokens = reader.child("tokens") {
      traffic.promptTokens = tokens.optional("prompt", .number) ?? 0
      traffic.outputTokens = tokens.optional("output", .number) ?? 0
      tokens.finish()
    }
    if let resumed = reader.optional("resume", .shareOf("broken streams")) { traffic.resumedStreams = resumed }
    traffic.classes = classes(reader)
    reader.finish()
    return traffic
  }

  private func dailyCurve(_ reader: FieldReader) -> DailyCurve {
    guard let day = reader.child("day") else { return .flat }
    if let trough = day.optional("sine-trough", .share) {
      // Peak : trough = (1 + a) : (1 - a).
      day.finish()
      return .sine(amplitude: (1 - trough) / (1 + trough))
    }
    var knots: [DailyKnot] = []
    for key in day.keys {
      let share = day.required(key, .share)
      guard let hour = hour(key) else {
        day.error(key, "expected an hour of the day, found '\(key)'", remedy: "Write 0h to 23h, or sine-trough: 33%")
        continue
      }
      knots.append(DailyKnot(hour: hour, share: share))
    }
    // An hour that could not be read has been reported, and leaves a gap that is nobody's mistake.
    guard knots.count == day.keys.count else { return .flat }
    if knots.count < 3 || !zip(knots, knots.dropFirst()).allSatisfy({ $0.hour < $1.hour }) {
      reader.error("day", "a daily curve needs at least three hours in increasing order")
      return .flat
    }
    if knots.map(\.share).max() == 0 { reader.error("day", "the daily curve is zero all day") }
    return .knots(knots)
  }

  private func hour(_ text: String) -> Double? {
    guard text.hasSuffix("h"), let hour = Double(text.dropLast()), (0..<24).contains(hour) else { return nil }
    return hour
  }

  private func week(_ reader: FieldReader) -> [Double] {
    guard let week = reader.child("week") else { return [] }
    let factors = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map { week.required($0, .share) }
    week.finish()
    if factors.max() == 0 { reader.error("week", "the week has no traffic") }
    return factors
  }

  private func noise(_ reader: FieldReader) -> TrafficNoise? {
    guard let noise = reader.child("noise") else { return nil }
    let value = TrafficNoise(
      cv: noise.required("cv", .share), correlationSeconds: positive(noise, "correlation", .duration))
    noise.finish()
    return value
  }

  private func classes(_ reader: FieldReader) -> [TrafficClass] {
    let classes = reader.children("classes").map { name, part -> TrafficClass in
      let value = TrafficClass(name: name, share: part.required("share", .share), state: state(part))
      part.finish()
      return value
    }
    let total = classes.reduce(0) { $0 + $1.share }
    if !classes.isEmpty && abs(total - 1) > 1e-6 {
      reader.error("classes", "the shares of the classes sum to \(Int((total * 100).rounded())) %, not to 100 %")
    }
    return classes
  }

  private func state(_ reader: FieldReader) -> StateStore {
    if reader.node("state")?.text == "none" { return .stateless }
    guard let state = reader.requiredChild("state") else { return .stateless }
    defer { state.finish() }
    if state.has("replication") { return .replication(lag: state.requiredDistribution("replication")) }
    if state.has("checkpoint") {
      return .checkpoint(
        interval: state.required("checkpoint", .duration), delay: state.optional("upload", .duration) ?? 0)
    }
    state.error(
      nil, "'\(state.path)' does not say how state is kept",
      remedy: "Write 'none', '{ replication: exponential mean 100ms }' or '{ checkpoint: 30s, upload: 2s }'")
    return .stateless
  }

  func objectives(_ root: FieldReader) -> Objectives {
    guard let reader = root.child("objectives") else { return Objectives() }
    var objectives = Objectives()
    if let availability = reader.child("availability") {
      let figure = availability.choice("of", AvailabilityObjective.Figure.self) ?? .requests
      objectives.availability = [
        AvailabilityObjective(
          figure: figure, atLeast: availability.required("at-least", .share), share: share(availability, "years"))
      ]
      availability.finish()
    }
    if let recovery = reader.child("recovery") {
      let share = share(recovery, "outages")
      objectives.recovery = recovery.keys.filter { $0 != "in" }.compactMap { key in
        guard let scope = FailureScope(rawValue: key) else {
          recovery.unknown(key, "unknown scope '\(key)'", among: FailureScope.allCases.map(\.rawValue))
          return nil
        }
        let within = recovery.required(key, .duration)
        return RecoveryObjective(scope: scope, withinSeconds: within, share: share)
      }
    }
    if let loss = reader.child("data-loss") {
      let share = share(loss, "failovers")
      let classes = root.node["traffic"]?["classes"]?.entries?.map(\.key) ?? []
      objectives.dataLoss = loss.keys.filter { $0 != "in" }.compactMap { key in
        guard classes.contains(key) else {
          loss.unknown(key, "the traffic has no class '\(key)'", among: classes)
          return nil
        }
        return DataLossObjective(trafficClass: key, withinSeconds: loss.required(key, .duration), share: share)
      }
    }
    serviceLevels(reader, into: &objectives)
    if let outage = reader.child("outage") {
      objectives.outageTolerance = 1 - (outage.optional("below", .shareOf("demand")) ?? 0.95)
      objectives.holdSeconds = outage.optional("hold", .duration) ?? 60
      outage.finish()
    }
    reader.finish()
    return objectives
  }

  /// The share in which an objective must hold; without it an objective cannot be judged.
  func share(_ reader: FieldReader, _ noun: String) -> Double {
    guard reader.has("in") else {
      reader.missing(
        "in", "'\(reader.path)' does not say in which share of \(noun) it must hold",
        remedy: "Add 'in: 90% of \(noun)': a mean above the target is not a promise kept")
      return 0.9
    }
    return reader.required("in", .shareOf(noun))
  }
}
