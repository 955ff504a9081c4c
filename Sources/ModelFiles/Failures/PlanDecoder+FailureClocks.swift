internal import Intake
import ServiceModel
import Stochastics

/// When failures strike, and how they are mended.
extension PlanDecoder {
  typealias Clock = (
    lifetime: Distribution, dates: FailureDates?, withoutDemand: Double, inRush: Double, dormant: Double
  )

  func clock(_ reader: FieldReader, begins: CalendarDay) -> Clock {
    let written = ["every", "per-year", "on"].filter { reader.has($0) }
    if written.count > 1 {
      let last = written.last == "on" ? "on" : "per-year"
      reader.error(last, "'\(written[0])' and '\(written[1])' both say how often", remedy: "Keep one")
    }
    let dates = reader.has("on") ? dates(reader, begins: begins) : nil
    let lifetime = dates == nil ? lifetime(reader) : .constant(1e9)
    let withoutDemand = reader.optional("without-demand", .share) ?? 1
    let inRush = reader.optional("in-rush", .factor) ?? 1
    if inRush < 1 {
      reader.error("in-rush", "'\(reader.path).in-rush' must be 1 or more", remedy: "Write 'in-rush: 10'")
    }
    let dormant = reader.optional("dormant", .share) ?? 1
    for key in ["without-demand", "in-rush", "dormant"] where reader.has(key) {
      guard case .exponential = lifetime, dates == nil else {
        reader.error(key, "'\(key)' needs exponential times between failures", remedy: "Write 'per-year: 4'")
        continue
      }
    }
    return (lifetime, dates, withoutDemand, max(1, inRush), dormant)
  }

  private func lifetime(_ reader: FieldReader) -> Distribution {
    if reader.has("every") { return usual(reader.distribution("every"), reader, "every") }
    let rate = positive(reader, "per-year", .perYear, remedy: "Leave the failure mode out if it never happens")
    let highest = context.inputs.first { $0.path == reader.path(of: "per-year") }?.high ?? rate
    _ = usual(.exponential(mean: 8766 * 3600 / highest), reader, "per-year")
    return .exponential(mean: 8766 * 3600 / rate)
  }

  /// Failures that come faster than one a minute are load, and would keep a simulation busy for ever.
  private func usual(_ lifetime: Distribution?, _ reader: FieldReader, _ key: String) -> Distribution {
    guard let lifetime else { return .constant(1e9) }
    if lifetime.mean < 60 {
      reader.error(key, "'\(reader.path)' fails more often than once a minute", remedy: "Write '0.8' a year, or '264d'")
    }
    return lifetime
  }

  /// `on`, `repeat`, `apart` and `chance`.
  ///
  /// - Parameter isApart: Whether there may be several components, each later than the one before it.
  func dates(_ reader: FieldReader, begins: CalendarDay, isApart: Bool = true) -> FailureDates {
    let texts = reader.node("on")?.items == nil ? reader.text("on").map { [$0] } : reader.textList("on")
    let seconds = (texts ?? []).compactMap { instant($0, reader, "on", from: begins) }
    if seconds.isEmpty && !context.diagnostics.hasErrors {
      reader.error("on", "'\(reader.path).on' names no date", remedy: "Write 'on: 2027-03-15 02:00'")
    }
    if zip(seconds, seconds.dropFirst()).contains(where: { $0 >= $1 }) {
      reader.error("on", "the dates of '\(reader.path).on' do not rise", remedy: "Put the earliest first")
    }
    let every = reader.has("repeat") ? positive(reader, "repeat", .duration) : nil
    if let every, every < 60 {
      reader.error("repeat", "'\(reader.path).repeat' is shorter than a minute", remedy: "Write 'repeat: 7d'")
    }
    var dates = FailureDates(
      seconds: seconds, repeatsEverySeconds: every.map { max(60, $0) },
      apartSeconds: isApart ? reader.optional("apart", .duration) ?? 0 : 0,
      chance: reader.optional("chance", .share) ?? 1)
    // After whole days it is the same hour again; after ten hours it is ten hours later.
    if let every, every.truncatingRemainder(dividingBy: 86_400) == 0 { dates.clock = clock }
    return dates
  }

  /// `2027-11-26`, or `2027-11-26 08:00` by the plan's clock; seconds after the plan's first instant. Dates before it are
  /// refused.
  func instant(_ text: String, _ reader: FieldReader, _ key: String, from begins: CalendarDay) -> Double? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard let first = parts.first, let day = CalendarDay(first), parts.count <= 2,
      let hour = parts.count == 1 ? 0 : try? QuantityKind.hourOfDay.value(of: parts[1])
    else {
      reader.error(
        key, "expected a date at '\(reader.path(of: key))', found '\(text)'",
        remedy: "Write 2027-11-26, or 2027-11-26 08:00")
      return nil
    }
    let seconds = Double(day.daysSinceEpoch - begins.daysSinceEpoch) * 86_400 + hour * 3600
    if seconds < 0 {
      reader.error(
        key, "'\(text)' lies before the plan begins, on \(begins)", remedy: "Name the first date that is still to come")
      return nil
    }
    return clock.seconds(atWall: seconds)
  }

  // MARK: Repair

  /// `lasts`, with a `crew` or a `spare`; or `repairs`, each with a share and a crew or a spare of its own.
  func repair(_ reader: FieldReader, _ root: FieldReader) -> (lasts: Distribution, kinds: [RepairKind]) {
    let known = root.node["crews"]?.entries?.map(\.key) ?? []
    guard reader.has("repairs") else {
      let lasts = reader.requiredDistribution("lasts")
      warnOfConstant(reader, "lasts")
      let kind = RepairKind(
        name: "repair", share: 1, takes: lasts, crew: crew(reader, known), spare: spare(reader, root))
      return (lasts, kind.waits ? [kind] : [])
    }
    for key in ["lasts", "crew", "spare"] where reader.has(key) {
      reader.error(key, "'repairs' already says what '\(key)' would", remedy: "Keep one")
    }
    let kinds = reader.children("repairs").map { name, part -> RepairKind in
      let kind = RepairKind(
        name: name, share: part.required("share", .share), takes: part.requiredDistribution("takes"),
        crew: crew(part, known), spare: spare(part, root))
      warnOfConstant(part, "takes")
      part.finish()
      return kind
    }
    let total = kinds.reduce(0) { $0 + $1.share }
    if abs(total - 1) > 1e-6 {
      reader.error("repairs", "the shares of the repairs sum to \(nearestWhole(total * 100)) %, not to 100 %")
    }
    return (.mixture(kinds.map { .init(share: $0.share, law: $0.takes) }), kinds)
  }

  /// Three values are one that nobody knows; who means that repairs take now this and now that, writes a law.
  private func warnOfConstant(_ reader: FieldReader, _ key: String) {
    guard let texts = reader.node[key]?.items?.compactMap(\.text), texts.count == 3,
      let values = try? texts.map({ try QuantityKind.duration.value(of: $0) }), values[0] < values[2]
    else { return }
    let law =
      values[0] > 0 && values[1] < values[2]
      ? "lognormal median \(texts[1]) p95 \(texts[2])" : "triangular \(texts.joined(separator: " to "))"
    reader.warning(
      key,
      "'\(reader.path(of: key))' is a constant that is not known: every repair takes equally long, and the doubt is about"
        + " how long", remedy: "Where repairs differ from one another, write '\(law)'")
  }

  private func crew(_ reader: FieldReader, _ known: [String]) -> String? {
    guard let name = reader.text("crew") else { return nil }
    if !known.contains(name) {
      reader.error("crew", "there is no crew '\(name)'", remedy: FieldReader.suggestion(for: name, among: known))
    }
    return name
  }

  func crews(_ root: FieldReader) -> [RepairCrew] {
    root.children("crews").map { name, reader in
      let crew = RepairCrew(name: name, people: atLeastOne(reader, "people", .count("people")))
      reader.finish()
      return crew
    }
  }

  /// The dates of the drills that find what has rotted.
  func found(_ reader: FieldReader, _ root: FieldReader, begins: CalendarDay) -> [FailureDates] {
    guard let names = reader.textList("found-by") else { return [] }
    let drills = root.node["drills"]?.entries?.map(\.key) ?? []
    return names.compactMap { name in
      guard let drill = root.children("drills").first(where: { $0.name == name })?.reader else {
        reader.error(
          "found-by", "there is no drill '\(name)'", remedy: FieldReader.suggestion(for: name, among: drills))
        return nil
      }
      return calendar(drill, begins: begins, chance: drill.optional("finds", .share) ?? 1)
    }
  }

  /// When a drill is held: from `first` on, evenly through the year.
  func calendar(_ drill: FieldReader, begins: CalendarDay, chance: Double) -> FailureDates? {
    let perYear = drill.required("per-year", .perYear)
    guard let text = drill.text("first") else {
      drill.missing("first", example: "2027-02-01")
      return nil
    }
    guard perYear > 0, let first = instant(text, drill, "first", from: begins) else { return nil }
    return FailureDates(seconds: [first], repeatsEverySeconds: max(3600, 8766 * 3600 / perYear), chance: chance)
  }
}
