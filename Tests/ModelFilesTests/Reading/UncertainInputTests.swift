import Foundation
import Testing

@testable import ModelFiles

@Suite struct UncertainInputTests {
  private func input(_ low: Double, _ mid: Double, _ high: Double, _ kind: QuantityKind) -> UncertainInput {
    UncertainInput(path: "x", low: low, mid: mid, high: high, kind: kind, unit: "", line: 1, column: 1)
  }

  private static let cases: [(Double, Double, Double, QuantityKind)] = [
    (0.3, 0.8, 2, .perYear), (0.9, 0.95, 0.99, .share), (0.15, 0.35, 0.7, .share), (0, 0.2, 1, .share),
    (0, 1, 2, .duration),
    (0.5, 1, 1.5, .shareOf("production", atMost: 2)), (60, 300, 7200, .duration), (22, 23, 24, .hourOfDay),
    (5, 5, 5, .number),
  ]

  /// The written numbers are the 5 %, 50 % and 95 % quantiles, the last two exactly where it is promised.
  @Test(arguments: cases)
  func quantilesAreThoseWritten(low: Double, mid: Double, high: Double, kind: QuantityKind) {
    let input = input(low, mid, high, kind)
    #expect(input.value(at: 0.5) == mid)
    #expect(abs(input.value(at: 0.05) - low) <= 1e-12 * max(mid, 1))
    #expect(abs(input.value(at: 0.95) - high) <= 1e-12 * max(high, 1))
  }

  @Test(arguments: cases)
  func valuesRiseWithinTheBoundsAndStopInTheTails(low: Double, mid: Double, high: Double, kind: QuantityKind) {
    let input = input(low, mid, high, kind)
    let values = (0...2000).map { input.value(at: Double($0) / 2000) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(values.allSatisfy { kind.bounds.contains($0) })
    #expect(values[0] == values[1] && input.value(at: 1) == input.value(at: 0.9999))
  }

  /// z at 84.13 % is 1: one standard deviation of the upper half, 1.6448536 of which lead to `high`.
  @Test func halvesAreTwoPieceLognormalLogitNormalAndNormal() {
    let u = 0.8413447460685429
    let z95 = 1.6448536269514722
    #expect(abs(input(1, 2, 8, .duration).value(at: u) / (2 * pow(4, 1 / z95)) - 1) < 1e-9)
    #expect(abs(input(1, 2, 8, .duration).value(at: 1 - u) / (2 * pow(0.5, 1 / z95)) - 1) < 1e-9)
    let odds = 1.0 * pow(9, 1 / z95)  // 0.5 is odds 1, 0.9 is odds 9
    #expect(abs(input(0.2, 0.5, 0.9, .share).value(at: u) / (odds / (1 + odds)) - 1) < 1e-9)
    #expect(abs(input(0, 1, 3, .duration).value(at: u) / (1 + 2 / z95) - 1) < 1e-9)
  }

  @Test func countsStayWhole() {
    let input = input(2, 5, 11, .count("nodes"))
    #expect((0...100).allSatisfy { input.value(at: Double($0) / 100) == input.value(at: Double($0) / 100).rounded() })
  }

  @Test func readerTakesThePointOfItsPath() throws {
    let text =
      "failures:\n  region: { per-year: [0.3, 0.8, 2], refused: [15%, 35%, 70%] }  # assumed\nhold: [1min, 2min, 5min]\n"
    func read(_ point: InputPoint) throws -> ([Double?], ReadingContext) {
      let root = try reader(text, point: point)
      let region = try #require(root.child("failures")?.child("region"))
      let values = [
        region.optional("per-year", .perYear), region.optional("refused", .share), root.law("hold").map(constant),
      ]
      _ = region.optional("per-year", .perYear)
      return (values, root.context)
    }
    let (middle, context) = try read(.middle)
    #expect(middle == [0.8, 0.35, 120])
    #expect(context.inputs.map(\.path) == ["failures.region.per-year", "failures.region.refused", "hold"])
    #expect(context.inputs[2].unit == "min" && context.inputs[2].low == 60 && context.inputs[2].line == 3)
    #expect(context.inputs[0].column == 23)
    #expect(context.readings.filter(\.isAssumed).map(\.text) == ["0.3", "0.8", "2", "15%", "35%", "70%"])

    let (moved, _) = try read(InputPoint(quantiles: ["failures.region.per-year": 0.95, "hold": 0.05]))
    #expect(abs(moved[0]! - 2) < 1e-12 && moved[1] == 0.35 && abs(moved[2]! - 60) < 1e-9)
  }

  private func constant(_ law: LawText) -> Double {
    guard case .constant(let value) = law else { return .nan }
    return value
  }
}
