import Charts

/// What one design did in a stretch of time, as the results of a drill and of a replay have it.
struct StoredTimeline: Decodable {
  struct Outage: Decodable {
    let cause: String
    let faultSeconds: Double
    let endSeconds: Double?
    let recoverySeconds: Double?
    let endedBy: String
    let requestsLost: Double
    let phases: [StoredComparison.Phase]
  }

  let design: String
  let requestsLost: Double
  let outages: [Outage]
  let course: StoredComparison.Course

  /// - Throws: `PageError` where a drawing could not be made.
  func check() throws {
    guard [course.demandRps, course.answeredRps, course.capacityRps].allSatisfy({ $0.count == course.seconds.count })
    else { throw PageError("the course of '\(design)' has series of unlike lengths") }
  }

  /// The longest outage of a design, second by second; nil where the result has no course.
  ///
  /// - Parameters:
  ///   - occasion: What the title says before the design.
  ///   - most: Instants that are drawn at most, those at which answers jump on top; all of them by default.
  func section(_ occasion: String = "", most: Int = .max) -> AnswerPage.Section? {
    guard course.seconds.count > 1 else { return nil }
    let name = occasion.isEmpty ? capitalised(design) : "\(occasion), \(design)"
    let longest = outages.max { ($0.recoverySeconds ?? .infinity) < ($1.recoverySeconds ?? .infinity) }
    guard let longest else {
      return AnswerPage.Section(title: "\(name): nobody waits", how: "No outage in this stretch of time.")
    }
    guard let over = longest.recoverySeconds, over > 0 else {
      return AnswerPage.Section(
        title: "\(name): \(longest.cause) is not over", how: "The outage goes on at the end of this stretch of time.")
    }
    let title = "\(name): \(longest.cause) is over after \(Figures.time(over))"
    let chart = OutageChart(
      title: title,
      phases: longest.phases.map { .init(lane: $0.lane, from: $0.fromSeconds, to: $0.toSeconds, words: $0.words) },
      points: points(of: longest, over: over, most: most), over: over, target: nil, lost: longest.requestsLost)
    return AnswerPage.Section(
      title: title, how: "Ended by \(longest.endedBy). Dashed: what the sites that take traffic could answer.",
      drawings: [chart.drawing],
      table: PageTable(
        summary: "What \(design) did", heads: ["Step", "From", "To", "What"],
        rows: longest.phases.map { [.words($0.lane), .time($0.fromSeconds), .time($0.toSeconds), .words($0.words)] },
        wordColumns: [3]))
  }

  /// The course from shortly before the fault to shortly after the end, or after what of the answer to it goes on a while: two
  /// minutes in a drill of two hours would be a line.
  private func points(of outage: Outage, over: Double, most: Int) -> [OutageChart.Point] {
    let last = outage.phases.map(\.toSeconds).max() ?? over
    let length = max(over, min(last, 3 * over)) * 1.2
    let shown = -0.12 * length...length
    func point(_ place: Int, at seconds: Double) -> OutageChart.Point {
      .init(
        seconds: seconds, demand: course.demandRps[place], answered: course.answeredRps[place],
        capacity: course.capacityRps[place])
    }
    let places = drawn(most).map { (place: $0, seconds: course.seconds[$0] - outage.faultSeconds) }
    let inside = places.filter { shown.contains($0.seconds) }
    // Levels hold until the next instant, across both ends.
    let before = places.last { $0.seconds < shown.lowerBound }
    let ends = inside.last ?? before
    return (before.map { [point($0.place, at: shown.lowerBound)] } ?? [])
      + inside.map { point($0.place, at: $0.seconds) }
      + (ends.map { places.last!.seconds > shown.upperBound ? [point($0.place, at: shown.upperBound)] : [] } ?? [])
  }

  /// Places of the course: evenly chosen ones, and those at which answers or capacity change by more than a hundredth of
  /// the demand.
  func drawn(_ most: Int) -> [Int] {
    let places = Array(course.seconds.indices)
    guard places.count > most, let demand = course.demandRps.max() else { return places }
    let stride = max(1, (places.count + most - 1) / most)
    return places.filter { at in
      guard at > 0, at < places.count - 1 else { return true }
      func jumps(_ series: [Double]) -> Bool { abs(series[at] - series[at - 1]) > demand / 100 }
      return at.isMultiple(of: stride) || jumps(course.answeredRps) || jumps(course.capacityRps)
    }
  }
}
