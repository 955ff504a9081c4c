import ArgumentParser
import CapacityPlanning
import ModelFiles
import Reports

/// What becomes of a comparison: printed, written, judged; shared by the commands that make one.
struct ComparisonOutput: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv, markdown }

  @Option(help: "What to print: table, json, csv, or markdown for a comment on a pull request.")
  var format = Format.table

  @Option(help: "Directory for result.json and the CSV files; it must not hold another study.", completion: .directory)
  var out: String?

  @Flag(help: "Write focus.csv too, the billing lines in FOCUS 1.2; needs --out.")
  var focus = false

  @Flag(help: "Write review.xlsx too, a workbook whose amounts are formulas; needs --out.")
  var xlsx = false

  @Option(help: "Exit 99 if this design misses an objective, 3 if it is undecided.")
  var gate: String?

  @Flag(inversion: .prefixedNo, help: "Vary the uncertain inputs for a second band.")
  var inputs = true

  @OptionGroup var details: DetailOptions
  @OptionGroup var table: TableOptions

  func validate() throws {
    try details.check(isTable: format == .table)
    try table.check(isTable: format == .table)
    if focus && out == nil { throw ValidationError("--focus writes a file: name a directory with --out") }
    if xlsx && out == nil { throw ValidationError("--xlsx writes a file: name a directory with --out") }
  }

  /// Refuses a gate that is not among the designs.
  func check(_ file: PlanFile) throws {
    guard let gate else { return }
    guard DesignName.find(gate, in: file.services).isEmpty else {
      _ = try design(named: gate, by: "--gate", in: file.services)
      return
    }
    let compared = file.services.map(\.design.name).joined(separator: ", ")
    let meant = DesignName.meant(by: gate, among: file.services).map { ". Did you mean '\($0)'?" }
    throw ValidationError("--gate names '\(gate)', which is not compared\(meant ?? "; compared are \(compared)")")
  }

  /// The directory of `--out`, checked before the work.
  func directory() throws -> ResultDirectory? { try out.map { try ResultDirectory($0) } }

  /// Writes the files, then the result, then judges.
  func report(
    _ comparison: Comparison, of file: PlanFile, asked: Asked, to directory: ResultDirectory?, ledger: LedgerRows
  ) throws {
    let trail = try trail(of: comparison, file, asked)
    for sentence in PrecisionWording(comparison)?.shortfalls ?? [] { Terminal.printError(sentence) }
    // The files first: they hold what the table says, whether or not somebody still reads it.
    if let directory {
      let assumptions = file.assumptions(of: comparison)
      let pictures = try ComparisonPictures(
        comparison, assumptions: assumptions, without: asked.without, fingerprint: try file.fingerprint)
      let page = try reportFile(
        of: comparisonJSON(comparison, pictures: pictures, tally: ledger.tally, trail: trail).text
      ).text
      var files =
        [ResultFile(name: "report.html", text: page)]
        + resultFiles(
          comparison, pictures: pictures, assumptions: assumptions, focus: focus, ledger: ledger, trail: trail)
        + (try file.kept(text: file.text)).map { ResultFile(name: $0.name, text: $0.text) }
      if xlsx { files.append(try costReview(of: comparison, among: files, ledger, through: directory.neighbour.path)) }
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    switch format {
    case .table:
      try table.print(
        ComparisonTable(
          comparison, provenance: file.provenance, width: Terminal.width, showsDetails: details.details
        ).lines)
    case .json: try Terminal.printResult(comparisonJSON(comparison, tally: ledger.tally, trail: trail).text)
    case .csv: try Terminal.printResult(summaryTable(comparison).text)
    case .markdown:
      let gated = try gate.map {
        try design(named: $0, by: "--gate", in: comparison.designs.map(\.service)).design.name
      }
      try Terminal.printResult(
        comparisonMarkdown(comparison, provenance: file.provenance, gate: gated, trail: trail))
    }
    if let gate { try judge(gate, in: comparison) }
  }

  /// What a comparison was asked for, beside what `ComparisonOutput` knows.
  struct Asked {
    /// The plan, as it was given.
    let plan: String
    let designs: [String]?
    var without: Set<String> = []
    var estimator: String?
  }

  private func trail(of comparison: Comparison, _ file: PlanFile, _ asked: Asked) throws -> Trail {
    let size = comparison.size
    let years =
      comparison.precision.map {
        ["--precision \($0.target.relativeHalfWidth * 100)%", "--replications \($0.target.cap)"]
      } ?? ["--replications \(size.replications)", "--worlds \(size.worlds)"]
    return try file.trail(
      "compare", asked.plan, seed: size.seed,
      [
        asked.designs.map { "--designs \($0.joined(separator: ","))" },
        asked.without.isEmpty ? nil : "--without \(asked.without.sorted().joined(separator: ","))",
      ] + years + [asked.estimator.map { "--estimator \($0)" }, inputs ? nil : "--no-inputs"])
  }

  private func judge(_ name: String, in comparison: Comparison) throws {
    let chosen = try design(named: name, by: "--gate", in: comparison.designs.map(\.service)).design.name
    switch comparison.designs.first(where: { $0.name == chosen })?.verdict {
    case .misses: throw ExitCode.missed
    case .undecided, .notJudged: throw ExitCode.undecided
    case .meets, nil: return
    }
  }
}
