import Foundation
import Intake
import ModelFiles
import Reports
import ServiceModel

/// How a plan was read, in lines of a width: sizes, objectives, readings, assumptions; and, in details, what theory knows.
func explanation(_ file: PlanFile, width: Int, showsDetails: Bool) throws -> [String] {
  try lines(of: file, width: width, showsDetails: showsDetails).flatMap { wrappedLine($0, width: width) }
}

private func lines(of file: PlanFile, width: Int, showsDetails: Bool) throws -> [String] {
  var lines = ["\(file.name): \(file.services.count) designs"]
  let first = file.services[0]
  let peaks = first.peaksByOrigin == nil ? "" : ", each site at its own peak"
  lines +=
    servicesExplanation(first) ?? [
      "requirement: \(first.requirementReplicas) replicas for a peak of \(number(first.traffic.peakRPS)) requests/s at "
        + "\(number(first.replica.ratedRPS)) a replica\(peaks); buffer \(number(first.sizing.buffer * 100)) % of it; "
        + "\(first.replica.gpus) GPUs a replica" + (first.replica.name == "replica" ? "" : " (\(first.replica.name))")
    ]
  lines += try trafficExplanation(first) + surveyExplanation(first)
  for service in file.services {
    lines.append("design \(service.design.name) (\(service.design.topology.rawValue))")
    for site in service.sites where site.keep > .nothing {
      if let api = site.rented {
        lines.append("  \(site.name): a rented model, up to \(number(api.limitRPS)) requests/s")
        continue
      }
      let standing = service.standingNodes(at: site)
      let grown = service.failoverNodes(at: site)
      let nodes = standing == 1 ? "1 node" : "\(standing) nodes"
      let reserved = service.reservedNodes(at: site)
      lines.append(
        "  \(site.name): keeps \(site.keep.rawValue), \(nodes) standing"
          + (grown > standing ? ", \(grown) after a failover" : "") + (reserved > 0 ? ", \(reserved) reserved" : "")
          + routed(site, service) + lent(site, service) + takeover(site, service, missing: grown - standing - reserved))
      lines += try ceiling(site, service)
      lines += placementExplanation(site, service)
    }
    lines += linkExplanation(service) + spareExplanation(service)
    if showsDetails { lines += twinExplanation(service) }
  }
  lines += objectiveExplanation(first)
  if showsDetails { lines += try curveExplanation(first, width: width) + followingExplanation(file.services) }
  if !file.interpretations.isEmpty {
    lines += ["read as:"] + file.interpretations.map { "  \($0)" }
  }
  if !file.inputs.isEmpty {
    lines.append("uncertain inputs (low and high hold nine cases in ten):")
    lines += file.inputs.map { input in
      let written = file.readings.first { $0.path == input.path && $0.line == input.line }?.text
      return "  line \(input.line): \(input.path) = \(written ?? "\(number(input.low)) to \(number(input.high))")"
        + (input.observed.map { ": " + meaning(of: $0, input) } ?? "")
    }
  }
  lines.append("assumed: \(file.provenance.assumed) of \(file.provenance.values) values")
  lines += assumptionsByLine(file.readings.filter(\.isAssumed))
  return lines + [
    showsDetails
      ? "exact in every design: sizes, standing node-hours and their cost"
      : "--details adds what theory knows of each design, latency curves, and what is followed"
  ]
}

/// The objectives as they are judged.
private func objectiveExplanation(_ service: Service) -> [String] {
  let words = objectiveWords(service)
  return words.isEmpty ? ["objectives: none, so that no design is judged"] : ["objectives:"] + words.map { "  \($0)" }
}

/// How far an autoscaler may take a site, and why no further.
private func ceiling(_ site: Site, _ service: Service) throws -> [String] {
  guard let most = try service.scalingCeiling(at: site), let scaling = service.autoscaling?.at(site.name) else {
    return []
  }
  let reason: String
  if let written = scaling.maximumNodes, written == most {
    reason = "its maximum"
  } else if site.quotaNodes == most {
    reason = "its quota"
  } else {
    reason = "no maximum is written: what the highest demand of the plan asks for"
  }
  return ["    its autoscaler stops at \(most) nodes, \(reason)"]
}

/// What the shares of a failover are in nodes: when the site opens, and what a rush leaves in stock.
private func takeover(_ site: Site, _ service: Service, missing: Int) -> String {
  guard site.keep < .serving else { return "" }
  var opens = condition(site)
  if service.execution.opensAt > 0 { opens += ", opens with \(service.openingNodes(at: site))" }
  guard missing > 0, service.acquisition.rushGrants < 1 else { return opens }
  return opens + ", in a rush \(service.nodesInStock(of: missing)) of the \(missing) others in stock"
}

/// Where a standby takes over only from some losses.
private func condition(_ site: Site) -> String {
  guard let scopes = site.standsInFor else { return "" }
  return ", takes over from losses of \(scopes.map(\.rawValue).joined(separator: ", "))"
}

private func lent(_ site: Site, _ service: Service) -> String {
  let nodes = service.lentNodes(at: site)
  return site.lent.map { nodes > 0 ? ", \(nodes) lent to \($0.borrower)" : "" } ?? ""
}

/// One line for each line of the plan: what its values have in common of their paths, then each with the rest.
private func assumptionsByLine(_ readings: [Reading]) -> [String] {
  let lines = Set(readings.map(\.line)).sorted()
  return lines.map { line in
    let values = readings.filter { $0.line == line }.sorted { $0.column < $1.column }
    let paths = values.map { $0.path.split(separator: ".") }
    let shared = paths.dropFirst().reduce(Array(paths[0].dropLast())) { prefix, path in
      Array(zip(prefix, path.dropLast()).prefix { $0 == $1 }.map(\.0))
    }
    let written = zip(paths, values).map { "\($0.dropFirst(shared.count).joined(separator: ".")) = \($1.text)" }
    return "  line \(line): " + (shared.isEmpty ? "" : shared.joined(separator: ".") + ": ")
      + written.joined(separator: "; ")
  }
}

/// What an observation says of an input: nine cases in ten of its posterior, and the exact interval of the count.
private func meaning(of seen: Observation, _ input: UncertainInput) -> String {
  func written(_ value: Double) -> String { String(format: "%.2g", value) }
  return "\(written(input.low)) to \(written(input.high)), median \(written(input.mid)); exact 95 % interval "
    + "\(written(seen.exactInterval.lowerBound)) to \(written(seen.exactInterval.upperBound))"
}

private func number(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e12 ? String(nearestWhole(value)) : String(format: "%g", value)
}
