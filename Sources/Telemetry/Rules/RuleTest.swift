import Foundation

/// A stretch of series on which rules are tried: a test for promtool, and what it makes of it.
public struct RuleTest: Sendable {
  /// Its number among the tests of a study; it is found again by it in what promtool prints.
  public let number: Int
  public let series: SeriesSet
  /// When rules are evaluated and alerts looked at, in seconds behind the first sample.
  public let everySeconds: Double
  /// The first instant at which it matters what rings.
  public let fromSeconds: Double

  public init(number: Int, series: SeriesSet, everySeconds: Double, fromSeconds: Double) {
    self.number = number
    self.series = series
    self.everySeconds = everySeconds
    self.fromSeconds = fromSeconds
  }

  private var lastSeconds: Double { (series.times.last ?? 0) - (series.times.first ?? 0) }

  /// The instants at which alerts are looked at: whole evaluations.
  var evaluations: [Int] {
    let first = Int((fromSeconds / everySeconds).rounded(.up))
    let last = Int((lastSeconds / everySeconds).rounded(.down))
    return first <= last ? Array(first...last) : []
  }

  static let mark = "nines_test"

  /// Tests as the text of a file for `promtool test rules`. Each asks at every evaluation what rings, and expects nothing: what
  /// does ring is what promtool complains about.
  ///
  /// - Parameter rules: The path of the rules.
  public static func file(_ tests: [RuleTest], rules: String, scrapeSeconds: Double) -> String {
    var text = "rule_files: [\(quoted(rules))]\n"
    text += "evaluation_interval: \(duration(tests.first?.everySeconds ?? 60))\ntests:\n"
    for test in tests {
      text += "  - interval: \(duration(scrapeSeconds))\n    input_series:\n"
      for family in test.series.families {
        for series in family.series {
          text += "      - series: \(quoted(series.head(of: family.name)))\n        values: '\(values(series))'\n"
        }
      }
      text += "    promql_expr_test:\n"
      let ask = #"label_replace(ALERTS{alertstate="firing"}, ""# + mark + #"", ""# + "\(test.number)" + #"", "", "")"#
      for evaluation in test.evaluations {
        text += "      - {expr: '\(ask)', eval_time: \(duration(Double(evaluation) * test.everySeconds))}\n"
      }
    }
    return text
  }

  /// Values as promtool reads them: where samples end a series goes stale, as it does when a scrape fails.
  private static func values(_ series: Series) -> String {
    var wasThere = false
    return series.values.map { value in
      defer { wasThere = !value.isNaN }
      return value.isNaN ? (wasThere ? "stale" : "_") : SeriesSet.number(value)
    }.joined(separator: " ")
  }

  /// In single quotes, as YAML takes them.
  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

  /// As Prometheus writes it, to the millisecond.
  static func duration(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded())
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
  }
}

/// What promtool found ringing in tests.
public struct RingingAlerts: Equatable, Sendable {
  /// One alert with its labels at one instant.
  public struct Ring: Equatable, Sendable {
    public let test: Int
    /// Behind the first sample of the test.
    public let seconds: Double
    public let alert: String
    /// Its other labels, in the order in which promtool writes them.
    public let labels: [Label]
  }
  public internal(set) var rings: [Ring] = []
  /// What could not be evaluated: rules, and the tests themselves.
  public internal(set) var problems: [String] = []

  /// Reads what `promtool test rules` prints about the tests of a file.
  public init(parsing text: String) {
    var seconds = 0.0
    // Lines look like `expr: "...", time: 1h5m,`, `exp: nil` and `got: {a="b", c="d"} 1E+00, {...} 1E+00`.
    for line in text.split(separator: "\n") {
      let line = line.drop { $0 == " " }
      if line.hasPrefix("expr: ") {
        guard let at = line.range(of: ", time: ", options: .backwards) else { continue }
        seconds = QueryScan.seconds(line[at.upperBound...].prefix { $0 != "," }) ?? 0
      } else if line.hasPrefix("got: ") {
        read(line.dropFirst(5), at: seconds)
      } else if line.hasPrefix("rule: ") || line.contains(" err: ") || line.contains("error") {
        problems.append(String(line))
      }
    }
  }

  private mutating func read(_ text: Substring, at seconds: Double) {
    var rest = text
    while let open = rest.firstIndex(of: "{") {
      rest = rest[rest.index(after: open)...]
      var labels: [Label] = []
      while let equals = rest.firstIndex(of: "="), rest.first != "}" {
        let name = rest[..<equals].trimmingPrefix { $0 == "," || $0 == " " }
        rest = rest[equals...].dropFirst(2)
        var value = ""
        while let next = rest.popFirst(), next != "\"" {
          if next == "\\", let escaped = rest.popFirst() {
            value.append(escaped == "n" ? "\n" : escaped)
          } else {
            value.append(next)
          }
        }
        labels.append(Label(String(name), value))
        rest = rest.drop { $0 == " " }
        if rest.first == "}" { break }
      }
      guard let number = labels.first(where: { $0.name == RuleTest.mark }).flatMap({ Int($0.value) }),
        let alert = labels.first(where: { $0.name == "alertname" })
      else { continue }
      let others = labels.filter { !["__name__", "alertname", "alertstate", RuleTest.mark].contains($0.name) }
      rings.append(Ring(test: number, seconds: seconds, alert: alert.value, labels: others))
    }
  }
}
