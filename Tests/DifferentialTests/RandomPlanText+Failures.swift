/// What fails in a plan that is made up, and how often.
extension RandomPlanText {
  private mutating func every(_ plainDays: Int) -> String {
    let days = max(1, plainDays / crowding)
    return pick([
      "every: exponential mean \(days)d", "every: weibull shape 0.8 mean \(days)d", "every: \(days)d",
      "per-year: \(365 / days)", "every: weibull shape 2 mean \(days)d, starts: new",
    ])
  }

  private mutating func symptoms() -> String {
    pick([
      "", ", shows-as: { refused: 50%, silent: 50% }", ", shows-as: { silent: 100% }",
      ", shows-as: { refused: 40%, slow: 60% }",
    ])
  }

  mutating func failures() -> String {
    var modes: [String] = []
    let where_ = has("lost-anywhere", 0.7) ? "" : ", sites: [a]"
    let crewed = has("crew", 0.2)
    modes.append(
      "region: { scope: region\(where_), \(every(6)), lasts: \(law(["30s", "5min", "1h", "2h"]))\(symptoms()) }")
    if has("node", 0.6) {
      let repair =
        crewed
        ? "repairs: { swap: { share: 60%, takes: \(law(["1h", "2h"])), crew: hands }, reset: { share: 40%, takes: 5min } }"
        : "lasts: \(law(["30s", "5min", "2h"]))\(spare())"
      let isCommon = has("common-cause", 0.3)
      let common = isCommon ? ", common-cause: { share: 20%, within: zone, hits: 50% }" : ""
      modes.append("node: { scope: node, \(isCommon ? "per-year: 20" : every(20)), \(repair)\(common) }")
    }
    if has("process", 0.2) {
      modes.append("process: { scope: \(pick(["process", "gpu"])), \(every(20)), lasts: \(law(["30s", "1h"])) }")
    }
    if has("rack", 0.2) { modes.append("rack: { scope: rack, \(every(15)), lasts: \(law(["5min", "1h"])) }") }
    if has("zone", 0.5) { modes.append("zone: { scope: zone\(where_), \(every(9)), lasts: \(law(["5min", "1h"])) }") }
    if has("part", 0.3) {
      modes.append(
        "part: { scope: \(pick(["region", "zone"])), \(pick(["hits: 40%", "nodes: 2"])), \(every(9)), lasts: \(law(["5min", "1h"])) }"
      )
    }
    if has("provider", 0.3) {
      modes.append("provider: { scope: provider\(where_), \(every(15)), lasts: \(law(["5min", "1h"]))\(symptoms()) }")
    }
    if has("release", 0.4) {
      modes.append(
        "release: { scope: everywhere, \(every(10)), lasts: \(law(["5min", "1h"])), contained-by: { staged-roll-out: 60%, without-traffic: 30% }\(symptoms()) }"
      )
    }
    if has("edge", 0.3) { modes.append("edge: { scope: edge, \(every(12)), lasts: \(law(["30s", "1h"])) }") }
    if has("dated", 0.4) {
      modes.append(
        "window: { scope: region, sites: [a], on: 2027-01-12 06:00, repeat: 3d, chance: 60%, lasts: \(law(["5min", "1h"])) }"
      )
    }
    if has("plane", 0.3) {
      modes.append(
        "plane: { scope: region, \(every(5)), lasts: \(law(["1h", "2h"])), blocks: [acquire, traffic-change] }")
    }
    modes += laterFailures()
    if features.contains("lock") {
      modes.append(
        "unlocked: { scope: dependency, of: locks, every: \(pickLatest([5, 9]))d, lasts: \(pickLatest(["5min", "2h"])) }"
      )
    }
    return modes.map { "  " + $0 }.joined(separator: "\n") + (crewed ? "\ncrews: { hands: { people: 1 } }" : "")
      + spares()
  }

  private mutating func laterFailures() -> [String] {
    var modes: [String] = []
    if features.contains("area") {
      modes.append(
        "quake: { scope: area, radius: \(pickLater(["300km", "uniform 20km to 400km"])), every: 12d, lasts: \(pickLater(["5min", "2h"])) }"
      )
    }
    if adds("grey", 0.3) {
      let scope = pickLater(["region", "zone", "everywhere", "node", "zone, nodes: 2", "region, hits: 40%"])
      let left = pickLater(["success: 60%", "success: 0%", "capacity: 50%", "success: 90%, capacity: 70%"])
      modes.append(
        "grey: { scope: \(scope), every: \(pickLater([7, 9]))d, lasts: \(pickLater(["1h", "5h"])), impairs: { \(left) } }"
      )
    }
    if adds("grey-too", 0.15) {
      modes.append(
        "dim: { scope: \(pickLater(["zone", "region", "gpu"])), every: 9d, lasts: 3h, impairs: { success: 50% } }")
    }
    return modes
  }
}
