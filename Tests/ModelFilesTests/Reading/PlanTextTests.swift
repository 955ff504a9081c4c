import Stochastics
import Testing

@testable import ModelFiles

/// What is printed for a law is read as that law, to the four digits it is printed with.
@Suite struct PlanTextTests {
  @Test(arguments: [
    Distribution.constant(90), .exponential(mean: 22_809_600), .exponential(mean: 0.0123),
    .weibull(shape: 0.8, scale: 5.2e6),
    .lognormal(median: 2712.3456, sigma: 0.81234), .lognormal(median: 1e-3, sigma: 1.5e-5),
    .gamma(shape: 123.456, scale: 61),
    .hyperexponential([(0.83333333, 61), (0.16666667, 3.3e5)]), .exponential(mean: 4e10),
  ])
  func aPrintedLawIsReadAgain(law: Distribution) throws {
    let phrase = try #require(PlanText.law(law))
    let reader = try reader("lasts: \(phrase)\n")
    let read = try #require(reader.distribution("lasts"), "\(phrase)")
    #expect(reader.context.diagnostics.all == [])
    for p in [0.1, 0.5, 0.9] {
      #expect(abs(read.quantile(p) / law.quantile(p) - 1) < 2e-3, "\(phrase)")
    }
  }

  @Test func numbersAreShort() {
    #expect(PlanText.number(1234.567) == "1235" && PlanText.number(0.00123456) == "0.001235")
    #expect(PlanText.duration(2700) == "45min" && PlanText.duration(0.25) == "250ms")
    #expect(PlanText.share(0.3333333) == "33.33%" && PlanText.share(1) == "100%")
  }

  @Test func aLawThatIsNotFittedHasNoPhrase() { #expect(PlanText.law(.pareto(shape: 2, scale: 1)) == nil) }
}
