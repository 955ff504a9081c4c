internal import Intake

/// How a need may go on: three growths, or what it is by year, and how likely each of the three is.
extension PlanDecoder {
  func growthWorlds(_ reader: FieldReader) -> (low: Double, mid: Double, high: Double) {
    guard let items = reader.list("growth") else { return (0, 0, 0) }
    if let falling = items.first(where: { $0.text?.hasPrefix("-") == true }),
      let text = falling.text
    {
      context.report(
        at: falling.position,
        "growth is not below zero, and '\(text)' is: a need that falls is told year by year",
        remedy: "Write 'need-by-year: [[80%, 90%, 110%]]' in place of 'growth'")
      return (0, 0, 0)
    }
    let values = items.enumerated().compactMap { index, item in
      context.quantity(item, .factor, path: "plan.purchase.growth[\(index)]")
    }
    guard values.count == items.count else { return (0, 0, 0) }
    guard values.count == 3, values[0] <= values[1], values[1] <= values[2] else {
      reader.error(
        "growth", "growth of a year is written as low, mid and high", remedy: "Write 'growth: [10%, 40%, 80%]'")
      return (0, 0, 0)
    }
    warnOfFactors(items, values)
    return (values[0], values[1], values[2])
  }

  /// A growth of 130% is written by who means 1.3 times as much, and by who means 2.3 times.
  private func warnOfFactors(_ items: [SourceNode], _ values: [Double]) {
    for (item, value) in zip(items, values) where value > 1 {
      guard let text = item.text else { continue }
      context.report(
        .warning, at: item.position, "'\(text)' of growth more than doubles the need each year",
        remedy: "A factor of \(PlanText.number(value)) is written '\(PlanText.number((value - 1) * 100))%'")
    }
  }

  /// `weights: [20%, 50%, 30%]`: one's own probabilities of the three growths.
  func worldWeights(_ reader: FieldReader) -> [Int]? {
    guard reader.has("weights") else { return nil }
    let thousandths = numbers(reader, "weights", .share, example: "[20%, 50%, 30%]").map {
      Int(nearestWhole($0 * 1000))
    }
    guard reader.has("growth") || reader.has("need-by-year") else {
      reader.error(
        "weights", "there is one world, since no 'growth' tells several", remedy: "Add 'growth: [10%, 40%, 80%]'")
      return nil
    }
    guard thousandths.count == 3, thousandths.allSatisfy({ $0 > 0 }), thousandths.reduce(0, +) == 1000 else {
      reader.error(
        "weights", "low, mid and high have a probability above zero each, which sum to 100%",
        remedy: "Write 'weights: [20%, 50%, 30%]'")
      return nil
    }
    return thousandths
  }

  /// `need-by-year: [[100%, 140%, 180%], [90%, 200%, 320%]]`: after one year and after two, low, mid and high; one number
  /// where it is known.
  func needByYear(_ reader: FieldReader, years: Int) -> [[Double]] {
    guard let rows = reader.list("need-by-year") else { return [] }
    let example = "Write 'need-by-year: [[100%, 140%, 180%], [90%, 200%, 320%]]'"
    if reader.has("growth") {
      reader.error(
        "need-by-year", "'growth' and 'need-by-year' both say how the need goes on", remedy: "Keep one of them")
    }
    let levels = rows.enumerated().compactMap { year, row -> [Double]? in
      let path = "\(reader.path(of: "need-by-year"))[\(year)]"
      guard let ends = row.items else {
        return context.quantity(row, .factor, path: path).map { [$0, $0, $0] }
      }
      let values = ends.enumerated().compactMap { context.quantity($1, .factor, path: "\(path)[\($0)]") }
      guard values.count == ends.count else { return nil }
      guard values.count == 3, values[0] <= values[1], values[1] <= values[2] else {
        reader.error("need-by-year", "the need after a year is written as low, mid and high", remedy: example)
        return nil
      }
      return values
    }
    guard levels.count == rows.count else { return [] }
    guard !levels.isEmpty, levels.count <= years else {
      reader.error(
        "need-by-year",
        levels.isEmpty
          ? "'need-by-year' says nothing"
          : "'need-by-year' tells \(levels.count) years and the purchase looks at \(years)",
        remedy: levels.isEmpty ? example : "Write 'years: \(levels.count)', or leave the later ones out")
      return []
    }
    return levels
  }
}
