import EventKernel

/// Requests that wait for capacity, by when they came: those of one step of demand and one cause together.
struct Parcel: Equatable, Sendable, BitwiseCopyable {
  var trafficClass: Int32
  var cause: Int32
  /// The step of demand in which they came.
  var step: Int32
  /// When the first of them has waited too long.
  var expiresAt: SimTime
  /// 1e15 to a request.
  var amount: Int128
}

/// Parcels in the order of their deadlines: the oldest leave at the front, and who joins looks for its place from the
/// back, where it nearly always is. Of equal deadlines the one that came first goes first.
struct ParcelQueue: Sendable {
  /// What has left stays in front until it is half of all, so that leaving costs nothing.
  private var stored: ContiguousArray<Parcel> = []
  private var front = 0
  /// What waits in all.
  private(set) var total: Int128 = 0

  var isEmpty: Bool { front == stored.count }

  /// The one whose time is up first.
  var first: Parcel? { front < stored.count ? stored[front] : nil }

  /// Joins those of the same class, cause and step, or else stands behind all that expire no later.
  mutating func add(_ parcel: Parcel) {
    total += parcel.amount
    var place = stored.count
    while place > front && stored[place - 1].expiresAt > parcel.expiresAt { place -= 1 }
    // Of one class and step all expire at one time, so that nobody stands further in front.
    var twin = place
    while twin > front && stored[twin - 1].expiresAt == parcel.expiresAt {
      twin -= 1
      let other = stored[twin]
      if other.step == parcel.step && other.trafficClass == parcel.trafficClass && other.cause == parcel.cause {
        stored[twin].amount += parcel.amount
        return
      }
    }
    stored.insert(parcel, at: place)
  }

  /// The oldest leave: so much of all that waits.
  mutating func serve(_ amount: Int128) {
    var left = amount
    while left > 0, let oldest = first {
      if oldest.amount > left {
        stored[front].amount -= left
        total -= left
        return
      }
      left -= oldest.amount
      removeFirst()
    }
  }

  /// The first leaves.
  ///
  /// - Precondition: Somebody waits.
  mutating func removeFirst() {
    total -= stored[front].amount
    front += 1
    guard 2 * front >= stored.count else { return }
    stored.removeFirst(front)
    front = 0
  }
}

extension ParcelQueue: Equatable {
  /// Equal when the same wait, whoever has been there before.
  static func == (a: ParcelQueue, b: ParcelQueue) -> Bool {
    a.total == b.total && a.stored[a.front...] == b.stored[b.front...]
  }
}
