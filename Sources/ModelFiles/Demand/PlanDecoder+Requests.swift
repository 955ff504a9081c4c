internal import Intake
import ServiceModel
import Stochastics

/// What requests are: tokens, sessions, patience, classes.
extension PlanDecoder {
  func requests(_ reader: FieldReader, into traffic: inout Traffic) {
    if let resumed = reader.optional("resume", .shareOf("broken streams")) { traffic.resumedStreams = resumed }
    traffic.patience = patience(reader)
    if let tokens = reader.child("tokens") { self.tokens(tokens, into: &traffic) }
    if let sessions = reader.child("sessions") {
      let law = SessionLaw(
        turns: sessions.requiredDistribution("turns", .number), thinkTime: sessions.requiredDistribution("think-time"))
      sessions.finish()
      if sessions.has("turns"), law.turns.mean < 1, !context.diagnostics.hasErrors {
        sessions.error("turns", "a session has one request at least", remedy: "Write 'lognormal median 4 sigma 0.8'")
      }
      if law.turns.mean > 1e6, !context.diagnostics.hasErrors {
        sessions.error(
          "turns", "a session has a million requests at most", remedy: "Write 'lognormal median 4 sigma 0.8'")
      }
      if law.thinkTime.mean > 8766 * 3600, !context.diagnostics.hasErrors {
        sessions.error("think-time", "turns are a year apart at most", remedy: "Write 'lognormal median 40s sigma 1'")
      }
      traffic.sessions = law
    }
  }

  /// How long clients wait: one time for all, or a law that a few phases can follow.
  private func patience(_ reader: FieldReader) -> Distribution? {
    guard let law = reader.distribution("timeout") else { return nil }
    guard isPositive(law.mean, reader, "timeout", .duration) else { return nil }
    if law.isConstant || law.cv <= PhaseLaw.widest { return law }
    reader.error(
      "timeout", "the law at 'traffic.timeout' has no mean, or a deviation of more than ten times its mean",
      remedy: "Write 'lognormal median 20s sigma 1'")
    return nil
  }

  /// Refuses a law of patience where somebody waits for others to be answered.
  func refuseUnsharedPatience(_ service: Service, _ root: FieldReader) {
    guard let law = service.traffic.patience, !law.isConstant, let node = root.node["traffic"]?["timeout"]
    else { return }
    context.report(
      at: node.position,
      "a queue of replicas is as long as one patience allows: by a law, who leaves depends on how long each has waited",
      remedy: "Write one time, such as '30s', or leave 'replica.iteration' out")
  }

  private func tokens(_ reader: FieldReader, into traffic: inout Traffic) {
    defer { reader.finish() }
    if reader.has("trace") {
      for key in ["prompt", "output", "rank-correlation"] where reader.has(key) {
        reader.error(key, "the trace says what '\(key)' would say", remedy: "Keep one of them")
      }
      guard let file = reader.text("trace"), let pairs = tokenTable(file, in: reader) else { return }
      let law = TokenLaw.table(file: file, pairs: pairs)
      (traffic.promptTokens, traffic.outputTokens) = (law.meanPrompt, law.meanOutput)
      traffic.tokens = law
      return
    }
    let prompt = reader.distribution("prompt", .number)
    let output = reader.distribution("output", .number)
    let correlation = rankCorrelation(reader)
    traffic.promptTokens = prompt?.mean ?? 0
    traffic.outputTokens = output?.mean ?? 0
    for (key, law) in [("prompt", prompt), ("output", output)] where law?.mean == .infinity {
      reader.error(
        key, "the law at '\(reader.path(of: key))' has no mean", remedy: "Write 'lognormal median 130 sigma 1'")
    }
    if let prompt, let output, prompt.mean > 0, output.mean > 0 {
      traffic.tokens = .laws(prompt: prompt, output: output, rankCorrelation: correlation)
    }
  }

  private func rankCorrelation(_ reader: FieldReader) -> Double {
    guard let text = reader.text("rank-correlation") else { return 0 }
    if let written = NumberAndUnit(text), written.unit.isEmpty, abs(written.number) <= 1 { return written.number }
    reader.error(
      "rank-correlation",
      "expected a number between -1 and 1 at '\(reader.path(of: "rank-correlation"))', found '\(text)'",
      remedy: "Write '-0.11'; it is Spearman's, between the ranks of prompt and output")
    return 0
  }

  // MARK: Classes

  func classes(_ reader: FieldReader) -> [TrafficClass] {
    let classes = reader.children("classes").map { name, part -> TrafficClass in
      var value = TrafficClass(name: name, share: part.required("share", .share), state: state(part))
      if part.text("origin") != nil {
        part.error(
          "origin", "a class is a share of all demand, whoever's clock it follows: an 'origin' moves nothing",
          remedy: "Leave it out, or give the class a service of its own")
      }
      value.priority = part.whole("priority") ?? 0
      if part.has("deadline") { value.deadlineSeconds = positive(part, "deadline", .duration) }
      value.objectives = objectives(ofClass: part)
      value.conflicts = part.optional("conflicts", .share) ?? 0
      value.transactions = transactions(part)
      part.finish()
      return value
    }
    let total = classes.reduce(0) { $0 + $1.share }
    if !classes.isEmpty && abs(total - 1) > 1e-6 {
      reader.error("classes", "the shares of the classes sum to \(nearestWhole(total * 100)) %, not to 100 %")
    }
    return classes
  }

  private func transactions(_ part: FieldReader) -> SpanningTransactions? {
    guard let reader = part.child("transactions") else { return nil }
    defer { reader.finish() }
    enum OnCut: String, CaseIterable { case abort, block }
    if !reader.has("with") { reader.missing("with", example: "us-east-1") }
    return SpanningTransactions(
      partner: reader.text("with") ?? "", share: reader.required("share", .share),
      blocks: reader.choice("on-cut", OnCut.self) == .block)
  }

  /// Transactions that no site which answers has with another one.
  func findDeadTransactions(_ service: Service, _ root: FieldReader) {
    for kind in service.traffic.classes {
      guard let partner = kind.transactions?.partner else { continue }
      note(
        root.node["traffic"]?["classes"]?[kind.name]?["transactions"]?["with"],
        isDead: !service.sites.contains { $0.name == partner && $0.keep > .nothing },
        "there is no site '\(partner)' that keeps anything, so that nobody commits there",
        "Name one of the sites, or leave 'transactions' out")
    }
  }

  /// What is promised to one class beside what the service promises to all.
  func objectives(ofClass part: FieldReader) -> ClassObjectives? {
    guard let reader = part.child("objectives") else { return nil }
    var objectives = ClassObjectives()
    if let availability = reader.child(
      "availability", shorthand: "of: requests, at-least: VALUE, in: 90% of years", .share)
    {
      objectives.availability = AvailabilityObjective(
        figure: .requests, atLeast: availability.required("at-least", .share), share: share(availability, "years"))
      availability.finish()
    }
    if reader.has("first-token-p99") {
      reader.error(
        "first-token-p99", "a pool serves its classes first come, first served: no class has a latency of its own",
        remedy: "Leave it out, or give the class a service of its own")
      _ = positive(reader, "first-token-p99", .duration)
    }
    reader.finish()
    return objectives
  }
}
