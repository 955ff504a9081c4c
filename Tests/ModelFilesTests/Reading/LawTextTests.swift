import Foundation
import Testing

@testable import ModelFiles

@Suite struct LawTextTests {
  private func law(_ text: String) throws -> LawText? {
    let reader = try reader("lasts: \(text)\n")
    let law = reader.law("lasts")
    #expect(reader.context.diagnostics.all == [])
    return law
  }

  @Test(arguments: [
    ("90s", LawText.constant(90)), ("1.5 h", .constant(5400)), ("[1min, 2min, 3min]", .constant(120)),
    ("uniform 3d to 5d", .uniform(low: 259_200, high: 432_000)),
    ("triangular 1min to 2min to 5min", .triangular(low: 60, mode: 120, high: 300)),
    ("pert 1min to 1min to 5min", .pert(low: 60, mode: 60, high: 300)),
    ("exponential mean 264d", .exponential(mean: 22_809_600)),
    ("weibull shape 0.8 scale 60d", .weibull(shape: 0.8, scale: 5_184_000)),
    ("weibull scale 60d shape 0.8", .weibull(shape: 0.8, scale: 5_184_000)),
    ("lognormal median 45min sigma 0.8", .lognormal(median: 2700, sigma: 0.8)),
    ("gamma shape 2 mean 6h", .gamma(shape: 2, scale: 10_800)),
    ("pareto shape 3 mean 3h", .pareto(shape: 3, minimum: 7200)),
    ("10min + lognormal median 45min sigma 0.8", .shifted(by: 600, .lognormal(median: 2700, sigma: 0.8))),
    ("1s + 2s + 3s", .shifted(by: 1, .shifted(by: 2, .constant(3)))),
    (
      "quantiles 0% 1min 50% 5min 100% 1h",
      .empirical([.init(share: 0, value: 60), .init(share: 0.5, value: 300), .init(share: 1, value: 3600)])
    ),
    ("{ 0%: 1min, 100%: 1h }", .empirical([.init(share: 0, value: 60), .init(share: 1, value: 3600)])),
    (
      "[{ share: 85%, law: 12min }, { share: 15%, law: exponential mean 2h }]",
      .mixture([.init(share: 0.85, law: .constant(720)), .init(share: 0.15, law: .exponential(mean: 7200))])
    ),
  ])
  func forms(text: String, expected: LawText) throws {
    #expect(try law(text) == expected)
  }

  /// The law has the mean, the variation or the quantile that was asked for.
  @Test func momentsBecomeParameters() throws {
    guard case .weibull(2, let scale)? = try law("weibull shape 2 mean 60s") else { throw Failure() }
    #expect(abs(scale * Double.pi.squareRoot() / 2 - 60) < 1e-9)  // Γ(3/2) = √π/2
    guard case .lognormal(let median, let sigma)? = try law("lognormal mean 10min cv 0.5") else { throw Failure() }
    #expect(abs(median * exp(sigma * sigma / 2) - 600) < 1e-9 && abs(exp(sigma * sigma) - 1.25) < 1e-12)
    guard case .lognormal(3600, let spread)? = try law("lognormal median 60min p95 240min") else { throw Failure() }
    #expect(abs(3600 * exp(1.6448536269514722 * spread) - 14_400) < 1e-6)
  }

  private struct Failure: Error {}
}
