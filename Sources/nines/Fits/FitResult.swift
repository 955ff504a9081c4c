import Reports

/// What `nines fit` answers to a table, of whatever kind it is.
protocol FitResult {
  /// Lines to paste, what is no line of a plan as comments.
  var yaml: String { get }
  /// The figures behind them.
  var figures: [(key: String, value: JSONValue)] { get }
  /// What was measured beside what was fitted.
  var measured: MeasuredPoints { get }
}

extension FitResult {
  var json: JSONValue { .object(figures + [("measured", measured.json)]) }

  /// The files of `--out`.
  ///
  /// - Throws: `PageError` where no page can be made, which is our mistake.
  func files() throws -> [(name: String, text: String)] {
    let json = json.text
    return [
      try reportFile(of: json), ("result.json", json), ("measured.csv", measured.table.text), ("fit.yaml", yaml),
    ]
  }
}
