internal import Currencies
import Telemetry

/// A metric of what was simulated of a plan: name, type and what it says.
///
/// Base units and names as Prometheus' own linter wants them: seconds, ratios, the unit last. The ends of an interval are a metric
/// of their own, so that a sum or a mean over the labels of any of them never mixes a figure with its bounds.
enum AnswerMetric: String, CaseIterable, Sendable {
  case study = "nines_study_replications"
  case verdict = "nines_design_verdict"
  case availability = "nines_availability_ratio"
  case availabilityBound = "nines_availability_bound_ratio"
  case lost = "nines_lost_per_year_seconds"
  case lostBound = "nines_lost_per_year_bound_seconds"
  case downtime = "nines_downtime_per_year_seconds"
  case downtimeBound = "nines_downtime_per_year_bound_seconds"
  case outages = "nines_outages_per_year"
  case objectiveShare = "nines_objective_share_ratio"
  case objectiveShareBound = "nines_objective_share_bound_ratio"
  case objectiveRequired = "nines_objective_required_ratio"
  case recovery = "nines_recovery_seconds"
  case failover = "nines_failover_seconds"
  case dataLoss = "nines_data_loss_seconds"
  case cost = "nines_cost_per_year_usd"
  case costBound = "nines_cost_per_year_bound_usd"

  /// Without samples.
  ///
  /// - Parameter currency: Of its amount, whose code stands in the name.
  func family(in currency: Currency) -> FigureFamily {
    let isSummary = self == .recovery || self == .failover || self == .dataLoss
    let unit = ["seconds", "ratio", "usd"].first { rawValue.hasSuffix("_" + $0) }
    return FigureFamily(
      currency.naming(rawValue), isSummary ? .summary : .gauge, unit: unit == "usd" ? currency.code.lowercased() : unit,
      help: help)
  }

  private var help: String {
    let ends =
      "Ends of the 95 % interval of the figure, and of its range over uncertain inputs (inputs_low, inputs_high)."
    return switch self {
    case .study: "Simulated years, or other horizons, of each design of a plan."
    case .verdict: "1 beside what is said of a design and its objectives."
    case .availability: "Simulated availability, by requests and by time, mean over years."
    case .lost:
      "Time of a year in which a user finds the service lost, weighted by requests, mean over years."
    case .downtime: "Time of a year that the service is in an outage, mean over years."
    case .outages: "Outages of a year, mean over years."
    case .objectiveShare: "Share of years, or other stretches, that keep an objective."
    case .objectiveRequired: "Share of years, or other stretches, that an objective asks for."
    case .recovery: "Time from a fault to the end of the outage, over simulated outages by failure scope."
    case .failover: "Time from a fault to traffic elsewhere, over simulated failovers by failure scope."
    case .dataLoss: "Time before a fault whose state is lost, over simulated failovers by request class."
    case .cost: "Amortised cost of a year, of what the plan gives prices for, without losses by outages."
    case .availabilityBound, .lostBound, .downtimeBound, .objectiveShareBound, .costBound: ends
    }
  }
}
