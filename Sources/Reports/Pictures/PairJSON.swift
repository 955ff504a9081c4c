import CapacityPlanning
import Experiments
import OutputAnalysis
import ServiceModel

/// Lost minutes and cost a year of one design less those of another, on the same failures.
func pairJSON(_ pair: DesignPair) -> JSONValue {
  func ends(_ interval: Interval) -> JSONValue {
    .object([
      ("mean", .number(interval.estimate)), ("low", .number(interval.low)), ("high", .number(interval.high)),
    ])
  }
  return .object([
    ("from", .string(pair.from)), ("to", .string(pair.to)), ("lost_minutes_per_year", ends(pair.lostMinutes)),
    ("cost_usd_per_year", ends(pair.dollars)),
    ("inputs_share_with_less", pair.inputsWithLess.map { .number($0) } ?? .null),
  ])
}

/// From which value of a lost minute the next design is the cheapest; an end that nothing bounds is null.
func breakEvenJSON(_ step: TradeStandings.BreakEven) -> JSONValue {
  let interval = step.dollarsPerMinute
  return .object([
    ("from", .string(step.from)), ("to", .string(step.to)),
    (
      "usd_per_minute",
      .object(
        [("mean", .number(interval.estimate))]
          + (interval.isExact
            ? [("exact", .bool(true))] : [("low", .number(interval.low)), ("high", .number(interval.high))])
          + (step.inputs.map {
            [("inputs_low", .number($0.lowerBound)), ("inputs_high", .number($0.upperBound))]
          } ?? []))
    ),
  ])
}

/// A design's place, and which design is better in every respect.
func rankingJSON(_ place: (design: Int, better: Int?), _ designs: [ComparedDesign]) -> JSONValue {
  .object([
    ("design", .string(designs[place.design].name)),
    ("better_design", place.better.map { .string(designs[$0].name) } ?? .null),
  ])
}

/// How strongly an uncertain input moves each design.
func influenceJSON(_ influence: InputInfluence) -> JSONValue {
  .object([
    ("input", .string(influence.path)), ("design", .string(influence.design)),
    ("rank_correlation", .number(influence.rankCorrelation)), ("stands_out", .bool(influence.standsOut)),
    (
      "designs",
      .array(
        influence.correlations.map {
          .object([("design", .string($0.design)), ("rank_correlation", .number($0.rank))])
        })
    ),
  ])
}

func removalJSON(_ removal: CauseRemoval) -> JSONValue {
  .object([
    ("cause", .string(removal.cause)), ("objective", .string(removal.objective)),
    (
      "share",
      .object([
        ("mean", .number(removal.share.estimate)), ("low", .number(removal.share.low)),
        ("high", .number(removal.share.high)),
      ])
    ),
  ])
}

/// The interval of the bad year; an end that too few years say is null.
func badYearJSON(_ record: DesignRecord, _ band: InputBand?) -> JSONValue {
  json(record.badYear, mean: badYearMean(record.badYear), band: band)
}

private func badYearMean(_ estimate: OutputAnalysis.Estimate) -> Double {
  if case .interval(let interval) = estimate { return interval.estimate }
  return .nan
}

extension ComparedDesign {
  /// The inputs' band around the share of an objective; nil where none was varied.
  func band(ofObjective index: Int) -> InputBand? {
    objectiveBands.indices.contains(index) ? objectiveBands[index] : nil
  }
}

extension Service {
  /// How far a cause reaches: what strikes every site at once no second site mends.
  enum Reach: String {
    case everySite = "every_site"
    case oneSite = "one_site"
  }

  func reach(ofCause name: String) -> Reach {
    switch failures.first(where: { $0.name == name })?.scope {
    case .everywhere, .edge: .everySite
    case .gpu, .process, .node, .rack, .zone, .region, .provider, .area, .dependency, .link, .procedure, nil: .oneSite
    }
  }
}
