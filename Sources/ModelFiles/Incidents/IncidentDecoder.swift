import ServiceModel

/// Reads the incidents of one file.
struct IncidentDecoder {
  let context: ReadingContext
  let services: [Service]
  let hit: StrikePhrase?

  func incidents() -> [DatedIncident] {
    let root = context.rootReader()
    defer { root.finish() }
    guard let items = root.list("incidents") else {
      root.missing("incidents", example: "[{ name: ..., start: 2025-12-02T16:34Z, end: ..., hit: primary }]")
      return []
    }
    if items.isEmpty { root.error("incidents", "there are no incidents", remedy: "Write one, or leave the replay out") }
    var seen: [String] = []
    return items.enumerated().map { index, item in
      let reader = FieldReader(item, path: "incidents[\(index)]", context: context)
      defer { reader.finish() }
      let name = reader.requiredText("name", example: "region-2025-12-02")
      if !name.isEmpty, seen.contains(name) {
        reader.error("name", "the name '\(name)' is there twice", remedy: "Give each incident a name of its own")
      }
      seen.append(name)
      return incident(name, reader)
    }
  }

  private func incident(_ name: String, _ reader: FieldReader) -> DatedIncident {
    if !reader.has("start") { reader.missing("start", example: "2025-12-02T16:34Z") }
    let start = reader.node("start").flatMap { instants($0, path: reader.path(of: "start")) }
    let end = end(reader, from: start)
    let (text, strike) = strike(reader)
    let (effect, share) = effect(reader)
    if let strike, let problem = effect.problem(with: strike) {
      reader.error("effect", "'effect' \(problem.what)", remedy: problem.remedy)
    }
    let unknown = LowMidHigh(low: 0, mid: 0, high: 0)
    return DatedIncident(
      name: name, start: start ?? unknown, end: end ?? unknown,
      strike: strike ?? hit ?? StrikePhrase(targets: []), hit: text, effect: effect, share: share,
      source: reader.text("source"))
  }

  /// When it ended: an instant, or a length that counts from the start.
  private func end(_ reader: FieldReader, from start: LowMidHigh?) -> LowMidHigh? {
    if reader.has("end") && reader.has("lasts") {
      reader.error("lasts", "both 'end' and 'lasts' say when it was over", remedy: "Leave one of them out")
      return nil
    }
    if reader.has("lasts") {
      guard let node = reader.node("lasts"), let start else { return nil }
      guard let length = three(node, path: reader.path(of: "lasts"), { duration($0, $1) }) else { return nil }
      if length.low <= 0 {
        reader.error("lasts", "it must last longer than nothing", remedy: "Write 93min, 2h or 45s")
        return nil
      }
      return LowMidHigh(low: start.high + length.low, mid: start.mid + length.mid, high: start.low + length.high)
    }
    if !reader.has("end") { reader.missing("end", example: "2025-12-02T18:07Z") }
    guard let end = reader.node("end").flatMap({ instants($0, path: reader.path(of: "end")) }), let start else {
      return nil
    }
    guard end.low > start.high else {
      reader.error("end", "it may end before it starts", remedy: "Write an end after the latest start")
      return nil
    }
    return end
  }

  private func strike(_ reader: FieldReader) -> (String, StrikePhrase?) {
    if let hit {
      // What the file says must be text, and need not be in this plan.
      return (reader.text("hit") ?? "", hit)
    }
    if !reader.has("hit") { reader.missing("hit", example: "primary") }
    guard let text = reader.text("hit") else { return ("", nil) }
    do throws(StrikeProblem) {
      return (text, try StrikePhrase(text, in: services))
    } catch {
      reader.error("hit", "'hit' \(error.what)", remedy: error.remedy)
      return (text, nil)
    }
  }

  private func effect(_ reader: FieldReader) -> (EffectPhrase, LowMidHigh?) {
    let text = reader.text("effect") ?? "refused"
    let words = text.split(separator: " ").map(String.init)
    if words.count == 1, ["errors", "late", "capacity"].contains(words[0]) {
      guard let node = reader.node("share") else {
        reader.missing("share", example: "[20%, 30%, 40%]")
        return (.lost(.refused), nil)
      }
      guard let share = three(node, path: reader.path(of: "share"), { certain($0, .share, $1) }),
        let effect = try? EffectPhrase([words[0], "50%"]).with(share: share.mid)
      else { return (.lost(.refused), nil) }
      return (effect, share)
    }
    if reader.has("share") {
      reader.error("share", "the effect '\(text)' has no share", remedy: "Write 'effect: errors', or leave 'share' out")
    }
    do throws(StrikeProblem) {
      return (try EffectPhrase(words), nil)
    } catch {
      reader.error("effect", "'effect' \(error.what)", remedy: error.remedy)
      return (.lost(.refused), nil)
    }
  }

  // MARK: Values

  /// One value, or `[low, mid, high]` in this order.
  private func three(
    _ node: SourceNode, path: String, _ value: (SourceNode, String) -> Double?
  ) -> LowMidHigh? {
    guard let items = node.items else { return value(node, path).map { LowMidHigh(low: $0, mid: $0, high: $0) } }
    guard items.count == 3 else {
      context.report(
        at: node.position, "expected three values at '\(path)', found \(items.count)", remedy: "Write [low, mid, high]")
      return nil
    }
    let values = items.compactMap { value($0, path) }
    guard values.count == 3 else { return nil }
    for index in 1...2 where values[index] < values[index - 1] {
      context.report(
        at: items[index].position,
        "'\(items[index].text ?? "")' at '\(path)' is before '\(items[index - 1].text ?? "")'",
        remedy: "Write [low, mid, high] in rising order")
      return nil
    }
    return LowMidHigh(low: values[0], mid: values[1], high: values[2])
  }

  private func instants(_ node: SourceNode, path: String) -> LowMidHigh? {
    three(node, path: path) { node, path in
      guard let text = context.scalar(node, path: path) else { return nil }
      do throws(InstantProblem) {
        if let value = try datedInstant(text) { return value }
      } catch {
        context.report(at: node.position, "'\(text)' at '\(path)' \(error.what)", remedy: error.remedy)
        return nil
      }
      let isDay = CalendarDay(text) != nil
      context.report(
        at: node.position,
        isDay ? "'\(text)' at '\(path)' is a day without a time" : "expected an instant at '\(path)', found '\(text)'",
        remedy: isDay
          ? "Write when on that day; where that is not known, [\(text)T06:00Z, \(text)T12:00Z, \(text)T18:00Z]"
          : "Write 2025-12-02T16:34Z, or [low, mid, high] of such")
      return nil
    }
  }

  private func duration(_ node: SourceNode, _ path: String) -> Double? { certain(node, .duration, path) }

  private func certain(_ node: SourceNode, _ kind: QuantityKind, _ path: String) -> Double? {
    guard let text = context.scalar(node, path: path) else { return nil }
    return context.certain(text, kind, at: node.position, path: path)
  }
}
