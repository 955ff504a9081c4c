import Testing

@Suite struct ReferenceModelTests {
  /// Hot standby against the published Monte Carlo reference R01: mean 11.078 min a year and 0.96011 of years at or
  /// above 99.99 %. At 20,000 years the standard errors are 0.153 min and 0.0014, so that |z| < 4 rejects an error of
  /// 6 % of the mean.
  @Test func hotStandbyAgreesWithTheReference() throws {
    let years = 20_000
    let minutes = try ReferenceModel().downtimes(years: years, seed: 1)
    let mean = minutes.reduce(0, +) / Double(years)
    let met = Double(minutes.filter { $0 <= 52.596 }.count) / Double(years)
    print("R01", mean, met)
    #expect(abs(mean - 11.078) < 0.61)
    #expect(abs(met - 0.96011) < 0.0057)
  }

  /// Active-active on the accelerated twin, where the product form stays exact: U = 7.2195e-3.
  @Test func activeActiveAgreesWithTheProductForm() throws {
    let years = 1000
    let minutes = try ReferenceModel(activeActive: true, acceleration: 100).downtimes(years: years, seed: 1)
    let shares = minutes.map { $0 / 525_960 }
    let mean = shares.reduce(0, +) / Double(years)
    let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(years - 1)
    let error = (variance / Double(years)).squareRoot()
    print("B05", mean, error)
    #expect(error / mean < 0.017)
    #expect(abs(mean - 7.2195e-3) < 4 * error)
  }
}
