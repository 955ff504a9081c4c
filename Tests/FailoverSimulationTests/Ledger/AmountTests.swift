import Testing

@testable import FailoverSimulation

/// The one list of amounts: a field and its case stand at the same place.
@Suite struct AmountTests {
  @Test func everyFieldHasItsCase() {
    let fields = Mirror(reflecting: Amounts()).children
    #expect(fields.compactMap(\.label) == Amount.allCases.map { "\($0)" })
    #expect(fields.allSatisfy { $0.value is Int128 })
    #expect(MemoryLayout<Amounts>.size == Amount.allCases.count * MemoryLayout<Int128>.stride)
  }

  @Test func anAmountIsAskedForByItsName() {
    var amounts = Amounts()
    for amount in Amount.allCases { amounts[amount] = Int128(amount.rawValue + 1) << 100 }
    let fields = Mirror(reflecting: amounts).children.compactMap { $0.value as? Int128 }
    #expect(fields == Amount.allCases.map { Int128($0.rawValue + 1) << 100 })
    #expect(amounts.lost == 2 << 100 && amounts.changesConflictingOutside == 21 << 100)
  }

  @Test func sumsAndDifferencesGoOverAllOfThem() {
    var (sum, other) = (Amounts(), Amounts())
    for amount in Amount.allCases {
      sum[amount] = Int128(amount.rawValue)
      other[amount] = -2
    }
    sum += other
    #expect(Amount.allCases.allSatisfy { sum[$0] == Int128($0.rawValue - 2) })
    sum -= other
    #expect(Amount.allCases.allSatisfy { sum[$0] == Int128($0.rawValue) })
  }

  /// 1e15 to a request, 1e9 to a second, 1e6 to a conversation.
  @Test func amountsAreCountedInWhatPeopleCount() {
    var amounts = Amounts()
    amounts.lost = 2_500_000_000_000_000
    amounts.missed1 = 90_000_000_000
    amounts.add(StateLoss(cut: 1_500_000, lost: 2, conflicting: 3))
    amounts.addOutside(StateLoss(cut: 4, lost: 5, conflicting: 6))
    #expect(amounts.counted(.lost) == 2.5 && amounts.counted(.missed1) == 90)
    #expect(amounts.counted(.conversationsCut) == 1.5)
    #expect(amounts.stateLoss == StateLoss(cut: 1_500_000, lost: 2, conflicting: 3))
    #expect(amounts.stateLossOutside == StateLoss(cut: 4, lost: 5, conflicting: 6))
  }

  /// What is billed begins with the last amount that grows in calm: `Billed` counts on it.
  @Test func theLastAmountOfACalmCourseIsBilled() {
    #expect(Amount.grownInCalm.last == .rented)
    #expect(Set(Amount.grownInCalm).count == Amount.grownInCalm.count)
  }
}
