import CapacityPlanning
import Experiments
internal import Intake
import OutputAnalysis
import ServiceModel

/// A buffer curve for a terminal: the requirement, a row for each purchasable fleet, the terms, and the answer.
public struct SizeTable: Sendable {
  private let sized: SizedDesign
  private let width: Int

  private let growths: [Double]

  /// - Parameter growths: Of a year, for which it says until when fleets are enough.
  private let showsDetails: Bool

  public init(_ sized: SizedDesign, width: Int, growths: [Double] = [], showsDetails: Bool = false) {
    self.showsDetails = showsDetails
    self.sized = sized
    self.growths = growths
    self.width = width
  }

  public var lines: [String] {
    let all = SizeConclusions(sized, growths: growths)
    guard showsDetails else { return heading + [""] + curve + [""] + wrapped(all.decisive + [SizeTable.more]) }
    let plot = SizePlot(sized: sized).lines(width: width)
    return heading + [""] + curve + [""] + (plot.isEmpty ? [] : plot + [""])
      + SizeTable.terms(sized, width: width)
      + SizeTable.replacements(sized, width: width) + [""] + wrapped(all.decisive + all.others)
  }

  private static let more = "--details adds every term, what could stand in for buffer, and how each figure is counted."

  private func wrapped(_ sentences: [String]) -> [String] {
    sentences.flatMap { Wording.wrapped($0, width: min(width, 120)) }
  }

  private var service: Service { sized.service }

  private var heading: [String] {
    let years = sized.points.map(\.years)
    let (fewest, most) = (Wording.count(years.min() ?? 0), Wording.count(years.max() ?? 0))
    let perReplica = Wording.trimmed(service.replica.ratedRPS)
    let total = sized.requirementNodes.reduce(0, +)
    let objective = service.promisedAvailability.map { promise in
      let line = promise.objective
      return
        "\(promise.trafficClass.map { "\($0) " } ?? "")\(Wording.availability(line.atLeast)) of \(line.figure.rawValue) "
        + "(\(Wording.minutes((1 - line.atLeast) * Horizon.yearMinutes)) minutes) "
        + "in \(Wording.percent(line.share)) of years"
    }
    let peaks = service.peaksByOrigin == nil ? "" : ", each site at its own peak"
    return Wording.wrapped(
      "\(service.name), \(service.design.name): \(sized.points.count) fleets, \(fewest == most ? "" : "\(fewest) to ")"
        + "\(most) years each, the same failures and traffic; seed \(sized.size.seed)", width: width)
      + Wording.wrapped("objective: " + objective.joined(separator: "; "), width: width)
      + Wording.wrapped(
        "requirement: \(Wording.trimmed(service.traffic.peakRPS)) rps at the planning peak (P99.9 of 5-minute demand) "
          + "over \(perReplica) rps a replica\(peaks) = \(service.requirementReplicas) replicas, \(total) nodes"
          + (sized.requirementNodes.count > 1
            ? " ("
              + service.servingSites.enumerated().map { "\($1.name) \(sized.requirementNodes[$0])" }
              .joined(separator: ", ") + ")" : ""),
        width: width)
  }

  private var curve: [String] {
    var table = TextTable()
    let isScaled = service.autoscaling != nil
    let holdsReserve = sized.points.contains { $0.reserveNodes > 0 }
    let target = service.objectives.availability.first.map { Wording.availability($0.atLeast) } ?? ""
    let meets = promisesApart ? "kept least" : "meet \(target)"
    table.append(
      (isScaled ? ["FLOOR a site", "nodes at peak"] : ["NODES"]) + ["of R", meets, "verdict"]
        + (sized.uncertainPeak == nil ? [] : ["any peak", "verdict"])
        + [
          "\(Wording.money) M/y", "lost min/y", "\(Wording.money)/min saved", "full", "site lost", "replicas",
          holdsReserve ? "above R" : "buffer",
        ]
        + (holdsReserve ? ["reserve", "buffer"] : [])
        + ["of installed", "availability", "step \(Wording.money) k", "step min", "years"])
    for (index, point) in sized.points.enumerated() {
      table.append(row(point, before: index > 0 ? sized.points[index - 1] : nil, isScaled, holdsReserve))
    }
    let shown = showsDetails ? table.lines(width: width) : table.fitting(width: width)
    guard showsDetails else {
      return shown + wrapped(["* \(mark). of R: ready replicas above the requirement R, as a share of it."])
    }
    return shown
      + Wording.wrapped(
        "* \(mark). \(holdsReserve ? "above R" : "buffer"): ready replicas above R = \(service.requirementReplicas) "
          + "at the planning peak"
          + (holdsReserve ? "; reserve: those that a lost site would take up; buffer: the others" : "")
          + "; of R, of installed: the same as shares. full, site lost: the fullest site at the planning peak. "
          + "step: against the row above, paired; -: not told from zero.", width: width)
  }

  /// Availability by requests with four decimals; never rounded up to a whole.
  private func availability(_ lostMinutes: Double) -> String {
    let percent = 100 * (1 - lostMinutes / Horizon.yearMinutes)
    return Wording.fixed(lostMinutes > 0 ? min(percent, 99.9999) : percent, 4) + " %"
  }

  /// Whether classes or services are promised their own.
  private var promisesApart: Bool { service.promisedAvailability.contains { $0.trafficClass != nil } }

  private var mark: String {
    if case .answer = sized.conclusion {
      return sized.uncertainPeak == nil
        ? "the answer"
        : "the answer with the peak at its middle; ** over the uncertain peak, where each world has a peak of its own "
          + "(any peak; -: not judged)"
    }
    return "where more stops helping"
  }

  private func row(_ point: BufferPoint, before: BufferPoint?, _ isScaled: Bool, _ holdsReserve: Bool) -> [String] {
    let marks =
      (point.step == sized.conclusion.point.step ? " *" : "")
      + (point.step == sized.uncertainPeak?.answer?.step ? " **" : "")
    let nodes = point.nodes.map(String.init).joined(separator: "+") + marks
    let above = point.replicasAboveRequirement
    let minutes = point.lostMinutes
    let share = point.objectiveShare
    var cells = isScaled ? ["\(point.floor ?? 0)", nodes] : [nodes]
    cells += [
      Wording.percentPoint(above / Double(service.requirementReplicas)),
      share.map { (promisesApart ? "\(point.leastKept?.subject.trafficClass ?? "all") " : "") + Wording.share($0) }
        ?? "-",
      point.verdict.rawValue,
    ]
    if let uncertain = sized.uncertainPeak {
      let fleet = uncertain.fleet(at: point.step)
      cells += [
        fleet?.shares.first.map { "\(Wording.percentPoint($0.estimate)) +-\(Wording.percentPoint($0.halfWidth))" }
          ?? "-",
        fleet?.verdict.rawValue ?? "-",
      ]
    }
    let step = before.map { CurveStep(from: $0, to: point) }
    cells += [
      Wording.fixed(point.dollars / 1e6, 2),
      "\(Wording.minutes(minutes.estimate)) +-\(minutes.isExact ? "exact" : Wording.minutes(minutes.halfWidth))",
      step?.dollarsPerMinute.map(Wording.dollars) ?? "-", Wording.wholePercent(point.utilization),
      point.utilizationSiteLost.map(Wording.wholePercent) ?? "-", "\(point.replicas)", Wording.replicas(above),
    ]
    if holdsReserve { cells += [Wording.replicas(point.reserveReplicas), Wording.replicas(point.bufferReplicas)] }
    cells += [
      Wording.percentPoint(sized.shareOfInstalled(above, point)), availability(minutes.estimate),
      step.map { Wording.fixed($0.dollars / 1e3, 0) } ?? "-", step?.savedMinutes.map(Wording.minutes) ?? "-",
      Wording.count(point.years),
    ]
    return cells
  }
}

/// What one row of a curve adds to the row above it.
struct CurveStep {
  let dollars: Double
  /// Lost minutes a year that it avoids; nil where they cannot be told from none.
  let savedMinutes: Double?
  /// Paired difference of the lost minutes, second less first.
  let minutes: Interval
  var dollarsPerMinute: Double? { savedMinutes.map { dollars / $0 } }

  init(from first: BufferPoint, to second: BufferPoint) {
    dollars = second.dollars - first.dollars
    minutes = second.lostMinutes(above: first)
    savedMinutes = minutes.high < 0 ? -minutes.estimate : nil
  }
}

extension SizedDesign {
  /// Some of a fleet's replicas as a share of all that are ready at the planning peak.
  func shareOfInstalled(_ replicas: Double, _ point: BufferPoint) -> Double {
    let rated = Double(service.requirementReplicas) + point.replicasAboveRequirement
    return rated > 0 ? replicas / rated : 0
  }

  /// Dollars a year above the requirement without any buffer.
  func addedDollars(_ point: BufferPoint) -> Double { point.dollars - withoutBuffer.dollars }
}

extension Wording {
  /// A number without needless zeros.
  static func trimmed(_ value: Double) -> String {
    value == value.rounded() ? String(nearestWhole(value)) : String(value)
  }

  /// A share in percent with one decimal.
  static func percentPoint(_ share: Double) -> String { fixed(share * 100, 1) + " %" }

  /// A share in whole percent.
  static func wholePercent(_ share: Double) -> String { fixed(share * 100, 0) + " %" }

  /// Replicas; with one decimal where sites of unlike throughput make them fractional.
  static func replicas(_ count: Double) -> String {
    abs(count - count.rounded()) < 1e-9 ? String(Int(count.rounded())) : fixed(count, 1)
  }
}
