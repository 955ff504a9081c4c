import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import Reports

struct ComparisonPartRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Simulate one part of a comparison and write what joining needs of it.",
    usage: "nines shard run [<options>] <plan> --part <part> --out <out>",
    discussion: """
      All parts take the same plan, seed and size. A directory that holds this very part already is left as it is: a job that \
      is started again does no work twice.

      Examples:
        nines shard run models/chat-api.yaml --part 1/4 --out parts/1
        nines shard run models/chat-api.yaml --part 2/4 --threads 1 --out parts/2
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "Which part, as PART/PARTS, such as 1/4.")
  var part: ShardNumber

  @Option(help: "Directory for the part.", completion: .directory)
  var out: String

  @Flag(inversion: .prefixedNo, help: "Simulate the part's share of the inputs' band too.")
  var inputs = true

  @OptionGroup var study: StudyOptions

  func run() async throws {
    let file = try loadPlan(plan, designs: study.designNames)
    let removed = try study.removedCauses(file)
    let size = try await study.size(of: file, without: removed)
    let identity = ShardIdentity(
      size: size, worlds: try part.worlds(of: size), asked: study.designNames,
      designs: file.services.map(\.design.name), without: removed, fingerprint: try file.fingerprint,
      hasInputs: inputs)
    if StoredShard.holds(identity, at: out, threads: study.simulation.threads) {
      Terminal.printError("\(out) holds this part already: worlds \(identity.worlds) of \(size.worlds)")
      return
    }
    try await simulate(identity, of: file, to: try ResultDirectory(out))
  }

  private func simulate(_ identity: ShardIdentity, of file: PlanFile, to directory: ResultDirectory) async throws {
    let spool = try LedgerSpool(at: directory.neighbour, of: file.services)
    let study = Study(
      file.services, size: identity.size, disabled: identity.without, ledger: .handed { try spool.take($0) },
      bill: .byPrices)
    let part = StudyPart(worlds: identity.worlds, replications: study.whole.replications)
    let line = ProgressLine(isQuiet: self.study.simulation.quiet)
    defer { line.finish() }
    let band = try await band(identity, of: file)
    let beginning = "\(file.name): worlds \(identity.worlds) of \(identity.size.worlds), seed \(identity.size.seed)"
    let (worlds, inputs) = try await interruptible {
      line.begin(beginning)
      let worlds = try await study.run(part) { line.show(done: $0, total: part.worlds.count + band.count) }
      return (
        worlds,
        try await NamedRecord.simulate(band, threads: identity.size.threads) {
          line.show(done: part.worlds.count + $0, total: part.worlds.count + band.count)
        }
      )
    }
    line.finish()
    try directory.write(
      identity.files(worlds, band: inputs, ledger: spool)
        + (try file.kept(text: file.text)).map { ResultFile(name: $0.name, text: $0.text) })
    Terminal.printError("written to \(directory.path): worlds \(part.worlds) of \(identity.size.worlds)")
  }

  /// The part's share of the worlds of the inputs' band.
  private func band(_ identity: ShardIdentity, of file: PlanFile) async throws -> [WorldTask] {
    guard identity.hasInputs else { return [] }
    do {
      try await KeptWorlds.$current.withValue(KeptWorlds([:], beyond: .ask)) {
        let (source, size, without) = (file.source, identity.size, identity.without)
        try await interruptible { try await askForInputBand(source, size: size, without: without) }
      }
      return []
    } catch let open as StillToRun {
      return part.share(of: open.tasks)
    }
  }
}
