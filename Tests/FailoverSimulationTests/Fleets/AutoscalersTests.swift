import Control
import EventKernel
import Testing

@testable import FailoverSimulation

/// When autoscalers look at their pools, by themselves.
@Suite struct AutoscalersTests {
  private func time(_ seconds: Double) -> SimTime { SimTime(seconds: seconds) }

  /// One that serves looks at once; others when somebody has them look, at the earliest of all times that were asked for.
  @Test func aLookIsBroughtForwardAndNeverPutOff() {
    var scalers = Autoscalers([.vacancy, .vacancy], serving: [true, false])
    #expect(scalers.due == [.zero, .never] && scalers.earliest == .zero)
    scalers.begin(at: 0)
    #expect(scalers.earliest == .never)
    for seconds in [60.0, 90, 30, 45] { scalers.look(at: 1, noLaterThan: time(seconds)) }
    scalers.look(at: 1, noLaterThan: .never)
    #expect(scalers.due == [.never, time(30)] && scalers.earliest == time(30))
    scalers.stand(.vacancy, due: time(15), at: 0)
    #expect(scalers.earliest == time(15))
  }
}
