import ModelFiles

/// One value of a plan in another way, which may mend the design that loses least.
struct Remedy: Equatable, Sendable {
  /// What is done, as an imperative.
  let words: String
  let path: String
  /// What is written in the place of the value.
  let to: String

  /// What a plan's text offers: repairs of what loses most twice as fast, earlier alarms, faster ways of moving traffic, no
  /// person in between, more buffer.
  ///
  /// - Parameter causes: Those that lose most, in their order.
  static func offered(by values: [PlanText.Value], causes: [String]) -> [Remedy] {
    func written(_ path: String) -> String? { values.first { $0.path == path }?.written }
    func halved(_ path: String, _ words: (String) -> String) -> Remedy? {
      guard let text = written(path), let half = half(of: text) else { return nil }
      return Remedy(words: words(half.number), path: path, to: half.text)
    }
    let repairs = causes.prefix(most).map { cause in
      halved("failures.\(cause).lasts") { _ in "End \(cause) twice as fast" }
    }
    let alarm = written("detect.failures").flatMap { text -> Remedy? in
      guard let count = Int(text), count > 1 else { return nil }
      return Remedy(
        words: "Call an alarm after \(count - 1) failed \(count == 2 ? "probe" : "probes")", path: "detect.failures",
        to: "\(count - 1)")
    }
    let person = written("decide.by").flatMap { text in
      text == "person"
        ? Remedy(words: "Let nobody decide: fail over by itself", path: "decide.by", to: "automatic") : nil
    }
    let buffer = written("buffer").flatMap { text -> Remedy? in
      guard let found = text.wholeMatch(of: /(\d+(?:\.\d+)?)%( of requirement)/), let share = Double(found.output.1)
      else { return nil }
      return Remedy(
        words: "Hold \(number(share + 10)) % of buffer", path: "buffer", to: "\(number(share + 10))%\(found.output.2)")
    }
    return repairs.compactMap { $0 }
      + [
        alarm, halved("detect.probe") { "Probe every \($0)" }, person,
        halved("execute.move-traffic.ttl") { "Let DNS answers live \($0)" }, buffer,
      ].compactMap { $0 }
  }

  /// Causes whose repairs are offered.
  private static let most = 3

  /// A text with its first time halved, and that time: `lognormal median 4.5min sigma 1.0` of `lognormal median 9min sigma 1.0`.
  /// Nil for a list, whose three values would be other beliefs, and where no time is written.
  static func half(of text: String) -> (text: String, number: String)? {
    guard !text.hasPrefix("["), let found = text.firstMatch(of: /(\d+(?:\.\d+)?)(ms|s|min|h|d)\b/),
      let value = Double(found.output.1), value > 0
    else { return nil }
    let time = number(value / 2) + found.output.2
    return (String(text[..<found.range.lowerBound]) + time + String(text[found.range.upperBound...]), time)
  }

  /// Without a point where it is whole.
  private static func number(_ value: Double) -> String {
    value == value.rounded() && value < 1e9 ? "\(Int(value))" : "\(value)"
  }
}
