import Numerics
import Testing

@testable import QueueingTheory

/// Room for random arrivals where a replica serves several requests at once.
struct SlotStaffingTests {
  /// Oracle K01: 80 erlangs at P(wait) <= 5 % and 20 %.
  @Test func theSquareRootRuleOfTheOracle() throws {
    #expect(try slotsNeeded(offeredLoad: 80, probabilityOfWaiting: 0.05) == 96)
    #expect(try slotsNeeded(offeredLoad: 80, probabilityOfWaiting: 0.20) == 90)
  }

  /// The reference service: 1000 requests a second over replicas of 64 slots that are full at 9.3627 a second.
  @Test func theReferenceServiceAsksFor110ReplicasAnd116AtADispersionOf16() throws {
    let offered = 1000 / 9.3627 * 64
    #expect(Int(offered.rounded()) == 6836)
    func replicas(_ dispersion: Double) throws -> Int {
      (try slotsNeeded(offeredLoad: offered, probabilityOfWaiting: 0.05, dispersion: dispersion) + 63) / 64
    }
    #expect(try replicas(1) == 110)
    #expect(try replicas(16) == 116)
  }
}
