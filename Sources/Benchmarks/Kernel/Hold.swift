import CxxLoops
import EventKernel

/// The hold model (Jones, *Communications of the ACM* 29, 1986): the first of `size` events is taken and comes back an
/// Exp(1) time later.
struct Hold {
  struct Event: OrderedEvent {
    var index: UInt32
    var rank: Int { 0 }
    var subject: Int { Int(index) }
  }

  private var calendar: EventQueue<Event>
  private var generator: Xoshiro

  init(size: Int, seed: UInt64) {
    calendar = EventQueue(minimumCapacity: size)
    generator = Xoshiro(seed: seed)
    for index in 0..<size {
      calendar.schedule(Event(index: UInt32(index)), at: .zero + generator.exponential(mean: 1e9))
    }
  }

  /// Runs some holds and returns the time reached, in seconds.
  mutating func run(_ holds: Int) -> Double {
    for _ in 0..<holds {
      guard let (now, event) = calendar.next() else { break }
      calendar.schedule(event, at: now + generator.exponential(mean: 1e9))
    }
    return calendar.now.seconds
  }
}

/// The same over `ClockHeap`, where each event is a clock with a slot of its own.
struct ClockHold {
  private var clocks: ClockHeap
  private var generator: Xoshiro

  init(size: Int, seed: UInt64) {
    var generator = Xoshiro(seed: seed)
    clocks = ClockHeap(ContiguousArray((0..<size).map { _ in .zero + generator.exponential(mean: 1e9) }))
    self.generator = generator
  }

  mutating func run(_ holds: Int) -> Double {
    var reached = SimTime.zero
    for _ in 0..<holds {
      guard let (slot, now) = clocks.earliest else { break }
      reached = now
      clocks.set(slot, to: now + generator.exponential(mean: 1e9))
    }
    return reached.seconds
  }
}

/// The hand-written C++ hold loop.
final class CxxHoldLoop {
  private let hold: OpaquePointer

  init(size: Int, seed: UInt64) { hold = cxx_hold_create(Int64(size), seed) }
  deinit { cxx_hold_destroy(hold) }

  func run(_ holds: Int) -> Double { cxx_hold_run(hold, Int64(holds)) }
}
