import EventKernel
import Stochastics

/// How long clients stay whose resolvers ignore a record's time to live: how many have followed by when.
public struct StayLaw: Sendable {
  /// Nobody stays.
  public static let none = StayLaw(.constant(0))

  private let law: Distribution
  /// When the share that has followed is looked up: sixteen equal parts of the clients, and halves of the last of them
  /// down to less than a millionth.
  private let looks: ContiguousArray<Span>

  public init(_ law: Distribution) {
    self.law = law
    if case .constant(let seconds) = law {
      looks = [Span(seconds: seconds)]
    } else {
      // Written out: as one sum of two closures it took the compiler six seconds.
      var parts: [Double] = (1..<16).map { (sixteenth: Int) -> Double in Double(sixteenth) / 16 }
      parts += (5...21).map { (halving: Int) -> Double in 1 - 1 / Double(1 << halving) }
      var times: ContiguousArray<Span> = [Span(seconds: law.quantile(0x1p-40))]
      for part in parts {
        let time = Span(seconds: law.quantile(part))
        if times[times.count - 1] < time { times.append(time) }
      }
      looks = times
    }
  }

  /// The share of those who stay that has followed after so long.
  func followed(by since: Span) -> Double {
    since >= looks[looks.count - 1] ? 1 : law.cdf(since.seconds)
  }

  /// The mean of that share over a stretch; exact, by the law's limited mean.
  func meanFollowed(from start: Span, to end: Span) -> Double {
    guard start < looks[looks.count - 1] else { return 1 }
    let (a, b) = (start.seconds, end.seconds)
    return min(1, max(0, 1 - (law.limitedMean(b) - law.limitedMean(a)) / (b - a)))
  }

  /// When the share is next looked up after so long; nil where all have followed.
  func look(after since: Span) -> Span? { looks.first { $0 > since } }

  /// The first or the last of these looks that is still to come: before the one nobody has followed, after the other
  /// everybody has. nil where all have.
  func corner(after since: Span) -> Span? {
    since < looks[0] ? looks[0] : since < looks[looks.count - 1] ? looks[looks.count - 1] : nil
  }
}
