import Foundation

/// Plans for tests of the command: a small one with six designs, and with other objectives.
enum Plans {
  static func starter() throws -> String {
    try String(contentsOf: Nines.repository.appending(path: "Tests/CommandTests/Cases/starter.yaml"), encoding: .utf8)
  }

  /// The starter plan, its objectives replaced by one line.
  static func starter(objective: String) throws -> String {
    let lines = try starter().split(separator: "\n", omittingEmptySubsequences: false)
    let from = lines.firstIndex { $0.hasPrefix("objectives:") }!
    let to = lines.firstIndex { $0.hasPrefix("traffic:") }!
    return (lines[...from] + ["  availability: { of: requests, \(objective) }", ""] + lines[to...])
      .joined(separator: "\n")
  }

  /// Two sites and a standby that are quick to simulate: constant traffic, a region that goes, and a balancer that moves
  /// users at once.
  ///
  /// - Parameters:
  ///   - failures: The failure modes, a line each.
  ///   - more: Blocks of the plan that a test needs beside.
  static func pair(
    failures: [String], detect: String = "probe: 10s, failures: 3", preCheck: String = "30s", failback: String = "1h",
    standbyPrice: String = "$10/h", more: [String] = []
  ) -> String {
    """
    service: pair
    begins: 2027-01-01
    objectives: { availability: { of: requests, at-least: 99.9%, in: 90% of years } }
    traffic: { peak: 100rps }
    replica: { name: fixed, rated: 10rps, gpus: 8, start: { boot: 1min } }
    sites:
      a: { provider: aws, zones: 2, keep: serving, node: { gpus: 8xH100, sku: x, price: $10/h } }
      b: { provider: azure, zones: 2, keep: nothing, node: { gpus: 8xH100, sku: x, price: \(standbyPrice) } }
    buffer: 0% of requirement
    failures:
    \(failures.map { "  " + $0 }.joined(separator: "\n"))
    detect: { \(detect) }
    decide: { pre-check: \(preCheck) }
    execute: { move-traffic: { by: balancer } }
    failback: { after: \(failback) }
    designs:
      hot: { sites: { b: { keep: warm } } }
    \(more.joined(separator: "\n"))

    """
  }
}
