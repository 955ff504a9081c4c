import ArgumentParser
import Experiments
import ModelFiles
import ServiceModel
import Telemetry

/// How series are named and what ordinarily fails; shared by all commands that write or read them.
struct TelemetryOptions: ParsableArguments {
  @Option(
    help: "Names for metrics and labels, a YAML file (with --format openmetrics).",
    completion: .file(extensions: ["yaml", "yml"]))
  var metricsMap: String?

  @Option(help: "Share of requests that end in an error while nothing is broken, by default 0.02%.")
  var ordinaryErrors: String?

  @Option(help: "Share of requests that time out while nothing is broken, by default 0.01%.")
  var ordinaryTimeouts: String?

  @Option(help: "Share of probes that fail while nothing is broken, by default 0.1%.")
  var ordinaryProbes: String?

  /// Whether something is asked for that only series can have.
  var isUsed: Bool {
    metricsMap != nil || ordinaryErrors != nil || ordinaryTimeouts != nil || ordinaryProbes != nil
  }

  func ordinary() throws -> OrdinaryFailures {
    var ordinary = OrdinaryFailures()
    if let ordinaryErrors { ordinary.errors = try share(ordinaryErrors, "--ordinary-errors") }
    if let ordinaryTimeouts { ordinary.timeouts = try share(ordinaryTimeouts, "--ordinary-timeouts") }
    if let ordinaryProbes { ordinary.probes = try share(ordinaryProbes, "--ordinary-probes") }
    return ordinary
  }

  /// The distance of scrapes that was asked for.
  static func scrapeSeconds(_ text: String?, by option: String = "--scrape") throws -> Double {
    guard let text else { return 15 }
    guard let value = try? QuantityKind.duration.value(of: text), (1...3600).contains(value) else {
      throw ValidationError("\(option) must be a duration between 1s and 1h; it is '\(text)'")
    }
    return value
  }

  private func share(_ text: String, _ option: String) throws -> Double {
    guard let value = try? QuantityKind.share.value(of: text), (0...0.5).contains(value) else {
      throw ValidationError("\(option) must be a share between 0% and 50%, such as 0.02%; it is '\(text)'")
    }
    return value
  }

  /// The team's names; those of the catalogue where none are given.
  func map() throws -> MetricsMap { try TelemetryOptions.map(at: metricsMap) }

  static func map(at path: String?) throws -> MetricsMap {
    guard let path else { return MetricsMap() }
    do {
      return try MetricsMap(path: path)
    } catch {
      Terminal.printError(error.description)
      throw ExitCode.badModel
    }
  }

  /// The most samples that are written: some gigabytes of text.
  private static let mostSamples = 30_000_000

  /// The samples of a service over a drill.
  func series(
    of service: Service, size: DrillSize, isPerReplica: Bool, beginsAt: Double? = nil
  ) throws -> SeriesSet {
    let settings = ScrapeSettings(
      seed: size.seed, replication: size.replication, everySeconds: size.everySeconds,
      beginsAt: beginsAt ?? service.beginsAtSeconds, ordinary: try ordinary(), isPerReplica: isPerReplica)
    let map = try map()
    let readings = try counters(service, size: size).readings
    let each = isPerReplica ? 30 * (readings.first?.sites.reduce(0) { $0 + $1.readyReplicas } ?? 0) : 0
    guard readings.count * (100 + each) <= Self.mostSamples else {
      throw ValidationError(
        "--for and --every make \(readings.count) scrapes of some \(100 + each) series, more than \(Self.mostSamples) "
          + "samples. Scrape less often, or a shorter stretch" + (isPerReplica ? ", or without --per-replica" : ""))
    }
    return SeriesSet(readings, of: service, settings).renamed(by: map)
  }
}
