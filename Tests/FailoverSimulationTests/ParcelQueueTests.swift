import EventKernel
import Stochastics
import Testing

@testable import FailoverSimulation

/// The queue of those who wait, beside a plain list that is searched and shifted from the front.
@Suite struct ParcelQueueTests {
  /// What the queue stands for, as one would write it down.
  private struct PlainList {
    var parcels: [Parcel] = []

    mutating func add(_ parcel: Parcel) {
      let same = parcels.lastIndex {
        $0.step == parcel.step && $0.trafficClass == parcel.trafficClass && $0.cause == parcel.cause
      }
      if let same {
        parcels[same].amount += parcel.amount
      } else {
        let place = parcels.firstIndex { $0.expiresAt > parcel.expiresAt } ?? parcels.endIndex
        parcels.insert(parcel, at: place)
      }
    }

    mutating func serve(_ amount: Int128) {
      var left = amount
      while left > 0, let oldest = parcels.first {
        if oldest.amount > left {
          parcels[0].amount -= left
          return
        }
        left -= oldest.amount
        parcels.removeFirst()
      }
    }
  }

  /// Classes of several patience and several causes join, are served and leave; at every instant both hold the same.
  @Test(arguments: 0..<20 as Range<UInt32>)
  func theQueueIsThePlainList(number: UInt32) {
    var stream = RandomStream(key: StreamKey(seed: 8, name: "parcels"), replication: number, purpose: .input)
    func below(_ bound: Int) -> Int { min(bound - 1, Int(stream.nextUniform() * Double(bound))) }
    let deadlines = [Span.hours(1), .hours(4), .hours(4)]
    var (queue, list) = (ParcelQueue(), PlainList())
    var step: Int32 = 0
    for _ in 0..<2_000 {
      switch below(5) {
      case 0: step += 1
      case 1:
        let amount = Int128(below(5_000))
        queue.serve(amount)
        list.serve(amount)
      case 2 where !queue.isEmpty && below(4) == 0:
        queue.removeFirst()
        list.parcels.removeFirst()
      default:
        let index = below(3)
        let parcel = Parcel(
          trafficClass: Int32(index), cause: Int32(below(2)), step: step,
          expiresAt: SimTime(seconds: Double(step) * 300) + deadlines[index], amount: Int128(1 + below(1_000)))
        queue.add(parcel)
        list.add(parcel)
      }
      #expect(queue.first == list.parcels.first && queue.isEmpty == list.parcels.isEmpty)
      #expect(queue.total == list.parcels.reduce(0) { $0 + $1.amount })
    }
    // From here to the end in order.
    while let first = queue.first {
      #expect(first == list.parcels.removeFirst())
      queue.removeFirst()
    }
    #expect(list.parcels.isEmpty && queue.total == 0)
  }

  /// Whoever has been there before, the same who wait are equal.
  @Test func equalityKnowsNoPast() {
    func parcel(_ step: Int32) -> Parcel {
      Parcel(trafficClass: 0, cause: 0, step: step, expiresAt: SimTime(seconds: Double(step)), amount: 5)
    }
    var long = ParcelQueue()
    for step in 0..<10 as Range<Int32> { long.add(parcel(step)) }
    long.serve(15)
    var short = ParcelQueue()
    for step in 3..<10 as Range<Int32> { short.add(parcel(step)) }
    #expect(long == short)
    short.serve(1)
    #expect(long != short)
  }
}
