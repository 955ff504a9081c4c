import Foundation
import ModelFiles
import ServiceModel

/// How a plan was read, in lines.
func explanation(_ file: PlanFile) -> [String] {
  var lines = ["\(file.name): \(file.services.count) designs"]
  let first = file.services[0]
  lines.append(
    "requirement: \(first.requirementReplicas) replicas for a peak of \(number(first.traffic.peakRPS)) requests/s at "
      + "\(number(first.replica.ratedRPS)) a replica; buffer \(number(first.sizing.buffer * 100)) % of it")
  for service in file.services {
    lines.append("design \(service.design.name) (\(service.design.topology.rawValue))")
    for site in service.sites where site.keep > .nothing {
      let standing = service.standingNodes(at: site)
      let grown = service.failoverNodes(at: site)
      let reserved = service.reservedNodes(at: site)
      lines.append(
        "  \(site.name): keeps \(site.keep.rawValue), \(standing) nodes standing"
          + (grown > standing ? ", \(grown) after a failover" : "") + (reserved > 0 ? ", \(reserved) reserved" : ""))
    }
  }
  if !file.interpretations.isEmpty {
    lines += ["read as:"] + file.interpretations.map { "  \($0)" }
  }
  if !file.inputs.isEmpty {
    lines.append("uncertain inputs (low and high hold nine cases in ten):")
    lines += file.inputs.map { "  \($0.path): \(number($0.low)) to \(number($0.high)), median \(number($0.mid))" }
  }
  let assumed = file.readings.filter(\.isAssumed)
  lines.append("assumed: \(assumed.count) of \(file.readings.count) values")
  lines += assumed.map { "  line \($0.line): \($0.path) = \($0.text)" }
  lines += [
    "simulated: availability, lost minutes, recovery and failover time, data loss",
    "exact: sizes, standing node-hours and their cost",
  ]
  return lines
}

private func number(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e12 ? String(Int(value)) : String(format: "%g", value)
}
