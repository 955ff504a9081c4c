import ArgumentParser
import CapacityPlanning
import Foundation
import Intake
import ModelFiles
import Reports
import ServiceModel

struct Size: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv, markdown }

  static let configuration = CommandConfiguration(
    abstract: "Find the smallest buffer with which a design meets its availability objective.",
    discussion: """
      The serving sites are varied in whole nodes, all on the same failures and traffic; standby sites stay as the plan \
      says. Fleets near the answer get all replications, the others a fifth.

      Examples:
        nines size models/chat-api.yaml --design hot-standby
        nines size models/three-regions.yaml --design active-active --format json \\
          > curve.json
        nines size models/chat-api.yaml --design active-active --format csv --seed 7
        nines size models/single-site.yaml --design single-site --out curve
        # until when it is enough
        nines size models/single-site.yaml --design single-site --growth 10%,40%,80%
        # the fleet of each month
        nines size models/start.yaml --design active-active --by-month --lead 26w
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "The design to size, by name; cold, pilot, warm, hot, single stand for the long names.")
  var design: String

  @Option(help: "What to print: table, json, csv, or markdown for a comment on a pull request.")
  var format = Format.table

  @Option(help: "Directory for result.json and curve.csv; it must not hold another study.", completion: .directory)
  var out: String?

  @Option(
    help:
      "Growth of a year, low, middle and high as '10%,40%,80%', or of a month as '2%/month'; by default the plan's own."
  )
  var growth: String?

  @Flag(
    help: "Print the fleet of each month to come under that growth, and by when to order; years do not grow meanwhile.")
  var byMonth = false

  @Option(help: "With --by-month: how many years, 1 to 10; by default those of the plan's 'plan.purchase', or 3.")
  var years: Int?

  @Option(
    help:
      "With --by-month: from an order to the first use, as 26w; by default the leads of the offers in 'plan.purchase'.")
  var lead: String?

  @Flag(help: "Show every purchasable fleet, not only those up to a few steps beyond the answer.")
  var all = false

  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var precision: NoPrecision
  @OptionGroup var details: DetailOptions
  @OptionGroup var table: TableOptions

  func validate() throws {
    try details.check(isTable: format == .table)
    try table.check(isTable: format == .table)
    try precision.refuse("a size judges each fleet by its verdict, not by its lost minutes. Use --replications")
    guard byMonth || (years == nil && lead == nil) else {
      throw ValidationError("--years and --lead say what --by-month prints. Write --by-month too")
    }
    guard !byMonth || format != .markdown else {
      throw ValidationError("--by-month has no markdown: use --format table or csv")
    }
    guard (1...10).contains(years ?? 3) else { throw ValidationError("--years is 1 to 10, not \(years ?? 3)") }
  }

  /// Simulates, and reports nothing.
  func simulate() async throws { _ = try await sized(try loadPlan(plan, designs: [design])) }

  private func sized(_ file: PlanFile) async throws -> SizedDesign {
    let index = try position(in: file.services)
    let line = ProgressLine(isQuiet: simulation.quiet)
    defer { line.finish() }
    let source = byMonth ? file.source.withoutGrowth : file.source
    let (amount, range, path) = (simulation.size, all ? CurveRange.whole : .untilDecided, plan)
    return try await interruptible {
      do {
        return try await size(source, design: index, size: amount, range: range) {
          line.show(done: $0.done, total: $0.total)
        }
      } catch let problem as SizeProblem {
        Terminal.printError("\(path): error: \(problem)")
        throw ExitCode.badModel
      }
    }
  }

  func run() async throws {
    let file = try loadPlan(plan, designs: [design])
    let growths = try growths(file)
    let leads = try leads(file)
    if byMonth { try checkMonths(file, growths) }
    let months = byMonth ? 12 * (years ?? file.search?.purchase?.years ?? 3) : 0
    let directory = try out.map { try ResultDirectory($0) }
    let sized = try await sized(file)
    let calendar = byMonth ? MonthTable(sized, growths: growths, months: months, leads: leads) : nil
    let trail = try file.trail(
      "size", plan, seed: simulation.seed,
      [
        "--design \(sized.service.design.name)", "--replications \(simulation.years)", all ? "--all" : nil,
        growth.map { "--growth \($0)" }, byMonth ? "--by-month" : nil, years.map { "--years \($0)" },
        lead.map { "--lead \($0)" },
      ])
    let json = sizeJSON(sized, growths: growths, months: calendar, trail: trail).text
    if let directory {
      let files =
        try [reportFile(of: json)]
        + resultFiles(sized, assumptions: file.assumptions(), growths: growths, months: calendar, trail: trail)
        + file.kept(text: file.text)
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    switch format {
    case .table:
      let width = Terminal.width
      try table.print(
        SizeTable(sized, width: width, growths: growths, showsDetails: details.details).lines
          + (calendar.map { [""] + $0.lines(width: width) } ?? []))
    case .json: try Terminal.printResult(json)
    case .csv: try Terminal.printResult((calendar?.table ?? curveTable(sized)).text)
    case .markdown: try Terminal.printResult(sizeMarkdown(sized, growths: growths, trail: trail))
    }
  }

  /// The growths of `--growth`, of the traffic where months are asked for, or of the plan's purchase.
  private func growths(_ file: PlanFile) throws -> [Double] {
    guard let growth else {
      let traffic = byMonth ? GrowthArgument.ofTraffic(file) : []
      return !traffic.isEmpty
        ? traffic
        : file.search?.purchase.map { block in
          // What is told by year has no growth of a year.
          guard block.needByYear.isEmpty else { return [] }
          return block.growthLow == block.growthHigh
            ? [block.growthMid] : [block.growthLow, block.growthMid, block.growthHigh]
        } ?? []
    }
    return try GrowthArgument.yearly(growth)
  }

  private func checkMonths(_ file: PlanFile, _ growths: [Double]) throws {
    guard !growths.isEmpty else {
      throw ValidationError(
        "--by-month needs a growth: write --growth 20%, or 'growth: { per-year: 20% }' under 'traffic' of '\(plan)'")
    }
    let count = Double(years ?? file.search?.purchase?.years ?? 3)
    guard growths.allSatisfy({ pow(1 + $0, count) <= 1e6 }) else {
      throw ValidationError(
        "--by-month: demand would grow more than a millionfold. Write a smaller --growth or fewer --years")
    }
    if try nines.design(named: design, by: "--design", in: file.services).autoscaling != nil {
      throw ValidationError(
        "--by-month is of fleets that are bought; an autoscaler sizes those of '\(design)' by the hour")
    }
  }

  /// From an order to the first use: of `--lead`, or of the plan's offers that take any time.
  private func leads(_ file: PlanFile) throws -> [LeadTime] {
    guard let lead else {
      return file.search?.purchase?.offers.filter { $0.leadDaysP90 > 0 }
        .map { LeadTime(name: $0.name, days: Int(nearestWhole($0.leadDaysP90.rounded(.up)))) } ?? []
    }
    guard let seconds = try? QuantityKind.duration.value(of: lead), seconds <= 10 * 366 * 86_400 else {
      throw ValidationError("--lead '\(lead)' is no time from an order to the first use; write 26w or 90d")
    }
    return [LeadTime(name: lead, days: Int(nearestWhole((seconds / 86_400).rounded(.up))))]
  }

  /// Where the design stands; the one without disaster recovery is always first.
  private func position(in services: [Service]) throws -> Int {
    let chosen = try nines.design(named: design, by: "--design", in: services).design.name
    return services.firstIndex { $0.design.name == chosen } ?? 0
  }
}

extension PlanSource {
  /// The same plan whose demand stays what it is when the plan begins.
  fileprivate var withoutGrowth: PlanSource {
    @Sendable func stopped(_ services: [Service]) -> [Service] {
      services.map { service in
        var service = service
        service.traffic.growth = nil
        return service
      }
    }
    return PlanSource(services: stopped(services), uncertainInputs: uncertainInputs) { [designs] in
      stopped(try designs($0))
    }
  }
}
