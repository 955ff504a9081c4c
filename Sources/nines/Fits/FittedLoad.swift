import ModelFiles
import Reports

/// The answer of `nines fit` to the results of a load test.
struct FittedLoad: FitResult {
  let windows: [LoadTest.Window]
  let capacity: LoadTest.Capacity
  let tool: LoadTest.Tool
  let origin: String
  let percentile: Int
  let withinSeconds: Double
  let failedShare: Double
  let replicas: Int

  /// A `replica:` block to paste; what the test did not show is a comment.
  var yaml: String {
    var lines = [
      "# fitted to \(origin) (\(tool.rawValue)): \(capacity.of) windows, \(capacity.kept) within P\(percentile) of"
        + " \(PlanText.duration(withinSeconds)) and \(PlanText.share(failedShare)) failures; \(replicas) "
        + (replicas == 1 ? "replica" : "replicas")
    ]
    guard let mid = capacity.mid, let low = capacity.low, let high = capacity.high else {
      let words =
        capacity.low.map {
          "no window missed: a replica carries \(PlanText.number($0)) rps at least; test with more load"
        }
        ?? "every window missed: a replica carries less than \(PlanText.number(capacity.high ?? 0)) rps; test with less load"
      return (lines + ["# \(words)"]).joined(separator: "\n") + "\n"
    }
    let texts = [low, mid, high].map { PlanText.number($0) + "rps" }
    lines += [
      "replica:",
      "  rated: \(low < high ? "[\(texts.joined(separator: ", "))]" : texts[1])  # the range in which windows both keep and miss",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  var figures: [(key: String, value: JSONValue)] {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return [
      ("kind", .string("load")), ("origin", .string(origin)), ("tool", .string(tool.rawValue)),
      ("percentile", .integer(percentile)), ("within_seconds", .number(withinSeconds)),
      ("failed_share", .number(failedShare)), ("replicas", .integer(replicas)), ("windows", .integer(capacity.of)),
      ("windows_kept", .integer(capacity.kept)),
      (
        "rated_rps",
        .object([("value", number(capacity.mid)), ("low", number(capacity.low)), ("high", number(capacity.high))])
      ),
    ]
  }
}
