import Foundation
import ModelFiles
import ServiceModel
import TestSupport

@testable import Experiments

/// Whether the tests that need a minute and more are asked for: `NINES_LONG=1`.
let isLong = ProcessInfo.processInfo.environment["NINES_LONG"] == "1"

/// The repository's models, by their path in `models/`.
enum Model {
  static let directory = Checkout.models

  static let all: [String] = ["", "oracles/"].flatMap { folder -> [String] in
    let names = try? FileManager.default.contentsOfDirectory(atPath: directory.appendingPathComponent(folder).path)
    return (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted().map { folder + $0 }
  }

  static func services(_ name: String) throws -> [Service] {
    try PlanFile(path: directory.appendingPathComponent(name).path).services
  }

  static func service(_ name: String, design: String) throws -> Service {
    try services(name).first { $0.design.name == design }!
  }
}

/// Everything that a record says of its years, digit by digit.
func everyNumber(of record: DesignRecord) -> String {
  record.worlds.map { world in
    let years = (world.replications + world.years).map { "\($0)" }.joined(separator: "\n")
    let outages = world.ledger.map { "\($0)" }.joined(separator: "\n")
    let failovers = "\(world.failovers) \(world.spuriousFailovers) \(world.dataLossSeconds)"
    let sums = "\(world.sums) \(world.yearsKept) \(world.nodeHours.filter { $0 > 0 }) \(world.incidents)"
    let lost = "\(world.amounts.lost) \(world.lostOutside) \(world.demand)"
    return "\(years)\n\(outages)\n\(failovers)\n\(sums)\n\(world.phases)\n\(lost)"
  }.joined(separator: "\n")
}
