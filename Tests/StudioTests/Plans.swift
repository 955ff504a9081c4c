import Foundation
import ModelFiles

@testable import Studio

enum Plans {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func path(_ name: String) -> String { root.appending(path: name).path }

  /// Two designs beside the one without recovery, simulated in a blink.
  static let small = """
    service: small   # its name
    objectives:
      availability: { of: requests, at-least: 99.9%, in: 90% of years }
      recovery: { region: 15min, in: 95% of outages }
    traffic: { peak: 100rps }
    replica: { name: fixed, rated: 10rps, gpus: 8, start: { boot: 4min, weights: 140GB, load: 60s } }
    sites:
      a: { provider: aws, zones: 2, keep: serving, node: { gpus: 8xH100, price: $55/h } }
      b: { provider: azure, zones: 2, keep: nothing, fetch: 40Gbps, node: { gpus: 8xH100, price: $98/h } }
    buffer: 25% of requirement            # assumed
    failures:
      region: { scope: region, per-year: [1, 2, 4], lasts: lognormal median 80min sigma 1.1 }   # assumed
      release: { scope: everywhere, per-year: 2, lasts: 12min }   # source: nobody
    detect: { probe: 10s, failures: 3 }
    decide: { pre-check: 30s }
    execute: { move-traffic: { by: balancer } }
    failback: { after: 1h }
    designs:
      single-site: {}
      warm: { sites: { b: { keep: warm, size: 30% of production } } }
      hot: { sites: { b: { keep: warm } } }
    """

  static func studio() throws -> StudioPlan { try StudioPlan(text: small, name: "small.yaml") }
}

/// A source of numbers with a seed, for a test's own choices.
struct SeededSource: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
