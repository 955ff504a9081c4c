import Numerics
import Testing

@testable import QueueingTheory

@Suite struct MarkovChainTests {
  static let pair = MarkovChain(states: 3, [(0, 1, 0.002), (1, 2, 0.001), (1, 0, 0.5), (2, 1, 1.0)])

  @Test func reductionAgreesWithElimination() throws {
    let chain = try CoveredStandby(
      failureRate: 0.002, repairRate: 0.5, coverage: 0.95, switchRate: 20, manualRate: 2
    ).chain
    for (a, b) in zip(try chain.steadyState(), try chain.steadyStateByElimination()) { expectClose(a, b, 1e-9) }
  }

  /// Rates spread over twelve orders: state reduction keeps all digits of a probability near 1e-24.
  @Test func tinyProbabilitiesKeepTheirDigits() throws {
    let chain = MarkovChain(states: 3, [(0, 1, 1e-12), (1, 2, 1e-12), (1, 0, 1), (2, 1, 1)])
    expectClose(try chain.steadyState()[2], 1e-24 / (1 + 1e-12 + 1e-24), 1e-14)
    let birthDeath = BirthDeathChain(births: [1e-12, 1e-12], deaths: [1, 1])
    expectClose(birthDeath.steadyState[2], 1e-24 / (1 + 1e-12 + 1e-24), 1e-14)
  }

  @Test func passageTimes() throws {
    expectClose(try Self.pair.meanPassage(to: [2])[0], 251_500)
    #expect(try Self.pair.meanPassage(to: [2])[2] == 0)
    expectClose(try Self.pair.meanPassage(to: [0])[2], 1 + 1 / 0.5 * (1 + 0.001))
    let chain = BirthDeathChain(births: [0.002, 0.001], deaths: [0.5, 1])
    expectClose(chain.meanPassage(from: 0, up: 2), 251_500)
    expectClose(chain.meanPassage(from: 2, down: 0), 1 + 1 / 0.5 * (1 + 0.001))
    expectClose(
      chain.meanPassage(from: 0, up: 2), 500 + chain.meanPassage(from: 1, up: 2))
  }

  /// Up and down a ladder of six states, against the recursion of birth-death chains.
  @Test func passageOfALadder() throws {
    let births = [1.0, 0.5, 2, 0.1, 3]
    let deaths = [0.3, 4, 1, 2, 0.7]
    let ladder = BirthDeathChain(births: births, deaths: deaths)
    let chain = MarkovChain(
      states: 6,
      births.enumerated().map { (from: $0.offset, to: $0.offset + 1, rate: $0.element) }
        + deaths.enumerated().map { (from: $0.offset + 1, to: $0.offset, rate: $0.element) })
    for (a, b) in zip(try chain.steadyState(), ladder.steadyState) { expectClose(a, b, 1e-14) }
    let up = try chain.meanPassage(to: [5])
    let down = try chain.meanPassage(to: [0])
    for state in 0..<6 {
      expectClose(up[state], ladder.meanPassage(from: state, up: 5), 1e-13)
      expectClose(down[state], ladder.meanPassage(from: state, down: 0), 1e-13)
    }
  }

  @Test func statesWithoutAWayAreErrors() {
    let oneWay = MarkovChain(states: 2, [(0, 1, 1)])
    #expect(throws: NumericalError.self) { try oneWay.steadyState() }
    #expect(throws: NumericalError.self) { try oneWay.meanPassage(to: [0]) }
  }

  /// Uniformisation against the closed two-state answer, from a short time to half a million jumps.
  @Test(arguments: [0.0, 0.01, 2, 100, 10_000])
  func transientTwoState(time: Double) {
    let chain = MarkovChain(states: 2, [(0, 1, 0.1), (1, 0, 1)])
    let component = TwoStateComponent(failureRate: 0.1, repairRate: 1)
    expectClose(chain.transient(from: [1, 0], at: time)[1], component.pointUnavailability(at: time), 1e-10)
    expectClose(chain.occupation(from: [1, 0], over: time)[1], component.meanDowntime(over: time), 1e-9)
  }

  @Test func poissonWeights() {
    for mean in [0.0, 0.1, 3, 500, 1e6] {
      let weights = PoissonWeights(mean: mean)
      expectClose((weights.first...weights.last).reversed().reduce(0) { $0 + weights.probability($1) }, 1, 1e-12)
    }
    expectClose(PoissonWeights(mean: 3).probability(0), 0.049787068367863944, 1e-14)
    expectClose(PoissonWeights(mean: 3).upperTail(beyond: 0), 1 - 0.049787068367863944, 1e-14)
    #expect(PoissonWeights(mean: 0).probability(0) == 1)
  }

  @Test func linearSystem() throws {
    let solution = try solveLinearSystem([[2, 1], [1, 3]], [3, 5])
    expectClose(solution[0], 0.8)
    expectClose(solution[1], 1.4)
    #expect(throws: NumericalError.self) { try solveLinearSystem([[1, 1], [1, 1]], [1, 2]) }
  }
}
