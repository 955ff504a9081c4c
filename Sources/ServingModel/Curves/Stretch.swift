/// Iterations that are alike but for the growth of the cache.
struct Stretch: Sendable, BitwiseCopyable {
  /// When the first begins, in nanoseconds.
  let start: Int64
  /// Nanoseconds of the first iteration, and what each further one takes more.
  let first: Double
  let growth: Double
  /// Prompt tokens in each iteration.
  let prefillTokens: Int64
  private(set) var iterations: Int64
  private(set) var end: Int64

  init(start: Int64, first: Double, growth: Double, prefillTokens: Int64, iterations: Int64) {
    self.start = start
    self.first = first
    self.growth = growth
    self.prefillTokens = prefillTokens
    self.iterations = iterations
    end = 0
    end = endOf(iterations)
  }

  /// When `count` iterations have ended: count × first + growth × count (count - 1) / 2 after the start.
  private func endOf(_ count: Int64) -> Int64 {
    let k = Double(count)
    let length = k * first + growth * k * (k - 1) / 2
    return length < 4e18 ? start + max(count, Int64(length.rounded())) : .max
  }

  /// Ends the stretch with the iteration that is under way at `time`: the first that ends then or later.
  mutating func cut(at time: Int64) {
    guard iterations > 1 && time < end else { return }
    iterations = completed(before: time) + 1
    end = endOf(iterations)
  }

  /// Iterations that have ended before `time`, fewer than all.
  func completed(before time: Int64) -> Int64 {
    let length = Double(max(0, time - start))
    // The positive root of growth k² / 2 + (first - growth / 2) k = length, in the form that is safe for growth = 0.
    let linear = first - growth / 2
    let root = 2 * length / (linear + (linear * linear + 2 * growth * length).squareRoot())
    var count = max(0, min(iterations - 1, Int64(root.rounded(.down))))
    while count > 0 && endOf(count) >= time { count -= 1 }
    while count < iterations - 1 && endOf(count + 1) < time { count += 1 }
    return count
  }
}
