import Foundation
import Testing

@testable import ModelFiles

/// Inputs that are written as what was seen.
@Suite struct ObservationTests {
  private func read(_ text: String, _ kind: QuantityKind, at u: Double = 0.5) throws -> (Double?, ReadingContext) {
    let root = try reader("a: \(text)\n", point: InputPoint(quantiles: ["a": u]))
    return (root.optional("a", kind), root.context)
  }

  /// Two outages in a year: Gamma(5/2, 1), whose 5 %, 50 % and 95 % quantiles are half those of chi-square with five
  /// degrees of freedom (1.1455, 4.3515, 11.0705); exact ends 0.2422 and 7.2247 (Garwood 1936, table 1).
  @Test(arguments: ["2 in 1y", "2 outages in 1 year", "2 outages in 12 months"])
  func twoOutagesInAYear(text: String) throws {
    let (value, context) = try read(text, .perYear)
    let input = try #require(context.inputs.first)
    #expect(abs((value ?? 0) - 4.351460191096 / 2) < 1e-9)
    #expect(abs(input.low - 1.145476226062 / 2) < 1e-9)
    #expect(abs(input.high - 11.070497693516 / 2) < 1e-9)
    let exact = try #require(input.observed).exactInterval
    #expect(abs(exact.lowerBound - 0.24220928) < 1e-7 && abs(exact.upperBound - 7.22468767) < 1e-7)
  }

  /// The quantile function of the posterior, not a lognormal through its three numbers.
  @Test func everyQuantileIsThePosteriors() throws {
    // chi-square with five degrees of freedom at 97.5 %: 12.8325.
    #expect(abs((try read("2 in 1y", .perYear, at: 0.975).0 ?? 0) - 12.832501994031 / 2) < 1e-9)
    #expect(abs((try read("4 in 2y", .perYear, at: 0.5).0 ?? 0) - 8.342832692252 / 4) < 1e-9)
  }

  /// Nothing seen is not never: Gamma(1/2, 1/3), half of chi-square with one degree of freedom over three years.
  @Test func nothingSeenInThreeYears() throws {
    let (value, context) = try read("0 in 3y", .perYear)
    #expect(abs((value ?? 0) - 0.454936423119572 / 6) < 1e-9)
    #expect(context.inputs.first?.observed?.exactInterval.lowerBound == 0)
  }

  /// One of twenty: Beta(3/2, 39/2); exact ends 0.13 % and 24.9 % (Clopper and Pearson 1934).
  @Test func oneOfTwenty() throws {
    let (value, context) = try read("1 of 20", .share)
    let exact = try #require(context.inputs.first?.observed).exactInterval
    #expect(try #require(value) > 0.05 && (value ?? 1) < 0.07)
    #expect(abs(exact.lowerBound - 0.001265) < 1e-6 && abs(exact.upperBound - 0.248733) < 1e-6)
  }

  @Test(arguments: ["two in 1y", "2 in 0y", "2 in a while", "-1 in 1y"])
  func whatCannotBeReadIsRefusedWithAnExample(text: String) throws {
    let (value, context) = try read(text, .perYear)
    #expect(value == nil)
    #expect(context.diagnostics.all.first?.description.contains("2 outages in 1 year") == true)
  }

  @Test func moreThanAllIsRefused() throws { #expect(try read("3 of 2", .share).0 == nil) }
}
