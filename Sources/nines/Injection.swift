import ModelFiles
import ServiceModel

/// A failure that somebody asks for: `region us-east-1 at 12h for 93min silent`.
///
///     [N nodes of] region NAME | provider NAME | everywhere | edge   at INSTANT for DURATION   [refused | silent | slow]
///
/// A region is a site's name or the region of several; an instant is a stretch from the plan's first instant, or
/// `day 3 08:00`. Without a last word connections are refused.
struct Injection: Equatable {
  let text: String
  let scope: FailureScope
  let sites: [String]?
  let nodes: Int?
  let atSeconds: Double
  let lastsSeconds: Double
  let symptom: Symptom

  var endSeconds: Double { atSeconds + lastsSeconds }

  init(_ text: String, in service: Service) throws(InjectionProblem) {
    self.text = text
    let parts = text.split(separator: " ").map(String.init)
    guard let at = parts.lastIndex(of: "at"), let lasts = parts.lastIndex(of: "for"), 0 < at, at + 1 < lasts,
      lasts + 1 < parts.count
    else {
      throw InjectionProblem(text, "does not say what, when and how long", "Write 'region NAME at 12h for 93min'")
    }
    guard let start = try? Instant.seconds(parts[(at + 1)..<lasts].joined(separator: " ")) else {
      throw InjectionProblem(
        text, "begins at '\(parts[(at + 1)..<lasts].joined(separator: " "))', which is no instant",
        "Write a stretch from the plan's first instant such as 12h, or 'day 3 08:00'")
    }
    let tail = Array(parts[(lasts + 1)...])
    guard let duration = try? QuantityKind.duration.value(of: tail[0]), duration > 0 else {
      throw InjectionProblem(text, "lasts '\(tail[0])', which is no duration", "Write 93min, 2h or 45s")
    }
    guard tail.count <= 2, let symptom = tail.count == 2 ? Symptom(rawValue: tail[1]) : .refused else {
      throw InjectionProblem(
        text, "ends with '\(tail.dropFirst().joined(separator: " "))'", "Write refused, silent or slow, or nothing")
    }
    (atSeconds, lastsSeconds, self.symptom) = (start, duration, symptom)
    (scope, sites, nodes) = try Injection.target(Array(parts[..<at]), text, service)
  }

  private static func target(
    _ words: [String], _ text: String, _ service: Service
  ) throws(InjectionProblem) -> (FailureScope, [String]?, Int?) {
    var words = words
    var nodes: Int?
    if words.count > 3, ["node", "nodes"].contains(words[1]), words[2] == "of" {
      guard let count = Int(words[0]), count > 0 else {
        throw InjectionProblem(text, "strikes '\(words[0])' nodes", "Write a whole number above zero")
      }
      nodes = count
      words.removeFirst(3)
    }
    switch (words.first, words.count) {
    case ("everywhere", 1) where nodes == nil: return (.everywhere, nil, nil)
    case ("edge", 1) where nodes == nil: return (.edge, nil, nil)
    case ("region", 2):
      return (.region, try found(words[1], text, service) { $0.name == words[1] || $0.region == words[1] }, nodes)
    case ("provider", 2) where nodes == nil:
      return (.provider, try found(words[1], text, service) { $0.provider == words[1] }, nil)
    default:
      throw InjectionProblem(
        text, "strikes '\(words.joined(separator: " "))'",
        "Write region NAME, '3 nodes of region NAME', provider NAME, everywhere or edge")
    }
  }

  private static func found(
    _ name: String, _ text: String, _ service: Service, _ fits: (Site) -> Bool
  ) throws(InjectionProblem) -> [String] {
    let sites = service.sites.filter(fits).map(\.name)
    if !sites.isEmpty { return sites }
    let known = service.sites.map { "\($0.name) (region \($0.region), provider \($0.provider))" }
    throw InjectionProblem(
      text, "names '\(name)', which is not in the plan", "It has: \(known.joined(separator: "; "))")
  }

  /// As a failure mode with one date.
  func mode(_ number: Int) -> FailureMode {
    FailureMode(
      name: "injected \(number)", scope: scope, sites: sites, lifetime: .constant(1e9),
      startsInEquilibrium: false, dates: FailureDates(seconds: [atSeconds]), lasts: .constant(lastsSeconds),
      target: FailureTarget(nodes: nodes),
      effect: .loss(symptoms: [SymptomShare(symptom, 1)], containment: nil))
  }
}

/// Why a failure that somebody asked for cannot be injected.
struct InjectionProblem: Error, CustomStringConvertible {
  let description: String

  init(_ text: String, _ what: String, _ remedy: String) {
    description = "--inject \"\(text)\" \(what). \(remedy)"
  }
}

/// Instants of a plan as a person types them.
enum Instant {
  /// Seconds from the plan's first instant of `56h` or `day 3 08:00`; its first day is day 1.
  static func seconds(_ text: String) throws -> Double {
    let words = text.split(separator: " ")
    guard words.first == "day" else { return try QuantityKind.duration.value(of: text) }
    guard (2...3).contains(words.count), let day = Int(words[1]), day >= 1 else { throw InstantProblem() }
    let hour = words.count == 2 ? 0 : try QuantityKind.hourOfDay.value(of: String(words[2]))
    return Double(day - 1) * 86_400 + hour * 3600
  }

  private struct InstantProblem: Error {}
}
