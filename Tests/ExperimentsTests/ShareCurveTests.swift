import Testing

@testable import Experiments

@Suite struct ShareCurveTests {
  /// A curve of few values has all of them.
  @Test func fewValuesAreAllKept() {
    let curve = ShareCurve(exceeded: [3, 1, 2, 2])
    // Above 1: three of four; above 2: one; above 3: none. The two that are equal make a jump from 3/4 to 1/4.
    #expect(curve.points.map(\.value) == [1, 2, 2, 3])
    #expect(curve.points.map(\.share) == [0.75, 0.75, 0.25, 0])
    let reached = ShareCurve(reached: [3, 1, .infinity, 2])
    #expect(reached.points.map(\.value) == [1, 2, 3])
    #expect(reached.points.map(\.share) == [0.25, 0.5, 0.75])
    #expect(ShareCurve(reached: []).points.isEmpty)
  }

  /// Every point that is kept says what a count of the values says, the jump is whole, and there are not many points.
  @Test func pointsAgreeWithACount() {
    // Half of the outages end at 120 s, the others at any of 10,000 lengths.
    var values: [Double] = []
    for index in 0..<20_000 {
      let spread = Double(index * 7919 % 20_000) / 10
      values.append(index % 2 == 0 ? 120 : 60 + spread)
    }
    let curve = ShareCurve(reached: values)
    for (index, point) in curve.points.enumerated() {
      let before = Double(values.count { $0 < point.value }) / 20_000
      let after = Double(values.count { $0 <= point.value }) / 20_000
      let isFoot = point.share == before && curve.points[index + 1].value == point.value
      #expect(point.share == after || isFoot)
    }
    #expect(curve.points.count < 80)
    #expect(curve.points.filter { $0.value == 120 }.count == 2)
    let exceeded = ShareCurve(exceeded: values)
    for point in exceeded.points {
      let isJump = exceeded.points.count { $0.value == point.value } > 1
      let above = Double(values.count { $0 > point.value }) / 20_000
      #expect(isJump || point.share == above)
    }
    #expect(exceeded.points.last?.share == 0)
    #expect(exceeded.points.count < 100)
  }
}
