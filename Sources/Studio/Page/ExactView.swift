import Charts

/// The part of the table that needs no chance: nodes, what they cost, and the least time of a failover.
struct ExactView {
  let now: [ExactAnswer]
  let start: [ExactAnswer]

  var cells: [(id: String, html: HTML)] {
    now.enumerated().flatMap { index, answer -> [(id: String, html: HTML)] in
      let before = start.first { $0.design == answer.design }
      return [
        ("n\(index)", nodes(answer, before)), ("p\(index)", dollars(answer, before)), ("t\(index)", takeover(answer)),
      ]
    }
  }

  private func nodes(_ answer: ExactAnswer, _ before: ExactAnswer?) -> HTML {
    let reserved = answer.reserved > 0 ? "+\(answer.reserved)" : ""
    let was: HTML =
      before.map {
        $0.standing != answer.standing || $0.reserved != answer.reserved
          ? " <small>was \($0.standing)\($0.reserved > 0 ? "+\($0.reserved)" : "")</small>" : ""
      } ?? ""
    return "\(answer.standing)\(reserved)\(was)"
  }

  private func dollars(_ answer: ExactAnswer, _ before: ExactAnswer?) -> HTML {
    guard let dollars = answer.nodeDollars else { return "-" }
    let was: HTML =
      before?.nodeDollars.map { abs($0 - dollars) >= 0.5 ? " <small>was \(Figures.dollars($0))</small>" : "" } ?? ""
    return "\(Figures.dollars(dollars))\(was)"
  }

  private func takeover(_ answer: ExactAnswer) -> HTML {
    guard let least = answer.leastTakeover else { return "-" }
    guard let target = answer.target else { return "\(Figures.time(least))" }
    return
      "<span class=\"\(least <= target ? "meets" : "misses")\">\(Figures.time(least))</span> <small>of \(Figures.time(target))</small>"
  }
}
