import Stochastics

/// A plan in which mechanisms are made to meet: one phase of the answer is long, a site is lost twice a day, and what else can
/// happen falls into the hours after that, at instants that nobody chose.
struct MeetingPlanText {
  /// What takes hours; the others take minutes.
  private enum Long: CaseIterable {
    case detecting, deciding, standing, restarting, waiting, executing, byHand, gating, away, rollingBack
  }

  private var luck: RandomStream
  private let seed: UInt64
  private let long: Long
  private static let days = 4
  /// Who else is struck, and when.
  private enum Course { case anyhow, together, comingBack }

  /// Whether two sites serve, and whether whoever serves holds a lock.
  private var isShared = false
  private var isLocked = false
  private var course = Course.anyhow

  init(seed: UInt64) {
    self.seed = seed
    long = Long.allCases[Int(seed % UInt64(Long.allCases.count))]
    luck = RandomStream(key: StreamKey(seed: seed, name: "meeting plan"), replication: 0, purpose: .input)
  }

  private mutating func chance(_ p: Double) -> Bool { luck.nextUniform() < p }
  private mutating func pick<T>(_ values: [T]) -> T { values[Int(luck.nextUniform() * Double(values.count))] }
  private mutating func minutes(_ range: Range<Int>) -> Int {
    range.lowerBound + Int(luck.nextUniform() * Double(range.count))
  }

  private mutating func law(_ phase: Long) -> String {
    phase == long
      ? pick(["4h", "3h", "uniform 10min to 6h"])
      : pick(["0s", "30s", "5min", "20min", "uniform 1min to 90min"])
  }
  private mutating func duration(_ phase: Long) -> String {
    phase == long ? pick(["4h", "3h", "5h"]) : pick(["30s", "5min", "20min", "1h"])
  }

  mutating func text() -> String {
    course = pick([.anyhow, .anyhow, .together, .comingBack])
    isShared = course == .together || course == .anyhow && chance(0.6)
    isLocked = chance(0.25)
    let sites = sites()
    return """
      service: meeting-\(seed)
      begins: 2027-01-04
      horizon: \(Self.days)d
      objectives: { monthly-availability: { at-least: 99%, in: 50% of months }, outage: { below: 95% of demand, hold: \(pick(["60s", "0s", "5min"])) } }
      traffic: { peak: 100rps, step: 1h, day: { sine-trough: \(pick(["100%", "60%"])) }\(pick(["", ", sessions: { turns: 6, think-time: 1min }, classes: { chat: { share: 60%, state: memory }, tools: { share: 40%, state: { replication: 30s }, priority: 1 } }"])) }
      replica: { rated: 10rps, start: { boot: \(pick(["30s", "5min", "1h"])), initialise: \(pick(["0s", "5min"])) } }
      site-loss: \(pick(["none", "consumed", "kept"]))
      \(sites)
      \(isLocked ? "dependencies: { locks: { lease: \(pick(["10min", "3h"])), without: { success: 80% } } }" : "")
      failures:
      \(failures())
      detect: { takes: \(law(.detecting)) }
      \(decide())
      \(execute())
      \(failback())
      \(evacuations())
      """
  }

  /// Two that serve and one or two that stand by, or one and two.
  private mutating func sites() -> String {
    func stands(_ keep: String) -> String {
      ["warm", "loaded"].contains(keep) ? "\(keep), size: \(pick(["50%", "100%"])) of production" : keep
    }
    var lines = ["a: { keep: serving, zones: 2, node: { gpus: 1 } }"]
    lines.append("b: { keep: \(isShared ? "serving" : stands(pick(["warm", "data"]))), zones: 2, node: { gpus: 1 } }")
    lines.append("c: { keep: \(stands(pick(["warm", "warm", "loaded", "data"]))), node: { gpus: 1 } }")
    if chance(0.3) { lines.append("d: { keep: \(stands(pick(["warm", "data"]))), node: { gpus: 1 } }") }
    return "sites:\n" + lines.map { "  " + $0 }.joined(separator: "\n")
  }

  // MARK: When

  /// The first site is lost twice a day; the last time so late that the horizon falls into what is done about it.
  private mutating func struck() -> [Int] {
    let (cycle, end) = (12 * 60, Self.days * 24 * 60)
    return (0..<(2 * Self.days)).map { number in
      number == 2 * Self.days - 1 ? end - minutes(5..<300) : number * cycle + minutes(0..<120)
    }
  }

  /// Somewhere in the hours after some of them; on the quarter of an hour half the time, so that things tie.
  private mutating func after(_ struck: [Int], _ share: Double, from: Int = 0, within: Int = 360) -> [Int] {
    var instants: [Int] = []
    for instant in struck where chance(share) {
      let later = instant + from + minutes(0..<within)
      instants.append(chance(0.5) ? later : later / 15 * 15)
    }
    return Array(Set(instants)).sorted().filter { $0 < Self.days * 24 * 60 }
  }

  private func dates(_ instants: [Int]) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let written = instants.map { "2027-01-\(two(4 + $0 / 1440)) \(two($0 % 1440 / 60)):\(two($0 % 60))" }
    return "on: [\(written.joined(separator: ", "))]"
  }

  // MARK: What

  private mutating func failures() -> String {
    let struck = struck()
    var modes: [String] = []
    func mode(_ name: String, _ instants: [Int], _ rest: String) {
      guard !instants.isEmpty else { return }
      modes.append("  \(name): { \(rest), \(dates(instants)) }")
    }
    let isBrief = long == .rollingBack || long == .away
    let lasts =
      switch course {
      case .together: "8h"
      case .comingBack: "6h"
      case .anyhow: isBrief ? pick(["5min", "20min", "1h"]) : pick(["2h", "6h", "8h", "uniform 10min to 8h"])
      }
    mode("lost", struck, "scope: region, sites: [a], lasts: \(lasts)")
    if course == .comingBack {
      // While clients are on their way back to it, whom the one that stands in still serves: that is lost in turn.
      mode("anew", after(struck, 0.9, from: 370, within: 180), "scope: region, sites: [a], lasts: 5h")
      mode("last", after(struck, 0.9, from: 400, within: 300), "scope: region, sites: [b], lasts: 15min")
    }
    mode(
      "lost-again", after(struck, 0.6),
      "scope: provider, sites: [a], lasts: \(pick(["5min", "1h", "uniform 1min to 4h"]))")
    mode("some-of-a", after(struck, 0.6), "scope: region, sites: [a], nodes: 2, lasts: \(pick(["0s", "15min", "1h"]))")
    // Where two serve, the second is lost with the first or soon after it, so that both go to one that stands by.
    let isTogether = course == .together
    let second =
      isTogether
      ? after(struck, 0.95, from: 30, within: 240)
      : isShared ? after(struck, 0.9, within: chance(0.5) ? 20 : 240) : after(struck, 0.5)
    mode(
      "second", second,
      "scope: \(pick(["region", "provider"])), sites: [b], lasts: \(isTogether ? "7h" : pick(["15min", "2h", "5h", "uniform 1min to 8h"]))"
    )
    mode("some-of-b", after(struck, 0.6), "scope: region, sites: [b], nodes: 2, lasts: \(pick(["15min", "1h"]))")
    mode(
      "third", after(struck, long == .waiting ? 1 : 0.4, within: long == .waiting ? 60 : 360),
      "scope: \(pick(["region", "provider"])), sites: [c], lasts: \(long == .waiting ? "4h" : pick(["15min", "2h"]))")
    mode("some-of-c", after(struck, 0.6), "scope: region, sites: [c], nodes: 1, lasts: \(pick(["15min", "1h"]))")
    mode(
      "plane", after(struck, 0.9),
      "scope: region, sites: [\(pick(["a", "b", "c"]))], lasts: \(pick(["15min", "1h", "2h"])), blocks: [acquire, traffic-change]"
    )
    if isLocked {
      mode("unlocked", after(struck, 0.5), "scope: dependency, of: locks, lasts: \(pick(["15min", "2h"]))")
    }
    return modes.joined(separator: "\n")
  }

  private mutating func decide() -> String {
    var parts = ["by: person, person: \(law(.deciding))"]
    if long == .standing || chance(0.15) {
      parts.append("impact: { region: { do: wait, at-most: \(duration(.standing)) } }")
    } else if long == .restarting || chance(0.15) {
      parts.append(
        "impact: { region: { do: restart, takes: \(law(.restarting)), works: \(pick(["0%", "60%", "100%"])) } }")
    }
    return "decide: { \(parts.joined(separator: ", ")) }"
  }

  private mutating func execute() -> String {
    var parts: [String] = []
    var otherwise = false
    if chance(0.3) {
      // Begun, and past its limit while the change of traffic is on its way.
      parts.append(
        "steps: { promote: { takes: 20min }, warm: { takes: uniform 1min to 2h, limit: 1h, after: [promote] } }")
      otherwise = true
    } else if long == .executing || chance(0.4) {
      parts.append("steps: { promote: { takes: \(law(.executing)) } }")
    }
    var needs = pick([[], ["traffic-change"]])
    let controller = needs.isEmpty ? "" : ", controlled-by: b"
    if isLocked { needs.append("locks") }
    let needed = needs.isEmpty ? "" : ", needs: [\(needs.joined(separator: ", "))]\(controller)"
    parts.append(
      "move-traffic: { \(mover()), takes: \(pick(["0s", "5min", "1h"])), after: \(pick(["[capacity]", "[]"]))\(needed) }"
    )
    if long == .byHand || chance(0.3) {
      parts.append("works: \(long == .byHand ? pick(["0%", "30%"]) : "60%")")
      otherwise = true
    }
    if long == .gating || chance(0.7) {
      let fails = chance(0.4)
      otherwise = otherwise || fails
      parts.append(
        "canary: { share: 10%, for: \(duration(.gating)), gates: \(long == .gating ? "yes" : pick(["yes", "no"]))\(fails || long != .gating && chance(0.3) ? ", fails: 40%" : "") }"
      )
      otherwise = otherwise || parts.last!.contains("fails")
    }
    if otherwise { parts.append("otherwise: \(law(.byHand))") }
    parts.append("opens-at: \(pick(["0%", "50%", "100%"])) of production")
    return "execute: { \(parts.joined(separator: ", ")) }"
  }

  private mutating func mover() -> String {
    // Who comes back takes hours for it.
    if course == .comingBack { return "by: dns, ttl: 4h" }
    let told = ["by: balancer", "by: balancer", "by: dns, ttl: 5min", "by: dns, ttl: 1h"]
    let others = ["by: external-dns, ttl: 30s, sync: 30min", "by: anycast, converges: uniform 0s to 20min"]
    let own = ["by: gslb, ttl: 5min", "by: mesh, errors: 5, proxies: 200, ejected-for: \(pick(["30s", "20min"]))"]
    return pick(told + others + (isShared ? own : []))
  }

  private mutating func failback() -> String {
    if long != .rollingBack && course != .comingBack && chance(0.15) {
      return "failback: { after: never, rejoin: \(duration(.away)) }"
    }
    let fails =
      long == .rollingBack || chance(0.2)
      ? ", fails: \(long == .rollingBack ? "100%" : "50%"), roll-back: \(duration(.rollingBack))" : ""
    let after = course == .comingBack ? pick(["0s", "5min"]) : duration(.away)
    return
      "failback: { after: \(after), rejoin: \(pick(["0s", "5min", "1h"]))\(pick(["", "", ", hold-down: 1h"]))\(fails) }"
  }

  private mutating func evacuations() -> String {
    guard chance(0.2) else { return "" }
    let day = pick([4, 5, 6])
    return
      "evacuations: { emptied: { site: a, on: 2027-01-0\(day) \(pick(["02", "09", "21"])):15, lasts: \(pick(["1h", "5h"])), drain: \(pick(["0s", "90min"])), roll-back: 20min } }"
  }
}
