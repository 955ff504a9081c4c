import CapacityPlanning
import ServiceModel
import Stochastics

/// A backtest for people: what happened beside what was predicted, and what the record says of the plan.
///
/// - Parameter period: The record's days, as words.
public func backtestLines(_ test: Backtest, period: String, width: Int) -> [String] {
  var lines = Wording.wrapped(
    "\(test.service.name), \(test.service.design.name): \(counted(test.outages.count, "outage")) \(period), against "
      + "\(Wording.count(test.periods)) simulated periods of that length, seed \(test.seed)", width: width)
  var table = TextTable()
  table.append(["RECORD", "happened", "predicted", "9 in 10", "percentile", "95 %", "reading"])
  for (name, figure) in [
    ("outages", test.count), ("outage minutes", test.minutes), ("longest, minutes", test.longest),
  ] {
    table.append([name] + cells(figure) + [figure.reading.rawValue])
  }
  lines += [""] + table.lines(width: width)
  if !test.causes.isEmpty {
    var causes = TextTable()
    causes.append([
      "CAUSE", "happened", "predicted", "9 in 10", "percentile", "95 %", "rate x", "9 in 10", "length x", "9 in 10",
    ])
    for cause in test.causes {
      causes.append([cause.name] + cells(cause.count) + factor(cause.rate) + factor(cause.length))
    }
    lines += [""] + causes.lines(width: width)
  }
  if let even = test.evenness {
    lines += [""]
    lines += Wording.wrapped(
      "LENGTHS among the predicted ones, in tenths from the shortest: \(even.tenths.map(String.init).joined(separator: " "))"
        + " (even where the plan is true; a larger distance has chance \(Wording.percent(even.chance)))", width: width)
  }
  return lines + [""] + backtestSentences(test).flatMap { Wording.wrapped($0, width: width) }
}

private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

private func cells(_ figure: Percentile) -> [String] {
  [
    Wording.minutes(figure.observed), Wording.minutes(figure.mean),
    "\(Wording.minutes(figure.low)) - \(Wording.minutes(figure.high))", Wording.percent(figure.share.estimate),
    "\(Wording.percent(figure.share.low)) - \(Wording.percent(figure.share.high))",
  ]
}

private func factor(_ factor: UpdatedFactor?) -> [String] {
  guard let factor else { return ["-", "-"] }
  return [digits(factor.mid), "\(digits(factor.low)) - \(digits(factor.high))"]
}

private func digits(_ value: Double) -> String { BacktestSentences.digits(value) }

/// What the record supports, a sentence each.
func backtestSentences(_ test: Backtest) -> [String] {
  let figures = [
    ("fewer outages", "more outages", test.count), ("fewer outage minutes", "more outage minutes", test.minutes),
    ("a shorter longest outage", "a longer longest outage", test.longest),
  ]
  let off = figures.compactMap { less, more, figure in
    figure.reading == .asPredicted ? nil : figure.reading == .less ? less : more
  }
  let counts = test.causes.map { cause in
    BacktestSentences.count(
      cause.name, cause.count.reading, supported: cause.rate.flatMap { suggestion(cause.name, $0, in: test.service) })
  }
  let lengths = test.causes.map { cause in
    cause.length.flatMap {
      BacktestSentences.length(cause.name, factor: ($0.low, $0.mid, $0.high), mended: cause.mendedShare ?? 0)
    }
  }
  let rest = [
    test.evenness.flatMap { BacktestSentences.spread(chance: $0.chance) },
    BacktestSentences.withoutCause(test.withoutCause, hasCauses: !test.causes.isEmpty), BacktestSentences.chance,
  ]
  return [BacktestSentences.record(off)] + (counts + lengths + rest).compactMap { $0 }
}

/// The plan's rate times the factor, as a plan writes it; nil where the failure has no rate.
func suggestion(_ cause: String, _ factor: UpdatedFactor, in service: Service) -> String? {
  guard let mode = service.failures.first(where: { $0.name == cause }), mode.dates == nil,
    case .exponential(let mean) = mode.lifetime
  else { return nil }
  let perYear = Horizon.yearHours * 3600 / mean
  let values = [factor.low, factor.mid, factor.high].map { Wording.significant($0 * perYear) }
  return "failures.\(cause).per-year: [\(values.joined(separator: ", "))]"
}
