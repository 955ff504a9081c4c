import OutputAnalysis
import ServiceModel

extension DesignRecord {
  /// The lost minutes that one year in ten exceeds, with their interval; under growth of that year of the horizon in which
  /// they are most. No data where the horizon holds no whole year.
  public var badYear: Estimate {
    let years = service.judgedYears.map { judged in worlds.map { $0.years(judged).map(\.lostMinutes) } }
    let worst = years.max { ninth($0) < ninth($1) }
    return worst.map { quantileInterval(worlds: $0, p: 0.9) } ?? .noData
  }

  private func ninth(_ worlds: [[Double]]) -> Double {
    let sorted = worlds.flatMap { $0 }.sorted()
    return sorted.isEmpty ? 0 : quantile(ofSorted: sorted, 0.9)
  }
}
