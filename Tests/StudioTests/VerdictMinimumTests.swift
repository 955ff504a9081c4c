import Numerics
import OutputAnalysis
import Testing

@testable import Studio

@Suite struct VerdictMinimumTests {
  /// A design whose years keep the objective exactly as often as is asked meets it, so that *misses* is wrong. A page looks
  /// again and again, and the word stands once it was said: over all looks that may say one it is said in fewer than one
  /// course of ten, for shares near and far from one.
  @Test(arguments: [0.5, 0.9, 0.95])
  func looksFromTheLeastYearsAreSeldomWrong(required: Double) {
    var source = SeededSource(state: 5)
    let courses = 1000
    var wrong = 0
    for _ in 0..<courses {
      var worlds = [(met: Int, years: Int)](repeating: (0, 0), count: 40)
      var isWrong = false
      for look in GrowingAnswer.looks {
        for place in worlds.indices {
          while worlds[place].years < look {
            worlds[place].years += 1
            if Double.random(in: 0..<1, using: &source) < required { worlds[place].met += 1 }
          }
        }
        guard 40 * look >= GrowingAnswer.leastJudged else { continue }
        let share = shareOfYearsInterval(worlds, isCertain: false)
        if verdict(share: share, required: required) == .misses { isWrong = true }
      }
      if isWrong { wrong += 1 }
    }
    #expect(wrong < courses / 10, "\(wrong) of \(courses)")
  }
}
