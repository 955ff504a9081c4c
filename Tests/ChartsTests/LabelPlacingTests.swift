import Testing

@testable import Charts

@Suite struct LabelPlacingTests {
  /// Three labels that want one place stand around it.
  @Test func crowdedLabelsStandAroundTheirPlace() {
    #expect(LabelPlacing.apart([50, 50, 50], gap: 10, within: 0...100) == [40, 50, 60])
    #expect(LabelPlacing.apart([20, 80], gap: 10, within: 0...100) == [20, 80])
    #expect(LabelPlacing.apart([], gap: 10, within: 0...100).isEmpty)
  }

  /// The bounds hold where they can.
  @Test func labelsStayWithinTheirBounds() {
    #expect(LabelPlacing.apart([98, 99, 100], gap: 10, within: 0...100) == [80, 90, 100])
    #expect(LabelPlacing.apart([0, 0], gap: 10, within: 0...100) == [0, 10])
  }

  /// No other placing on a grid, in the same order and as far apart, is nearer to what was wanted: brute force.
  @Test(arguments: [[3.0, 4, 10], [1, 1, 1], [0, 5, 6], [9, 2, 4]])
  func noPlacingIsNearer(wanted: [Double]) {
    let placed = LabelPlacing.apart(wanted, gap: 3, within: -100...100)
    func distance(_ places: [Double]) -> Double { zip(places, wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var least = Double.infinity
    let grid = stride(from: -8.0, through: 20, by: 0.5)
    for a in grid {
      for b in grid where b >= a + 3 {
        for c in grid where c >= b + 3 {
          var places = wanted
          for (rank, value) in [a, b, c].enumerated() { places[order[rank]] = value }
          least = min(least, distance(places))
        }
      }
    }
    #expect(distance(placed) <= least + 1e-9)
  }
}
