import EventKernel
import Testing

@testable import FailoverSimulation

/// The ledger by itself: no plan, no clocks, amounts booked by hand.
@Suite struct OpenOutageTests {
  /// Watches with a holding time of 60 s and books of two failure modes.
  struct Book {
    var ledger = Ledger()
    var meters = Meters(modes: 2, classes: 0, sites: 1)
    var procedures: ContiguousArray<Procedure> = [Procedure()]
    var components: ContiguousArray<Estate.Component> = [.init(), .init()]

    /// - Returns: Whether an outage began.
    mutating func observe(_ isMet: Bool, at seconds: Double, faultAt: Double = 0) -> Bool {
      let change = ledger.observe(isMet: isMet, at: time(seconds), hold: Span(seconds: 60), &meters)
      guard change == .opened else { return false }
      ledger.begin(at: time(seconds), cause: Cause(mode: 1, clock: 1, since: time(faultAt)), contributing: 0)
      return true
    }

    mutating func expire(at seconds: Double) {
      guard case .closed(let end) = ledger.expire(at: time(seconds)) else { return }
      ledger.close(at: end, scene(at: seconds), horizon: time(1000), &meters)
    }

    mutating func noteEnding(at seconds: Double) { ledger.noteEnding(scene(at: seconds)) }

    func scene(at seconds: Double) -> Scene {
      Scene(now: time(seconds), procedures: procedures, components: components)
    }
  }

  /// Missed at 10 s, reached at 20 s, missed again at 50 s: one outage until 100 s. What was lost between belongs to it.
  @Test func anOutageThatGoesOnKeepsWhatWasLostMeanwhile() {
    var book = Book()
    var hasBegun = book.observe(false, at: 10, faultAt: 8)
    #expect(hasBegun && book.ledger.isOpen)
    book.ledger.lose(100, &book.meters)
    hasBegun = book.observe(true, at: 20)
    #expect(!hasBegun)
    book.ledger.lose(7, &book.meters)
    hasBegun = book.observe(false, at: 50)
    #expect(!hasBegun)
    book.ledger.lose(1, &book.meters)
    _ = book.observe(true, at: 100)
    book.expire(at: 159)
    #expect(book.ledger.isOpen)
    book.expire(at: 160)
    #expect(book.ledger.isClear && book.meters.outages.count == 1)
    let outage = book.meters.outages[0]
    #expect((outage.start, outage.end, outage.faultAt) == (time(10), time(100), time(8)))
    #expect(outage.lost == 108 && outage.cause == 1 && outage.recoverySeconds == 92)
    #expect(book.meters.amounts.lost == 108 && book.meters.lostOutside == [0, 0, 0])
  }

  /// What is lost while the threshold holds belongs to no outage, and to its cause.
  @Test func lossesAfterTheEndLieOutside() {
    var book = Book()
    _ = book.observe(false, at: 10)
    book.ledger.lose(100, &book.meters)
    _ = book.observe(true, at: 20)
    book.ledger.lose(7, &book.meters)
    book.expire(at: 80)
    #expect(book.meters.outages.map(\.lost) == [100])
    #expect(book.meters.lostOutside == [0, 7, 0] && book.meters.amounts.lost == 107)
  }

  /// Missed and reached at one instant, and missed again within the holding time: the first was none.
  @Test func anOutageOfNoTimeIsNone() {
    var book = Book()
    _ = book.observe(false, at: 10)
    book.ledger.lose(3, &book.meters)
    book.ledger.lose(StateLoss(cut: 5), &book.meters)
    _ = book.observe(true, at: 10)
    book.ledger.lose(4, &book.meters)
    let hasBegun = book.observe(false, at: 30, faultAt: 30)
    #expect(hasBegun)
    #expect(book.meters.lostOutside == [0, 7, 0])
    #expect(book.meters.amounts.stateLossOutside == StateLoss(cut: 5))
    #expect(book.ledger.open?.start == time(30) && book.ledger.open?.lost == 0)
  }

  /// Conversations belong to the open outage, or to none; both are counted.
  @Test func conversationsAreBookedOnce() {
    var book = Book()
    book.ledger.lose(StateLoss(lost: 2), &book.meters)
    _ = book.observe(false, at: 10)
    book.ledger.lose(StateLoss(cut: 3), &book.meters)
    _ = book.observe(true, at: 20)
    book.expire(at: 80)
    #expect(book.meters.outages.map(\.stateLoss) == [StateLoss(cut: 3)])
    #expect(book.meters.amounts.stateLoss == StateLoss(cut: 3, lost: 2))
    #expect(book.meters.amounts.stateLossOutside == StateLoss(lost: 2))
  }

  /// The failover of the outage's own cause that serves by then, or else what happened to the cause, or else another failover, or
  /// else demand.
  @Test func whatEndsAnOutageIsAskedWhenItEnds() {
    func ending(_ change: (inout Book) -> Void) -> OutageEnd {
      var book = Book()
      book.components[1].isDown = true
      _ = book.observe(false, at: 10)
      change(&book)
      _ = book.observe(true, at: 100)
      book.noteEnding(at: 100)
      // What comes after that no longer counts.
      book.components[1].isDown.toggle()
      book.procedures[0] = Procedure()
      book.expire(at: 160)
      return book.meters.outages[0].endedBy
    }
    func answer(to clock: Int32, moved: Bool = true, by moment: Double = 90) -> Procedure {
      let incident = Incident(clock: clock, ordinal: 0)
      var procedure = Procedure(detecting: incident, lostAt: time(10), after: Procedure())
      if moved { procedure.makeChange(at: time(moment), .over(0), over: .zero) }
      procedure.open(at: time(moment), letting: 1_000_000)
      procedure.finish(openedAt: time(moment), reachedAt: time(moment), gate: nil)
      return procedure
    }
    #expect(ending { _ in } == .demand)
    #expect(ending { $0.components[1].isDown = false } == .repair)
    #expect(ending { $0.procedures[0] = answer(to: 1) } == .failover)
    // That of another failure, if it has moved its traffic in this outage.
    #expect(ending { $0.procedures[0] = answer(to: 0) } == .failover)
    #expect(ending { $0.procedures[0] = answer(to: 0, by: 9) } == .demand)
    #expect(ending { $0.procedures[0] = answer(to: 1, moved: false) } == .demand)
    #expect(ending { $0.ledger.noteEjection(at: time(100)) } == .ejection)
    #expect(ending { $0.ledger.noteEjection(at: time(99)) } == .demand)
    // One that is over is remembered, as far as it had come.
    #expect(ending { $0.ledger.noteEnd(of: answer(to: 1)) } == .failover)
    #expect(ending { $0.ledger.noteEnd(of: answer(to: 0)) } == .demand)
  }

  /// A branch's failover time waits for the outage of its own incident.
  @Test func theFailoverTimeIsThatOfTheCause() {
    var book = Book()
    book.ledger.noteFailover(of: Incident(clock: 1, ordinal: 0), takes: 240)
    book.ledger.noteFailover(of: Incident(clock: 0, ordinal: 0), takes: 90)
    for (from, to) in [(10.0, 20.0), (200.0, 230.0)] {
      _ = book.observe(false, at: from)
      _ = book.observe(true, at: to)
      book.expire(at: to + 60)
    }
    #expect(book.meters.outages.map(\.failoverSeconds) == [240, nil])
  }

  /// The data end while the threshold holds: the outage has not ended, and has all that was lost.
  @Test func anOutageThatTheDataCutShortIsUnfinished() {
    var book = Book()
    _ = book.observe(false, at: 10)
    book.ledger.lose(100, &book.meters)
    _ = book.observe(true, at: 20)
    book.ledger.lose(7, &book.meters)
    book.ledger.close(
      at: time(1000), isCutShort: true, book.scene(at: 40), horizon: time(1000), &book.meters)
    #expect(book.meters.outages.map(\.endedBy) == [.unfinished] && book.meters.outages.map(\.lost) == [107])
    #expect(book.meters.lostOutside == [0, 0, 0])
  }
}

private func time(_ seconds: Double) -> SimTime { SimTime(seconds: seconds) }
