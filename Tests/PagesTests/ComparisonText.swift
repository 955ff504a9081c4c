@testable import Pages

/// A result of a comparison, written by hand: the figures that a sentence of its page depends on are arguments.
struct ComparisonText {
  /// A share with its interval, and what the inputs make of it.
  struct Share {
    var mean: Double
    var low: Double
    var high: Double
    var inputs: ClosedRange<Double>?

    init(_ mean: Double, _ low: Double, _ high: Double, inputs: ClosedRange<Double>? = nil) {
      (self.mean, self.low, self.high, self.inputs) = (mean, low, high, inputs)
    }

    var json: String {
      "{\"mean\": \(mean), \"low\": \(low), \"high\": \(high)"
        + (inputs.map { ", \"inputs_low\": \($0.lowerBound), \"inputs_high\": \($0.upperBound)" } ?? "") + "}"
    }
  }

  struct Design {
    var name: String
    var verdict: String
    /// Of years that keep the availability; nil where nothing is asked.
    var years: Share?
    /// Of region outages that are over in time; nil where no recovery is asked for.
    var recovery: (share: Share, verdict: String)?
    var cost = "{\"mean\": 1000000, \"exact\": true}"
    var dollars = 1e6
    var minutes = Share(40, 38, 42)
    var badYear = "{\"mean\": 75, \"low\": 70, \"high\": 80}"
    var causes: [(name: String, strikes: String, minutes: Double)] = [
      ("release", "every_site", 30), ("region", "one_site", 10),
    ]
    var removals: [(cause: String, share: Share)] = []
    var better: String?
    var tied: String?
    var topology = "active-active"
    /// Recovery times of region outages: value and share, two points of one value a jump.
    var recoveries: [(seconds: Double, share: Double)] = [(60, 0.5), (600, 1)]
    /// Of failovers that ended a region outage: detect, decide, execute, restore in seconds; nil where there were none.
    var phases: [Double]?
    /// Of several services their lost minutes, as JSON.
    var services: [(name: String, minutes: String)] = []

    init(
      _ name: String, _ verdict: String, years: Share? = nil, dollars: Double = 1e6, minutes: Share = Share(40, 38, 42)
    ) {
      (self.name, self.verdict, self.years, self.minutes) = (name, verdict, years, minutes)
      self.dollars = dollars
      cost = "{\"mean\": \(dollars), \"exact\": true}"
    }

    private var phasesJSON: String {
      guard let phases else { return "" }
      let names = ["detect", "decide", "execute", "restore"]
      let means = zip(names, phases).map { "\"\($0)_seconds\": \($1)" }.joined(separator: ", ")
      return #""region": {"count": 9, \#(means), "recovery_seconds": \#(phases.reduce(0, +))}"#
    }

    private var servicesJSON: String {
      let all = services.map {
        #"{"service": "\#($0.name)", "lost_minutes_per_year": \#($0.minutes), "availability_requests": 1, "gpu_time_share": 0.5, "cost_usd_per_year": 10000000, "outage_loss_usd_per_year": 1290000, "usd_per_lost_minute": 19.2}"#
      }
      return all.isEmpty ? "null" : "[\(all.joined(separator: ","))]"
    }

    fileprivate var json: String {
      var objectives: [String] = []
      if let years {
        objectives.append(
          """
          {"objective": "availability_requests", "words": "w", "threshold": 0.9999, "required_share": 0.9,
           "share": \(years.json), "verdict": "\(ComparisonText.verdict(years))"}
          """)
      }
      if let recovery {
        objectives.append(
          """
          {"objective": "recovery_region_seconds", "words": "w", "threshold": 600, "required_share": 0.9,
           "share": \(recovery.share.json), "verdict": "\(recovery.verdict)"}
          """)
      }
      let causes = causes.map {
        #"{"cause": "\#($0.name)", "strikes": "\#($0.strikes)", "lost_minutes_per_year": \#($0.minutes)}"#
      }
      let removals = removals.map {
        #"{"cause": "\#($0.cause)", "objective": "availability_requests", "share": \#($0.share.json)}"#
      }
      return """
        {"design": "\(name)", "topology": "\(topology)", "verdict": "\(verdict)", "lost_minutes_per_year": \(minutes.json),
         "dominated_by": null, "tied_with": \(tied.map { "\"\($0)\"" } ?? "null"), "bad_year_lost_minutes": 75,
         "bad_year_band": \(badYear), "objectives": [\(objectives.joined(separator: ","))],
         "recovery_seconds": {"region": {"p50": 100, "p95": 200, "count": 5}}, "failover_seconds": {}, "failover_phases": {\(phasesJSON)},
         "scopes": {"region": {"outages": 5, "absorbed_share": 0, "ended_by_failover_share": 1}},
         "causes": [\(causes.joined(separator: ","))], "removals": [\(removals.joined(separator: ","))],
         "cost_usd_per_year": \(cost), "cost_usd_by_role": {"serving": \(dollars)},
         "cost_usd_by_month": [{"month_start": "2027-01-01", "by_role": {"serving": 70000}},
           {"month_start": "2027-02-01", "by_role": {"serving": 80000}}],
         "curves": {"lost_minutes_exceeded": {"value": [1, 50, 100], "share": [1, 0.5, 0]},
           "recovery_seconds_reached": {"region": {"value": \(recoveries.map(\.seconds)), "share": \(recoveries.map(\.share))}}},
         "services": \(servicesJSON), "unpriced": [], "usd_per_million_requests": 12.5, "usd_per_million_output_tokens": null}
        """
    }
  }

  /// In the order of the plan.
  var designs: [Design]
  /// Names, best first; the order of the plan where nobody says otherwise.
  var ranking: [String]?
  var pairs = "[]"
  var breakEvens = "[]"
  var minute: Double?
  var inputPoints = 0
  var influences = "[]"
  var more = ""

  init(_ designs: [Design]) { self.designs = designs }

  var json: String {
    let ranked = (ranking ?? designs.map(\.name)).map { name in
      let better = designs.first { $0.name == name }?.better
      return #"{"design": "\#(name)", "better_design": \#(better.map { "\"\($0)\"" } ?? "null")}"#
    }
    return """
      {"model": "m", "seed": 1, "replications": 1000, "worlds": 4, "horizon_hours": 8766,
       "designs": [\(designs.map(\.json).joined(separator: ","))], "ranking": [\(ranked.joined(separator: ","))],
       "pairs": \(pairs), "break_evens": \(breakEvens), "usd_per_lost_minute": \(minute.map { "\($0)" } ?? "null"),
       "input_points": \(inputPoints), "influences": \(influences)\(more)}
      """
  }

  func findings() throws -> Findings { Findings(try StoredComparison(json: json)) }

  /// Lost minutes of the second less those of the first, and what it costs more; nothing where costs were not paired.
  static func pair(
    _ from: String, _ to: String, _ difference: Share, more: Share? = nil, withLess: Double? = nil
  ) -> String {
    let cost = more.map { #""cost_usd_per_year": \#($0.json), "# } ?? ""
    return
      #"{"from": "\#(from)", "to": "\#(to)", "lost_minutes_per_year": \#(difference.json), \#(cost)"inputs_share_with_less": \#(withLess.map { "\($0)" } ?? "null")}"#
  }

  /// By the rule of every verdict, at 90 %.
  static func verdict(_ share: Share) -> String {
    share.low >= 0.9 ? "meets" : share.high < 0.9 ? "misses" : "undecided"
  }

  static let kept = Share(0.95, 0.93, 0.97)
  static let open = Share(0.9, 0.88, 0.92)
  static let missed = Share(0.8, 0.78, 0.82)
}
