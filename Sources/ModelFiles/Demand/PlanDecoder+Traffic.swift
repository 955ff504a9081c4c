import ServiceModel
import Stochastics

/// Traffic: the curves, the noise and what hangs together among them.
extension PlanDecoder {
  /// - Parameter sites: nil where they could not be read.
  func traffic(_ root: FieldReader, begins: CalendarDay, horizonSeconds: Double, sites: [String]?) -> Traffic {
    guard let reader = root.requiredChild("traffic") else { return Traffic(peakRPS: 1) }
    var traffic = Traffic(peakRPS: 1)
    traffic.clock = clock
    if reader.has("series") {
      series(reader, into: &traffic, horizonSeconds: horizonSeconds)
    } else {
      traffic.peakRPS = positive(reader, "peak", .rate)
      traffic.day = dailyCurve(reader) ?? .flat
      traffic.week = week(reader) ?? []
      traffic.year = year(reader)
      traffic.origins = origins(reader, begins: begins, horizonSeconds: horizonSeconds, sites: sites)
      traffic.stepSeconds = step(reader)
    }
    traffic.campaigns = campaigns(reader, begins: begins, horizonSeconds: horizonSeconds)
    traffic.crowds = crowds(reader)
    traffic.growth = growth(reader)
    requests(reader, into: &traffic)
    noise(reader, into: &traffic, begins: begins)
    traffic.classes = classes(reader)
    traffic.clients = clients(reader)
    checkAmount(of: traffic, reader, seconds: horizonSeconds)
    reader.finish()
    return traffic
  }

  private func step(_ reader: FieldReader) -> Double {
    guard let step = reader.optional("step", .duration) else { return 300 }
    if step >= 1 && 86_400.0.truncatingRemainder(dividingBy: step) == 0 { return step }
    reader.error("step", "the step must divide a day", remedy: "Write 5min, 1min or 15min")
    return 300
  }

  func dailyCurve(_ reader: FieldReader) -> DailyCurve? {
    guard let day = reader.child("day") else { return nil }
    if let trough = day.optional("sine-trough", .share) {
      // Peak : trough = (1 + a) : (1 - a).
      day.finish()
      return .sine(amplitude: (1 - trough) / (1 + trough))
    }
    var knots: [DailyKnot] = []
    for key in day.names("HOUR") {
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

  func week(_ reader: FieldReader) -> [Double]? {
    guard let week = reader.child("week") else { return nil }
    let factors = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map { week.required($0, .share) }
    week.finish()
    if factors.max() == 0 { reader.error("week", "the week has no traffic") }
    return factors
  }

  // MARK: Noise

  private func noise(_ reader: FieldReader, into traffic: inout Traffic, begins: CalendarDay) {
    guard let noise = reader.child("noise", shorthand: "cv: VALUE, correlation: 30min", .share) else { return }
    defer { noise.finish() }
    guard noise.has("dispersion") else {
      traffic.noise = TrafficNoise(
        cv: noise.required("cv", .share), correlationSeconds: positive(noise, "correlation", .duration))
      return
    }
    if noise.has("cv") {
      noise.error("cv", "'cv' and 'dispersion' both say how strong the noise is", remedy: "Keep one")
    }
    let targets = dispersions(noise, step: traffic.stepSeconds)
    guard !context.diagnostics.hasErrors, !targets.isEmpty else { return }
    if let known = measurements.noises.first(where: { $0.traffic == traffic && $0.begins == begins }) {
      traffic.noise = known.noise
      return
    }
    let asked = traffic
    guard let found = try? traffic.noise(matching: targets, begins: begins) else {
      noise.error(
        "dispersion", "no noise of this kind has \(targets.count > 1 ? "these indices" : "this index") at this rate",
        remedy: targets.count > 1
          ? "Give the longer window the larger index and a longer correlation, or keep one window"
          : "Lower the index or lengthen 'over': the coefficient of variation would be above 300 %")
      return
    }
    measurements.noises.append((asked, begins, found))
    traffic.noise = found
  }

  /// `{ index: 16, over: 60s }` beside a correlation, or two of them with one each.
  private func dispersions(_ noise: FieldReader, step: Double) -> [DispersionTarget] {
    func target(_ reader: FieldReader, correlation: Double) -> DispersionTarget {
      let index = reader.required("index", .number)
      if reader.has("index"), index <= 1, !context.diagnostics.hasErrors {
        reader.error("index", "the index of dispersion must be above 1, which Poisson requests have without any noise")
      }
      return DispersionTarget(
        index: index, windowSeconds: positive(reader, "over", .duration), correlationSeconds: correlation)
    }
    guard let items = noise.node("dispersion")?.items else {
      guard let reader = noise.child("dispersion") else { return [] }
      defer { reader.finish() }
      return [target(reader, correlation: positive(noise, "correlation", .duration))]
    }
    guard items.count == 2 else {
      noise.error(
        "dispersion", "expected two windows, found \(items.count)",
        remedy: "Write [{ index: 4, over: 10s, correlation: 10s }, { index: 56, over: 300s, correlation: 10min }]")
      return []
    }
    let targets = items.enumerated().map { index, item in
      let reader = FieldReader(item, path: "\(noise.path(of: "dispersion"))[\(index)]", context: context)
      defer { reader.finish() }
      return target(reader, correlation: positive(reader, "correlation", .duration))
    }
    if targets[0].windowSeconds >= targets[1].windowSeconds {
      noise.error("dispersion", "the second window must be longer than the first")
    } else if step > targets[0].windowSeconds, !context.diagnostics.hasErrors {
      noise.error(
        "dispersion", "demand is constant over a step, which is longer than the first window",
        remedy: "Write 'step: 10s' or less beside 'noise': two time scales need steps no longer than the shorter window"
      )
    }
    return targets
  }

  /// The most steps of a horizon: a world keeps its demand and a running sum in each.
  private static let mostSteps = 4e7

  /// Rates are whole millionths; their running sum over the horizon, of which this is an upper estimate, has to fit in 63
  /// bits with room for noise.
  private func checkAmount(of traffic: Traffic, _ reader: FieldReader, seconds: Double) {
    guard !context.diagnostics.hasErrors else { return }
    let growth = traffic.growth.map { power(1 + $0.rate, seconds / 86_400 / $0.periodDays) } ?? 1
    let whole = seconds + 21 * 86_400
    var (lift, added) = (1.0, 0.0)
    for campaign in traffic.campaigns {
      let lasting = min(campaign.shape.fullSeconds, whole)
      switch campaign.lift {
      case .factor(let factor): lift += factor * lasting / whole
      case .added(let rps): added += rps * lasting
      }
    }
    for crowd in traffic.crowds {
      let lasting = min(crowd.lasts.mean + crowd.rampUp + crowd.rampDown, whole)
      lift += crowd.perYear * lasting / (8766 * 3600) * min(crowd.factor.mean, 1000)
    }
    if seconds / traffic.stepSeconds > Self.mostSteps {
      reader.error(
        reader.has("series") ? "series" : "step",
        "the horizon has more than 40 million steps, and a world keeps the demand of each",
        remedy: "Write a longer 'step', or shorten the horizon")
    }
    if (traffic.peakRPS * growth * lift * whole + added) / traffic.stepSeconds * 1e6 > 1e18 {
      reader.error(
        traffic.growth == nil ? nil : "growth", "there is more traffic in the horizon than can be counted",
        remedy: "Check 'peak', 'growth' and their units, or shorten the horizon")
    }
  }
}
