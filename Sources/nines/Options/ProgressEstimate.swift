import Foundation

/// How far work is and what is left of it, as it is said: the share never falls and the time left never rises, though the work
/// may turn out to be more than was thought, and some of it slower.
struct ProgressEstimate: Equatable {
  private(set) var share = 0.0
  /// nil until something is done.
  private(set) var secondsLeft: Double?

  /// - Parameters:
  ///   - done: Units of equal size, of `total`.
  ///   - elapsed: Seconds since the beginning.
  mutating func update(done: Int, total: Int, elapsed: Double) {
    guard total > 0, done > 0 else { return }
    let own = min(1, Double(done) / Double(total))
    share = max(share, own)
    secondsLeft = min(secondsLeft ?? .infinity, max(0, elapsed / own - elapsed))
  }

  var text: String {
    let left = secondsLeft.map { String(format: ", %.0f s left", $0) } ?? ""
    return String(format: "%3.0f %%", share * 100) + left
  }
}
