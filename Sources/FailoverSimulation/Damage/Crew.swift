/// A repair crew: so many people, and the components that wait for them, the first to fail first.
struct Crew: Sendable {
  private let people: Int32
  private var busy: Int32 = 0
  private var waiting: ContiguousArray<Int32> = []

  init(people: Int32) { self.people = people }

  /// Somebody sets to work on a component, or it waits.
  ///
  /// - Returns: Whether somebody was free.
  mutating func take(_ clock: Int32) -> Bool {
    guard busy < people else {
      waiting.append(clock)
      return false
    }
    busy += 1
    return true
  }

  /// A component that waits needs nobody any more.
  ///
  /// - Returns: Whether it waited.
  mutating func forget(_ clock: Int32) -> Bool {
    guard let place = waiting.firstIndex(of: clock) else { return false }
    waiting.remove(at: place)
    return true
  }

  /// Somebody has done the work.
  ///
  /// - Returns: What is taken up next.
  mutating func release() -> Int32? {
    guard !waiting.isEmpty else {
      busy -= 1
      return nil
    }
    return waiting.removeFirst()
  }
}
