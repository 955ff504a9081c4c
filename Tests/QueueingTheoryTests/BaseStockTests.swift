import Foundation
import QueueingTheory
import Testing

/// Spare parts that are ordered one for one, by sums over a Poisson number on order.
@Suite struct BaseStockTests {
  /// A tenth of a part an hour, 20 h until one comes, two on the shelf: P(N >= 2) = 1 - 3 e^-2, E[(N - 2)+] = 4 e^-2, and a wait of ten hours
  /// times that.
  @Test func twoPartsByHand() {
    let stock = BaseStock(rate: 0.1, leadTime: 20, parts: 2)
    #expect(abs(stock.meanOnOrder - 2) < 1e-12)
    #expect(abs(stock.probabilityOfWaiting - (1 - 3 * exp(-2))) < 1e-12)
    #expect(abs(stock.meanWaiting - 4 * exp(-2)) < 1e-12)
    #expect(abs(stock.meanWait - 40 * exp(-2)) < 1e-11)
  }

  /// Without a shelf everybody waits for his own order; a long shelf never is empty.
  @Test func theEndsAreKnown() {
    let none = BaseStock(rate: 0.1, leadTime: 20, parts: 0)
    #expect(none.probabilityOfWaiting == 1 && abs(none.meanWait - 20) < 1e-12)
    let many = BaseStock(rate: 0.1, leadTime: 20, parts: 60)
    #expect(many.probabilityOfWaiting < 1e-12 && many.meanWait < 1e-10)
    #expect(BaseStock(rate: 1, leadTime: 0, parts: 1).probabilityOfWaiting == 0)
  }

  /// Infinitely many nodes are a Poisson source: the chain of a source of 100,000 that fail as often together says nearly the same.
  @Test func aLargeFiniteSourceIsNearlyPoisson() {
    let (units, parts, rate, lead) = (100_000.0, 3.0, 0.2, 12.0)
    let chain = BirthDeathChain(
      births: (0..<60).map { min(units, units + parts - Double($0)) * rate / units },
      deaths: (1...60).map { Double($0) / lead })
    let waiting = chain.steadyState.enumerated().reduce(0) { $0 + max(0, Double($1.offset) - parts) * $1.element }
    let stock = BaseStock(rate: rate, leadTime: lead, parts: 3)
    #expect(abs(stock.meanWaiting / waiting - 1) < 1e-3)
  }
}
