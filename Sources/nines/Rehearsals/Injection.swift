import ModelFiles
import ServiceModel

/// A failure that somebody asks for: `region us-east-1 at 12h for 93min silent`.
///
///     WHAT at INSTANT for DURATION [EFFECT]
///
/// `StrikePhrase` says what may be struck, `EffectPhrase` what that does. An instant is a stretch from the plan's first
/// instant, or `day 3 08:00`. Without a last word connections are refused.
struct Injection: Equatable {
  let text: String
  let strike: StrikePhrase
  let atSeconds: Double
  let lastsSeconds: Double
  let effect: EffectPhrase

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
    (atSeconds, lastsSeconds) = (start, duration)
    do throws(StrikeProblem) {
      effect = tail.count == 1 ? .lost(.refused) : try EffectPhrase(Array(tail.dropFirst()))
      strike = try StrikePhrase(parts[..<at].joined(separator: " "), in: [service])
      if let problem = effect.problem(with: strike) {
        throw StrikeProblem("ends with an effect that \(problem.what)", problem.remedy)
      }
    } catch {
      throw InjectionProblem(text, error.what, error.remedy)
    }
  }

  /// As failure modes with one date.
  func modes(_ number: Int) -> [FailureMode] {
    strike.modes(name: "injected \(number)", at: atSeconds, lasts: lastsSeconds, effect: effect)
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
