import Costing
import Experiments
import Foundation
import ServiceModel

/// One design of a search: what was set, and what came of it.
public struct SearchCandidate: Sendable {
  /// A path and the value that was laid over the plan there; `design` names the plan's own design.
  public struct Setting: Equatable, Sendable {
    public let path: String
    public let text: String

    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// What the settings make of the plan.
  public enum Form: Sendable {
    indirect case service(Service)
    /// The settings contradict each other or the plan: the first problem in words.
    case refused(String)
  }

  public let settings: [Setting]
  public let form: Form

  public init(settings: [Setting], form: Form) {
    self.settings = settings
    self.form = form
  }

  /// `warm-standby, buffer 25%`: what a share is of, and that a site is one, goes without saying.
  public var label: String {
    settings.map { setting in
      let text =
        setting.text.components(separatedBy: "% of ").count == 2
        ? setting.text.prefix { $0 != "%" } + "%" : setting.text[...]
      let path = setting.path.hasPrefix("sites.") ? setting.path.dropFirst(6) : setting.path[...]
      return setting.path == "design" ? setting.text : "\(path) \(text)"
    }.joined(separator: ", ")
  }

  var service: Service? {
    guard case .service(let service) = form else { return nil }
    return service
  }

  /// Dollars a year that the design costs whatever happens: what it holds, without what failovers rent and without
  /// traffic. Never above the simulated cost, credits aside.
  var costBound: Double? {
    service.map { CostSheet(of: $0, usage: .nothing(for: $0), studyID: "").amortisedYear.dollars }
  }
}

/// What one candidate did in one world: all that a search keeps of it.
public struct SimulatedBlock: Equatable, Sendable {
  /// The candidate and the world, by their numbers.
  public let candidate: Int
  public let world: Int
  /// Cost of a year, in dollars.
  public let dollars: Double
  /// How many replications there were, and their mean lost minutes a year.
  public let replications: Int
  /// Mean over the replications, of a year of 8766 h.
  public let meanLostMinutes: Double
  /// Of each whole year in them.
  public let lostMinutes: [Double]
  /// By objective: how many years, outages or failovers kept it, and of how many.
  public let kept: [Int]
  /// Of how many.
  public let judged: [Int]
  /// From the fault to traffic at another site, for each outage of a region.
  public let failoverSeconds: [Double]
  /// Lost minutes a year by cause; the last is overload.
  public let causeMinutes: [Double]

  public init(
    candidate: Int, world: Int, dollars: Double, replications: Int, meanLostMinutes: Double, lostMinutes: [Double],
    kept: [Int], judged: [Int],
    failoverSeconds: [Double], causeMinutes: [Double]
  ) {
    self.candidate = candidate
    self.world = world
    self.dollars = dollars
    self.replications = replications
    self.meanLostMinutes = meanLostMinutes
    self.lostMinutes = lostMinutes
    self.kept = kept
    self.judged = judged
    self.failoverSeconds = failoverSeconds
    self.causeMinutes = causeMinutes
  }

  init(_ record: WorldRecord, of service: Service, candidate: Int, world: Int) {
    let one = DesignRecord(service: service, worlds: [record])
    let verdicts = ObjectiveVerdict.all(one)
    let usage = SimulatedUsage(record, of: service)
    self.init(
      candidate: candidate, world: world,
      dollars: CostSheet(of: service, usage: usage, studyID: "").amortisedYear.dollars,
      replications: record.replications.count, meanLostMinutes: record.lostMinutes,
      lostMinutes: record.years.map(\.lostMinutes), kept: verdicts.map { $0.worlds.first?.met ?? 0 },
      judged: verdicts.map { $0.worlds.first?.years ?? 0 },
      failoverSeconds: record.outages.filter {
        $0.cause < service.failures.count && service.failures[$0.cause].scope == .region
      }.compactMap(\.failoverSeconds),
      causeMinutes: CauseLoss.all(one).map(\.lostMinutes))
  }

  /// One line of text; `SimulatedBlock(line:)` gives the same numbers to the last bit.
  public var line: String {
    func list(_ values: some Sequence<some CustomStringConvertible>) -> String {
      values.map(\.description).joined(separator: " ")
    }
    return [
      "\(candidate)", "\(world)", "\(dollars)", "\(replications)", "\(meanLostMinutes)", list(lostMinutes), list(kept),
      list(judged), list(failoverSeconds),
      list(causeMinutes), "end",
    ].joined(separator: ";")
  }

  /// Reads a line; nil where it is none or was cut off.
  public init?(line: some StringProtocol) {
    let parts = line.split(separator: ";", omittingEmptySubsequences: false)
    guard parts.count == 11, parts[10] == "end", let candidate = Int(parts[0]), let world = Int(parts[1]),
      let dollars = Double(parts[2]), let replications = Int(parts[3]), let mean = Double(parts[4])
    else { return nil }
    func numbers(_ part: Int) -> [Double] { parts[part].split(separator: " ").compactMap { Double($0) } }
    func counts(_ part: Int) -> [Int] { parts[part].split(separator: " ").compactMap { Int($0) } }
    self.init(
      candidate: candidate, world: world, dollars: dollars, replications: replications, meanLostMinutes: mean,
      lostMinutes: numbers(5), kept: counts(6), judged: counts(7), failoverSeconds: numbers(8), causeMinutes: numbers(9)
    )
  }
}
