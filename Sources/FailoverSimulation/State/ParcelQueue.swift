import EventKernel

/// Requests that wait for capacity: those of one class, one step of demand and one cause, that came at one rate.
///
/// They are served from the first on, and the first is the one whose time is up first. So what is left are those whose
/// deadlines lie between an instant and `last`, and a number is enough to say since which.
struct Parcel: Equatable, Sendable, BitwiseCopyable {
  var trafficClass: Int32
  var cause: Cause
  /// The step of demand in which they came.
  var step: Int32
  /// How many came in a second, in millionths.
  var rate: Int64
  /// Deadlines of the first and of the last that came.
  var first: SimTime
  var last: SimTime
  /// Served or failed so far, 1e15 to a request.
  var gone: Int128 = 0

  var amount: Int128 { due(by: last) - gone }

  /// How much of it had a deadline up to an instant.
  func due(by time: SimTime) -> Int128 { Int128(rate) * Int128(max(0, (min(time, last) - first).nanoseconds)) }

  /// Whether the first of those who wait has waited too long, or does now.
  func isExpiring(at now: SimTime) -> Bool { first <= now && gone <= due(by: now) }
}

/// Parcels in the order of the deadlines of their first: those whose time is up stand in front, and only these and the
/// first are looked at, however many wait.
struct ParcelQueue: Equatable, Sendable {
  private var parcels: ContiguousArray<Parcel> = []

  var isEmpty: Bool { parcels.isEmpty }

  /// What waits in all; 1e15 to a request.
  var total: Int128 { parcels.reduce(0) { $0 + $1.amount } }

  /// The one that is served.
  var first: Parcel? { parcels.first }

  /// Why those wait who came last.
  var latestCause: Cause? { parcels.last?.cause }

  /// Why requests fail now that have waited; nil where none does.
  func causeOfExpiry(at now: SimTime) -> Cause? {
    for parcel in parcels {
      guard parcel.first <= now else { return nil }
      if parcel.isExpiring(at: now) { return parcel.cause }
    }
    return nil
  }

  /// How fast requests fail whose time is up; only the first parcel is served.
  func expireRate(at now: SimTime, drainRate: Int64) -> Int64 {
    var rate: Int64 = 0
    for index in parcels.indices {
      guard parcels[index].first <= now else { break }
      rate += expiring(index, at: now, drainRate: drainRate)
    }
    return rate
  }

  private func expiring(_ index: Int, at now: SimTime, drainRate: Int64) -> Int64 {
    let parcel = parcels[index]
    guard parcel.isExpiring(at: now) else { return 0 }
    return index == 0 ? max(0, parcel.rate - drainRate) : parcel.rate
  }

  /// What fails of a parcel; 1e15 to a request.
  struct Expiry {
    var parcel: Parcel
    var amount: Int128
  }

  /// Those fail whose time is up in a stretch that begins now, before anybody joins.
  ///
  /// - Parameter counted: How much of the stretch is booked, in nanoseconds as `span` is.
  /// - Returns: What is to be booked.
  mutating func fail(
    from now: SimTime, over span: Int128, counted: Int128, drainRate: Int64
  ) -> ContiguousArray<Expiry> {
    var failing: ContiguousArray<Expiry> = []
    for index in parcels.indices {
      guard parcels[index].first <= now else { break }
      let rate = expiring(index, at: now, drainRate: drainRate)
      guard rate > 0 else { continue }
      if counted > 0 { failing.append(Expiry(parcel: parcels[index], amount: Int128(rate) * counted)) }
      parcels[index].gone += Int128(rate) * span
    }
    return failing
  }

  /// What the rates have left over, by their rounding to an instant, of those whose time is up.
  mutating func failLate(at now: SimTime) -> ContiguousArray<Expiry> {
    var failing: ContiguousArray<Expiry> = []
    for index in parcels.indices {
      let parcel = parcels[index]
      guard parcel.first <= now else { break }
      let late = parcel.due(by: now) - parcel.gone
      guard late > 0 else { continue }
      parcels[index].gone += late
      failing.append(Expiry(parcel: parcel, amount: late))
    }
    leave(upTo: now)
    return failing
  }

  /// Those who came last go on coming, or others begin to wait. Since when it has been their cause does not part them:
  /// demand beyond capacity begins anew at every instant.
  mutating func join(_ new: Parcel) {
    var index = parcels.count
    while index > 0 {
      index -= 1
      let other = parcels[index]
      guard
        other.trafficClass == new.trafficClass && other.step == new.step && other.cause.mode == new.cause.mode
          && other.cause.clock == new.cause.clock && other.last == new.first && other.rate == new.rate
      else { continue }
      parcels[index].last = new.last
      return
    }
    // Those whose time is up first are served first; of equal ones those who came first.
    var place = parcels.count
    while place > 0 && parcels[place - 1].first > new.first { place -= 1 }
    parcels.insert(new, at: place)
  }

  /// So much of what waits is answered, and whoever is through leaves.
  mutating func serve(_ amount: Int128, at now: SimTime) {
    var left = amount
    var index = 0
    while left > 0 && index < parcels.count {
      let part = min(left, parcels[index].amount)
      parcels[index].gone += part
      left -= part
      index += 1
    }
    leave(upTo: now)
  }

  /// Whoever has been served or has failed stands in front of those whose time is not up, or before the last served.
  private mutating func leave(upTo now: SimTime) {
    var index = 0
    while index < parcels.count {
      if parcels[index].amount <= 0 {
        parcels.remove(at: index)
      } else if parcels[index].first <= now {
        index += 1
      } else {
        return
      }
    }
  }

  /// When the waiting requests change by themselves: the first has waited too long, a parcel has been served, or all are.
  ///
  /// - Parameter isGrowing: Whether those who come now join the first.
  func nextChange(after now: SimTime, drainRate: Int64, isGrowing: Bool) -> SimTime {
    guard let oldest = parcels.first else { return .never }
    var next = SimTime.never
    for index in parcels.indices {
      let parcel = parcels[index]
      if parcel.isExpiring(at: now) {
        next = min(next, parcel.last)
      } else if parcel.first > now {
        next = min(next, parcel.first)
        break
      } else {
        // Served ahead of its time: time catches up with it.
        let rate = parcel.rate - (index == 0 ? drainRate : 0)
        if rate > 0 { next = min(next, now + ParcelQueue.span(of: parcel.gone - parcel.due(by: now), at: rate)) }
      }
    }
    let net = drainRate + expiring(0, at: now, drainRate: drainRate) - (isGrowing ? oldest.rate : 0)
    return net > 0 ? min(next, now + ParcelQueue.span(of: oldest.amount, at: net)) : next
  }

  private static func span(of amount: Int128, at rate: Int64) -> Span {
    Span(
      nanoseconds: Int64(
        min((amount + Int128(rate) - 1) / Int128(rate), Int128(Span.hours(24 * 366).nanoseconds))))
  }
}
