import Experiments
import ServiceModel

/// A record of outages against what a plan predicts of the design that stood: where the record lies among simulated periods
/// of its length, and what it says of the plan's rates and lengths.
public struct Backtest: Sendable {
  public let service: Service
  public let outages: [PastOutage]
  /// Simulated periods, each as long as the record.
  public let periods: Int
  public let seed: UInt64
  public let count: Percentile
  public let minutes: Percentile
  public let longest: Percentile
  /// Where each outage's length lies among the predicted ones of its cause, or of all where its cause is not known; nil
  /// where none was predicted.
  public let lengths: [Double?]
  /// Whether these shares are spread evenly; nil for fewer than five outages.
  public let evenness: EvenSpread?
  /// Failure modes and overload: those that were predicted or that struck.
  public let causes: [CauseUpdate]

  /// Simulates the periods.
  ///
  /// - Parameters:
  ///   - service: The design that stood, with the record's period as its horizon.
  ///   - shortest: The shortest outage that the record would name, in seconds.
  ///   - reach: `high / low` of a failure mode's rate by its name, where the plan gives one.
  ///   - progress: Called after each world with the number that are done.
  /// - Throws: What a plan's compilation throws, and `CancellationError`.
  public init(
    _ service: Service, against outages: [PastOutage], size: StudySize, shortest: Double = 0,
    reach: [String: Double] = [:],
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws {
    let record = try await Study([service], size: size, ledger: .kept, bill: .byPrices).run(progress: progress)[0]
    let predicted = PredictedPeriods(record, shortest: shortest)
    self.service = service
    self.outages = outages
    (periods, seed) = (predicted.count, size.seed)
    let lasted = outages.map { $0.seconds / 60 }
    count = Percentile(of: Double(outages.count), among: predicted.outages)
    minutes = Percentile(of: lasted.reduce(0, +), among: predicted.minutes)
    longest = Percentile(of: lasted.max() ?? 0, among: predicted.longest)
    let all = predicted.allSeconds
    lengths = outages.map { outage in
      let own = outage.cause.map { predicted.secondsByCause[$0] } ?? all
      return own.isEmpty ? nil : Percentile(of: outage.seconds, among: own).share.estimate
    }
    let shares = lengths.compactMap { $0 }
    evenness = shares.count >= 5 ? EvenSpread(shares) : nil
    let known = outages.contains { $0.cause != nil }
    causes =
      !known
      ? []
      : service.causes.enumerated().compactMap { place, cause in
        let observed = outages.filter { $0.cause == place }.map(\.seconds)
        let counts = predicted.outagesByCause[place]
        guard !observed.isEmpty || counts.contains(where: { $0 > 0 }) else { return nil }
        return CauseUpdate(
          name: cause.name, observed: observed, predicted: counts, seconds: predicted.secondsByCause[place],
          mended: predicted.mendedByCause[place], reach: reach[cause.name])
      }
  }

  /// Outages of which the record does not say what caused them.
  public var withoutCause: Int { outages.count { $0.cause == nil } }
}
