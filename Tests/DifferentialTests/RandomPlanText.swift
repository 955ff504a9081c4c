import Stochastics

/// A plan made up from a seed, as its user would write it: a random subset of the features, frequent failures, and
/// durations from a few round values, so that events tie and overlap.
struct RandomPlanText {
  private var luck: RandomStream
  /// Of features that were added later: what a seed had turned on before stays as it was.
  private var laterLuck: RandomStream
  private var latestLuck: RandomStream
  private let seed: UInt64
  /// What the plan turns on, for whoever asks what has been tried.
  private(set) var features: Set<String> = []

  /// How much more often than a plain plan's things fail: in a crowd most procedures meet another failure before they end.
  let crowding: Int

  init(seed: UInt64, crowding: Int = 1) {
    self.seed = seed
    self.crowding = crowding
    luck = RandomStream(key: StreamKey(seed: seed, name: "differential plan"), replication: 0, purpose: .input)
    func stream(_ name: String) -> RandomStream {
      RandomStream(key: StreamKey(seed: seed, name: "differential plan, \(name)"), replication: 0, purpose: .input)
    }
    (laterLuck, latestLuck) = (stream("later"), stream("latest"))
  }

  mutating func chance(_ p: Double) -> Bool { luck.nextUniform() < p }
  mutating func pick<T>(_ values: [T]) -> T { values[Int(luck.nextUniform() * Double(values.count))] }
  mutating func has(_ feature: String, _ p: Double) -> Bool {
    guard chance(p) else { return false }
    features.insert(feature)
    return true
  }

  mutating func adds(_ feature: String, _ p: Double) -> Bool {
    guard laterLuck.nextUniform() < p else { return false }
    features.insert(feature)
    return true
  }
  mutating func use(_ feature: String) { features.insert(feature) }
  mutating func addsLatest(_ feature: String, _ p: Double) -> Bool {
    guard DifferentialTests.triesLatest, latestLuck.nextUniform() < p else { return false }
    features.insert(feature)
    return true
  }
  mutating func pickLatest<T>(_ values: [T]) -> T { values[Int(latestLuck.nextUniform() * Double(values.count))] }
  mutating func pickLater<T>(_ values: [T]) -> T { values[Int(laterLuck.nextUniform() * Double(values.count))] }

  /// Round values, which tie.
  mutating func duration() -> String { pick(["0s", "30s", "1min", "5min", "1h", "2h"]) }
  mutating func law(_ values: [String]) -> String {
    pick([
      pick(values), pick(values), "exponential mean \(pick(values))", "uniform 10s to 3h",
      "lognormal median 20min sigma 1",
    ])
  }

  mutating func text() -> String {
    let sites = sites()
    let dependency = dependency()
    return """
      service: differential-\(seed)
      begins: 2027-01-0\(pick([1, 2, 3, 4, 5, 6, 7]))
      horizon: \(pick(["30d", "45d", "60d"]))
      objectives: { monthly-availability: { at-least: 99%, in: 50% of months }, outage: { below: \(pick(["95%", "95%", "80%"])) of demand, hold: \(pick(["60s", "60s", "0s", "5min"])) } }
      traffic: { peak: 100rps, \(demand()) }
      replica: { rated: \(pick(["10rps", "7rps", "25rps"])), \(start()) }
      buffer: \(pick(["0%", "25%", "60%"])) of requirement
      site-loss: \(pick(["none", "consumed", "kept"]))
      \(sites)
      \(acquire())
      \(dependency)
      failures:
      \(failures())
      \(detectors(instead: detect()))
      \(decide())
      \(execute())
      \(failback())
      \(evacuations())
      """
  }

  private mutating func demand() -> String {
    var parts: [String] = []
    if has("day", 0.6) {
      parts.append("step: 1h")
      parts.append(
        pick([
          "day: { sine-trough: 40% }", "day: { 0h: 35%, 9h: 80%, 14h: 100%, 20h: 70% }",
          "day: { 0h: 20%, 8h: 100%, 16h: 100% }",
        ]))
    }
    if has("week", 0.3) {
      parts.append("week: { mon: 100%, tue: 100%, wed: 90%, thu: 100%, fri: 80%, sat: 50%, sun: 40% }")
    }
    if has("campaign", 0.2) {
      parts.append(
        "campaigns: { sale: { at: 2027-01-15 08:00, factor: 1.6, lasts: 3h, ramp-up: 1h, ramp-down: 30min } }")
    }
    if has("growth", 0.1) { parts.append("growth: { per-month: 20% }") }
    parts += classes()
    return parts.isEmpty ? "day: { sine-trough: 100% }" : parts.joined(separator: ", ")
  }

  private mutating func classes() -> [String] {
    guard has("classes", 0.5) else { return [] }
    let states = [
      "none", "memory", "{ replication: \(law(["30s", "5min"])), at-peak: 3 }", "{ checkpoint: 5min, upload: 30s }",
      "{ cache: \(law(["30s", "1min"])) }", "{ synchronous: 70ms }",
    ]
    let priorities = has("priorities", 0.6) ? [0, pick([0, 1]), 2] : [0, 0, 0]
    let lines = zip(["chat", "tools", "batch"], [50, 30, 20]).enumerated().map { index, named in
      "\(named.0): { share: \(named.1)%, state: \(pick(states)), priority: \(priorities[index])\(index == 1 ? spanning() : "") }"
    }
    return ["sessions: { turns: 6, think-time: 1min }", "classes: { \(lines.joined(separator: ", ")) }"]
  }

  private mutating func start() -> String {
    let weights = has("fetch", 0.4) ? ", weights: \(pick(["70GB", "300GB"]))" : ""
    return
      "start: { boot: \(law(["30s", "5min"])), load: \(duration()), initialise: \(law(["30s", "5min"]))\(weights) }"
  }

  /// Two or three sites: the first serves.
  private mutating func sites() -> String {
    var lines = [
      "a: { keep: serving, zones: \(pick([1, 2, 3])), minimum: 1, rack: \(pick([1, 2])), node: { gpus: \(pick([1, 1, 2])) }"
    ]
    var isShared = false
    for name in has("three-sites", 0.4) ? ["b", "c"] : ["b"] {
      let keep = pick(["backups", "data", "booted", "loaded", "warm", "warm", "serving", "serving"])
      features.insert("keeps-\(keep)")
      isShared = isShared || keep == "serving"
      var keys = ["keep: \(keep)", "zones: \(pick([1, 2]))", "throughput: \(pick(["100%", "80%"])) of rated"]
      if !["backups", "data", "serving"].contains(keep) {
        keys.append("size: \(pick(["30%", "60%", "100%"])) of production")
      }
      if keep != "serving" {
        keys.append("reserved: \(pick(["0%", "50%", "100%"]))")
        if chance(0.3) { keys.append("quota: \(pick([30, 40]))") }
        keys += condition()
      }
      if features.contains("fetch") { keys.append("fetch: \(pick(["10Gbps", "100Gbps"]))") }
      if has("one-provider", 0.2) { keys.append("provider: a") }
      keys.append("node: { gpus: \(pick([1, 1, 2])) }")
      lines.append("\(name): { \(keys.joined(separator: ", ")) }")
    }
    // A share of the traffic is asked of a site that shares it.
    lines[0] += isShared ? ", weight: \(pick(["100%", "50%"])) }" : " }"
    if adds("area", 0.2) {
      // Some 200 km apart, and an ocean.
      let places = ["latitude: 40, longitude: -75", "latitude: 41, longitude: -77", "latitude: 50, longitude: 0"]
      lines = zip(lines, places).map { "\($0.dropLast(2)), place: { \($1) } }" }
    }
    return "sites:\n" + lines.map { "  " + $0 }.joined(separator: "\n")
  }

  private mutating func acquire() -> String {
    guard has("acquire", 0.6) else { return "" }
    return """
      acquire:
        calm: { refused: \(pick(["0%", "50%"])), wait: \(duration()) }
        rush: { refused: \(pick(["0%", "50%"])), wait: \(duration()), granted: \(pick(["100%", "50%"])), never: \(pick(["0%", "0%", "30%"])), lasts: \(law(["1h", "2h"])) }
      """
  }

  private mutating func restart() -> String {
    guard !features.contains("wait"), adds("restart", 0.2) else { return "" }
    return
      ", impact: { \(pickLater(["zone", "region", "everywhere"])): { do: restart, takes: \(pickLater(["30s", "5min", "1h"])), works: 60% } }"
  }

  private mutating func detect() -> String {
    guard has("probes", 0.6) else { return "detect: { takes: \(law(["30s", "1min", "5min"])) }" }
    return
      "detect: { probe: \(pick(["10s", "30s"])), probe-timeout: 5s, failures: 3, vantage: \(pick(["1 of 1", "2 of 3", "3 of 5"])), confirm: \(pick(["0s", "1min"])), slow: { probe-fails: 70%, answers: \(pick(["0%", "30%"])) }\(has("false-alarms", 0.3) ? ", probe-loss: \(pick(["2%", "3%"])), seen-through: 30%" : "") }"
  }

  private mutating func decide() -> String {
    let onCall =
      "by: person, person: 0s, on-call: { levels: { first: { acknowledges: { 08:00: 5min, 20:00: \(law(["1h"])) } }, second: { acknowledges: 1min, after: 30s } }, each-alarm: 30s, merged: 50% }"
    return
      "decide: { \(pick(["by: automatic", "by: person, person: \(law(["1min", "5min"]))", onCall])), pre-check: \(duration()), wait-for-provider: \(pick(["0s", "0s", "5min"]))\(has("wait", 0.2) ? ", impact: { \(pick(["zone", "region", "everywhere"])): { do: wait, at-most: \(pick(["5min", "1h"])) } }" : "")\(restart())\(degraded()) }"
  }

  private mutating func execute() -> String {
    var parts: [String] = []
    if has("steps", 0.6) {
      parts.append(
        "steps: { promote: { takes: \(duration()) }, warm: { takes: \(law(["30s", "5min"])), limit: 1h, after: [promote] }, check: { takes: \(duration()), needs: [\(needsLock("traffic-change", "lock-in-step"))] } }"
      )
    }
    parts.append("restore-data: \(law(["5min", "1h"]))")
    if has("backups", 0.3) {
      let incremental = chance(0.5) ? "incremental-every: \(pick(["1h", "5h"])), incremental: 50GB, " : ""
      parts.append(
        "backups: { full-every: 1d, \(incremental)full: 1TB, bandwidth: 1GB/s, usable: \(pick(["100%", "70%"]))\(chance(0.3) ? ", stored-at: a" : "") }"
      )
    }
    parts.append(
      "move-traffic: { \(mover(instead: changeBy())), takes: \(duration()), after: \(pick(["[capacity]", "[]", "[capacity]"]))\(features.contains("lock") ? ", needs: [\(needsLock("", "lock-in-move"))]" : "") }"
    )
    var otherwise = false
    if has("by-hand", 0.4) {
      parts.append("works: 70%")
      otherwise = true
    }
    if has("canary", 0.4) {
      let fails = has("canary-fails", 0.5)
      otherwise = otherwise || fails
      parts.append(
        "canary: { share: 10%, for: \(pick(["30s", "5min", "1h"])), gates: \(pick(["yes", "no"]))\(fails ? ", fails: 40%" : "") }"
      )
    }
    if has("validation", 0.4) {
      let fails = has("validation-fails", 0.6)
      otherwise = otherwise || fails
      parts.append("validate: \(pick(["30s", "5min", "2h"]))\(fails ? ", validation-fails: 40%" : "")")
    }
    if otherwise { parts.append("otherwise: \(law(["5min", "1h"]))") }
    parts.append("opens-at: \(pick(["0%", "50%", "100%"])) of production")
    return "execute: { \(parts.joined(separator: ", ")) }"
  }

  private mutating func changeBy() -> String {
    guard has("dns", 0.4) else { return "by: balancer" }
    let ignoring =
      has("ignores-ttl", 0.4)
      ? ", ignore-ttl: 10%, ignore-for: \(pick(["30s", "30min", "exponential mean 20min"]))" : ""
    return "by: dns, ttl: \(pick(["30s", "5min", "1h"]))\(ignoring)"
  }

  private mutating func failback() -> String {
    guard !has("swapped-roles", 0.25) else { return "failback: { after: never, rejoin: \(duration()) }" }
    let fails = has("return-fails", 0.4) ? ", fails: 50%, roll-back: \(pick(["30s", "5min", "2h"]))" : ""
    return
      "failback: { after: \(pick(["0s", "5min", "2h"])), rejoin: \(duration())\(has("return-hour", 0.3) ? ", at: 03:00" : "")\(has("hold-down", 0.2) ? ", hold-down: 1h" : "")\(fails) }"
  }

  /// The first site is emptied every few days.
  private mutating func evacuations() -> String {
    guard adds("evacuation", 0.2) else { return "" }
    let ends =
      "stops: \(pickLater(["yes", "no"])), fails: \(pickLater(["0%", "30%"])), roll-back: \(pickLater(["30s", "5min", "1h"]))"
    return """
      evacuations:
        emptied: { site: a, on: 2027-01-09 02:00, repeat: \(pickLater([2, 5]))d, chance: 80%, lasts: \(pickLater(["0s", "1h", "uniform 10min to 6h"])), drain: \(pickLater(["0s", "0s", "90min"])), \(ends) }
      """
  }
}
