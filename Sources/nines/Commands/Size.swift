import ArgumentParser
import CapacityPlanning
import Foundation
import ModelFiles
import Reports
import ServiceModel

struct Size: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv }

  static let configuration = CommandConfiguration(
    abstract: "Find the smallest buffer with which a design meets its availability objective.",
    discussion: """
      The serving sites are varied in whole nodes, all on the same failures and traffic; standby sites stay as the plan
      says. Fleets near the answer get all replications, the others a fifth.

      Examples:
        nines size models/chat-api.yaml --design hot-standby
        nines size models/three-regions.yaml --design active-active --format json > curve.json
        nines size models/chat-api.yaml --design active-active --format csv --seed 7
        nines size models/single-site.yaml --design single-site --out curve
        nines size models/single-site.yaml --design single-site --growth 10%,40%,80%    until when it is enough
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "The design to size, by name; cold, pilot, warm, hot, single stand for the long names.")
  var design: String

  @Option(help: "What to print: table, json or csv.")
  var format = Format.table

  @Option(help: "Directory for result.json and curve.csv; it must not hold another study.", completion: .directory)
  var out: String?

  @Option(
    help: "Growth of a year, low, middle and high as '10%,40%,80%'; by default that of the plan's 'plan.purchase'.")
  var growth: String?

  @Flag(help: "Show every purchasable fleet, not only those up to a few steps beyond the answer.")
  var all = false

  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var precision: NoPrecision

  func validate() throws {
    try precision.refuse("a size judges each fleet by its verdict, not by its lost minutes. Use --replications")
  }

  func run() async throws {
    let file = try loadPlan(plan, designs: [design])
    let growths = try growths(file)
    let directory = try out.map { try ResultDirectory($0) }
    let index = try position(in: file.services)
    let line = ProgressLine(isQuiet: simulation.quiet)
    let (source, amount, range) = (file.source, simulation.size, all ? CurveRange.whole : .untilDecided)
    let sized = try await interruptible {
      do {
        return try await size(source, design: index, size: amount, range: range) {
          line.show(done: $0.done, total: $0.total)
        }
      } catch let problem as SizeProblem {
        Terminal.printError("error: \(problem)")
        throw ExitCode.badModel
      }
    }
    line.finish()
    let trail = try file.trail(
      "size", plan, seed: simulation.seed,
      [
        "--design \(sized.service.design.name)", "--replications \(simulation.years)", all ? "--all" : nil,
        growth.map { "--growth \($0)" },
      ])
    if let directory {
      let files =
        try resultFiles(sized, assumptions: file.assumptions(), growths: growths, trail: trail)
        + file.kept(text: file.text)
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    try Terminal.printResult(text(of: sized, growths, trail))
  }

  /// The growths of `--growth`, or of the plan's purchase.
  private func growths(_ file: PlanFile) throws -> [Double] {
    guard let growth else {
      return file.search?.purchase.map { [$0.growthLow, $0.growthMid, $0.growthHigh] }.map { all in
        all[0] == all[2] ? [all[1]] : all
      } ?? []
    }
    return try growth.split(separator: ",").map { part in
      let text = part.trimmingCharacters(in: .whitespaces)
      guard text.hasSuffix("%"), let percent = Double(text.dropLast()), percent >= 0, percent <= 10_000 else {
        throw ValidationError("--growth holds '\(text)', which is no growth; write '10%,40%,80%'")
      }
      return percent / 100
    }
  }

  /// Where the design stands; the one without disaster recovery is always first.
  private func position(in services: [Service]) throws -> Int {
    let chosen = try nines.design(named: design, by: "--design", in: services).design.name
    return services.firstIndex { $0.design.name == chosen } ?? 0
  }

  private func text(of sized: SizedDesign, _ growths: [Double], _ trail: Trail) -> String {
    switch format {
    case .table: SizeTable(sized, width: Terminal.width, growths: growths).lines.joined(separator: "\n") + "\n"
    case .json: sizeJSON(sized, growths: growths, trail: trail).text
    case .csv: curveTable(sized).text
    }
  }
}
