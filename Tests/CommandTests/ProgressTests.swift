import Testing

@testable import nines

/// What the line of progress says while work goes on.
@Suite struct ProgressTests {
  /// Work that grows and slows down: what was said is never taken back.
  @Test func timeLeftNeverRisesAndTheShareNeverFalls() {
    var estimate = ProgressEstimate()
    let course: [(done: Int, total: Int, elapsed: Double)] = [
      (10, 100, 1), (20, 100, 2), (25, 200, 5), (30, 200, 40), (150, 200, 60), (200, 200, 80),
    ]
    var said: [ProgressEstimate] = []
    for step in course {
      estimate.update(done: step.done, total: step.total, elapsed: step.elapsed)
      said.append(estimate)
    }
    for (before, after) in zip(said, said.dropFirst()) {
      #expect(after.share >= before.share)
      #expect((after.secondsLeft ?? 0) <= (before.secondsLeft ?? 0))
    }
    // 9 s at first, 8 s then; 200 instead of 100 would ask for 35 s more, and are not said.
    #expect(said.map { $0.secondsLeft } == [9, 8, 8, 8, 8, 0])
    #expect(said[2].text == " 20 %, 8 s left" && said[5].text == "100 %, 0 s left")
  }

  @Test func nothingDoneSaysNothingOfTime() {
    var estimate = ProgressEstimate()
    estimate.update(done: 0, total: 10, elapsed: 3)
    #expect(estimate.text == "  0 %")
    estimate.update(done: 1, total: 0, elapsed: 3)
    #expect(estimate == ProgressEstimate())
  }
}
