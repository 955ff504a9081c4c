import ArgumentParser
import Foundation
import ModelFiles
import ServiceModel

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a small plan to start from: six questions, or a flag for each.",
    usage: "nines init [<options>] <path>",
    discussion: """
      On a terminal it asks what no flag has said; elsewhere the defaults of the kind stand. What nobody measured is marked \
      'assumed' in the plan.

      Examples:
        nines init my-plan.yaml
        nines init bot.yaml --like chat --peak 320rps --clouds aws,gcp \\
          --availability 99.95%
        nines init voice.yaml --like voice --rated '40rps on 1 GPU' \\
          --recover-within 2min
        nines init docs.yaml --like batch --clouds own,aws \\
          --today backup-and-restore --loss 0.02/request
      """)

  @Argument(help: "Where to write it; an existing file is left alone.", completion: .file(extensions: ["yaml"]))
  var path: String

  @Option(help: "What the service is like: \(StarterKind.names).")
  var like: StarterKind?

  @Option(help: "Peak demand, as 200rps: the busiest five minutes of a year, nearly.")
  var peak: String?

  @Option(help: "A model of the library: \(StarterReplica.models.joined(separator: ", ")).")
  var model: String?

  @Option(help: "Instead of a model: what a replica was measured at, as '9rps on 4 GPUs'.")
  var rated: String?

  @Option(help: "GPU of both sites, or of each: \(StarterAnswers.gpuNames.joined(separator: ", ")).")
  var gpu: String?

  @Option(
    help: "Where the two sites are, the one that serves first: \(StarterAnswers.cloudNames.joined(separator: ", ")).")
  var clouds: String?

  @Option(help: "Share of requests to be answered in nine years of ten, as 99.9%.")
  var availability: String?

  @Option(help: "Time in which the loss of a site is made up for, as 15min.")
  var recoverWithin: String?

  @Option(help: "The design that stands today: single-site, backup-and-restore, pilot-light, ...")
  var today: String?

  @Option(help: "What an outage costs, in dollars: 500/min or 0.02/request; unknown without it.")
  var loss: String?

  func validate() throws {
    if model != nil && rated != nil {
      throw ValidationError("--model and --rated both say what a replica answers. Write one of them")
    }
  }

  func run() throws {
    // An answer that nobody can keep should not be asked for.
    guard !FileManager.default.fileExists(atPath: path) else {
      Terminal.printError("error: '\(path)' exists. Name a new file")
      throw ExitCode.badModel
    }
    let (kind, answers) = try answered()
    // A fleet that follows its traffic is stepped through, which takes a hundred times as long.
    let years = kind == .autoscaled ? 100 : 1000
    let text = try plan(kind, answers)
    try FileClaim(path).write(text)
    let shown = path.contains(where: { !$0.isLetter && !$0.isNumber && !"-_./".contains($0) }) ? "'\(path)'" : path
    try Terminal.printResult(
      "wrote \(path); next: nines validate \(shown) && nines compare \(shown) --replications \(years)\n")
  }

  /// What the flags say, and on a terminal what a person says to the rest.
  private func answered() throws -> (StarterKind, StarterAnswers) {
    let questions = StarterQuestions(
      say: { Terminal.ask($0) }, hear: { readLine() })
    let asks = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    do {
      let kind = try like ?? (asks ? questions.kind() : .chat)
      var answers = kind.defaults
      let given = try take(&answers, kind)
      if asks { try questions.complete(&answers, kind, answered: given) }
      try answers.checkPlaces()
      return (kind, answers)
    } catch let problem as StarterProblem {
      throw ValidationError(problem.description)
    } catch is StarterQuestions.Silence {
      Terminal.printError(
        "\nerror: the answers ended before the questions; nothing was written. Give the flags of 'nines init --help'")
      throw ExitCode.badModel
    }
  }

  /// Takes the flags into the answers, and says which questions they leave no doubt about.
  private func take(_ answers: inout StarterAnswers, _ kind: StarterKind) throws -> Set<StarterQuestion> {
    var given: Set<StarterQuestion> = []
    if let peak {
      try answers.setPeak(peak)
      given.insert(.peak)
    }
    if let model {
      try answers.setModel(model, kind)
      given.insert(.replica)
    }
    if let rated {
      try answers.setRated(rated)
      given.insert(.replica)
    }
    if gpu != nil || clouds != nil {
      try answers.setPlaces([gpu, clouds].compactMap(\.self).joined(separator: " "))
      given.insert(.places)
    }
    if let availability { try answers.setAvailability(availability) }
    if let recoverWithin { try answers.setRecovery(recoverWithin) }
    if availability != nil && recoverWithin != nil { given.insert(.objectives) }
    if let today {
      try answers.setToday(today, kind)
      given.insert(.today)
    }
    if let loss {
      try answers.setLoss(loss)
      given.insert(.loss)
    }
    return given
  }

  /// The text of the plan, which is read before it is written: a plan that cannot be read is our mistake, or a path's.
  private func plan(_ kind: StarterKind, _ answers: StarterAnswers) throws -> String {
    var plan = StarterPlan(service: service, kind: kind, answers: answers)
    keepCurves()
    do {
      let read = try PlanFile(text: plan.text, name: path)
      let first = read.services[0]
      if answers.clouds.contains(StarterAnswers.own) { plan.ownedNodes = first.standingNodes(at: first.sites[0]) }
      for service in read.services {
        guard let other = service.sites.first(where: { $0.name == "other" }), other.keep == .warm else { continue }
        plan.pinned[service.design.name] = service.standingNodes(at: other)
      }
      // A name that says another topology than what the sites come to would be warned about.
      plan.left = Set(
        read.services.map(\.design).filter { design in
          Topology(rawValue: design.name).map { $0 != design.topology } ?? false
        }.map(\.name))
      _ = try PlanFile(text: plan.text, name: path)
      return plan.text
    } catch {
      throw ValidationError("these answers make no plan: \(error.all.first?.message ?? "it cannot be read")")
    }
  }

  /// The service is called as the file is.
  private var service: String {
    let stem = URL(filePath: path).deletingPathExtension().lastPathComponent
    let plain = stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    return plain.contains { $0.isLetter } ? String(plain) : "my-service"
  }
}
