import CapacityPlanning
import OutputAnalysis

/// A tornado for people: the inputs that move a design most first, what turns the answer, and what each cause costs.
///
/// - Parameter written: A value of an input as the plan would write it.
public func tornadoLines(
  _ tornado: TornadoResult, width: Int, written: (_ path: String, _ value: Double) -> String
) -> [String] {
  let base = tornado.base
  var lines = Wording.wrapped(
    "\(tornado.question.service.design.name): \(Wording.minutes(base.lostMinutes.interval.estimate)) lost minutes a year, "
      + "\(Wording.dollars(base.dollars.interval.estimate)) a year, \(base.verdict.rawValue)", width: width)
  lines += inputLines(tornado, width: width, written: written)
  lines += flipLines(tornado, width: width, written: written)
  lines += causeLines(tornado, width: width)
  let size = tornado.question.size
  return lines + [""]
    + Wording.wrapped(
      "\(size.worlds) worlds of \(size.replicationsPerWorld) years, seed \(size.seed), the same throughout; 95 % is the interval "
        + "of the difference to the plan's own value, as a rule not symmetric. An input's ends hold it nine times in ten; the others stay "
        + "at their middle.", width: min(width, 110), indent: "")
}

private func inputLines(
  _ tornado: TornadoResult, width: Int, written: (String, Double) -> String
) -> [String] {
  guard !tornado.bars.isEmpty else {
    return ["", SensitivitySentences.nothingUncertain]
  }
  var table = TextTable()
  table.append([
    "INPUT", "low", "high", "min/y at low (95 %)", "at high (95 %)", "swing", "\(Wording.money)/y at low", "at high",
  ])
  let widest = tornado.bars.map(\.swing).max() ?? 0
  for bar in tornado.bars {
    table.append([
      bar.input.path, written(bar.input.path, bar.input.low), written(bar.input.path, bar.input.high),
      changed(bar.low.lostMinutes), changed(bar.high.lostMinutes),
      Wording.bar(widest > 0 ? bar.swing / widest : 0),
      bar.low.dollars.difference.map { signedDollars($0.estimate) } ?? "-",
      bar.high.dollars.difference.map { signedDollars($0.estimate) } ?? "-",
    ])
  }
  return [""] + table.lines(width: width)
}

/// A change of lost minutes with its interval. Differences are corrected for skewness, so that half of its width on either
/// side would be another interval than that of the files.
private func changed(_ figure: SweepFigures.Figure) -> String {
  guard let difference = figure.difference else { return "-" }
  let change = Wording.signed(difference.estimate, Wording.minutes)
  return difference.isExact ? change : "\(change) (\(ends(of: difference)))"
}

private func flipLines(
  _ tornado: TornadoResult, width: Int, written: (String, Double) -> String
) -> [String] {
  let name = tornado.question.service.design.name
  let sentences = tornado.bars.flatMap { bar in
    bar.flips.map { flip -> String in
      let ends = [flip.low, flip.high].map { $0.map { written(bar.input.path, $0) } }
      return SensitivitySentences.flip(
        flip.answer, of: name, input: bar.input.path, value: written(bar.input.path, flip.value),
        ends: (ends[0], ends[1]), below: flip.below, above: flip.above)
    }
  }
  let none = SensitivitySentences.noFlip(of: name)
  return [""] + (sentences.isEmpty ? [none] : sentences).flatMap { Wording.wrapped($0, width: min(width, 110)) }
}

private func causeLines(_ tornado: TornadoResult, width: Int) -> [String] {
  var table = TextTable()
  table.append(["WITHOUT", "lost min/y", "saves", "95 %", "verdict"])
  for cause in tornado.causes {
    guard let difference = cause.figures.lostMinutes.difference else { continue }
    table.append([
      cause.name, Wording.minutes(cause.figures.lostMinutes.interval.estimate),
      Wording.signed(-difference.estimate, Wording.minutes),
      ends(of: difference.scaled(by: -1)), cause.figures.verdict.rawValue,
    ])
  }
  return tornado.causes.isEmpty ? [] : [""] + table.lines(width: width)
}

/// `-7.9 to -4.9`, with signs as changes have them; `exact` where a difference does not vary.
private func ends(of difference: Interval) -> String {
  if difference.isExact { return "exact" }
  let written = [difference.low, difference.high].map { end in
    end.isFinite ? Wording.signed(end, Wording.minutes) : "?"
  }
  return written.joined(separator: " to ")
}
