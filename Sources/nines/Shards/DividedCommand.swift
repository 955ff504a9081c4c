import ArgumentParser

/// A command whose study can be divided into rounds and parts: it decides what it simulates by what it has seen, and by nothing
/// else.
protocol DividedCommand: AsyncParsableCommand {
  /// What it is called on a command line.
  static var word: String { get }
  /// An example of its options, after the plan.
  static var example: String { get }
  var plan: String { get }
  var out: String? { get }
  var work: WorkOptions { get set }
  /// Every option that decides what is simulated.
  var question: [String] { get }
  /// Simulates, and reports nothing.
  func simulate() async throws
  /// Refuses options that are for one process.
  func checkDivided() throws
}

extension DividedCommand {
  func checkDivided() throws {}
}

extension Size: DividedCommand {
  static let word = "size"
  static let example = "--design hot-standby"
  var work: WorkOptions {
    get { simulation.run.work }
    set { simulation.run.work = newValue }
  }
  var question: [String] {
    var words = ["--design", design, "--replications", "\(simulation.years)", "--seed", "\(simulation.seed)"]
    if all { words.append("--all") }
    if byMonth { words.append("--by-month") }
    return words
  }
}

extension PlanSearch: DividedCommand {
  static let word = "plan"
  static let example = "--replications 2000"
  var work: WorkOptions {
    get { simulation.run.work }
    set { simulation.run.work = newValue }
  }
  var question: [String] {
    [
      "--replications", "\(simulation.years)", "--years-per-world", "\(yearsPerWorld)", "--seed", "\(simulation.seed)",
    ]
  }
  func checkDivided() throws {
    guard state == nil else {
      throw ValidationError("--state keeps what one process has simulated; here the directory of --work does")
    }
  }
}

extension Sweep: DividedCommand {
  static let word = "sweep"
  static let example = "--design hot-standby --tornado"
  var work: WorkOptions {
    get { options.work }
    set { options.work = newValue }
  }
  var question: [String] {
    var words: [String] = []
    if let design { words += ["--design", design] }
    for text in vary { words += ["--vary", text] }
    for text in self.set { words += ["--set", text] }
    if zip { words.append("--zip") }
    if tornado { words.append("--tornado") }
    return words + ["--replications", "\(replications)", "--seed", "\(options.seed)"]
  }
}
