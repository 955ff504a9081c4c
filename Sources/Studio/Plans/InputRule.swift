/// Which values of a plan people argue about, and what they call them.
struct InputRule: Sendable {
  let group: PlanInput.Group
  /// Words of the path; `*` stands for any one.
  let pattern: [String]
  /// `*1` is what the first star stands for.
  let words: String

  private init(_ group: PlanInput.Group, _ pattern: String, _ words: String) {
    self.group = group
    self.pattern = pattern.split(separator: ".").map(String.init)
    self.words = words
  }

  static let all: [InputRule] = [
    InputRule(.decide, "designs.*.sites.*.size", "*1: size of *2"),
    InputRule(.decide, "designs.*.sites.*.reserved", "*1: reserved at *2"),
    InputRule(.decide, "buffer", "buffer"),
    InputRule(.decide, "decide.by", "who decides a failover"),
    InputRule(.decide, "designs.*.decide.by", "*1: who decides"),
    InputRule(.decide, "detect.failures", "failed probes until an alarm"),
    InputRule(.decide, "detect.probe", "time between probes"),
    InputRule(.decide, "execute.steps.warm-balancer.takes", "warming the balancer"),
    InputRule(.decide, "execute.move-traffic.ttl", "DNS time to live"),
    InputRule(.decide, "failures.*.contained-by.staged-roll-out", "*1: found in a staged roll-out"),
    InputRule(.believe, "failures.*.per-year", "*1 failures a year"),
    InputRule(.believe, "failures.*.every", "*1: time between failures"),
    InputRule(.believe, "acquire.rush.refused", "refused in a rush"),
    InputRule(.believe, "execute.works", "failovers that work as written"),
  ]

  static func matching(_ path: [String]) -> InputRule? { all.first { $0.matches(path) } }

  /// The place of a path among the rules; behind all of them where none is about it.
  static func rank(_ path: String) -> Int {
    let words = path.split(separator: ".").map(String.init)
    return all.firstIndex { $0.matches(words) } ?? all.count
  }

  private func matches(_ path: [String]) -> Bool {
    path.count == pattern.count && zip(pattern, path).allSatisfy { $0 == "*" || $0 == $1 }
  }

  func label(_ path: [String]) -> String {
    let stars = zip(pattern, path).filter { $0.0 == "*" }.map(\.1)
    return stars.enumerated().reduce(words) { $0.replacing("*\($1.offset + 1)", with: $1.element) }
  }
}
