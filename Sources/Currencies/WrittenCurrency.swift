import Synchronization

/// The currency in which whatever is written just now is written.
///
/// An amount is a number to everything that reckons, and meets its currency only where it becomes a text or a name. There the
/// writer asks here, so that no amount passes through a hundred signatures beside its currency, and none is left out. It is
/// bound to a task and those that it starts, never to the process: two studies that are written at once cannot meet.
public final class WrittenCurrency: Sendable {
  private let study: Mutex<StudyCurrency>

  private init(_ study: StudyCurrency) { self.study = Mutex(study) }

  @TaskLocal private static var current: WrittenCurrency?

  /// That of the study at hand; dollars where nobody has said.
  public static var study: StudyCurrency { current?.study.withLock { $0 } ?? .dollars }

  /// Writes in the currency of a study.
  public static func writing<Result>(_ study: StudyCurrency, _ work: () throws -> Result) rethrows -> Result {
    try $current.withValue(WrittenCurrency(study), operation: work)
  }

  /// As the other, for work that waits.
  public static func writing<Result>(
    _ study: StudyCurrency, isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Result
  ) async rethrows -> Result {
    try await $current.withValue(WrittenCurrency(study), operation: work)
  }

  /// Says what a command's study turned out to be counted in, once it has been read; within `writing` alone.
  public static func settle(_ study: StudyCurrency) { current?.study.withLock { $0 = study } }
}

extension Currency {
  /// The currency of the study at hand.
  public static var ofStudy: Currency { WrittenCurrency.study.currency }
}
